"""Keep what this process works on from being taken for crashed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from cvparser.application.log_and_continue import log_and_continue
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import Job, JobId
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobLifecycle

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Hold:
    fence: int
    on_lost: Callable[[], object]


class RenewLeases:
    """Says that this worker lives and renews the leases of all its jobs, three times a lease, in one step.

    `hold` is called where jobs are worked on; `forever` may run in another thread, with an event loop of its own, that
    work cannot starve. Whoever works gives a heartbeat; past `silence` without one nothing is renewed: a loop that
    hangs must not keep its jobs for ever, and once its leases have run out somebody else takes them over.
    """

    def __init__(
        self,
        *,
        jobs: JobLifecycle,
        clock: Clock,
        lease: timedelta,
        worker: WorkerId,
        silence: timedelta = timedelta.max,
    ) -> None:
        self._silence_s = silence.total_seconds()
        self._heard_at = clock.monotonic()
        self._jobs = jobs
        self._clock = clock
        self._lease = lease
        self._worker = worker
        self._held: dict[JobId, _Hold] = {}

    @contextmanager
    def hold(self, job: Job, *, on_lost: Callable[[], object]) -> Iterator[None]:
        """Renew the lease of a job that was claimed, until the context is left.

        `on_lost` is called, in the thread that renews, once the job is in other hands, has ended or was erased.
        """
        hold = _Hold(job.fence, on_lost)
        earlier, self._held[job.id] = self._held.get(job.id), hold
        if earlier is not None:
            # This process stood still, and took its own job over.
            earlier.on_lost()
        try:
            yield
        finally:
            self._let_go(job.id, hold)

    def heartbeat(self) -> None:
        """Say that whoever works comes to its turn."""
        self._heard_at = self._clock.monotonic()

    async def forever(self) -> None:
        """Renew until cancelled; an outage is waited out, and a lease that ran out meanwhile is renewed after it."""
        while True:
            if self._clock.monotonic() - self._heard_at > self._silence_s:
                _log.error("[LEASES] Not renewed: what works has not come to its turn for %.0f s", self._silence_s)
            else:
                with log_and_continue(_log, "LEASES"):
                    await self._renew()
            await self._clock.sleep(self._lease / 3)

    async def _renew(self) -> None:
        held = self._held.copy()
        fences = {job_id: hold.fence for job_id, hold in held.items()}
        for job_id in await self._jobs.renew(fences, lease=self._lease, worker=self._worker):
            # Unless it has just ended, or was claimed anew: there is nothing more to renew.
            if self._let_go(job_id, held[job_id]):
                held[job_id].on_lost()

    def _let_go(self, job_id: JobId, hold: _Hold) -> bool:
        if self._held.get(job_id) is not hold:
            return False
        return self._held.pop(job_id, None) is not None
