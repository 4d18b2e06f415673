"""What a receiver of webhooks does with a call: see that it is the service's, and read it. Standard Webhooks 1.0."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: How far the time of a message may be from one's own: older ones may be sent by who overheard them.
TOLERANCE = timedelta(minutes=5)
#: Signatures of a message that are looked at.
_MOST_SIGNATURES = 16


class WebhookSignatureError(ValueError):
    """A call that is not known to be the service's: answer it with 400, and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """What a webhook is told."""

    #: The same at each try, also after a replay: who has done what is to be done answers 204 and does nothing.
    id: str
    #: `job.completed`, `job.failed` or `job.cancelled`; a later version may have more.
    type: str
    #: When it happened.
    timestamp: datetime
    job_id: str
    #: `success` or `failed`.
    status: str
    #: Why the job failed.
    error_code: str | None = None


def verify_webhook(
    body: bytes, headers: Mapping[str, str], secret: str, *, tolerance: timedelta = TOLERANCE
) -> WebhookEvent:
    """Return what a call says.

    Args:
        body: As it came, byte for byte: JSON that was read and written again has another signature.
        headers: Of the call, whatever the case of their names.
        secret: As the service showed it: `whsec_...`.
        tolerance: How far the time of the message may be from now.

    Raises:
        WebhookSignatureError: it is not signed with this secret, or was not just now.
        ValueError: the secret is none.
    """
    found = {name.lower(): value for name, value in headers.items()}
    message_id, at = found.get("webhook-id", ""), found.get("webhook-timestamp", "")
    key = _key(secret)
    if not (message_id and at.isascii() and at.isdigit() and len(at) <= 12):
        raise WebhookSignatureError("The headers webhook-id and webhook-timestamp are missing or not valid.")
    if abs(time.time() - int(at)) > tolerance.total_seconds():
        raise WebhookSignatureError("The message is too old, or from the future: look at this machine's clock.")
    wanted = hmac.digest(key, f"{message_id}.{at}.".encode() + body, "sha256")
    # All are compared: how long it takes tells nothing.
    if not sum(hmac.compare_digest(wanted, each) for each in _signatures(found.get("webhook-signature", ""))):
        raise WebhookSignatureError("No signature of the message is this secret's.")
    return _event(message_id, body)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ValueError("The secret must be as the service showed it: whsec_ and base64.")
    return key


def _signatures(header: str) -> Iterator[bytes]:
    for each in header.split(" ")[:_MOST_SIGNATURES]:
        version, _, text = each.partition(",")
        if version == "v1" and text.isascii():
            try:
                yield base64.b64decode(text, validate=True)
            except binascii.Error:
                continue


def _event(message_id: str, body: bytes) -> WebhookEvent:
    said = json.loads(body)
    data = said["data"]
    return WebhookEvent(
        id=message_id,
        type=said["type"],
        timestamp=datetime.strptime(said["timestamp"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        job_id=data["job_id"],
        status=data["status"],
        error_code=data.get("error_code"),
    )
