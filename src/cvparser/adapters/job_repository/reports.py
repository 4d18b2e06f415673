"""Steps that count jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Connection, Select, func, select

from cvparser.adapters.job_repository.conditions import IS_PROCESSING
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.access.owner import Owner
from cvparser.domain.job import JobStatus
from cvparser.domain.statistics import Backlog, JobStatistics

Columns = TypeVarTuple("Columns")

_OLDEST = func.min(parsed_cv.c.created_at)
_BACKLOG = select(func.count(), _OLDEST, _OLDEST.filter(parsed_cv.c.fence == 0)).where(IS_PROCESSING)
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
    jobs, since, unclaimed_since = connection.execute(of_owner(_BACKLOG, owner)).one()
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


def _age(since: datetime | None, now: datetime) -> timedelta | None:
    return None if since is None else now - since
