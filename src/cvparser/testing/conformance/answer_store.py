"""The promises of `cvparser.ports.answer_store`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from cvparser.domain.job import JobId
from cvparser.ports.answer_store import AnswerStore
from cvparser.testing.conformance import Conformance

KEY, OTHER_KEY = "a" * 64, "b" * 64
ANSWER = '{"profession": "Veri M\\u00fchendisi", "summary": "\\u0000 \\ud800"}'
KEEP = timedelta(minutes=15)

Advance = Callable[[timedelta], None]


def new_id() -> JobId:
    """Return the id of a job that nobody has."""
    return JobId(uuid4())


class AnswerStoreConformance(Conformance):
    """Subclass and give two fixtures: `answers`, your store, opened and empty; `advance`, what moves its clock."""

    @pytest.fixture
    def answers(self) -> AnswerStore:
        message = "Give your adapter in a fixture named 'answers'."
        raise NotImplementedError(message)

    @pytest.fixture
    def advance(self) -> Advance:
        message = "Give what moves the clock of your adapter in a fixture named 'advance'."
        raise NotImplementedError(message)

    async def test_an_answer_comes_back_as_it_was(self, answers: AnswerStore) -> None:
        job_id = new_id()

        await answers.put(job_id, KEY, ANSWER, keep=KEEP)

        assert await answers.get(KEY, job_id=job_id) == ANSWER
        assert await answers.get(OTHER_KEY, job_id=job_id) is None

    async def test_another_job_finds_it_only_when_it_asks_for_anybodys(self, answers: AnswerStore) -> None:
        await answers.put(new_id(), KEY, ANSWER, keep=KEEP)

        assert await answers.get(KEY, job_id=new_id()) is None
        assert await answers.get(KEY) == ANSWER
        assert await answers.get(OTHER_KEY) is None

    async def test_a_newer_answer_takes_the_place_of_an_older_one(self, answers: AnswerStore) -> None:
        job_id = new_id()
        await answers.put(job_id, KEY, "{}", keep=KEEP)

        await answers.put(job_id, KEY, ANSWER, keep=KEEP)

        assert await answers.get(KEY) == ANSWER

    async def test_a_job_may_have_several(self, answers: AnswerStore) -> None:
        job_id = new_id()
        await asyncio.gather(*(answers.put(job_id, key, key[:3], keep=KEEP) for key in (KEY, OTHER_KEY)))

        assert [await answers.get(key, job_id=job_id) for key in (KEY, OTHER_KEY)] == ["aaa", "bbb"]

    async def test_forgetting_a_job_leaves_those_of_others(self, answers: AnswerStore) -> None:
        gone, stays = new_id(), new_id()
        for job_id in (gone, stays):
            await answers.put(job_id, KEY, str(job_id), keep=KEEP)

        await answers.forget(gone)
        await answers.forget(gone)

        assert await answers.get(KEY, job_id=gone) is None
        assert await answers.get(KEY) == str(stays)

    async def test_an_answer_whose_time_is_over_is_not_given_swept_or_not(
        self, answers: AnswerStore, advance: Advance
    ) -> None:
        brief, lasting = new_id(), new_id()
        await answers.put(brief, KEY, ANSWER, keep=timedelta(seconds=10))
        await answers.put(lasting, OTHER_KEY, ANSWER, keep=KEEP)
        advance(timedelta(seconds=10))

        assert await answers.get(KEY, job_id=brief) is None
        await answers.sweep()
        assert await answers.get(KEY) is None
        assert await answers.get(OTHER_KEY, job_id=lasting) == ANSWER
