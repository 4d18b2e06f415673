"""The promises of `cvparser.ports.audit_log`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from cvparser.domain.access.owner import Owner
from cvparser.domain.audit import BEGINNING, Act, Action, Door, Entry, LineFilter, Mark, entry_of, follow, mark_of
from cvparser.domain.audit_check import ChainCheck, Fault
from cvparser.domain.job import JobId
from cvparser.ports.audit_log import AuditLog
from cvparser.testing.conformance import Conformance

NOW = datetime(2026, 1, 16, 10, 30, 0, 123_456, tzinfo=UTC)
OWNER, OTHER = Owner("acme"), Owner("auth0|64f1c2")
#: With which the log under test is to be made.
SECRET = b"a secret of the chain"
_NOTE = entry_of(
    Act(action=Action.PURGE_AUDIT, door=Door.SERVICE, owner=None), entry_id=UUID(int=99), at=NOW, secret=SECRET
)


def new_entry(number: int = 1, *, owner: Owner | None = OWNER, at: datetime | None = None) -> Entry:
    """Return an entry of a result that was read; a second passes between two."""
    act = Act(
        action=Action.READ_RESULT,
        door=Door.HTTP,
        owner=owner,
        key_id="key1",
        job_id=JobId(UUID(int=1_000 + number)),
        user_id="user",
        address="203.0.113.77",
    )
    return entry_of(act, entry_id=UUID(int=number), at=at or NOW + timedelta(seconds=number), secret=SECRET)


async def fault_of(log: AuditLog, *, expected: Mark | None = None) -> Fault | None:
    """Return what is wrong with all that is in the log."""
    anchor, head = await log.marks()
    check = ChainCheck(anchor=anchor, head=head, secret=SECRET, expected=expected)
    for line in await log.lines(10_000):
        if fault := check.take(line):
            return fault
    return check.end()


#: Gives your adapter on the same place once more, as another process would, while the first is open.
Reopened = Callable[[], Awaitable[AuditLog]]


class AuditLogConformance(Conformance):
    """Subclass and give a fixture `log`: your log, opened and empty, its chain keyed with `SECRET`.

    What keeps it longer than the object lives gives `reopened` too: without it durability is skipped.
    """

    @pytest.fixture
    def log(self) -> AuditLog:
        message = "Give your adapter in a fixture named 'log'."
        raise NotImplementedError(message)

    @pytest.fixture
    def reopened(self) -> Reopened:
        pytest.skip(f"{type(self).__name__} gives no fixture 'reopened'")

    async def test_entries_come_back_as_they_were_in_their_order(self, log: AuditLog) -> None:
        bare = replace(new_entry(4), owner=None, key_id=None, job_id=None, user=None, address=None, about_key="k" * 16)
        entries = [new_entry(3), new_entry(1), new_entry(2, owner=OTHER), bare]
        await log.append(entries[:1])
        await log.append(entries[1:])

        lines = await log.lines(10)

        assert [line.entry for line in lines] == entries
        assert [line.number for line in lines] == [1, 2, 3, 4]
        assert lines[0] == follow(BEGINNING, entries[0], SECRET)
        assert await log.marks() == (BEGINNING, mark_of(lines[-1]))
        assert await fault_of(log) is None

    async def test_nothing_is_kept_of_nothing(self, log: AuditLog) -> None:
        await log.append([])

        assert await log.lines(10) == []
        assert await log.marks() == (BEGINNING, BEGINNING)
        assert await fault_of(log) is None

    async def test_an_entry_is_kept_once(self, log: AuditLog) -> None:
        for _ in range(2):
            await log.append([new_entry(1), new_entry(2), new_entry(1)])

        assert [line.entry.id.int for line in await log.lines(10)] == [1, 2]
        assert await fault_of(log) is None

    async def test_lines_come_page_by_page_and_narrowed(self, log: AuditLog) -> None:
        other = replace(new_entry(3, owner=OTHER), action=Action.ERASE, key_id="key2")
        await log.append([new_entry(1), new_entry(2), other, new_entry(4)])

        async def numbers(wanted: LineFilter, *, limit: int = 10, after: int = 0) -> list[int]:
            return [line.number for line in await log.lines(limit, after=after, wanted=wanted)]

        assert await numbers(LineFilter(), limit=2) == [1, 2]
        assert await numbers(LineFilter(), limit=2, after=2) == [3, 4]
        assert await numbers(LineFilter(owner=OTHER)) == [3]
        assert await numbers(LineFilter(action=Action.READ_RESULT), after=1) == [2, 4]
        assert await numbers(LineFilter(key_id="key2")) == [3]
        assert await numbers(LineFilter(job_id=new_entry(2).job_id)) == [2]
        assert await numbers(LineFilter(user=new_entry(1).user, owner=OWNER)) == [1, 2, 4]
        assert await numbers(LineFilter(since=new_entry(2).at, until=new_entry(4).at)) == [2, 3]

    async def test_those_who_append_at_once_make_one_chain(self, log: AuditLog) -> None:
        await asyncio.gather(*(log.append([new_entry(number), new_entry(number + 100)]) for number in range(1, 31)))

        assert len(await log.lines(100)) == 60
        assert await fault_of(log) is None

    async def test_a_purge_removes_the_first_and_the_chain_stays_whole(self, log: AuditLog) -> None:
        await log.append([new_entry(number) for number in range(1, 7)])
        before, third = new_entry(5).at, mark_of((await log.lines(3))[-1])

        assert await log.purge(before, limit=3, note=_NOTE) == 3
        assert (await log.marks())[0] == third
        assert await fault_of(log) is None
        assert await fault_of(log, expected=third) is None
        assert await log.purge(before, limit=3, note=replace(_NOTE, id=UUID(int=98))) == 1
        assert await log.purge(before, limit=3, note=replace(_NOTE, id=UUID(int=97))) == 0

        assert [line.number for line in await log.lines(10)] == [5, 6, 7, 8]
        assert [line.entry.outcome for line in await log.lines(10)][2:] == ["until_3", "until_4"]
        await log.append([new_entry(9)])
        assert await fault_of(log) is None

    async def test_a_purge_goes_no_further_than_the_first_line_that_stays(self, log: AuditLog) -> None:
        await log.append([new_entry(1), new_entry(2, at=NOW + timedelta(days=1)), new_entry(3)])

        assert await log.purge(NOW + timedelta(hours=1), limit=10, note=_NOTE) == 1
        assert await fault_of(log) is None

    async def test_what_is_appended_together_stays_together(self, log: AuditLog) -> None:
        await asyncio.gather(*(log.append([new_entry(number), new_entry(number + 100)]) for number in range(1, 21)))

        numbers = [line.entry.id.int for line in await log.lines(100)]
        assert all(second == first + 100 for first, second in zip(numbers[::2], numbers[1::2], strict=True))

    async def test_a_thousand_entries_are_kept_at_once(self, log: AuditLog) -> None:
        entries = [new_entry(number) for number in range(1, 1_001)]
        await log.append(entries)

        assert [line.entry for line in await log.lines(2_000)] == entries
        assert [line.number for line in await log.lines(1, after=999)] == [1_000]
        assert await log.lines(10, after=1_000) == []
        assert await fault_of(log) is None

    async def test_a_limit_counts_lines_that_are_wanted(self, log: AuditLog) -> None:
        await log.append([new_entry(number, owner=OWNER if number % 3 == 0 else OTHER) for number in range(1, 13)])

        assert [line.number for line in await log.lines(2, after=3, wanted=LineFilter(owner=OWNER))] == [6, 9]

    async def test_what_was_appended_again_beside_new_entries_is_left_out_alone(self, log: AuditLog) -> None:
        await log.append([new_entry(1), new_entry(2)])
        changed = replace(new_entry(2), owner=OTHER)
        await log.append([changed, new_entry(3), new_entry(1), new_entry(4)])

        assert [line.entry for line in await log.lines(10)] == [new_entry(number) for number in range(1, 5)]
        assert await fault_of(log) is None

    async def test_each_part_of_a_filter_narrows(self, log: AuditLog) -> None:
        told = new_entry(1)
        others = [
            replace(new_entry(2), owner=OTHER),
            replace(new_entry(3), user=None),
            replace(new_entry(4), action=Action.ERASE),
            replace(new_entry(5), key_id=None),
            replace(new_entry(6), job_id=None),
        ]
        others = [replace(each, job_id=told.job_id if each.job_id else None) for each in others]
        await log.append([told, *others])

        filters = [
            LineFilter(owner=told.owner),
            LineFilter(user=told.user),
            LineFilter(action=told.action),
            LineFilter(key_id=told.key_id),
            LineFilter(job_id=told.job_id),
        ]
        left_out = [{*range(1, 7)} - {line.number for line in await log.lines(10, wanted=each)} for each in filters]
        assert left_out == [{2}, {3}, {4}, {5}, {6}]

    async def test_lines_are_the_callers_to_change(self, log: AuditLog) -> None:
        await log.append([new_entry(1)])
        lines = await log.lines(10)
        if isinstance(lines, list):
            lines.clear()

        assert [line.entry for line in await log.lines(10)] == [new_entry(1)]

    async def test_a_line_from_the_very_moment_stays_and_a_purge_of_nothing_leaves_no_note(self, log: AuditLog) -> None:
        await log.append([new_entry(1), new_entry(2)])
        before = await log.marks()

        assert await log.purge(new_entry(1).at, limit=10, note=_NOTE) == 0
        assert await log.marks() == before
        assert await log.purge(new_entry(2).at, limit=10, note=_NOTE) == 1
        assert [line.entry.id for line in await log.lines(10)] == [new_entry(2).id, _NOTE.id]

    async def test_a_log_of_which_all_is_purged_goes_on_where_it_was(self, log: AuditLog) -> None:
        await log.append([new_entry(1), new_entry(2)])

        assert await log.purge(NOW + timedelta(days=1), limit=10, note=_NOTE) == 2
        await log.append([new_entry(3)])

        assert [line.number for line in await log.lines(10)] == [3, 4]
        assert await fault_of(log) is None

    @pytest.mark.parametrize("time", ["first", "second"])
    async def test_a_log_begins_empty_whatever_another_kept(self, log: AuditLog, time: str) -> None:
        assert await log.lines(10) == [], time

        await log.append([new_entry(1)])

    async def test_of_those_who_purge_at_once_each_line_goes_with_one(self, log: AuditLog) -> None:
        await log.append([new_entry(number) for number in range(1, 21)])
        notes = [replace(_NOTE, id=UUID(int=500 + number)) for number in range(4)]

        gone = await asyncio.gather(*(log.purge(new_entry(20).at, limit=100, note=note) for note in notes))

        assert sum(gone) == 19
        assert len(await log.lines(100)) == 2
        assert await fault_of(log) is None

    async def test_processes_that_append_to_one_log_make_one_chain(self, log: AuditLog, reopened: Reopened) -> None:
        again = await reopened()

        await asyncio.gather(*((log, again)[number % 2].append([new_entry(number)]) for number in range(1, 21)))

        assert await again.lines(100) == await log.lines(100) == await (await reopened()).lines(100)
        assert len(await again.lines(100)) == 20
        assert await fault_of(again) is None
