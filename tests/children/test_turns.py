from __future__ import annotations

import asyncio

import pytest

from cvparser.children.patience import Patience
from cvparser.children.turns import Turns


async def test_those_that_go_first_are_next_and_the_oldest_among_equals() -> None:
    turns = Turns(1)
    order: list[str] = []

    async def take(name: str, *, first: bool) -> None:
        async with turns.turn(first=first):
            order.append(name)
            await asyncio.sleep(0)

    await asyncio.gather(
        take("running", first=False),
        take("old", first=False),
        take("young", first=False),
        take("old that goes first", first=True),
        take("young that goes first", first=True),
    )

    assert order == ["running", "old that goes first", "young that goes first", "old", "young"]


@pytest.mark.parametrize("its_place_comes", [False, True])
async def test_one_that_is_cancelled_passes_its_place_on(*, its_place_comes: bool) -> None:
    turns = Turns(1)

    async def take() -> str:
        async with turns.turn(first=False):
            return "had a place"

    async with turns.turn(first=False):
        waiting, next_in_line = asyncio.create_task(take()), asyncio.create_task(take())
        await asyncio.sleep(0)
        if not its_place_comes:
            waiting.cancel()
    if its_place_comes:
        waiting.cancel()

    assert await next_in_line == "had a place"
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_call_that_is_slow_leaves_its_place_to_another_and_as_many_as_may_do_so() -> None:
    turns = Turns(1, patience=Patience(0), most_slow=2)
    ended, begun = asyncio.Event(), []

    async def hang(number: int) -> None:
        async with turns.turn():
            begun.append(number)
            await ended.wait()

    hanging = [asyncio.create_task(hang(number)) for number in range(5)]
    for _ in range(100):
        await asyncio.sleep(0)
    assert begun == [0, 1, 2]
    ended.set()
    await asyncio.gather(*hanging)

    assert begun == [0, 1, 2, 3, 4]
    async with turns.turn():
        assert len(begun) == 5
