"""A language model's answers, kept so that nobody pays for them twice."""

from __future__ import annotations

from abc import abstractmethod
from datetime import timedelta
from typing import Protocol

from cvparser.domain.job import JobId


class AnswerStore(Protocol):
    """Keeps answers that redacted texts were given, each for the job that paid for it, and for a time.

    Safe for concurrent tasks and processes. What `put` has returned for survives a crash of the process.
    Suite: `cvparser.testing.conformance.answer_store`.

    Every method raises StorageUnavailableError when the store cannot be reached; calling again is harmless.
    """

    @abstractmethod
    async def put(self, job_id: JobId, key: str, answer: str, *, keep: timedelta) -> None:
        """Keep `answer`, ASCII, under `key`, 64 characters, for `keep` at most. Again: the newer one counts."""

    @abstractmethod
    async def get(self, key: str, *, job_id: JobId | None = None) -> str | None:
        """Return the answer under `key` that was put for `job_id`, or for any job; None when there is none any more."""

    @abstractmethod
    async def forget(self, job_id: JobId) -> None:
        """Remove every answer of the job. A no-op when there is none."""

    @abstractmethod
    async def sweep(self) -> None:
        """Remove the answers whose time is over."""
