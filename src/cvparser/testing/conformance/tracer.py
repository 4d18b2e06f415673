"""The promises of `cvparser.ports.tracer`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from cvparser.domain.job import FileLocation, Job
from cvparser.ports.tracer import INTERRUPTED, Tracer
from cvparser.testing.conformance import Conformance
from cvparser.testing.conformance.job_repository import stored_job

#: Gives what has been drawn to its end, oldest first: each with `job_id` and `name`, and where they apply `fence`,
#: `seconds`, `parser`, `code`, `caller`.
Shown = Callable[[], Sequence[Mapping[str, object]]]

#: The span of a caller, as W3C Trace Context writes it.
CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class TracerConformance(Conformance):
    """What holds for an adapter that draws nothing too. Subclass and give it, opened, in the fixture `tracer`."""

    @pytest.fixture
    def tracer(self) -> Tracer:
        message = "Give your adapter in a fixture named 'tracer'."
        raise NotImplementedError(message)

    async def test_what_is_raised_in_an_attempt_is_raised(self, tracer: Tracer) -> None:
        for error in (LookupError("Nowhere."), asyncio.CancelledError()):
            with pytest.raises(type(error)) as caught, tracer.attempt(replace(stored_job(), fence=1)):
                raise error

            assert caught.value is error

    async def test_threads_may_draw_at_once(self, tracer: Tracer) -> None:
        jobs = [replace(stored_job(), fence=1) for _ in range(8)]

        await asyncio.gather(*(asyncio.to_thread(worked_on, tracer, job) for job in jobs))

    async def test_nothing_is_raised(self, tracer: Tracer) -> None:
        worked_on(tracer, replace(stored_job(), fence=1))


class DrawingTracerConformance(TracerConformance):
    """Subclass and give what your adapter drew in the fixture `drawn` besides."""

    @pytest.fixture
    def drawn(self) -> Shown:
        message = "Give what shows its traces in a fixture named 'drawn'."
        raise NotImplementedError(message)

    async def test_a_job_is_drawn_from_its_wait_to_its_last_stage(self, tracer: Tracer, drawn: Shown) -> None:
        job = stored_job()

        worked_on(tracer, replace(job, fence=1))

        assert [(each["name"], each.get("fence")) for each in drawn()] == [
            ("wait", None),
            ("extraction", 1),
            ("parsing", 1),
            ("process", 1),
        ]
        assert {each["job_id"] for each in drawn()} == {job.id}

    async def test_a_stage_tells_what_served_and_for_how_long(self, tracer: Tracer, drawn: Shown) -> None:
        worked_on(tracer, replace(stored_job(), fence=1))

        parsing = next(each for each in drawn() if each["name"] == "parsing")

        assert (parsing["parser"], parsing["seconds"]) == ("OpenAI", 3.5)

    async def test_a_failed_attempt_tells_its_code(self, tracer: Tracer, drawn: Shown) -> None:
        with tracer.attempt(replace(stored_job(), fence=2)) as attempt:
            attempt.failed("pdf_corrupt")

        assert drawn()[-1]["code"] == "pdf_corrupt"

    async def test_an_attempt_that_went_well_has_no_code(self, tracer: Tracer, drawn: Shown) -> None:
        worked_on(tracer, replace(stored_job(), fence=1))

        assert "code" not in drawn()[-1]

    async def test_an_interrupted_attempt_ends_without_a_word_of_what_was_raised(
        self, tracer: Tracer, drawn: Shown
    ) -> None:
        with pytest.raises(ValueError, match="Ada Quill"), tracer.attempt(replace(stored_job(), fence=1)):
            raise ValueError("Ada Quill")

        assert drawn()[-1]["code"] == INTERRUPTED
        assert "Quill" not in repr(drawn())

    async def test_jobs_that_are_worked_on_at_once_are_kept_apart(self, tracer: Tracer, drawn: Shown) -> None:
        jobs = [replace(stored_job(), fence=1) for _ in range(20)]

        async def work(job: Job) -> None:
            with tracer.attempt(job) as attempt:
                await asyncio.sleep(0)
                attempt.stage_done("extraction", parser="Offline", seconds=0.02)

        await asyncio.gather(*map(work, jobs))

        assert {job.id: 3 for job in jobs} == {
            job.id: sum(each["job_id"] == job.id for each in drawn()) for job in jobs
        }

    async def test_nothing_of_the_person_is_drawn(self, tracer: Tracer, drawn: Shown) -> None:
        job = replace(
            stored_job(),
            fence=1,
            user_id="ada.quill",
            session_id="quill-session",
            file_name="Ada Quill.pdf",
            location=FileLocation("/files/Ada_Quill.pdf"),
        )

        worked_on(tracer, job)

        assert "quill" not in repr(drawn()).lower()

    async def test_the_wait_names_the_span_of_whoever_submitted(self, tracer: Tracer, drawn: Shown) -> None:
        worked_on(tracer, replace(stored_job(), fence=1, traceparent=CALLER))
        worked_on(tracer, replace(stored_job(), fence=1))

        assert [each.get("caller") for each in drawn() if each["name"] == "wait"] == [CALLER, None]

    async def test_at_first_nothing_is_drawn(self, tracer: Tracer, drawn: Shown) -> None:
        assert list(drawn()) == []
        worked_on(tracer, replace(stored_job(), fence=1))

    @pytest.mark.parametrize("time", ["first", "second"])
    async def test_a_tracer_begins_with_nothing_drawn(self, tracer: Tracer, drawn: Shown, time: str) -> None:
        assert list(drawn()) == [], time
        worked_on(tracer, replace(stored_job(), fence=1))

    async def test_an_attempt_is_drawn_when_it_ends_and_not_before(self, tracer: Tracer, drawn: Shown) -> None:
        with tracer.attempt(replace(stored_job(), fence=2)) as attempt:
            attempt.stage_done("extraction", parser="Offline", seconds=0.5)
            assert "process" not in [each["name"] for each in drawn()]

        assert [each["name"] for each in drawn()] == ["extraction", "process"]

    async def test_a_later_attempt_is_drawn_under_its_fence_without_a_wait(self, tracer: Tracer, drawn: Shown) -> None:
        worked_on(tracer, replace(stored_job(), fence=7))

        assert [(each["name"], each.get("fence")) for each in drawn()] == [
            ("extraction", 7),
            ("parsing", 7),
            ("process", 7),
        ]

    async def test_what_failed_and_was_interrupted_tells_why_it_failed(self, tracer: Tracer, drawn: Shown) -> None:
        with suppress(LookupError), tracer.attempt(replace(stored_job(), fence=1)) as attempt:
            attempt.failed("pdf_corrupt")
            raise LookupError

        assert drawn()[-1]["code"] == "pdf_corrupt"

    async def test_an_attempt_that_is_cancelled_was_interrupted(self, tracer: Tracer, drawn: Shown) -> None:
        with pytest.raises(asyncio.CancelledError), tracer.attempt(replace(stored_job(), fence=1)):
            raise asyncio.CancelledError

        assert drawn()[-1]["code"] == INTERRUPTED

    async def test_one_attempts_code_is_no_others(self, tracer: Tracer, drawn: Shown) -> None:
        first, second = (replace(stored_job(), fence=2) for _ in range(2))
        with tracer.attempt(first) as failing, tracer.attempt(second):
            failing.failed("pdf_corrupt")

        codes = {each["job_id"]: each.get("code") for each in drawn()}
        assert codes == {first.id: "pdf_corrupt", second.id: None}

    async def test_a_stage_that_took_no_time_is_drawn(self, tracer: Tracer, drawn: Shown) -> None:
        with tracer.attempt(replace(stored_job(), fence=2)) as attempt:
            attempt.stage_done("extraction", parser="Offline", seconds=0.0)

        assert (drawn()[0]["name"], drawn()[0]["seconds"]) == ("extraction", 0.0)

    async def test_threads_that_draw_at_once_lose_nothing(self, tracer: Tracer, drawn: Shown) -> None:
        jobs = [replace(stored_job(), fence=1) for _ in range(8)]

        await asyncio.gather(*(asyncio.to_thread(worked_on, tracer, job) for job in jobs))

        assert sorted(str(each["job_id"]) for each in drawn()) == sorted(str(job.id) for job in jobs for _ in range(4))

    async def test_the_wait_is_drawn_once(self, tracer: Tracer, drawn: Shown) -> None:
        job = stored_job()

        for fence in (1, 2, 3):
            worked_on(tracer, replace(job, fence=fence))

        assert [each["name"] for each in drawn()].count("wait") == 1


def worked_on(tracer: Tracer, job: Job) -> None:
    """Draw an attempt that goes well."""
    with tracer.attempt(job) as attempt:
        attempt.stage_done("extraction", parser="OpenAI", seconds=0.25)
        attempt.stage_done("parsing", parser="OpenAI", seconds=3.5)
