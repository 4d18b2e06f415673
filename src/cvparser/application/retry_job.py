"""Try an ended job again, as another."""

from __future__ import annotations

from collections.abc import Callable

from cvparser.application.submit_job import SubmitJob
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import FileGoneError, JobError
from cvparser.domain.job import Job, JobId
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_repository import JobReads


class JobNotEndedError(JobError):
    """The job is still under way."""

    code = "job_not_ended"
    default_message = "The job has not ended: only what has ended is tried again. Cancel it first, or wait."


class RetryJob:
    """Submit the document of an ended job anew. The ended one stays as it is: it is final."""

    def __init__(self, *, jobs: JobReads, files: FileStore, submit_job_of: Callable[[Owner], SubmitJob]) -> None:
        self._jobs = jobs
        self._files = files
        self._submit_job_of = submit_job_of

    async def __call__(self, job_id: JobId) -> Job:
        """Return the new job, which names the ended one in `retry_of`.

        Raises:
            JobNotEndedError: it is still under way.
            FileGoneError: its document is not kept any more, as no text is once its job has ended.
            JobUnknownError, JobErasedError: as `JobReads.get`.
            BusyError, StorageUnavailableError: nothing was stored.
        """
        job = await self._jobs.get(job_id)
        if not job.is_final:
            raise JobNotEndedError
        content = await self._files.get(job.location, job_id=job.id)
        if content is None:
            raise FileGoneError
        return await self._submit_job_of(job.owner).again(job, content)
