from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import JobCancelledError
from cvparser.domain.job import Failure, Job, JobStatus, Outcome, claim, finish
from cvparser.domain.webhook import (
    Answer,
    Backoff,
    Delivery,
    DeliveryState,
    EventType,
    Obstacle,
    Secret,
    Webhook,
    WebhookId,
    callbacks_id,
    deliveries_of,
    end,
    message_of,
    settle,
)
from cvparser.domain.webhook import claim as claim_delivery
from cvparser.testing.conformance.job_repository import FAILURE, LEASE, OWNER, START, SUCCESS, WORKER, stored_job

HOOK = Webhook(
    id=WebhookId(UUID(int=7)),
    owner=OWNER,
    url="https://hr.example/hook",
    events=frozenset(EventType),
    created_at=START,
)
BACKOFF = Backoff()


def ended(outcome: Outcome = SUCCESS) -> Job:
    taken = claim(stored_job(), START, LEASE, worker=WORKER)
    assert taken is not None
    return finish(taken, START, fence=taken.fence, outcome=outcome)


def told(outcome: Outcome = SUCCESS) -> Delivery:
    (delivery,) = deliveries_of(ended(outcome), [HOOK])
    return delivery


@pytest.mark.parametrize(
    ("outcome", "event", "status", "code"),
    [
        (SUCCESS, "job.completed", "success", None),
        (FAILURE, "job.failed", "failed", FAILURE.code),
        (Failure.of(JobCancelledError()), "job.cancelled", "failed", "cancelled"),
    ],
)
def test_a_message_says_ids_a_status_and_times_and_nothing_else(
    outcome: Outcome, event: str, status: str, code: str | None
) -> None:
    delivery = told(outcome)
    message = message_of(delivery, START + timedelta(hours=1), api="/cv/api/v1/parser")

    said = json.loads(message.body)
    job = f"/cv/api/v1/parser/job/{delivery.job_id}"
    result = {"result": job.replace("/job/", "/result/")} if code is None else {}
    assert said == {
        "type": event,
        "timestamp": "2026-01-16T10:30:00Z",
        "data": {"job_id": str(delivery.job_id), "status": status, "ended_at": "2026-01-16T10:30:00Z"}
        | {"links": {"job": job} | result}
        | ({} if code is None else {"error_code": code}),
    }
    assert message.at == START + timedelta(hours=1)


def test_a_message_is_the_same_at_each_try_under_the_same_id() -> None:
    delivery = told()
    first = message_of(delivery, START, api="")
    second = message_of(claim_delivery(delivery, START, LEASE), START + LEASE, api="")

    assert (first.id, first.body) == (second.id, second.body)
    assert first.id == f"msg_{delivery.id.hex}"


def test_the_same_end_is_the_same_delivery_however_often_it_is_asked_for() -> None:
    job = ended()

    assert deliveries_of(job, [HOOK]) == deliveries_of(job, [HOOK])
    assert deliveries_of(job, [replace(HOOK, ended_at=START)]) == []
    assert deliveries_of(job, [replace(HOOK, url=None)]) == []


def test_a_receiver_is_left_alone_for_longer_after_each_try_within_half_and_three_halves() -> None:
    even = [BACKOFF.after(tries, 0.5) for tries in range(1, 12)]

    assert even == sorted(even)
    assert (even[0], even[-1]) == (BACKOFF.first, BACKOFF.most)
    assert (BACKOFF.after(3, 0) * 3, BACKOFF.after(3, 1) * 2) == (BACKOFF.after(3, 1), even[2] * 3)


@given(st.floats(0, 1), st.sampled_from([None, 0, 60, 86_400]), st.sampled_from([301, 404, 429, 500, None]))
def test_a_delivery_is_tried_for_a_day_then_once_more_then_never(
    chance: float, retry_after: int | None, status: int | None
) -> None:
    wait = None if retry_after is None else timedelta(seconds=retry_after)
    answer = Answer(status=status, retry_after=wait, obstacle=Obstacle.TIME if status is None else None)
    delivery, now, tries = told(), START, 0
    while delivery.state is DeliveryState.PENDING:
        taken = claim_delivery(delivery, now, LEASE)
        delivery = settle(taken, now, answer=answer, backoff=BACKOFF, chance=chance)
        tries += 1
        assert (
            wait is None
            or delivery.state is DeliveryState.DEAD
            or delivery.due_at >= min(now + wait, START + BACKOFF.patience)
        )
        last, now = now, delivery.due_at

    assert delivery.state is DeliveryState.DEAD
    assert last == START + BACKOFF.patience
    assert tries <= 40


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_good_status_is_heard(status: int) -> None:
    heard = settle(told(), START, answer=Answer(status=status), backoff=BACKOFF, chance=0)

    assert (heard.state, heard.outcome) == (DeliveryState.DELIVERED, str(status))


@pytest.mark.parametrize("status", [101, 199, 300, 302, 400, 404, 500])
def test_any_other_is_not(status: int) -> None:
    waits = settle(told(), START, answer=Answer(status=status), backoff=BACKOFF, chance=0)

    assert (waits.state, waits.outcome) == (DeliveryState.PENDING, str(status))
    assert waits.due_at > START


def test_a_receiver_that_is_gone_is_not_tried_again() -> None:
    assert settle(told(), START, answer=Answer(status=410), backoff=BACKOFF, chance=0).state is DeliveryState.DEAD


def test_what_was_delivered_stays_so_where_its_webhook_is_ended() -> None:
    heard = replace(told(), state=DeliveryState.DELIVERED)

    assert end(heard) == heard
    assert end(told()).state is DeliveryState.DEAD


def test_a_secret_is_shown_in_the_standards_form_and_not_by_accident() -> None:
    secret = Secret(id=UUID(int=1), key=bytes(range(32)))

    assert base64.b64decode(secret.text.removeprefix("whsec_")) == secret.key
    assert secret.text not in repr(secret)
    assert repr(secret.key) not in repr(secret)


def test_each_owner_has_one_webhook_for_callbacks() -> None:
    assert callbacks_id(OWNER) == callbacks_id(OWNER) != callbacks_id(Owner("other"))
    assert ended().status is JobStatus.SUCCESS
