"""Keep a language model's answers until their jobs end, so that a crash after a call does not pay for a second."""

from __future__ import annotations

import logging
from datetime import timedelta

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import Job, JobId
from cvparser.ports.answer_store import AnswerStore
from cvparser.ports.profile_parser import ModelResponseCache

_log = logging.getLogger(__name__)


class CacheModelResponses:
    """Knows which answers are kept for which job, and for how long.

    Args:
        store: Where they are.
    """

    def __init__(self, *, store: AnswerStore) -> None:
        self._store = store

    def of(self, job: Job) -> JobModelResponses:
        """Return the answers of a job that was just claimed."""
        return JobModelResponses(self._store, job, keep=job.deadline_at - job.updated_at)

    async def forget(self, job_id: JobId) -> None:
        """Remove the answers of a job.

        Raises:
            StorageUnavailableError: something may be left; it goes when its time is over.
        """
        await self._store.forget(job_id)

    async def sweep(self) -> None:
        """Remove what is past its time: answers of jobs that nobody saw end.

        Raises:
            StorageUnavailableError: something may be left.
        """
        await self._store.sweep()


class JobModelResponses(ModelResponseCache):
    """The answers of one job. A store that is away costs money and nothing else: no method but `forget` raises."""

    def __init__(self, store: AnswerStore, job: Job, *, keep: timedelta) -> None:
        self._store = store
        self._job = job
        self._keep = keep
        # An earlier try may have left some.
        self._may_be_kept = job.fence > 1

    async def get(self, key: str) -> str | None:
        """Return the answer under `key`, or None."""
        if not self._may_be_kept:
            return None
        try:
            return await self._store.get(key, job_id=self._job.id)
        except StorageUnavailableError as error:
            self._note(error)
            return None

    async def put(self, key: str, answer: str) -> None:
        """Keep `answer` under `key`."""
        self._may_be_kept = True
        try:
            await self._store.put(self._job.id, key, answer, keep=self._keep)
        except StorageUnavailableError as error:
            self._note(error)

    async def end(self) -> None:
        """Remove what is kept: the job has ended."""
        try:
            await self.forget()
        except StorageUnavailableError as error:
            self._note(error)

    async def forget(self) -> None:
        """Remove what is kept.

        Raises:
            StorageUnavailableError: something may be left; it goes when its time is over.
        """
        if self._may_be_kept:
            await self._store.forget(self._job.id)

    def _note(self, error: StorageUnavailableError) -> None:
        _log.warning(
            "Answers cannot be kept now for job: %.8s... (%s)",
            self._job.id,
            error.code,
            extra={"job_id": str(self._job.id), "code": error.code},
        )
