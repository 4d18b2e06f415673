"""A service that is killed leaves nothing behind, whatever its children are doing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

#: Seconds that a crowded machine gets for what takes a tenth of one.
PATIENCE_S = 20

POOL = """
import asyncio
from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
from cvparser.testing.conformance.cpu_pool import endless, endless_in_c, joined

async def main():
    async with ProcessCpuPool(processes=2, timeout_s=600, memory_bytes=2**30) as cpu:
        await cpu.run(joined, "ready")
        hanging = [asyncio.create_task(cpu.run(hang)) for hang in (endless, endless_in_c)]
        print("ready", flush=True)
        await asyncio.gather(*hanging)

asyncio.run(main())
"""
EXTRACTOR = """
import asyncio
from tests.adapters.text_extractor.test_sandbox import GOOD, endless
from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.domain.document import Document, DocumentType

async def main():
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=600, memory_bytes=2**33) as extractor:
        await extractor.extract(GOOD)
        hanging = asyncio.create_task(extractor.extract(Document(content=endless(), type=DocumentType.PDF)))
        print("ready", flush=True)
        await hanging

asyncio.run(main())
"""
#: The service's end of every socket lives on in a process that has nothing to do with it.
FORKED = POOL.replace("async def main", "import os, time\n\nasync def main").replace(
    '        print("ready"', '        if not os.fork():\n            time.sleep(120)\n        print("ready"'
)


@contextmanager
def running(script: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as owner:
        try:
            assert owner.stdout is not None
            assert owner.stdout.readline() == "ready\n"
            yield owner
        finally:
            owner.kill()


def working(owner: subprocess.Popen[str], count: int) -> list[psutil.Process]:
    """Give all descendants once so many of them use the processor."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = psutil.Process(owner.pid).children(recursive=True)
        grandchildren = [each for each in found if each.ppid() != owner.pid]
        if sum(each.cpu_times().user > 0.05 for each in grandchildren) >= count:
            return found
        time.sleep(0.05)
    message = f"{count} children did not come to work"
    raise AssertionError(message)


def are_gone(processes: list[psutil.Process]) -> bool:
    """Tell whether all end in time: killed ones that nobody has reaped yet have ended too."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if not [each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("script", "busy"), [(POOL, 2), (EXTRACTOR, 1)], ids=["pool", "extractor"])
def test_nothing_outlives_a_service_that_is_killed_while_its_children_hang(script: str, busy: int) -> None:
    with running(script) as owner:
        descendants = working(owner, busy)
        owner.kill()

        assert are_gone(descendants)


def test_children_end_with_the_warm_process_that_forked_them() -> None:
    with running(POOL) as owner:
        descendants = working(owner, 2)
        (warm,) = [each for each in descendants if each.ppid() == owner.pid]
        warm.kill()

        assert are_gone(descendants)


def test_a_stranger_that_holds_the_sockets_of_a_killed_service_keeps_no_child_alive() -> None:
    with running(FORKED) as owner:
        descendants = working(owner, 2)
        stranger = next(each for each in descendants if each.ppid() == owner.pid and not each.children())
        descendants.remove(stranger)
        owner.kill()
        try:
            assert are_gone(descendants)
        finally:
            stranger.kill()


def test_a_signal_to_the_whole_group_ends_no_child() -> None:
    with running(POOL) as owner:
        descendants = working(owner, 2)
        for each in descendants:
            each.send_signal(signal.SIGINT)
            each.send_signal(signal.SIGTERM)

        assert all(each.is_running() for each in working(owner, 2))
        assert {each.pid for each in working(owner, 2)} == {each.pid for each in descendants}
