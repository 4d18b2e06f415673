"""What is asked for at the same moment is asked for in one call, and each is told its own answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from cvparser.application.together import Together
from cvparser.domain.errors import StorageUnavailableError


class Doubling:
    """Doubles numbers, each call once it is let."""

    def __init__(self) -> None:
        self.calls: list[Sequence[int]] = []
        self.unwanted: list[int] = []
        self.is_let = asyncio.Event()
        self.is_asked = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int]:
        self.calls.append(numbers)
        self.is_asked.set()
        await self.is_let.wait()
        if 13 in numbers:
            raise StorageUnavailableError
        return [number * 2 for number in numbers if number != 17]

    async def give_back(self, answer: int) -> None:
        if answer == 38:
            raise StorageUnavailableError
        self.unwanted.append(answer)


async def test_what_comes_in_one_moment_is_one_call_and_no_call_takes_more_than_it_may() -> None:
    doubling = Doubling()
    doubling.is_let.set()
    double = Together(doubling, most=3)

    assert await asyncio.gather(*map(double, range(5))) == [0, 2, 4, 6, 8]

    assert doubling.calls == [[0, 1, 2], [3, 4]]
    assert await double(7) == 14


async def test_what_comes_while_a_call_is_under_way_waits_for_the_next() -> None:
    doubling = Doubling()
    double = Together(doubling, most=64)
    first = asyncio.ensure_future(double(1))
    await doubling.is_asked.wait()
    others = [asyncio.ensure_future(double(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    doubling.is_let.set()

    assert await asyncio.gather(first, *others) == [2, 4, 6]
    assert doubling.calls == [[1], [2, 3]]


async def test_an_error_is_raised_to_those_of_its_call_alone() -> None:
    doubling = Doubling()
    doubling.is_let.set()
    double = Together(doubling, most=2)

    told = await asyncio.gather(*map(double, (13, 1, 2)), return_exceptions=True)

    assert [type(each) for each in told] == [StorageUnavailableError, StorageUnavailableError, int]


@pytest.mark.parametrize("is_answered", [False, True], ids=["before the answer", "in the moment of the answer"])
async def test_an_answer_that_nobody_waits_for_any_more_is_handed_back(*, is_answered: bool) -> None:
    doubling = Doubling()
    double = Together(doubling, most=64, unwanted=doubling.give_back)
    stays, leaves = asyncio.ensure_future(double(1)), asyncio.ensure_future(double(2))
    await doubling.is_asked.wait()
    doubling.is_let.set()
    if is_answered:
        # The answers are set by the task that asked, which comes to its turn first.
        await asyncio.sleep(0)
    leaves.cancel()

    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await leaves
    await asyncio.sleep(0)
    assert doubling.unwanted == [4]


async def test_what_is_not_wanted_before_it_is_asked_for_is_not_asked_for() -> None:
    doubling = Doubling()
    double = Together(doubling, most=64, unwanted=doubling.give_back)
    first = asyncio.ensure_future(double(1))
    await doubling.is_asked.wait()
    leaves = asyncio.ensure_future(double(2))
    await asyncio.sleep(0)
    leaves.cancel()
    await asyncio.sleep(0)
    doubling.is_let.set()

    assert await first == 2
    assert (doubling.calls, doubling.unwanted) == ([[1]], [])


async def test_who_is_cancelled_in_the_moment_of_an_error_is_told_that_it_was_cancelled() -> None:
    doubling = Doubling()
    double = Together(doubling, most=64, unwanted=doubling.give_back)
    stays, leaves = asyncio.ensure_future(double(13)), asyncio.ensure_future(double(2))
    await doubling.is_asked.wait()
    doubling.is_let.set()
    await asyncio.sleep(0)
    leaves.cancel()

    told = await asyncio.gather(stays, leaves, return_exceptions=True)

    assert [type(each) for each in told] == [StorageUnavailableError, asyncio.CancelledError]
    assert doubling.unwanted == []


async def test_what_cannot_be_handed_back_keeps_no_other_from_its_answer() -> None:
    doubling = Doubling()
    double = Together(doubling, most=64, unwanted=doubling.give_back)
    leaves, stays = asyncio.ensure_future(double(19)), asyncio.ensure_future(double(2))
    await doubling.is_asked.wait()
    later = asyncio.ensure_future(double(3))
    leaves.cancel()
    await asyncio.sleep(0)
    doubling.is_let.set()

    assert sorted(await asyncio.wait_for(asyncio.gather(stays, later), 60)) == [4, 6]


async def test_too_few_answers_are_an_error_of_all_that_asked() -> None:
    doubling = Doubling()
    doubling.is_let.set()
    double = Together(doubling, most=64)

    told = await asyncio.wait_for(asyncio.gather(double(17), double(2), return_exceptions=True), 60)

    assert [type(each) for each in told] == [ValueError, ValueError]


async def test_those_that_wait_are_cancelled_with_the_task_that_asks() -> None:
    doubling = Doubling()
    double = Together(doubling, most=1)
    waiting = [asyncio.ensure_future(double(number)) for number in (1, 2)]
    await doubling.is_asked.wait()
    next(task for task in asyncio.all_tasks() if task.get_name() == "together").cancel()

    told = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 60)

    assert [type(each) for each in told] == [asyncio.CancelledError] * 2
