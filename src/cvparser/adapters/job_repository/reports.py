"""Steps that count jobs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from cvparser.adapters.job_repository.conditions import IS_PROCESSING
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.job import JobStatus
from cvparser.domain.statistics import Backlog, JobStatistics

_OLDEST = func.min(parsed_cv.c.created_at)
_BACKLOG = select(func.count(), _OLDEST, _OLDEST.filter(parsed_cv.c.fence == 0)).where(IS_PROCESSING)
_STATISTICS = select(
    parsed_cv.c.status,
    func.count(),
    func.avg(parsed_cv.c.processing_time_seconds),
    func.sum(parsed_cv.c.crashes),
).group_by(parsed_cv.c.status)


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Return how many jobs have not ended, and since when."""
    jobs, since, unclaimed_since = connection.execute(_BACKLOG).one()
    return Backlog(jobs=jobs, age=_age(since, now), unclaimed_age=_age(unclaimed_since, now))


def statistics(connection: Connection, *, since: datetime) -> JobStatistics:
    """Return how the jobs fared that came since a moment."""
    rows = connection.execute(_STATISTICS.where(parsed_cv.c.created_at >= since)).all()
    counts = {JobStatus(status): jobs for status, jobs, _, _ in rows}
    took = next((seconds for status, _, seconds, _ in rows if status == JobStatus.SUCCESS.value), None)
    return JobStatistics(
        by_status={status: counts.get(status, 0) for status in JobStatus},
        average_processing_time=None if took is None else timedelta(seconds=took),
        expired_leases=sum(crashes for _, _, _, crashes in rows),
    )


def _age(since: datetime | None, now: datetime) -> timedelta | None:
    return None if since is None else now - since
