"""Take a document in, answer with a job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from cvparser.application.check_room import CheckRoom
from cvparser.application.keep_files import KeepFiles
from cvparser.domain.document import MAX_TEXT_LENGTH, DocumentType
from cvparser.domain.errors import (
    JobErasedError,
    QueueUnavailableError,
    StorageUnavailableError,
    TextEmptyError,
    TextTooLongError,
)
from cvparser.domain.file_naming import display_name, stored_name
from cvparser.domain.job import Job, JobId, ParseMode
from cvparser.domain.plain_text import is_blank
from cvparser.domain.sniffing import identify
from cvparser.domain.submission import Submitter
from cvparser.ports.clock import Clock
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

    The file is noted before it is stored: when the job cannot be inserted, recovery knows what to remove. Never half a
    job.
    """

    def __init__(
        self,
        *,
        jobs: JobRepository,
        keep_files: KeepFiles,
        queue: JobQueue,
        clock: Clock,
        new_id: Callable[[], UUID],
        deadline: timedelta,
        check_room: CheckRoom,
    ) -> None:
        self._check_room = check_room
        self._jobs = jobs
        self._keep_files = keep_files
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
            TextError: `text_empty` or `text_too_long`.
            BusyError, StorageUnavailableError: nothing was stored.
        """
        if is_blank(text):
            raise TextEmptyError
        if len(text) > MAX_TEXT_LENGTH:
            raise TextTooLongError
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
            location=await self._keep_files.put(job_id, name, submission.content),
            file_name=submission.file_name,
            created_at=now,
            updated_at=now,
            deadline_at=now + self._deadline,
        )
        await self._add(job)
        try:
            await self._queue.ring([job.id])
        except QueueUnavailableError:
            _log.warning("Queue is away; recovery will ring for job: %s", job.id)
        return job

    async def _add(self, job: Job) -> None:
        try:
            await self._jobs.add(job)
        except BaseException as error:
            # Also where the caller has gone, or where it is not known whether the job is there: then it keeps its file.
            self._keep_files.refuse(job.id)
            if isinstance(error, JobErasedError):
                raise StorageUnavailableError from None
            raise
