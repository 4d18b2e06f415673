"""The routes of batches: many submissions at once, looked at, followed, read and ended together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Annotated, Final, cast
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.datastructures import State
from litestar.openapi.spec import Example
from litestar.params import PathParameter, QueryParameter
from litestar.response import ServerSentEvent, Stream
from litestar.response.sse import ServerSentEventMessage
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from cvparser.application.read_batch import ReadBatch
from cvparser.application.submit_batch import SubmittedAs
from cvparser.composition import UseCases
from cvparser.domain.access.scope import Scope
from cvparser.domain.audit import Action
from cvparser.domain.batch import BatchItem, BatchState, BatchStatus, BatchUnknownError
from cvparser.domain.batch_item import SentFile, SentItem
from cvparser.domain.batch_place import BatchId
from cvparser.domain.errors import CVParserError
from cvparser.domain.job import Job, JobId, JobStatus
from cvparser.entrypoints.correlation import present_traceparent
from cvparser.entrypoints.http.access import needs, principal_of, use_cases
from cvparser.entrypoints.http.audit import act_of, audited
from cvparser.entrypoints.http.batch_bodies import receiving
from cvparser.entrypoints.http.batch_schemas import (
    BatchBody,
    BatchItemBody,
    BatchResultBody,
    BatchStatusBody,
    BatchSubmissionBody,
    RefusedItemBody,
    batch_path,
)
from cvparser.entrypoints.http.bodies import HEAD_ASKED, HTTPRequest, held
from cvparser.entrypoints.http.delivery import arrivals, whole_or_cut
from cvparser.entrypoints.http.documented import LINES, LOCATION, RETRY_AFTER, Documented, TakesBatch, problems
from cvparser.entrypoints.http.idempotency import REPLAYED, replayed, terms_of
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.problems import json_of, problem_of, problem_response
from cvparser.entrypoints.http.push import RECONNECT_MS, TOLD_ALL
from cvparser.entrypoints.http.rate_limits import RATE_LIMIT, count_item
from cvparser.entrypoints.http.routes import UNCACHED, answered_in_time, checked_fields, limits_of, service_of
from cvparser.entrypoints.http.schemas import API
from cvparser.settings import Settings

_log = logging.getLogger(__name__)

#: Refusals that an answer to a submission lists.
MAX_REFUSALS: Final = 100
#: Items of one piece of the results, which are in memory together.
RESULTS_AT_ONCE: Final = 50
#: Seconds after which a batch that is not done may be looked at again.
LOOK_AGAIN_S: Final = 2
#: Where the scope's state names the batch that a request has opened.
_OPENED = "opened_batch"

BatchIdInPath = Annotated[
    str,
    PathParameter(
        description="The batch's id, as the submission answered it.",
        schema_extra={"format": "uuid"},
        examples=[Example(value="6f1e2d3c-4b5a-4697-8788-99aabbccddee")],
    ),
]
After = Annotated[
    int | None, QueryParameter(ge=0, le=1_000_000, description="Only items behind this position: `next` of a page.")
]
PageLimit = Annotated[int, QueryParameter(ge=0, le=200, description="Items at most.")]
ResultLimit = Annotated[int, QueryParameter(ge=1, le=10_000, description="Lines at most.")]


def _say_where(request: HTTPRequest, error: CVParserError) -> Response[bytes]:
    """Return the problem of a batch that broke off; where items were taken in, with the address of what is there."""
    opened = request.scope["state"].get(_OPENED)
    return problem_response(request, error, {} if opened is None else {"Location": location(batch_path(opened))})


@post(
    f"{API}/parse-batch-async",
    response_description="All of it came; each item is a job, or refused.",
    status_code=HTTP_202_ACCEPTED,
    operation_id="submitBatch",
    operation_class=TakesBatch,
    summary="Submit many CVs",
    response_headers=[LOCATION, REPLAYED, *RATE_LIMIT],
    responses=problems(401, 403, 408, 409, 410, 413, 415, 422),
    exception_handlers={CVParserError: _say_where},
    tags=["batches"],
    **needs(Scope.SUBMIT),
)
async def parse_batch_async(request: HTTPRequest, state: State) -> Response[BatchSubmissionBody]:
    """Files, a ZIP of files, or texts as lines of JSON; each becomes a job, taken in while the next still comes.

    An item that cannot be used is refused alone. A batch that breaks off leaves what came before, at the `Location` of
    the problem: sent again with the same `Idempotency-Key`, it goes on where it was.
    """
    # One line for the batch, beside one for each job.
    async with audited(request, Action.SUBMIT):
        taken = await _received(request, cast("Settings", state.settings))
    reading = use_cases(request).read_batch
    refusals = await _refusals(reading.items, taken) if taken.counts.refused else []
    found_at = location(batch_path(taken.batch.id))
    body = BatchSubmissionBody.of(taken, refusals, found_at=found_at)
    return Response(body, headers={"Location": found_at} | replayed(request))


async def _received(request: HTTPRequest, settings: Settings) -> BatchState:
    cases, limits = use_cases(request), limits_of(request)
    has_counted = False

    async def count(item: SentItem) -> None:
        # The first, and the bytes of the body, were counted with the request.
        nonlocal has_counted
        is_unpacked = isinstance(item, SentFile) and item.is_unpacked
        is_another, has_counted = has_counted, True
        await count_item(request, is_another=is_another, more_bytes=item.size if is_unpacked else 0)

    with terms_of(request, principal_of(request).owner, limits) as terms, held(request) as body:
        async with receiving(request, body, settings, cases.submit_job.fields) as (received, account):
            submitter, mode, wish = checked_fields(await received.fields(), settings)

            def settled(item: SentItem) -> None:
                account.settle(item.size)

            return await cases.submit_batch(
                received.items(),
                SubmittedAs(
                    submitter=submitter,
                    mode=mode,
                    wish=wish,
                    terms=terms,
                    traceparent=present_traceparent(),
                    before_each=count,
                    on_job=lambda job: _taken_in(request, job),
                    on_settled=settled,
                ),
                on_open=lambda batch_id: request.scope["state"].__setitem__(_OPENED, batch_id),
            )


def _taken_in(request: HTTPRequest, job: Job) -> None:
    _audit_later(request, Action.SUBMIT, job.id)
    _log.info("[HTTP] Took in job: %.8s...", job.id, extra={"job_id": str(job.id)})


def _audit_later(request: HTTPRequest, action: Action, job_id: JobId) -> None:
    record_audit = service_of(request.app.state).record_audit
    if record_audit is not None:
        record_audit.later(act_of(request, action, job_id))


async def _refusals(items: Callable[..., Awaitable[Sequence[BatchItem]]], taken: BatchState) -> list[RefusedItemBody]:
    """Return the first refusals of a batch."""
    found: list[RefusedItemBody] = []
    page = await items(taken.batch.id, 200)
    while page and len(found) < min(MAX_REFUSALS, taken.counts.refused):
        found += [
            RefusedItemBody(position=each.place.position, item=each.place.label, code=each.refused)
            for each in page
            if each.refused is not None
        ]
        page = await items(taken.batch.id, 200, after=page[-1].place.position)
    return found[:MAX_REFUSALS]


@get(
    f"{API}/batch/{{batch_id:str}}",
    summary="Look at a batch",
    response_description="The batch as it stands, with a page of its items.",
    operation_id="getBatch",
    operation_class=Documented,
    cache_control=UNCACHED,
    response_headers=[RETRY_AFTER, *RATE_LIMIT],
    responses=problems(401, 403, 404, 410, 503),
    tags=["batches"],
    **needs(Scope.READ),
)
async def batch_status(
    batch_id: BatchIdInPath, request: HTTPRequest, state: State, after: After = None, limit: PageLimit = 50
) -> Response[BatchBody]:
    """Counts of its items by what they are now, and a page of them, by their positions.

    `is_whole` says whether all of it came. Ask with `limit=0` for the counts alone.
    """
    found, reading = batch_id_of(batch_id), use_cases(request).read_batch
    async with audited(request, Action.READ_STATUS):
        with answered_in_time(state):
            stands = await reading.status(found)
            page = await reading.items(found, limit, after=after) if limit else []
    body = BatchBody.with_items(stands, [BatchItemBody.of(item) for item in page], limit=limit or -1)
    return Response(body, headers=_look_again(stands))


@get(
    f"{API}/batch/{{batch_id:str}}/events",
    summary="Follow a batch",
    response_description="An event `batch` for each change of its counts; the last is its end.",
    operation_id="followBatch",
    operation_class=Documented,
    cache_control=UNCACHED,
    media_type="text/event-stream",
    responses=problems(401, 403, 404, 410) | TOLD_ALL,
    tags=["batches"],
    **needs(Scope.READ, takes_ticket=True),
)
async def batch_events(batch_id: BatchIdInPath, request: HTTPRequest) -> ServerSentEvent | Response[None]:
    """Server-sent events: the batch as it stands, then its counts as they change, up to its end.

    Half a second apart at least. A connection that breaks is made again by the client, and begins with the batch as it
    stands then. A batch that is deleted meanwhile ends with an event `problem`.
    """
    found, reading = batch_id_of(batch_id), use_cases(request).read_batch
    async with audited(request, Action.READ_STATUS):
        stands = await reading.status(found)
    if stands.status is BatchStatus.DONE and request.headers.get("last-event-id") == BatchStatus.DONE:
        return Response(None, status_code=HTTP_204_NO_CONTENT)
    return ServerSentEvent(_events(reading, found))


async def _events(reading: ReadBatch, batch_id: BatchId) -> AsyncGenerator[ServerSentEventMessage, None]:
    try:
        async with aclosing(reading.follow(batch_id)) as states:
            async for state in states:
                body = BatchStatusBody.of(state).model_dump_json()
                yield ServerSentEventMessage(data=body, event="batch", id=state.status, retry=RECONNECT_MS)
    except CVParserError as error:
        body = json_of(problem_of(error)).decode()
        yield ServerSentEventMessage(data=body, event="problem", id=error.code, retry=RECONNECT_MS)


@get(
    f"{API}/batch/{{batch_id:str}}/results",
    summary="Fetch the results of a batch",
    response_description="A line of JSON for each item, by its position, sent while it is read.",
    operation_id="getBatchResults",
    operation_class=Documented,
    cache_control=UNCACHED,
    media_type=LINES,
    responses=problems(401, 403, 404, 410, 503),
    tags=["batches"],
    **needs(Scope.READ),
)
async def batch_results(
    batch_id: BatchIdInPath,
    request: HTTPRequest,
    state: State,
    after: After = None,
    limit: ResultLimit = 10_000,
) -> Stream:
    """Every item in a line: what became of it, and its result where its job ended in success.

    Items whose jobs have not ended are among them: wait for the end of the batch first. Where the submission said
    `delete_after_read`, jobs are erased once their lines have arrived. Lines that end before the last item broke off:
    ask for what is behind the last position.
    """
    found = batch_id_of(batch_id)
    with answered_in_time(state):
        await use_cases(request).read_batch.status(found)
    if HEAD_ASKED in request.scope["state"]:
        return Stream(iter(()), media_type=LINES)
    return Stream(whole_or_cut(_lines(request, found, after, limit), request), media_type=LINES)


async def _lines(request: HTTPRequest, batch_id: BatchId, after: int | None, left: int) -> AsyncIterator[bytes]:
    cases = use_cases(request)
    async with arrivals(request) as has_arrived:
        while left > 0:
            page = await cases.read_batch.items(batch_id, min(RESULTS_AT_ONCE, left), after=after)
            if not page:
                return
            yield b"".join(await asyncio.gather(*(_line(request, cases, item) for item in page)))
            await _erase_read(cases, page, has_arrived)
            after, left = page[-1].place.position, left - len(page)


async def _line(request: HTTPRequest, cases: UseCases, item: BatchItem) -> bytes:
    parsed = None
    if item.job is not None and item.job.status is JobStatus.SUCCESS:
        async with audited(request, Action.READ_RESULT, job_id=item.job.id, before_answer=True):
            parsed = await cases.read_batch.result(item)
    return BatchResultBody.with_result(item, parsed).model_dump_json().encode() + b"\n"


async def _erase_read(cases: UseCases, page: Sequence[BatchItem], has_arrived: Callable[[], Awaitable[bool]]) -> None:
    """Erase those of a page whose results were to be read once, when they have arrived."""
    read = [
        item.job
        for item in page
        if item.job is not None and item.job.delete_after_read and item.job.status is JobStatus.SUCCESS
    ]
    if read and await has_arrived():
        await asyncio.gather(*(cases.erase_job.after_read(job) for job in read))


@post(
    f"{API}/batch/{{batch_id:str}}/cancel",
    status_code=HTTP_200_OK,
    summary="Cancel a batch",
    response_description="The batch as it stands then: none of its jobs goes on.",
    operation_id="cancelBatch",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404, 410),
    tags=["batches"],
    **needs(Scope.ERASE),
)
async def cancel_batch(batch_id: BatchIdInPath, request: HTTPRequest) -> Response[BatchStatusBody]:
    """Ends the unfinished jobs of a batch as `failed`, code `cancelled`. Those that have ended stay as they are."""
    stands = await use_cases(request).end_batch.cancel(
        batch_id_of(batch_id), on_job=lambda job_id: _audit_later(request, Action.CANCEL, job_id)
    )
    return Response(BatchStatusBody.of(stands))


@delete(
    f"{API}/batch/{{batch_id:str}}",
    summary="Delete a batch",
    operation_id="deleteBatch",
    operation_class=Documented,
    response_description="Nothing of the batch and its jobs is left.",
    responses=problems(401, 403, 404),
    tags=["batches"],
    **needs(Scope.ERASE),
)
async def delete_batch(batch_id: BatchIdInPath, request: HTTPRequest) -> None:
    """Removes the jobs of a batch, their results and stored files for good. Later reads of it answer 410."""
    found = batch_id_of(batch_id)
    async with audited(request, Action.ERASE, before_answer=True):
        await use_cases(request).end_batch.erase(
            found, on_job=lambda job_id: _audit_later(request, Action.ERASE, job_id)
        )


def _look_again(state: BatchState) -> dict[str, str]:
    return {} if state.status is BatchStatus.DONE else {"Retry-After": str(LOOK_AGAIN_S)}


def batch_id_of(text: str) -> BatchId:
    """Return the id; what is no UUID is the id of no batch."""
    try:
        return BatchId(UUID(text))
    except ValueError:
        raise BatchUnknownError from None


BATCHES = [parse_batch_async, batch_status, batch_events, batch_results, cancel_batch, delete_batch]
