"""A job is parsed and ends, and what happened is logged, counted and drawn."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from tests.unit.application.house import TEXT, Answering, House

from cvparser.domain.errors import (
    CVParserError,
    JobFailedError,
    ParsingError,
    UnavailableError,
)
from cvparser.domain.job import (
    JobStatus,
)
from cvparser.domain.usage import TokenUsage
from cvparser.ports.model_errors import AnswerEmptyError
from cvparser.ports.profile_parser import ParserAnswer, ParserFailure
from cvparser.testing.conformance.file_store import JOB


async def test_a_job_is_logged_in_the_form_that_operators_know(house: House, caplog: pytest.LogCaptureFixture) -> None:
    job_id = await house.submitted()

    with caplog.at_level(logging.INFO):
        await house.process(job_id)

    short = f"{str(job_id)[:8]}..."
    assert caplog.messages == [
        f"🚀 [BACKGROUND] Starting text parsing for job: {short}",
        "📄 [BACKGROUND] File extraction completed in 0.00s",
        "⏱️ [BACKGROUND] OpenAI parsing completed in 3.45s",
        f"✅ [BACKGROUND] Successfully completed job: {short} | Total: 3.45s",
    ]
    assert all(record.__dict__["job_id"] == str(job_id) for record in caplog.records)


async def test_a_parser_gets_nothing_personal(house: House) -> None:
    await house.process(await house.submitted())

    assert "Kestrel" in house.parser.given[0]
    assert "quill" not in house.parser.given[0].casefold()


async def test_a_finished_job_has_its_result_and_its_text_is_gone(house: House) -> None:
    job_id = await house.submitted()

    await house.process(job_id)

    job, parsed = await house.read.result(job_id)
    assert (job.status, job.processing_time) == (JobStatus.SUCCESS, timedelta(seconds=3.45))
    assert parsed is not None
    assert parsed.profile.basics.profession == "Data Engineer"
    assert await house.files.get(job.location, job_id=JOB) is None


async def fails_by_name() -> ParserAnswer:
    raise ParsingError("The model refused.")


async def breaks() -> ParserAnswer:
    raise ValueError(TEXT)


@pytest.mark.parametrize(
    ("answer", "code", "message"),
    [(fails_by_name, "parsing_failed", "The model refused."), (breaks, "internal_error", None)],
    ids=["an error of ours", "any other error"],
)
async def test_whatever_goes_wrong_is_stored_and_logged_without_a_word_of_the_cv(
    house: House, caplog: pytest.LogCaptureFixture, answer: Answering, code: str, message: str | None
) -> None:
    house.parser.answer = answer
    job_id = await house.submitted()

    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.error_code) == (JobStatus.FAILED, code)
    assert message is None or job.error_message == message
    assert f"Job {str(job_id)[:8]}... failed after stage redaction: {code}" in caplog.text
    assert "Quill" not in caplog.text + (job.error_message or "")
    with pytest.raises(JobFailedError):
        await house.read.result(job_id)


async def test_what_a_failed_parse_used_is_counted_and_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> ParserFailure:
        return ParserFailure(error=AnswerEmptyError(), usage=TokenUsage(calls=2, prompt=3_000, answer=10))

    house.parser.answer = fails
    job_id = await house.submitted()

    await house.process(job_id)

    assert (await house.read.status(job_id)).usage == TokenUsage(calls=2, prompt=3_000, answer=10)
    assert house.metrics.counts["tokens OpenAI"] == 3_010
    assert house.metrics.cost == pytest.approx(3_000 * 0.4e-6 + 10 * 1.6e-6)
    assert caplog.records[-1].__dict__["prompt_tokens"] == 3_000


async def test_what_a_good_parse_used_stands_beside_the_line_of_the_parser(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def answers() -> ParserAnswer:
        return ParserAnswer(profile={}, usage=TokenUsage(calls=1, prompt=1_700, answer=450))

    house.parser.answer = answers
    with caplog.at_level(logging.INFO):
        await house.process(await house.submitted())

    (line,) = [record for record in caplog.records if "parsing completed" in record.getMessage()]
    assert [line.__dict__[name] for name in ("model_calls", "prompt_tokens", "answer_tokens")] == [1, 1_700, 450]


async def test_a_document_that_is_gone_fails_the_job(house: House) -> None:
    job_id = await house.submitted()
    await house.files.delete((await house.read.status(job_id)).location)

    await house.process(job_id)

    assert (await house.read.status(job_id)).error_code == "file_gone"


async def test_waiting_for_the_end_returns_when_the_job_ends(house: House) -> None:
    job_id = await house.submitted()
    waiting = asyncio.create_task(house.read.end(job_id))
    await asyncio.sleep(0)

    await house.process(job_id)

    assert (await waiting).status is JobStatus.SUCCESS


async def test_what_happens_to_jobs_is_counted(house: House) -> None:
    good, bad, taken_over = [await house.submitted() for _ in range(3)]
    await house.process(good)

    async def fail() -> ParserAnswer:
        raise AnswerEmptyError

    house.parser.answer = fail
    await house.process(bad)

    async def lose() -> ParserAnswer:
        await house.erase(taken_over)
        return ParserAnswer(profile={})

    house.parser.answer = lose
    await house.process(taken_over)

    assert house.metrics.counts["jobs ended success"] == 1
    assert house.metrics.counts["jobs ended failed answer_empty"] == 1
    assert house.metrics.counts["outcomes rejected"] == 1
    assert house.metrics.counts["stages parsing OpenAI"] == 2


async def test_a_job_is_drawn_from_its_wait_through_every_attempt(house: House) -> None:
    async def away() -> ParserAnswer:
        raise UnavailableError

    house.parser.answer = away
    job_id = await house.submitted()
    await house.process(job_id)
    house.parser.answer = None
    house.clock.advance(timedelta(minutes=1))

    await house.process(job_id)

    assert {each.job_id for each in house.tracer.drawn} == {job_id}
    assert [(each.name, each.fence, each.code) for each in house.tracer.drawn] == [
        ("wait", None, None),
        ("extraction", 1, None),
        ("redaction", 1, None),
        ("process", 1, UnavailableError.code),
        ("extraction", 2, None),
        ("redaction", 2, None),
        ("parsing", 2, None),
        ("filtering", 2, None),
        ("process", 2, None),
    ]


async def test_an_unforeseen_failure_is_drawn_with_its_code_alone(house: House) -> None:
    async def breaks() -> ParserAnswer:
        raise ValueError("Ada Quill")

    house.parser.answer = breaks

    await house.process(await house.submitted())

    assert house.tracer.drawn[-1].code == CVParserError.code
