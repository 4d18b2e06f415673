"""Try an ended job again, as another."""

from __future__ import annotations

from cvparser.application.submit_job import SubmitJob
from cvparser.domain.errors import FileGoneError, JobError
from cvparser.domain.job import Job, JobId
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_repository import JobLifecycle


class JobNotEndedError(JobError):
    """The job is still under way."""

    code = "job_not_ended"
    default_message = "The job has not ended: only what has ended is tried again. Cancel it first, or wait."


class RetryJob:
    """Submit the document of an ended job anew. The ended one stays as it is: it is final."""

    def __init__(self, *, jobs: JobLifecycle, files: FileStore, submit_job: SubmitJob) -> None:
        self._jobs = jobs
        self._files = files
        self._submit_job = submit_job

    async def __call__(self, job_id: JobId) -> Job:
        """Return the new job, which names the ended one in `retry_of`.

        Raises:
            JobNotEndedError: it is still under way.
            FileGoneError: its document is not kept any more, as no text is once its job has ended.
            JobUnknownError, JobErasedError: as `JobLifecycle.get`.
            BusyError, StorageUnavailableError: nothing was stored.
        """
        job = await self._jobs.get(job_id)
        if not job.is_final:
            raise JobNotEndedError
        content = await self._files.get(job.location)
        if content is None:
            raise FileGoneError
        return await self._submit_job.again(job, content)
