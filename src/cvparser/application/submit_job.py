"""Take a document in, answer with a job."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from cvparser.application.admission_control import AdmissionControl
from cvparser.application.keep_files import KeepFiles
from cvparser.domain.access.limits import UNLIMITED, Limits
from cvparser.domain.batch_place import BatchPlace
from cvparser.domain.document import MAX_TEXT_LENGTH, DocumentType
from cvparser.domain.errors import (
    FieldError,
    JobErasedError,
    ProcessingObjectedError,
    StorageUnavailableError,
    TextTooLongError,
)
from cvparser.domain.file_naming import display_name, name_of_id, shown_name, stored_name
from cvparser.domain.idempotency import Idempotency, idempotency_of
from cvparser.domain.job import Job, JobId, NewJob, ParseMode
from cvparser.domain.retention import FOR_GOOD, Retention, Wish
from cvparser.domain.submission import Submitter, submitted_fields
from cvparser.ports.clock import Clock
from cvparser.ports.document_inspector import DocumentInspector
from cvparser.ports.job_queue import JobQueue, QueueUnavailableError
from cvparser.ports.job_repository import OwnedJobs

_log = logging.getLogger(__name__)

#: Bytes of JSON that are parsed at once: at worst it takes some milliseconds, which a child would take too.
MAX_INLINE_BYTES = 16_384


#: Whoever wishes for nothing: as long as the service keeps jobs.
NO_WISH = Wish()
#: How long the answer to a key stays the same.
ANSWERS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms something is submitted.

    Attributes:
        limits: What holds for who submits.
        idempotency_key: By which the same submission is known again; None = by nothing.
        on_replay: Called where the job was submitted before.
        place: Where it stands in a batch; None = in none.
    """

    limits: Limits = UNLIMITED
    idempotency_key: str | None = None
    on_replay: Callable[[], None] = lambda: None
    place: BatchPlace | None = None


#: Of who says nothing.
NO_TERMS = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Submission:
    content: bytes
    document_type: DocumentType
    file_name: str | None
    submitter: Submitter
    mode: ParseMode
    wish: Wish
    traceparent: str | None
    terms: Terms = NO_TERMS
    idempotency: Idempotency | None = None
    retry_of: JobId | None = None


class SubmitJob:
    """Inspect the input, see that there is room, store the file, insert the job, notify the queue, answer the id.

    The file is noted before it is stored: when the job cannot be inserted, recovery knows what to remove. Never half a
    job.
    """

    def __init__(  # noqa: PLR0913 - a port each
        self,
        *,
        inspector: DocumentInspector,
        jobs: OwnedJobs,
        keep_files: KeepFiles,
        queue: JobQueue,
        clock: Clock,
        new_id: Callable[[], UUID],
        deadline: timedelta,
        admission_control: AdmissionControl,
        store_by_id: bool = False,
        retention: Retention = FOR_GOOD,
        answers_kept: timedelta = ANSWERS_KEPT,
        prepare_callbacks: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._prepare_callbacks = prepare_callbacks
        self._answers_kept = answers_kept
        self._kept_for = retention.results
        self._inspector = inspector
        self._admission_control = admission_control
        self._jobs = jobs
        self._keep_files = keep_files
        self._queue = queue
        self._clock = clock
        self._new_id = new_id
        self._deadline = deadline
        self._store_by_id = store_by_id

    async def file(
        self,
        content: bytes,
        file_name: str,
        *,
        submitter: Submitter,
        mode: ParseMode,
        wish: Wish = NO_WISH,
        terms: Terms = NO_TERMS,
        traceparent: str | None = None,
    ) -> Job:
        """Take an uploaded file in, under the name its sender gave it, for the caller's span `traceparent`.

        The same again under the same key: the job of before, as it stands; nothing is stored.

        Raises:
            DocumentError, TextError: the file is not a CV format that is read, and why.
            ExtractionCrashedError, UnavailableError: as `DocumentInspector.identify`.
            BusyError, RateLimitedError, StorageUnavailableError: nothing was stored.
            FieldError: a callback is wanted of a service that calls nobody.
            IdempotencyKeyReusedError, IdempotencyKeyInUseError: another was submitted under the key, or is just being.
            JobErasedError: it was submitted before, and erased since.
            ProcessingObjectedError: the user objected; nothing is stored any more.
            BatchUnknownError, BatchErasedError: the batch of its place is not there; nothing was stored.
        """
        idempotency = self._idempotency(terms, content, file_name, submitter, mode, wish)
        if (before := await self._submitted(idempotency, terms)) is not None:
            return before
        document_type = await self._inspector.identify(content, file_name)
        submission = _Submission(
            content=content,
            document_type=document_type,
            file_name=display_name(file_name, document_type),
            submitter=submitter,
            mode=mode,
            wish=wish,
            traceparent=traceparent,
            terms=terms,
            idempotency=idempotency,
        )
        return await self._submit(submission)

    async def text(
        self,
        text: str,
        *,
        submitter: Submitter,
        mode: ParseMode,
        wish: Wish = NO_WISH,
        terms: Terms = NO_TERMS,
        traceparent: str | None = None,
    ) -> Job:
        """Take a text in, a formatted CV or free prose, for the caller's span `traceparent`.

        Raises:
            TextError, TypeMismatchError: the text cannot be used, and why.
            TooComplexError, ExtractionCrashedError, UnavailableError: as `DocumentInspector.check_text`.
            BusyError, RateLimitedError, StorageUnavailableError: nothing was stored.
            IdempotencyKeyReusedError, IdempotencyKeyInUseError, JobErasedError: as `file`.
            ProcessingObjectedError: the user objected; nothing is stored any more.
            BatchUnknownError, BatchErasedError: as `file`.
        """
        if len(text) > MAX_TEXT_LENGTH:
            raise TextTooLongError
        idempotency = self._idempotency(terms, text.encode(), None, submitter, mode, wish)
        if (before := await self._submitted(idempotency, terms)) is not None:
            return before
        await self._inspector.check_text(text)
        submission = _Submission(
            content=text.encode(),
            document_type=DocumentType.TEXT,
            file_name=None,
            submitter=submitter,
            mode=mode,
            wish=wish,
            traceparent=traceparent,
            terms=terms,
            idempotency=idempotency,
        )
        return await self._submit(submission)

    async def again(self, origin: Job, content: bytes) -> Job:
        """Take the document of an ended job in once more, as a new job of the same sender that names its origin.

        Raises:
            BusyError, StorageUnavailableError: nothing was stored.
            ProcessingObjectedError: the user objected; nothing is stored any more.
        """
        kept_for = None if origin.expires_at is None else origin.expires_at - origin.kept_from
        submission = _Submission(
            content=content,
            document_type=origin.document_type,
            file_name=origin.file_name,
            submitter=Submitter(user_id=origin.user_id, session_id=origin.session_id),
            mode=origin.parse_mode,
            wish=Wish(
                expires_in=kept_for, delete_after_read=origin.delete_after_read, callback_url=origin.callback_url
            ),
            traceparent=None,
            retry_of=origin.id,
        )
        return await self._submit(submission)

    async def fields(self, body: bytes) -> dict[str, Any]:
        """Return the fields of a submission that `body`, a JSON object, holds.

        Raises:
            JsonInvalidError: not one object in UTF-8; duplicate keys, NaN, Infinity, lone surrogates or deep nesting.
            TooComplexError, ExtractionCrashedError, UnavailableError: as `DocumentInspector.fields`.
        """
        return submitted_fields(body) if len(body) <= MAX_INLINE_BYTES else await self._inspector.fields(body)

    async def _submit(self, submission: _Submission) -> Job:
        await self._admission_control(self._jobs, submission.terms.limits)
        if submission.wish.callback_url is not None:
            await self._prepare_callback()
        job_id = JobId(self._new_id())
        name = self._stored_name(submission, job_id)
        new = NewJob(
            id=job_id,
            user_id=submission.submitter.user_id,
            session_id=submission.submitter.session_id,
            parse_mode=submission.mode,
            document_type=submission.document_type,
            location=await self._keep_files.put(job_id, name, submission.content),
            file_name=submission.file_name,
            deadline=self._deadline,
            traceparent=submission.traceparent,
            retry_of=submission.retry_of,
            expires_in=submission.wish.expires_in or self._kept_for,
            delete_after_read=submission.wish.delete_after_read,
            weight=submission.terms.limits.weight,
            idempotency=submission.idempotency,
            callback_url=submission.wish.callback_url,
            place=submission.terms.place,
        )
        job = await self._add(new)
        try:
            await self._queue.notify([job.id])
        except QueueUnavailableError:
            _log.warning("Queue is away; recovery will notify of job: %s", job.id)
        return job

    def _idempotency(
        self,
        terms: Terms,
        content: bytes,
        file_name: str | None,
        submitter: Submitter,
        mode: ParseMode,
        wish: Wish,
    ) -> Idempotency | None:
        if terms.idempotency_key is None:
            return None
        said = (file_name, submitter.user_id, submitter.session_id, mode, *wish.said)
        key = terms.idempotency_key
        return idempotency_of(self._jobs.owner, key, *said, content=content, kept_for=self._answers_kept)

    async def _submitted(self, idempotency: Idempotency | None, terms: Terms) -> Job | None:
        """Return the job that the same submission was given before."""
        job_id = None if idempotency is None else await self._jobs.submitted(idempotency)
        if job_id is None:
            return None
        job = await self._jobs.get(job_id)
        terms.on_replay()
        return job

    async def _prepare_callback(self) -> None:
        if self._prepare_callbacks is None:
            raise FieldError("This service calls nobody: leave callback_url out.", field="callback_url")
        await self._prepare_callbacks()

    def _stored_name(self, submission: _Submission, job_id: JobId) -> str:
        if self._store_by_id:
            return name_of_id(submission.document_type, job_id=job_id)
        shown = shown_name(submission.file_name)
        return stored_name(shown, submission.document_type, job_id=job_id, at=self._clock.now())

    async def _add(self, new: NewJob) -> Job:
        try:
            return await self._jobs.add(new)
        except BaseException as error:
            # Also where the caller has gone, or where it is not known whether the job is there: then it keeps its file.
            self._keep_files.refuse(new.id)
            if isinstance(error, ProcessingObjectedError):
                # Of whoever objects nothing is kept, not even for a moment that can be avoided.
                await self._keep_files.discard(new.id, new.location)
            if isinstance(error, JobErasedError):
                raise StorageUnavailableError from None
            raise
