from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import psutil
import pytest

from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
from cvparser.domain.errors import TooComplexError, UnavailableError
from cvparser.testing.conformance.cpu_pool import endless_in_c, joined

#: Address space of a process; what it asks for at once is more.
MEMORY = 2**30


class UnpicklableError(Exception):
    def __init__(self, one: int, *, other: int) -> None:
        super().__init__(one)
        self.other = other


def raise_unpicklable() -> None:
    raise UnpicklableError(1, other=2)


def lock() -> object:
    import threading

    return threading.Lock()


def sized(count: int) -> bytes:
    return bytes(count)


@pytest.fixture
async def cpu() -> AsyncIterator[ProcessCpuPool]:
    async with ProcessCpuPool(processes=2, timeout_s=1, memory_bytes=MEMORY) as cpu:
        yield cpu


async def test_a_process_that_dies_is_an_outage_and_the_next_call_is_served(cpu: ProcessCpuPool) -> None:
    with pytest.raises(UnavailableError):
        await cpu.run(os._exit, 1)

    assert await cpu.run(joined, "served") == "served"


async def test_a_call_that_was_sent_ahead_to_a_process_that_ends_is_worked_on_by_another(cpu: ProcessCpuPool) -> None:
    answers = await asyncio.gather(
        *(cpu.run(os._exit, 1) if number % 3 == 0 else cpu.run(joined, str(number)) for number in range(30)),
        return_exceptions=True,
    )

    assert all(isinstance(answer, UnavailableError) for answer in answers[::3])
    assert [answer for number, answer in enumerate(answers) if number % 3] == [str(n) for n in range(30) if n % 3]


async def test_a_call_that_wants_too_much_memory_is_too_complex(cpu: ProcessCpuPool) -> None:
    with pytest.raises(TooComplexError):
        await cpu.run(sized, 2 * MEMORY)

    assert await cpu.run(joined, "served") == "served"


async def test_an_error_that_cannot_be_pickled_is_named_and_harms_no_other(cpu: ProcessCpuPool) -> None:
    with pytest.raises(RuntimeError, match="UnpicklableError"):
        await cpu.run(raise_unpicklable)
    with pytest.raises((TypeError, AttributeError), match="pickle"):
        await cpu.run(lock)

    assert await cpu.run(joined, "served") == "served"


async def test_all_processes_are_gone_when_the_pool_is_closed_over_a_call(cpu: ProcessCpuPool) -> None:
    async with ProcessCpuPool(processes=2, timeout_s=600, memory_bytes=MEMORY) as other:
        before = set(psutil.Process().children(recursive=True))
        hanging = asyncio.create_task(other.run(endless_in_c))
        assert await other.run(joined, "served") == "served"
        started = set(psutil.Process().children(recursive=True)) - before
        hanging.cancel()

    assert len(started) >= 2
    assert not psutil.wait_procs(started, timeout=10)[1]
