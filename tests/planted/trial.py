"""What the suites say of a sound adapter and of the faulty ones, without a word on the screen or in the log.

Faulty adapters hang, leave threads and log levels behind, and print any characters: call these in a process of their
own.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from tests.planted.catalogue import HANGS_S, SOUND_S, first_failure

_NO_PORTS = {"catalogue", "trial", "test_planted_faults"}
CATALOGUES = {
    f"{port} {name}" if name else port: catalogue
    for port in sorted({path.stem for path in Path(__file__).parent.glob("[!_]*.py")} - _NO_PORTS)
    for name, catalogue in import_module(f"tests.planted.{port}").CATALOGUES.items()
}


def failure_of_the_sound(port: str) -> str | None:
    """Return the first test that fails with the adapter that keeps every promise, or None."""
    _be_unheard()
    return first_failure(CATALOGUES[port], CATALOGUES[port].sound, seconds=SOUND_S)


def failures(port: str) -> dict[str, str | None]:
    """Return the first test that fails with each fault, or None for a fault that is not caught."""
    _be_unheard()
    catalogue = CATALOGUES[port]

    def failure(fault: Callable[..., object]) -> str | None:
        # What is slow on a busy machine is not caught.
        seconds = SOUND_S if fault.__name__ in catalogue.missed else HANGS_S
        return first_failure(catalogue, fault, seconds=seconds)

    # Side by side: most of the time something waits for what does not come.
    with ThreadPoolExecutor(catalogue.at_once) as threads:
        found = list(threads.map(failure, catalogue.faults))
    return {fault.__name__: test for fault, test in zip(catalogue.faults, found, strict=True)}


def _be_unheard() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    logging.getLogger().handlers = []
