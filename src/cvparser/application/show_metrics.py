"""Say how jobs fare, to whoever runs the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from cvparser.domain.job import ParseMode
from cvparser.domain.statistics import Backlog, JobStatistics, JobTrends
from cvparser.ports.job_queue import JobQueue, QueueUnavailableError
from cvparser.ports.job_repository import JobReports, WorkersHeard
from cvparser.ports.profile_parser import CachingProfileParser, ProfileParser

#: The jobs that a page of figures tells of.
PAGE_WINDOW = timedelta(hours=1)
#: Parts of a window that trends are told in.
STEPS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How things stand now.

    Attributes:
        statistics: Of the jobs that came within the window.
        backlog: Of all jobs.
        oldest_s: Seconds since the oldest job that has not ended came; 0 without one.
        queue_depth: Ids that wait for a worker; None when the queue is away, or others' ids wait in it too.
    """

    statistics: JobStatistics
    backlog: Backlog
    oldest_s: float
    queue_depth: int | None


class ShowMetrics:
    """How jobs stand, in all processes: those of one owner or of all, as `jobs` are.

    Args:
        jobs: Whose figures these are.
        workers: None where their state is nobody's who asks.
        queue: None where its depth would tell of others.
        parsers: The parser of each mode.
    """

    def __init__(
        self,
        *,
        jobs: JobReports,
        workers: WorkersHeard | None = None,
        queue: JobQueue | None,
        parsers: Mapping[ParseMode, ProfileParser],
    ) -> None:
        self._paying = [parser for parser in set(parsers.values()) if isinstance(parser, CachingProfileParser)]
        self._jobs = jobs
        self._workers = workers
        self._queue = queue

    async def figures(self, window: timedelta) -> Figures:
        """Return how things stand, with the jobs of the last `window`.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
        backlog = await self._jobs.backlog()
        return Figures(
            statistics=await self._jobs.statistics(window=window),
            backlog=backlog,
            oldest_s=0.0 if backlog.age is None else backlog.age.total_seconds(),
            queue_depth=await self._depth(),
        )

    async def trends(self, window: timedelta) -> JobTrends:
        """Return how the jobs of the last `window` came and ended.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
        return await self._jobs.trends(window=window, steps=STEPS)

    async def gauges(self) -> Mapping[str, float]:
        """Return how things stand now, by names such as `queue_depth`.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
        figures = await self.figures(PAGE_WINDOW)
        gauges: dict[str, float] = {
            f"jobs_of_the_last_hour_{status}": count for status, count in figures.statistics.by_status.items()
        }
        gauges |= {
            "jobs_processing": figures.backlog.jobs,
            "oldest_processing_seconds": figures.oldest_s,
            "leases_expired_of_the_last_hour": figures.statistics.expired_leases,
        }
        if self._workers is not None:
            gauges["worker_alive"] = float(await self._workers.is_worker_heard())
        if figures.queue_depth is not None:
            gauges["queue_depth"] = figures.queue_depth
        if self._paying:
            gauges["model_waiting"] = sum(parser.waiting for parser in self._paying)
        return gauges

    async def _depth(self) -> int | None:
        if self._queue is None:
            return None
        try:
            return await self._queue.depth()
        except QueueUnavailableError:
            return None
