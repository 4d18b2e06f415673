from __future__ import annotations

import asyncio

import pytest

from cvparser.adapters.cpu_pool.turns import Turns


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


async def test_the_place_of_one_that_was_cancelled_is_not_lost() -> None:
    turns = Turns(1)

    async def take() -> str:
        async with turns.turn(first=False):
            return "had a place"

    async with turns.turn(first=False):
        waiting, next_in_line = asyncio.create_task(take()), asyncio.create_task(take())
        await asyncio.sleep(0)
        waiting.cancel()

    assert await next_in_line == "had a place"
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_one_that_is_cancelled_as_its_place_comes_passes_it_on() -> None:
    turns = Turns(1)

    async def take() -> str:
        async with turns.turn(first=False):
            return "had a place"

    async with turns.turn(first=False):
        waiting, next_in_line = asyncio.create_task(take()), asyncio.create_task(take())
        await asyncio.sleep(0)
    waiting.cancel()

    assert await next_in_line == "had a place"
    with pytest.raises(asyncio.CancelledError):
        await waiting
