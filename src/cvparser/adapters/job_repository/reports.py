"""Steps that count jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Connection, Select, case, func, literal, select

from cvparser.adapters.job_repository.conditions import IS_PROCESSING
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.access.owner import Owner
from cvparser.domain.job import JobStatus
from cvparser.domain.statistics import MOST_CODES, Backlog, JobStatistics, JobTrends, p95_rank

Columns = TypeVarTuple("Columns")

_OLDEST = func.min(parsed_cv.c.created_at)
_BACKLOG = select(func.count(), _OLDEST).where(IS_PROCESSING)
_UNCLAIMED_SINCE = select(_OLDEST).where(IS_PROCESSING, parsed_cv.c.fence == 0)
_STATISTICS = select(
    parsed_cv.c.status,
    func.count(),
    func.avg(parsed_cv.c.processing_time_seconds),
    func.sum(parsed_cv.c.crashes),
).group_by(parsed_cv.c.status)


def of_owner(wanted: Select[*Columns], owner: Owner | None) -> Select[*Columns]:
    """Return the statement, of the rows of one owner, or of all where that is None."""
    return wanted if owner is None else wanted.where(parsed_cv.c.owner == owner)


def backlog(connection: Connection, now: datetime, *, owner: Owner | None) -> Backlog:
    """Return how many jobs have not ended, and since when."""
    # Two looks: the index alone tells the first, and the second ends where it begins.
    jobs, since = connection.execute(of_owner(_BACKLOG, owner)).one()
    unclaimed_since = connection.execute(of_owner(_UNCLAIMED_SINCE, owner)).scalar()
    return Backlog(jobs=jobs, age=_age(since, now), unclaimed_age=_age(unclaimed_since, now))


def statistics(connection: Connection, *, since: datetime, owner: Owner | None) -> JobStatistics:
    """Return how the jobs fared that came since a moment."""
    rows = connection.execute(of_owner(_STATISTICS, owner).where(parsed_cv.c.created_at >= since)).all()
    counts = {JobStatus(status): jobs for status, jobs, _, _ in rows}
    took = next((seconds for status, _, seconds, _ in rows if status == JobStatus.SUCCESS.value), None)
    return JobStatistics(
        by_status={status: counts.get(status, 0) for status in JobStatus},
        average_processing_time=None if took is None else timedelta(seconds=took),
        expired_leases=sum(crashes for _, _, _, crashes in rows),
    )


def trends(connection: Connection, now: datetime, *, window: timedelta, steps: int, owner: Owner | None) -> JobTrends:
    """Return how the jobs of a window came and ended."""
    since, step = now - window, window / steps
    return JobTrends(
        since=since,
        step=step,
        arrived=_arrived(connection, since, step, steps, owner),
        p95_processing_time=_p95(connection, since, owner),
        failed_codes=_codes(connection, since, owner),
    )


def _arrived(
    connection: Connection, since: datetime, step: timedelta, steps: int, owner: Owner | None
) -> list[dict[JobStatus, int]]:
    # Borders, not arithmetic: databases reckon with times each in its own way.
    borders = [(parsed_cv.c.created_at < since + step * (number + 1), number) for number in range(steps - 1)]
    part = case(*borders, else_=steps - 1) if borders else literal(0)
    counted = select(part.label("part"), parsed_cv.c.status, func.count()).group_by("part", parsed_cv.c.status)
    counts = [dict.fromkeys(JobStatus, 0) for _ in range(steps)]
    for number, status, jobs in connection.execute(of_owner(counted, owner).where(parsed_cv.c.created_at >= since)):
        counts[number][JobStatus(status)] = jobs
    return counts


def _p95(connection: Connection, since: datetime, owner: Owner | None) -> timedelta | None:
    took = parsed_cv.c.processing_time_seconds
    ended = (parsed_cv.c.status == JobStatus.SUCCESS.value, took.is_not(None), parsed_cv.c.created_at >= since)
    count = connection.execute(of_owner(select(func.count()).where(*ended), owner)).scalar_one()
    wanted = of_owner(select(took).where(*ended).order_by(took).offset(p95_rank(count)).limit(1), owner)
    seconds = connection.execute(wanted).scalar()
    return None if seconds is None else timedelta(seconds=seconds)


def _codes(connection: Connection, since: datetime, owner: Owner | None) -> dict[str, int]:
    code, jobs = parsed_cv.c.error_code, func.count()
    counted = select(code, jobs).where(code.is_not(None), parsed_cv.c.created_at >= since).group_by(code)
    rows = connection.execute(of_owner(counted, owner).order_by(jobs.desc(), code).limit(MOST_CODES))
    return {str(name): count for name, count in rows}


def _age(since: datetime | None, now: datetime) -> timedelta | None:
    return None if since is None else now - since
