from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Sequence

import pytest

from cvparser.deadline import DeadlineThreads, left, within
from cvparser.domain.errors import CVParserError, StorageUnavailableError
from cvparser.group_commit import GroupCommit


def until_nothing_is_left(ended: threading.Event) -> None:
    """Hang as a driver does that looks at its deadline."""
    while left():
        ended.wait(0.01)
    ended.set()


def test_a_call_has_no_more_time_than_what_it_is_part_of() -> None:
    assert left() == math.inf
    with within(10):
        with within(1000):
            assert left() <= 10
        with within(1):
            assert left() <= 1
        assert left() > 1
    with within(-1):
        assert left() == 0


async def test_a_call_that_hangs_fails_in_time_and_gives_its_thread_back() -> None:
    threads = DeadlineThreads(1, name="test", seconds=0.2)
    ended = threading.Event()

    with pytest.raises(TimeoutError):
        await threads.run(_raise_when_over, ended)

    assert ended.is_set()
    assert await threads.run(lambda: "next") == "next"
    await threads.close(1)


def _raise_when_over(ended: threading.Event) -> None:
    until_nothing_is_left(ended)
    raise TimeoutError


async def test_a_call_that_nobody_waits_for_any_more_is_not_made() -> None:
    threads = DeadlineThreads(1, name="test", seconds=30)
    go_on, made = threading.Event(), threading.Event()
    first = asyncio.ensure_future(threads.run(go_on.wait))
    await asyncio.sleep(0)
    with within(0.1), pytest.raises(TimeoutError):
        await threads.run(made.set)

    go_on.set()
    await first

    assert await threads.run(made.is_set) is False
    await threads.close(1)


async def test_what_is_under_way_at_the_close_is_ended_and_nothing_is_called_afterwards() -> None:
    threads = DeadlineThreads(1, name="test", seconds=3600)
    ended = threading.Event()
    hanging = asyncio.ensure_future(threads.run(until_nothing_is_left, ended))
    await asyncio.sleep(0)

    await threads.close(0.1)

    assert ended.is_set()
    await hanging
    with pytest.raises(TimeoutError):
        await threads.run(ended.is_set)


class Hanging:
    """Commits of which each hangs for as long as it may."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def __call__(self, items: Sequence[str]) -> Sequence[CVParserError | None]:
        self.begun += items
        until_nothing_is_left(threading.Event())
        raise StorageUnavailableError


async def test_items_behind_a_commit_that_hangs_fail_in_their_own_time_and_are_not_written_later() -> None:
    commit = Hanging()
    writer = GroupCommit(commit, most=1, name="test", seconds=0.4)
    writer.open()

    answers = await asyncio.wait_for(
        asyncio.gather(*(writer.add(f"{number}") for number in range(50)), return_exceptions=True), 30
    )

    assert {type(answer) for answer in answers} == {StorageUnavailableError}
    assert len(commit.begun) < 50
    await writer.close()


async def test_a_writer_whose_commit_hangs_is_closed_all_the_same() -> None:
    writer = GroupCommit(Hanging(), most=1, name="test-close", seconds=3600)
    writer.open()
    waiting = [asyncio.ensure_future(writer.add(f"{number}")) for number in range(50)]
    await asyncio.sleep(0)

    await asyncio.wait_for(writer.close(), 30)
    answers = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 30)

    assert {type(answer) for answer in answers} == {StorageUnavailableError}
    assert "test-close" not in {thread.name for thread in threading.enumerate()}
