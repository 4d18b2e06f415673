"""The promises of `cvparser.ports.cpu_pool`."""

from __future__ import annotations

import asyncio
import time
from itertools import repeat
from typing import ClassVar

import pytest

from cvparser.domain.errors import FieldError, FileGoneError, TooComplexError
from cvparser.ports.cpu_pool import CpuPool
from cvparser.testing.conformance import Conformance


def joined(*words: str) -> str:
    """Return the words with blanks between them."""
    return " ".join(words)


def broken() -> None:
    """Raise an error of ours."""
    raise FileGoneError("Gone.")


def wrong_fields() -> None:
    """Raise an error of ours that is made of more than a sentence."""
    raise FieldError("Wrong.", field="user_id", also=[FieldError(field="session_id")])


def foreign() -> None:
    """Raise an error that is not ours."""
    raise LookupError("Nowhere.")


def busy() -> None:
    """Compute for some milliseconds."""
    sum(range(200_000))


def endless() -> None:
    """Never return."""
    while True:
        pass


def endless_in_c() -> None:
    """Never return from a loop in C, which holds the interpreter."""
    sum(repeat(0))


def same(value: object) -> object:
    """Return the value."""
    return value


def asleep(seconds: float) -> str:
    """Wait."""
    time.sleep(seconds)
    return "awake"


def huge(length: int) -> bytes:
    """Return so many bytes."""
    return bytes(length)


class CpuPoolConformance(Conformance):
    """Subclass and give your pool, opened, in the fixture `cpu`; its bound is 2 seconds of the processor at most."""

    #: Whether a call that takes too long is ended.
    supports_bounds: ClassVar[bool] = True

    @pytest.fixture
    def cpu(self) -> CpuPool:
        message = "Give your adapter in a fixture named 'cpu'."
        raise NotImplementedError(message)

    @pytest.fixture
    def bounded(self, cpu: CpuPool) -> CpuPool:
        if not self.supports_bounds:
            pytest.skip(f"{type(self).__name__} declares supports_bounds = False")
        return cpu

    async def test_the_result_comes_back(self, cpu: CpuPool) -> None:
        assert await cpu.run(joined, "Veri", "Mühendisi") == "Veri Mühendisi"

    async def test_what_is_raised_is_raised_here(self, cpu: CpuPool) -> None:
        with pytest.raises(FileGoneError) as caught:
            await cpu.run(broken)
        assert caught.value.message == "Gone."

    async def test_an_error_comes_back_with_all_that_it_says(self, cpu: CpuPool) -> None:
        with pytest.raises(FieldError) as caught:
            await cpu.run(wrong_fields)

        assert (caught.value.message, caught.value.field) == ("Wrong.", "user_id")
        assert [other.field for other in caught.value.also] == ["session_id"]

    async def test_an_error_that_is_not_ours_is_raised_as_it_is(self, cpu: CpuPool) -> None:
        with pytest.raises(LookupError, match="Nowhere"):
            await cpu.run(foreign)

    @pytest.mark.parametrize("value", [None, False, 0, "", (), b"", [1, [2]], {"a": None}, "Mühendis 😀"], ids=repr)
    async def test_whatever_is_returned_comes_back_as_it_is(self, cpu: CpuPool, value: object) -> None:
        found = await cpu.run(same, value)

        assert found == value
        assert type(found) is type(value)

    async def test_what_is_large_comes_back_whole(self, cpu: CpuPool) -> None:
        assert await cpu.run(huge, 2_000_000) == bytes(2_000_000)
        assert await cpu.run(len, bytes(2_000_000)) == 2_000_000

    async def test_no_argument_and_many_arguments_are_given(self, cpu: CpuPool) -> None:
        assert await cpu.run(joined) == ""
        assert await cpu.run(joined, *"abcdefgh") == "a b c d e f g h"

    async def test_the_event_loop_goes_on_meanwhile(self, cpu: CpuPool) -> None:
        running = asyncio.create_task(cpu.run(asleep, 0.3))
        turns = 0
        while not running.done():
            await asyncio.sleep(0.001)
            turns += 1

        assert await running == "awake"
        assert turns > 3

    async def test_after_an_error_the_next_is_served(self, cpu: CpuPool) -> None:
        answers = await asyncio.gather(
            *(cpu.run(foreign if number % 2 else joined) for number in range(6)), return_exceptions=True
        )

        assert answers[::2] == [""] * 3
        assert all(type(answer) is LookupError for answer in answers[1::2])
        assert await cpu.run(joined, "served") == "served"

    async def test_who_is_cancelled_hears_it_and_others_are_served(self, cpu: CpuPool) -> None:
        calls = [asyncio.create_task(cpu.run(asleep, 0.01)) for _ in range(12)]
        await asyncio.sleep(0)
        for call in calls[:8]:
            call.cancel()

        done = await asyncio.gather(*calls, return_exceptions=True)

        assert all(isinstance(each, asyncio.CancelledError) for each in done[:8])
        assert done[8:] == ["awake"] * 4
        assert await cpu.run(joined, "served") == "served"

    async def test_what_goes_first_comes_back_too(self, cpu: CpuPool) -> None:
        assert await cpu.run(joined, "first", first=True) == "first"
        with pytest.raises(FileGoneError):
            await cpu.run(broken, first=True)

    async def test_many_run_beside_each_other(self, cpu: CpuPool) -> None:
        answers = await asyncio.gather(*(cpu.run(joined, str(number)) for number in range(50)))

        assert answers == [str(number) for number in range(50)]

    async def test_what_goes_first_overtakes_what_waits(self, cpu: CpuPool) -> None:
        done: list[str] = []

        async def run(word: str, *, first: bool = False) -> None:
            await cpu.run(busy, first=first)
            done.append(word)
            if first:
                for task in waiting:
                    task.cancel()

        waiting = [asyncio.create_task(run(str(number))) for number in range(400)]
        await asyncio.sleep(0)
        await run("overtaker", first=True)
        await asyncio.gather(*waiting, return_exceptions=True)

        # The others would have taken longer than any process takes to start.
        assert len(done) < 300

    @pytest.mark.parametrize("hang", [endless, endless_in_c], ids=lambda hang: hang.__name__)
    async def test_a_call_that_takes_too_long_is_too_complex_and_the_next_is_served(
        self, bounded: CpuPool, hang: object
    ) -> None:
        assert callable(hang)
        with pytest.raises(TooComplexError):
            await bounded.run(hang)

        assert await bounded.run(joined, "served") == "served"

    async def test_others_run_on_while_a_call_takes_too_long(self, bounded: CpuPool) -> None:
        hanging = asyncio.create_task(bounded.run(endless_in_c))
        # It has begun once another that was asked for later has been served.
        answers = [await bounded.run(joined, str(number)) for number in range(5)]

        assert not hanging.done()
        assert answers == [str(number) for number in range(5)]
        with pytest.raises(TooComplexError):
            await hanging

    async def test_nobody_waits_for_a_call_that_is_cancelled(self, bounded: CpuPool) -> None:
        hanging = [asyncio.create_task(bounded.run(endless)) for _ in range(20)]
        await asyncio.sleep(0)
        for call in hanging:
            call.cancel()

        assert await bounded.run(joined, "served") == "served"
        assert all(
            isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*hanging, return_exceptions=True)
        )
