"""What is said between a client and the service about many documents at once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, TypeVar

from cvparser.client.conversation import (
    API,
    MAX_STREAMS,
    Limit,
    StillProcessingError,
    answered,
    parsed_of,
    pauses,
)
from cvparser.client.problems import error_of_code
from cvparser.client.requests import Source, Submission, read
from cvparser.client.steps import Conversation, Follow, Pause, Request
from cvparser.domain.errors import CVParserError, JobErasedError
from cvparser.domain.profile import ParsedCV

T = TypeVar("T")
#: Documents of one batch, where nobody says otherwise: they are in memory while it is sent.
AT_ONCE = 100
#: Results that are fetched at once.
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document of a batch.

    Attributes:
        source: A path, its bytes, or a binary file.
        name: Its name, whose ending says what it is; else that of the file.
        label: Your own name for it, of letters, digits and any of `_ . : @ + | = / ~ -`; nobody's name.
    """

    source: Source
    name: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTaken:
    """A batch that was taken in.

    Attributes:
        id: Its id.
        accepted: Items that are jobs.
        refused: Items that were not taken in.
    """

    id: str
    accepted: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """What came of an item: a profile, or an error.

    Attributes:
        position: Of the item, from 0 on, in the order in which items were given.
        label: Your own name for it.
        job_id: Its job; None where it was refused.
        status: What became of it.
        parsed: What the job found; None unless it succeeded.
        error: Why it was refused, or its job failed: what `parse` raises for it.
    """

    position: int
    label: str | None
    job_id: str | None
    status: Literal["processing", "success", "failed", "refused", "erased"]
    parsed: ParsedCV | None
    error: CVParserError | None


def files_request(sources: Iterable[Source | Item], submission: Submission) -> Request:
    """Return the request that submits documents as one batch; sent again, it is the same batch.

    Raises:
        OSError: one cannot be read.
        ValueError: one has no name, or there is none.
    """
    parts: list[tuple[str, tuple[str | None, bytes]]] = [
        (name, (None, value.encode())) for name, value in submission.form().items()
    ]
    items = [each if isinstance(each, Item) else Item(source=each) for each in sources]
    for item in items:
        content, known = read(item.source)
        name = item.name or known
        if not name:
            raise ValueError('Say what the document is called, such as name="cv.pdf": its ending says what it is.')
        if item.label is not None:
            parts.append(("item", (None, item.label.encode())))
        parts.append(("files", (name, content)))
    _require_any(items)
    return Request(method="POST", path=f"{API}/parse-batch-async", parts=parts, headers=_known_again())


def texts_request(texts: Sequence[str], submission: Submission) -> Request:
    """Return the request that submits texts as one batch. Raises ValueError where there is none."""
    _require_any(texts)
    lines = [submission.fields(), *({"text": text} for text in texts)]
    body = "".join(json.dumps(line) + "\n" for line in lines).encode()
    headers = _known_again() | {"Content-Type": "application/x-ndjson"}
    return Request(method="POST", path=f"{API}/parse-batch-async", content=body, headers=headers)


def chunks(sources: Iterable[T], at_once: int) -> Iterator[list[T]]:
    """Yield `sources` in lists of at most `at_once`."""
    them = iter(sources)
    while chunk := list(islice(them, at_once)):
        yield chunk


def submitted(request: Request, limit: Limit) -> Conversation[BatchTaken]:
    """Submit a batch; where nobody knows whether it arrived, again: it is known by its key.

    Raises:
        CVParserError: the service refuses, or cannot be reached.
    """
    told = json.loads((yield from answered(request, limit)).body)
    return BatchTaken(id=told["batch_id"], accepted=told["accepted"], refused=told["refused"])


def waited_for(batch_id: str, limit: Limit) -> Conversation[None]:
    """Follow a batch to its end.

    Raises:
        CVParserError: the service refuses.
        StillProcessingError: it did not end in time.
    """
    for _ in range(MAX_STREAMS):
        if limit.left <= 0:
            raise StillProcessingError(batch_id)
        state = yield Follow(path=f"{API}/batch/{batch_id}/events", limit=limit.left)
        if state is None:
            break
        if state["status"] == "done":
            return
    for pause in pauses():
        reply = yield from answered(Request(method="GET", path=f"{API}/batch/{batch_id}?limit=0"), limit)
        if json.loads(reply.body)["status"] == "done":
            return
        seconds = max(pause, reply.retry_after or 0)
        if seconds > limit.left:
            raise StillProcessingError(batch_id)
        yield Pause(seconds=seconds)


def results(batch_id: str, after: int | None, limit: Limit) -> Conversation[list[ItemResult]]:
    """Return what came of some items, those behind a position, or the first. Raises CVParserError as refused."""
    behind = "" if after is None else f"&after={after}"
    request = Request(method="GET", path=f"{API}/batch/{batch_id}/results?limit={PAGE}{behind}")
    reply = yield from answered(request, limit)
    return [_result_of(json.loads(line)) for line in reply.body.splitlines()]


def cancelled(batch_id: str, limit: Limit) -> Conversation[None]:
    """End the unfinished jobs of a batch. Raises CVParserError as the service refuses."""
    yield from answered(Request(method="POST", path=f"{API}/batch/{batch_id}/cancel"), limit)


def deleted(batch_id: str, limit: Limit) -> Conversation[None]:
    """Remove a batch, its jobs, their results and files. Raises CVParserError as the service refuses."""
    yield from answered(Request(method="DELETE", path=f"{API}/batch/{batch_id}"), limit)


def _result_of(told: dict[str, Any]) -> ItemResult:
    result, code = told["result"], told["error_code"]
    error = None if code is None else error_of_code(code, None)
    return ItemResult(
        position=told["position"],
        label=told["item"],
        job_id=told["job_id"],
        status=told["status"],
        parsed=None if result is None else parsed_of(result["parsed_data"]),
        error=JobErasedError() if told["status"] == "erased" else error,
    )


def _require_any(items: Sequence[object]) -> None:
    if not items:
        raise ValueError("Give at least one document.")


def _known_again() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}
