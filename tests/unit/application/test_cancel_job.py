"""A job that nobody wants any more ends, and its worker with it."""

from __future__ import annotations

import asyncio
import logging

import pytest
from tests.unit.application.house import SUBMITTER, TEXT, House

from cvparser.domain.errors import JobErasedError, JobFailedError, JobUnknownError
from cvparser.domain.job import JobStatus, ParseMode
from cvparser.ports.profile_parser import ParserAnswer
from cvparser.testing.conformance.job_repository import new_job


async def test_a_waiting_job_is_cancelled_once_and_never_worked_on(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = await house.submitted()

    with caplog.at_level(logging.INFO):
        first, again = await house.cancel(job_id), await house.cancel(job_id)
    await house.process(job_id)

    assert first == again
    assert (first.status, first.error_code) == (JobStatus.FAILED, "cancelled")
    assert house.parser.given == []
    assert house.metrics.counts["jobs ended failed cancelled"] == 1
    assert [message for message in caplog.messages if "Cancelled" in message] == [
        f"🛑 [BACKGROUND] Cancelled job: {str(job_id)[:8]}..."
    ]
    with pytest.raises(JobFailedError) as caught:
        await house.read.result(job_id)
    assert caught.value.reason_code == "cancelled"


async def test_the_text_of_a_cancelled_job_goes_and_a_file_stays(house: House) -> None:
    text = await house.submit.text(TEXT, submitter=SUBMITTER, mode=ParseMode.BASIC)
    file = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)

    await house.cancel(text.id)
    await house.cancel(file.id)

    assert await house.files.get(text.location, job_id=text.id) is None
    assert await house.files.get(file.location, job_id=file.id) is not None


async def test_a_job_that_is_worked_on_ends_and_its_outcome_is_thrown_away(house: House) -> None:
    job_id = await house.submitted()

    async def cancelled_meanwhile() -> ParserAnswer:
        await house.cancel(job_id)
        return ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en")

    house.parser.answer = cancelled_meanwhile

    await house.process(job_id)

    assert (await house.read.status(job_id)).error_code == "cancelled"
    assert house.metrics.counts["outcomes rejected"] == 1
    assert house.metrics.counts["jobs ended success"] == 0


async def test_who_follows_a_job_is_told_that_it_was_cancelled(house: House) -> None:
    job_id = await house.submitted()
    ending = asyncio.create_task(house.read.end(job_id))
    await asyncio.sleep(0)

    await house.cancel(job_id)

    async with asyncio.timeout(10):
        assert (await ending).error_code == "cancelled"


async def test_a_job_that_ended_well_keeps_its_result(house: House) -> None:
    job_id = await house.submitted()
    await house.process(job_id)

    assert (await house.cancel(job_id)).status is JobStatus.SUCCESS
    assert (await house.read.result(job_id))[1] is not None
    assert house.metrics.counts["jobs ended failed cancelled"] == 0


async def test_what_is_not_there_is_not_cancelled(house: House) -> None:
    job_id = await house.submitted()
    await house.erase(job_id)

    with pytest.raises(JobErasedError):
        await house.cancel(job_id)
    with pytest.raises(JobUnknownError):
        await house.cancel(new_job().id)
