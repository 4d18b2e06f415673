"""Answers in memory, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from cvparser.domain.job import JobId
from cvparser.ports.answer_store import AnswerStore
from cvparser.ports.clock import Clock


class MemoryAnswerStore(AnswerStore):
    """Keeps answers as long as the object lives."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._answers: dict[tuple[JobId, str], tuple[str, datetime]] = {}

    async def put(self, job_id: JobId, key: str, answer: str, *, keep: timedelta) -> None:
        self._answers[job_id, key] = answer, self._clock.now() + keep

    async def get(self, key: str, *, job_id: JobId | None = None) -> str | None:
        now = self._clock.now()
        found = (
            answer
            for (owner, kept), (answer, until) in self._answers.items()
            if kept == key and until > now and job_id in (None, owner)
        )
        return next(found, None)

    async def forget(self, job_id: JobId) -> None:
        self._answers = {place: kept for place, kept in self._answers.items() if place[0] != job_id}

    async def sweep(self) -> None:
        now = self._clock.now()
        self._answers = {place: kept for place, kept in self._answers.items() if kept[1] > now}
