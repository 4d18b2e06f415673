"""What is said between a client and the service from a document to its profile."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cvparser.client.problems import error_of
from cvparser.client.steps import Conversation, Follow, Pause, Reply, Request
from cvparser.domain.errors import CVParserError, UnavailableError
from cvparser.domain.profile import ParsedCV, WarningCode

API = "/api/v1/parser"
#: Seconds between two looks at a job, the last for all that follow: as the service's documentation has it.
PAUSES = (1.0, 2.0, 4.0, 5.0)
#: Times that a broken event stream is opened again before the job is looked at instead.
MAX_STREAMS = 3
#: Seconds before a request is sent again to a service that is not there, or says not when.
AGAIN_S = 2.0

_TRY_AGAIN = frozenset({429, 502, 503, 504})
_FINAL = frozenset({"success", "failed"})
#: The same is just being taken in: it was sent before, and its answer got lost.
_UNDER_WAY = "idempotency_key_in_use"


class StillProcessingError(TimeoutError):
    """The job did not end in the time that there was. It goes on: `wait` waits for it anew.

    Attributes:
        job_id: Its id.
    """

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Job {job_id} did not end in time; it goes on.")
        self.job_id = job_id


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """A job as it stands.

    Attributes:
        id: Its id.
        status: `success` and `failed` are final.
        told: All that the service says of it.
    """

    id: str
    status: Literal["processing", "success", "failed"]
    told: Mapping[str, Any]


class Limit:
    """So many seconds from now on; None: for ever."""

    def __init__(self, seconds: float | None, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until = float("inf") if seconds is None else now() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self._until - self._now()


def submitted(request: Request, limit: Limit) -> Conversation[str]:
    """Submit, and return the job's id. Sent again only where the service said that it took nothing in.

    Raises:
        CVParserError: the service refuses, or cannot be reached.
    """
    reply = yield from answered(request, limit, again=False)
    return str(json.loads(reply.body)["job_id"])


def waited_for(job_id: str, limit: Limit) -> Conversation[ParsedCV]:
    """Follow a job to its end, and return what came of it.

    Raises:
        CVParserError: the job failed, or the service refuses.
        StillProcessingError: it did not end in time.
    """
    for _ in range(MAX_STREAMS):
        if limit.left <= 0:
            raise StillProcessingError(job_id)
        state = yield Follow(path=f"{API}/job/{job_id}/events", limit=limit.left)
        if state is None:
            break
        if state["status"] in _FINAL:
            return (yield from result(job_id, limit))
    return (yield from _polled(job_id, limit))


def _polled(job_id: str, limit: Limit) -> Conversation[ParsedCV]:
    for pause in pauses():
        reply = yield from answered(Request(method="GET", path=f"{API}/job/{job_id}"), limit)
        if json.loads(reply.body)["status"] in _FINAL:
            break
        seconds = max(pause, reply.retry_after or 0)
        if seconds > limit.left:
            raise StillProcessingError(job_id)
        yield Pause(seconds=seconds)
    return (yield from result(job_id, limit))


def pauses() -> Iterator[float]:
    """Yield the seconds between looks, for ever."""
    yield from PAUSES
    while True:
        yield PAUSES[-1]


def result(job_id: str, limit: Limit) -> Conversation[ParsedCV]:
    """Return the result of a job that has ended.

    Raises:
        CVParserError: the job failed, or the service refuses.
        StillProcessingError: it has not ended.
    """
    reply = yield from answered(Request(method="GET", path=f"{API}/result/{job_id}"), limit)
    if reply.status == 202:
        raise StillProcessingError(job_id)
    return parsed_of(json.loads(reply.body)["parsed_data"])


def looked_at(job_id: str, limit: Limit) -> Conversation[JobState]:
    """Return a job as it stands. Raises CVParserError as the service refuses."""
    return _state((yield from answered(Request(method="GET", path=f"{API}/job/{job_id}"), limit)))


def cancelled(job_id: str, limit: Limit) -> Conversation[JobState]:
    """End a job, and return it as it stands then. Raises CVParserError as the service refuses."""
    return _state((yield from answered(Request(method="POST", path=f"{API}/job/{job_id}/cancel"), limit)))


def deleted(job_id: str, limit: Limit) -> Conversation[None]:
    """Remove a job, its result and its file. Raises CVParserError as the service refuses."""
    yield from answered(Request(method="DELETE", path=f"{API}/job/{job_id}"), limit)


def _state(reply: Reply) -> JobState:
    told = json.loads(reply.body)
    return JobState(id=told["job_id"], status=told["status"], told=told)


def parsed_of(data: dict[str, Any]) -> ParsedCV:
    """Return a result; what a later version of the service adds is left out."""
    known = {code.value for code in WarningCode}
    meta = data["meta"] | {"warnings": [each for each in data["meta"].get("warnings", []) if each in known]}
    return ParsedCV.model_validate(data | {"meta": meta}, extra="ignore")


def answered(request: Request, limit: Limit, *, again: bool = True) -> Conversation[Reply]:
    """Return the good answer to a request; ask again, while there is time, where the service is away.

    Args:
        request: What is asked.
        limit: The time that there is.
        again: Whether it may be sent again where nobody knows whether it arrived.
    """
    while True:
        reply: Reply | None = yield request
        if reply is not None and reply.status < 400:
            return reply
        if reply is None:
            error: CVParserError = UnavailableError("The service cannot be reached, or broke off its answer.")
            may_try = again
        else:
            error = error_of(reply)
            may_try = reply.status in _TRY_AGAIN or error.code == _UNDER_WAY
        seconds = AGAIN_S if reply is None or reply.retry_after is None else reply.retry_after
        if not may_try or seconds > limit.left:
            raise error
        yield Pause(seconds=seconds)
