"""What a client does when the service is slow, away or breaks off, step by step: nobody waits here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cvparser.client.conversation import Limit, StillProcessingError, submitted, waited_for
from cvparser.client.events import JobEvents
from cvparser.client.steps import Conversation, Follow, Pause, Reply, Request, Step
from cvparser.domain.errors import UnavailableError
from cvparser.domain.profile import ParsedCV

PARSED = {"profile": {}, "meta": {"parser": "Offline"}}
SUBMISSION = Request(method="POST", path="/submit")


def reply(status: int = 200, *, retry_after: str | None = None, **body: object) -> Reply:
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return Reply(status=status, headers=headers, body=json.dumps(body).encode())


def state(status: str) -> Reply:
    return Reply(status=200, body=json.dumps({"status": status}).encode())


def result() -> Reply:
    return reply(parsed_data=PARSED)


def held(talk: Conversation[Any], *answers: object) -> tuple[list[Step], object]:
    """Answer each step with the next of `answers`; give the steps, and what came of them."""
    steps, pending = [], list(answers)
    try:
        step = next(talk)
        while True:
            steps.append(step)
            step = talk.send(None if isinstance(step, Pause) else pending.pop(0))
    except StopIteration as ended:
        assert not pending
        return steps, ended.value


def pauses(steps: list[Step]) -> list[float]:
    return [step.seconds for step in steps if isinstance(step, Pause)]


def forever() -> Limit:
    return Limit(None)


def test_a_job_is_followed_and_never_polled_where_events_come() -> None:
    steps, parsed = held(waited_for("x", forever()), {"status": "success"}, result())

    assert [type(step) for step in steps] == [Follow, Request]
    assert parsed is not None


def test_a_stream_that_breaks_is_opened_again() -> None:
    broken = {"status": "processing"}

    steps, _ = held(waited_for("x", forever()), broken, broken, {"status": "success"}, result())

    assert [type(step) for step in steps] == [Follow, Follow, Follow, Request]


def test_without_events_a_job_is_polled_with_the_recommended_back_off() -> None:
    looks = [state("processing")] * 6

    steps, _ = held(waited_for("x", forever()), None, *looks, state("success"), result())

    assert pauses(steps) == [1, 2, 4, 5, 5, 5]


def test_the_service_may_ask_for_a_longer_pause() -> None:
    looks = [Reply(status=200, headers={"retry-after": "7"}, body=b'{"status": "processing"}')]

    steps, _ = held(waited_for("x", forever()), None, *looks, state("success"), result())

    assert pauses(steps) == [7]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_submission_that_was_not_taken_in_is_sent_again_when_the_service_says(status: int) -> None:
    away = reply(status, retry_after="3", code="too_busy")

    steps, job_id = held(submitted(SUBMISSION, forever()), away, away, reply(202, job_id="x"))

    assert (pauses(steps), job_id) == ([3, 3], "x")


def test_a_submission_of_which_nobody_knows_whether_it_arrived_is_not_sent_again() -> None:
    with pytest.raises(UnavailableError, match="broke off"):
        held(submitted(SUBMISSION, forever()), None)


def test_a_question_is_asked_again_when_the_connection_broke() -> None:
    ended = state("success")

    steps, _ = held(waited_for("x", forever()), None, None, ended, None, result())

    assert pauses(steps) == [2, 2]


def test_a_pause_that_is_longer_than_the_time_that_is_left_is_not_begun() -> None:
    with pytest.raises(UnavailableError):
        held(submitted(SUBMISSION, Limit(5)), reply(503, retry_after="60", code="too_busy"))
    with pytest.raises(StillProcessingError):
        held(waited_for("x", Limit(0.5)), None, state("processing"))
    with pytest.raises(StillProcessingError):
        held(waited_for("x", Limit(0)))


def test_what_a_later_service_adds_to_a_profile_is_left_out() -> None:
    later = {
        "profile": {"basics": {"shoe_size": 43}},
        "meta": {"parser": "Offline", "warnings": ["new", "hidden_text"]},
    }

    _, parsed = held(waited_for("x", forever()), {"status": "success"}, reply(parsed_data=later))

    assert isinstance(parsed, ParsedCV)
    assert parsed.meta.warnings == ("hidden_text",)


def test_events_end_with_the_job_and_a_problem_is_no_state() -> None:
    def read(*lines: str) -> tuple[list[bool], dict[str, Any] | None]:
        events = JobEvents()
        return [events.feed(line) for line in lines], events.state

    status = ["id: processing", "event: status", 'data: {"status": "processing"}', "retry: 2000", ""]
    done = ["event: status", 'data: {"status": "success"}', ""]
    assert read(*status, ": nothing", "", *done) == ([False] * 9 + [True], {"status": "success"})
    assert read(*status, "event: problem", 'data: {"code": "job_erased"}', "") == ([False] * 7 + [True], None)
