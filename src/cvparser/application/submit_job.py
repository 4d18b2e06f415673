"""Take a document in, answer with a job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from cvparser.application.check_room import CheckRoom
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import QueueUnavailableError
from cvparser.domain.file_naming import display_name, stored_name
from cvparser.domain.job import Job, JobId, ParseMode
from cvparser.domain.plain_text import check_text
from cvparser.domain.sniffing import identify
from cvparser.domain.submission import Submitter
from cvparser.ports.clock import Clock
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_queue import JobQueue
from cvparser.ports.job_repository import JobRepository

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Submission:
    content: bytes
    document_type: DocumentType
    file_name: str | None


class SubmitJob:
    """Sniff and bound the input, see that there is room, store the file, insert the job, ring the queue, answer the id.

    When the job cannot be inserted the file is an orphan, which recovery removes: never half a job.
    """

    def __init__(
        self,
        *,
        jobs: JobRepository,
        files: FileStore,
        queue: JobQueue,
        clock: Clock,
        new_id: Callable[[], UUID],
        deadline: timedelta,
        check_room: CheckRoom,
    ) -> None:
        self._check_room = check_room
        self._jobs = jobs
        self._files = files
        self._queue = queue
        self._clock = clock
        self._new_id = new_id
        self._deadline = deadline

    async def file(self, content: bytes, file_name: str, *, submitter: Submitter, mode: ParseMode) -> Job:
        """Take an uploaded file in, under the name its sender gave it.

        Raises:
            DocumentError, TextError: the file is not a CV format that is read, and why.
            BusyError, StorageUnavailableError: nothing was stored.
        """
        document_type = identify(content, file_name)
        submission = _Submission(
            content=content, document_type=document_type, file_name=display_name(file_name, document_type)
        )
        return await self._submit(submission, submitter, mode)

    async def text(self, text: str, *, submitter: Submitter, mode: ParseMode) -> Job:
        """Take a text in, a formatted CV or free prose.

        Raises:
            TextError, TypeNotAllowedError: the text cannot be used, and why.
            BusyError, StorageUnavailableError: nothing was stored.
        """
        check_text(text)
        submission = _Submission(content=text.encode(), document_type=DocumentType.TEXT, file_name=None)
        return await self._submit(submission, submitter, mode)

    async def _submit(self, submission: _Submission, submitter: Submitter, mode: ParseMode) -> Job:
        await self._check_room()
        job_id, now = JobId(self._new_id()), self._clock.now()
        name = stored_name(submission.file_name, submission.document_type, job_id=job_id, at=now)
        job = Job(
            id=job_id,
            user_id=submitter.user_id,
            session_id=submitter.session_id,
            parse_mode=mode,
            document_type=submission.document_type,
            location=await self._files.put(name, submission.content),
            file_name=submission.file_name,
            created_at=now,
            updated_at=now,
            deadline_at=now + self._deadline,
        )
        await self._jobs.add(job)
        try:
            await self._queue.ring([job.id])
        except QueueUnavailableError:
            _log.warning("Queue is away; recovery will ring for job: %s", job.id)
        return job
