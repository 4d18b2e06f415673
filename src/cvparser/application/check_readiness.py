"""Whether submissions can be taken, and whether anybody works on them."""

from __future__ import annotations

from dataclasses import dataclass

from cvparser.domain.errors import StorageUnavailableError
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_repository import JobReads, WorkersHeard
from cvparser.ports.key_management import KeyMissingError, KeyWrongError


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What a service can do now."""

    #: Whether submissions can be taken: jobs and files can be reached.
    takes_submissions: bool
    #: Whether a worker is alive; None where jobs are worked on in this process, or nobody can tell.
    is_worker_heard: bool | None = None


class CheckReadiness:
    """Looks at what a submission needs, jobs and files, and at who works on it."""

    def __init__(
        self,
        *,
        jobs: JobReads,
        workers: WorkersHeard,
        files: FileStore,
        works_elsewhere: bool,
        is_encrypting: bool = False,
    ) -> None:
        self._jobs = jobs
        self._workers = workers
        self._files = files
        self._works_elsewhere = works_elsewhere
        self._is_encrypting = is_encrypting

    async def __call__(self) -> Readiness:
        """Return what can be done now."""
        try:
            await self._reach_jobs()
            await self._files.check()
            heard = await self._workers.is_worker_heard() if self._works_elsewhere else None
        except StorageUnavailableError:
            return Readiness(takes_submissions=False)
        return Readiness(takes_submissions=True, is_worker_heard=heard)

    async def _reach_jobs(self) -> None:
        try:
            await self._jobs.newest(1)
        except (KeyMissingError, KeyWrongError):
            # What is there is sealed under a key that is away; what comes is taken in as long as it needs none.
            if self._is_encrypting:
                raise
