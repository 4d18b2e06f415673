"""Keep what this process works on from being taken for crashed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from cvparser.application.put_off import put_off
from cvparser.domain.job import Job, JobId
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobRepository

_log = logging.getLogger(__name__)


class KeepLeases:
    """Renews the leases of all jobs that are held, three times a lease, in one step.

    `hold` is called where jobs are worked on; `forever` may run in another thread, with an event loop of its own, that
    work cannot starve. Whoever works gives a heartbeat; past `silence` without one nothing is renewed: a loop that
    hangs must not keep its jobs for ever, and once its leases have run out somebody else takes them over.
    """

    def __init__(
        self, *, jobs: JobRepository, clock: Clock, lease: timedelta, silence: timedelta = timedelta.max
    ) -> None:
        self._silence_s = silence.total_seconds()
        self._heard_at = clock.monotonic()
        self._jobs = jobs
        self._clock = clock
        self._lease = lease
        self._held: dict[JobId, int] = {}

    @contextmanager
    def hold(self, job: Job) -> Iterator[None]:
        """Renew the lease of a job that was claimed, until the context is left."""
        self._held[job.id] = job.fence
        try:
            yield
        finally:
            self._held.pop(job.id, None)

    def heartbeat(self) -> None:
        """Say that whoever works comes to its turn."""
        self._heard_at = self._clock.monotonic()

    async def forever(self) -> None:
        """Renew until cancelled; an outage is waited out."""
        while True:
            await self._clock.sleep(self._lease / 3)
            if self._clock.monotonic() - self._heard_at > self._silence_s:
                _log.error("[LEASES] Not renewed: what works has not come to its turn for %.0f s", self._silence_s)
                continue
            with put_off(_log, "LEASES"):
                for job_id in await self._jobs.renew(self._held.copy(), lease=self._lease):
                    # It has just ended, or its outcome will be thrown away: there is nothing more to renew.
                    self._held.pop(job_id, None)
