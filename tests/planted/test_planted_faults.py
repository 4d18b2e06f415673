"""Every suite notices nearly every fault that was planted in an adapter."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path

import pytest
from tests.planted.catalogue import HANGS_S, SOUND_S, first_failure

PORTS = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py") if not path.stem.startswith("test_"))
CATALOGUES = {
    f"{port} {name}" if name else port: catalogue
    for port in PORTS
    if port != "catalogue"
    for name, catalogue in import_module(f"tests.planted.{port}").CATALOGUES.items()
}


@contextmanager
def _unheard() -> Iterator[None]:
    """Leave out of the report what failing suites print and log: it is of any characters, and nobody's to read."""
    root = logging.getLogger()
    level, heard, root.handlers = root.level, root.handlers, []
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            yield
    finally:
        # Suites that ran side by side may have left another's level.
        root.setLevel(level)
        root.handlers = heard


@pytest.mark.parametrize("port", CATALOGUES)
def test_a_sound_adapter_passes_the_suite(port: str) -> None:
    with _unheard():
        failure = first_failure(CATALOGUES[port], CATALOGUES[port].sound, seconds=SOUND_S)

    assert failure is None


@pytest.mark.parametrize("port", CATALOGUES)
def test_the_suite_catches_the_faults_and_no_other_is_missed_than_those_listed(port: str) -> None:
    catalogue = CATALOGUES[port]

    def waited(fault: Callable[..., object]) -> float:
        # What is slow on a busy machine is not caught.
        return SOUND_S if fault.__name__ in catalogue.missed else HANGS_S

    # Side by side: most of the time something waits for what does not come.
    with _unheard(), ThreadPoolExecutor(catalogue.at_once) as threads:
        failures = threads.map(lambda fault: first_failure(catalogue, fault, seconds=waited(fault)), catalogue.faults)
        caught = {fault.__name__: failure for fault, failure in zip(catalogue.faults, failures, strict=True)}

    missed = {fault for fault, test in caught.items() if test is None}
    assert sorted(missed - set(catalogue.missed)) == []
    assert sorted(set(catalogue.missed) - missed) == []
    assert len(caught) >= 10
    assert len(missed) <= 0.05 * len(caught) + 0.5
