"""The audit log in a database: what that refuses, and what is found where somebody got around it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from tests.servers.postgres import PostgresServer

from cvparser.adapters.audit_log.sqlalchemy import SqlAlchemyAuditLog, audit_chain, audit_line
from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.application.read_audit import ReadAudit
from cvparser.domain.audit import Action, Mark, mark_of
from cvparser.domain.errors import StorageUnavailableError
from cvparser.testing.conformance.audit_log import SECRET, new_entry

TRIGGERS = {
    "audit_line": ("audit_line_written_behind", "audit_line_unchanged", "audit_line_kept"),
    "audit_chain": ("audit_chain_single", "audit_chain_forward", "audit_chain_kept"),
}
Tamper = Callable[[Connection], object]
LINE = audit_line.c.number
PURGE = replace(new_entry(90), action=Action.PURGE_AUDIT)


@pytest.fixture(params=["sqlite", "postgres"])
async def jobs(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlAlchemyJobRepository]:
    if request.param == "sqlite":
        url, clock = f"sqlite:///{tmp_path}/jobs.db", SystemClock()
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres")
        url, clock = postgres.new_database_of_its_own_role(), None
    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        yield jobs


@pytest.fixture
async def log(jobs: SqlAlchemyJobRepository) -> SqlAlchemyAuditLog:
    """Give a log of nine lines, of which the first two were purged, and so a tenth."""
    log = SqlAlchemyAuditLog(jobs.transactions, secret=SECRET)
    await log.append([new_entry(number) for number in range(1, 10)])
    assert await log.purge(new_entry(3).at, limit=10, note=PURGE) == 2
    return log


async def tampered(jobs: SqlAlchemyJobRepository, tamper: Tamper) -> None:
    """Do something to the tables that the triggers would refuse, without them."""

    def step(connection: Connection) -> None:
        for table, names in TRIGGERS.items():
            for name in names:
                on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
        tamper(connection)

    await jobs.transactions.write_perhaps_twice(step)


def swap(connection: Connection) -> None:
    """Have two lines change places."""
    for was, becomes in ((4, 100), (5, 4), (100, 5)):
        connection.execute(update(audit_line).where(LINE.in_([was])).values(number=becomes))


def insert_one(connection: Connection) -> None:
    """Put a line between two, all others behind it moved by one."""
    copied = dict(connection.execute(select(audit_line).where(LINE == 5)).one()._mapping)
    for number in range(10, 4, -1):
        connection.execute(update(audit_line).where(LINE.in_([number])).values(number=number + 1))
    connection.execute(insert(audit_line).values(copied | {"number": 5, "id": UUID(int=77)}))
    connection.execute(update(audit_chain).values(number=11))


def cut_the_end(connection: Connection) -> None:
    """Take the last two lines away, and the log's own note of them."""
    connection.execute(delete(audit_line).where(LINE > 11))
    last = connection.execute(select(audit_line.c.digest).where(LINE == 11)).scalar_one()
    connection.execute(update(audit_chain).values(number=11, digest=last))


def cut_the_beginning(connection: Connection) -> None:
    """Take lines away as a purge would, without saying so."""
    fifth = connection.execute(select(audit_line.c.digest).where(LINE == 5)).scalar_one()
    connection.execute(delete(audit_line).where(LINE <= 5))
    connection.execute(update(audit_chain).values(anchor_number=5, anchor_digest=fifth))


PLANTED: dict[str, tuple[Tamper, int]] = {
    "an owner was changed": (lambda c: c.execute(update(audit_line).where(LINE == 6).values(owner="other")), 6),
    "an outcome was changed": (lambda c: c.execute(update(audit_line).where(LINE == 3).values(outcome="no")), 3),
    "a time was changed": (lambda c: c.execute(update(audit_line).where(LINE == 9).values(at=new_entry(1).at)), 9),
    "a digest was changed": (lambda c: c.execute(update(audit_line).where(LINE == 7).values(digest=b"0" * 32)), 7),
    "a line was removed": (lambda c: c.execute(delete(audit_line).where(LINE == 5)), 5),
    "the first line was removed": (lambda c: c.execute(delete(audit_line).where(LINE == 3)), 3),
    "the last line was removed": (lambda c: c.execute(delete(audit_line).where(LINE == 10)), 10),
    "all lines were removed": (lambda c: c.execute(delete(audit_line)), 3),
    "two lines changed places": (swap, 4),
    "a line was inserted": (insert_one, 5),
    "the beginning was cut": (cut_the_beginning, 1),
    "the anchor was moved back": (lambda c: c.execute(update(audit_chain).values(anchor_number=0)), 1),
}


@pytest.mark.parametrize("name", PLANTED)
async def test_what_somebody_did_to_the_log_is_found_where_it_was_done(
    jobs: SqlAlchemyJobRepository, log: SqlAlchemyAuditLog, name: str
) -> None:
    read_audit = ReadAudit(log=log, secret=SECRET)
    assert (await read_audit.verify()).fault is None
    tamper, number = PLANTED[name]

    await tampered(jobs, tamper)

    fault = (await read_audit.verify()).fault
    assert fault is not None
    assert fault.number == number


async def test_lines_missing_at_the_end_are_found_by_a_mark_that_was_kept(
    jobs: SqlAlchemyJobRepository, log: SqlAlchemyAuditLog
) -> None:
    read_audit = ReadAudit(log=log, secret=SECRET)
    await log.append([new_entry(number) for number in (11, 12, 13)])
    mark = (await read_audit.verify()).head
    assert (await read_audit.verify(mark)).fault is None

    await tampered(jobs, cut_the_end)

    assert (await read_audit.verify()).fault is None
    fault = (await read_audit.verify(mark)).fault
    assert fault is not None
    assert fault.number == 12


async def test_a_log_that_was_written_anew_is_found_by_a_mark(log: SqlAlchemyAuditLog) -> None:
    fifth = mark_of((await log.lines(5))[2])

    fault = (await ReadAudit(log=log, secret=SECRET).verify(replace(fifth, digest=bytes(32)))).fault

    assert fault is not None
    assert fault.number == 5


async def test_who_does_not_have_the_secret_cannot_make_a_chain(log: SqlAlchemyAuditLog) -> None:
    fault = (await ReadAudit(log=log, secret=b"").verify()).fault

    assert fault is not None
    assert fault.number == 3


REFUSED: dict[str, Tamper] = {
    "a change": lambda c: c.execute(update(audit_line).where(LINE == 4).values(outcome="no")),
    "a removal": lambda c: c.execute(delete(audit_line).where(LINE == 4)),
    "the removal of all": lambda c: c.execute(delete(audit_line)),
    "a line in between": lambda c: c.execute(text("INSERT INTO audit_line SELECT * FROM audit_line WHERE number = 4")),
    "a line in the place of a purged one": lambda c: c.execute(
        insert(audit_line).values(
            number=1, id=UUID(int=5), at=new_entry(1).at, action="erase", door="http", outcome="ok", digest=b""
        )
    ),
    "an anchor that goes back": lambda c: c.execute(update(audit_chain).values(anchor_number=1)),
    "an anchor beyond the head": lambda c: c.execute(update(audit_chain).values(anchor_number=11)),
    "a head that goes back": lambda c: c.execute(update(audit_chain).values(number=9)),
    "no chain": lambda c: c.execute(delete(audit_chain)),
    "another chain": lambda c: c.execute(
        text("INSERT INTO audit_chain SELECT 2, 0, digest, 0, digest FROM audit_chain")
    ),
    "truncation": lambda c: c.execute(text("TRUNCATE audit_line")),
    "replacement": lambda c: c.execute(text("REPLACE INTO audit_line SELECT * FROM audit_line WHERE number = 4")),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_the_database_refuses(jobs: SqlAlchemyJobRepository, log: SqlAlchemyAuditLog, name: str) -> None:
    before, marks = await log.lines(20), await log.marks()

    with pytest.raises(StorageUnavailableError):
        await jobs.transactions.write_perhaps_twice(REFUSED[name])

    assert (await log.lines(20), await log.marks()) == (before, marks)
    assert isinstance(marks[1], Mark)
