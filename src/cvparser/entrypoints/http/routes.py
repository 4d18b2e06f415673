"""The routes of the parser. They translate between HTTP and the use cases."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, timedelta
from email.utils import format_datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.datastructures import CacheControlHeader, State
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED
from litestar.types import ExceptionHandlersMap

from cvparser.deadline import within
from cvparser.domain.access.limits import Limits
from cvparser.domain.access.scope import Scope
from cvparser.domain.audit import Action
from cvparser.domain.errors import CVParserError, FieldError, JobUnknownError
from cvparser.domain.job import Job, JobId, JobStatus, ParseMode
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import Wish
from cvparser.domain.submission import Submitter, check_fields, wrong_text
from cvparser.entrypoints.correlation import present_traceparent
from cvparser.entrypoints.http.access import needs, principal_of, use_cases
from cvparser.entrypoints.http.audit import audited
from cvparser.entrypoints.http.bodies import HEAD_ASKED, HTTPRequest, held, json_object, receive
from cvparser.entrypoints.http.delivery import SentResponse
from cvparser.entrypoints.http.documented import (
    DEPRECATION,
    ETAG,
    LOCATION,
    NOT_MODIFIED,
    RETRY_AFTER,
    STILL_PROCESSING,
    Documented,
    JobIdInPath,
    TakesFile,
    TakesText,
    problems,
)
from cvparser.entrypoints.http.entity_tags import unless_known
from cvparser.entrypoints.http.errors import EndpointGoneError, FileMissingError
from cvparser.entrypoints.http.idempotency import REPLAYED, replayed, terms_of
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.problems import problem_response
from cvparser.entrypoints.http.rate_limits import RATE_LIMIT
from cvparser.entrypoints.http.schemas import API, ResultBody, StatusBody, SubmissionBody, job_path
from cvparser.entrypoints.http.uploads import UploadReader
from cvparser.service import Service
from cvparser.settings import Settings

_log = logging.getLogger(__name__)

#: Seconds after which a job that is processing may be looked at again.
LOOK_AGAIN_S = 1
#: When the blocking endpoints were deprecated: 2026-11-24, as RFC 9745 writes it.
DEPRECATED_AT = "@1795478400"
#: Bytes that a multipart body may hold beside the file.
ENVELOPE = 32_768
#: A profile is still a person's: no cache keeps it.
UNCACHED = CacheControlHeader(no_store=True)


def service_of(state: State) -> Service:
    """Return the use cases that the lifespan opened."""
    return cast("Service", state.service)


def answered_in_time(state: State) -> AbstractContextManager[object]:
    """Have all calls to servers in the block, together, take no longer than one may."""
    return within(cast("Settings", state.settings).storage_timeout_s)


async def _submit_file(request: HTTPRequest, state: State) -> Job:
    settings = cast("Settings", state.settings)
    with terms_of(request, principal_of(request).owner, limits_of(request)) as terms, held(request) as body:
        reader = UploadReader(request.headers.get("content-type", ""))
        await receive(request, reader.feed, body, limit=settings.max_file_bytes + ENVELOPE)
        try:
            upload = reader.end()
        except FileMissingError as error:
            raise _with_wrong_fields(error, reader.fields, settings) from None
        submitter, mode, wish = checked_fields(upload.fields, settings)
        with answered_in_time(state):
            job = await use_cases(request).submit_job.file(
                upload.content,
                upload.file_name,
                submitter=submitter,
                mode=mode,
                wish=wish,
                terms=terms,
                traceparent=present_traceparent(),
            )
    return _taken_in(job)


async def _submit_text(request: HTTPRequest, state: State) -> Job:
    with terms_of(request, principal_of(request).owner, limits_of(request)) as terms, held(request) as body:
        fields = await json_object(request, body, use_cases(request).submit_job.fields)
        settings = cast("Settings", state.settings)
        submitter, mode, wish = checked_fields(fields, settings, others=wrong_text(fields.get("text")))
        with answered_in_time(state):
            job = await use_cases(request).submit_job.text(
                str(fields["text"]),
                submitter=submitter,
                mode=mode,
                wish=wish,
                terms=terms,
                traceparent=present_traceparent(),
            )
    return _taken_in(job)


async def _taken(submit: Callable[[HTTPRequest, State], Awaitable[Job]], request: HTTPRequest, state: State) -> Job:
    async with audited(request, Action.SUBMIT) as under_way:
        job = await submit(request, state)
        under_way.is_about(job.id)
    return job


def _taken_in(job: Job) -> Job:
    """Log which job the request has become: its line has the request's id."""
    _log.info("[HTTP] Took in job: %.8s...", job.id, extra={"job_id": str(job.id)})
    return job


def limits_of(request: HTTPRequest) -> Limits:
    """Return what holds for who asks."""
    return service_of(request.app.state).limit_rates.limits_of(principal_of(request))


def _with_wrong_fields(error: FileMissingError, fields: Mapping[str, object], settings: Settings) -> FileMissingError:
    try:
        checked_fields(fields, settings)
    except FieldError as wrong:
        error.also = (wrong, *wrong.also)
    return error


def checked_fields(
    fields: Mapping[str, object], settings: Settings, others: Sequence[FieldError] = ()
) -> tuple[Submitter, ParseMode, Wish]:
    """Return what fields of a submission say, by `domain.submission.check_fields`. Raises FieldError as that."""
    return check_fields(
        user_id=fields.get("user_id"),
        session_id=fields.get("session_id"),
        mode=fields.get("parse_mode"),
        expires_in=fields.get("expires_in"),
        delete_after_read=fields.get("delete_after_read"),
        longest=timedelta(seconds=settings.keep_results_s),
        callback_url=fields.get("callback_url"),
        callbacks=settings.callbacks,
        others=others,
    )


def _accepted(job: Job, request: HTTPRequest) -> Response[SubmissionBody]:
    found_at = location(job_path(job))
    return Response(SubmissionBody.of(job, found_at=found_at), headers={"Location": found_at} | replayed(request))


@post(
    f"{API}/parse-file-async",
    response_description="The job is stored; parsing goes on in the background.",
    status_code=HTTP_202_ACCEPTED,
    operation_id="submitFile",
    operation_class=TakesFile,
    summary="Submit a CV as a file",
    response_headers=[LOCATION, REPLAYED, *RATE_LIMIT],
    responses=problems(401, 403, 408, 409, 410, 413, 415, 422),
    tags=["submit"],
    **needs(Scope.SUBMIT),
)
async def parse_file_async(request: HTTPRequest, state: State) -> Response[SubmissionBody]:
    """Answers at once with the id of a job that parses the CV in the background."""
    return _accepted(await _taken(_submit_file, request, state), request)


@post(
    f"{API}/parse-text-async",
    response_description="The job is stored; parsing goes on in the background.",
    status_code=HTTP_202_ACCEPTED,
    operation_id="submitText",
    operation_class=TakesText,
    summary="Submit a CV as text",
    response_headers=[LOCATION, REPLAYED, *RATE_LIMIT],
    responses=problems(401, 403, 408, 409, 410, 413, 415, 422),
    tags=["submit"],
    **needs(Scope.SUBMIT),
)
async def parse_text_async(request: HTTPRequest, state: State) -> Response[SubmissionBody]:
    """Takes a formatted CV and free prose alike. Answers at once with the id of a job."""
    return _accepted(await _taken(_submit_text, request, state), request)


@get(
    f"{API}/job/{{job_id:str}}",
    summary="Look at a job",
    response_description="The job as it stands.",
    operation_id="getJob",
    operation_class=Documented,
    cache_control=UNCACHED,
    response_headers=[RETRY_AFTER, *RATE_LIMIT],
    responses=problems(401, 403, 404, 410, 503),
    tags=["read"],
    **needs(Scope.READ),
)
async def job_status(job_id: JobIdInPath, request: HTTPRequest, state: State) -> Response[StatusBody]:
    """Poll after 1, 2 and 4 seconds, then every 5; or every 2 seconds, for 60 seconds at most."""
    found = job_id_of(job_id)
    async with audited(request, Action.READ_STATUS, job_id=found):
        with answered_in_time(state):
            job = await use_cases(request).read_job.status(found)
    return Response(StatusBody.of(job), headers=_look_again(job))


@get(
    f"{API}/result/{{job_id:str}}",
    summary="Fetch a result",
    response_description="The result.",
    operation_id="getResult",
    operation_class=Documented,
    cache_control=UNCACHED,
    response_headers=[ETAG],
    responses=problems(401, 403, 404, 409, 410, 503) | STILL_PROCESSING | NOT_MODIFIED,
    tags=["read"],
    **needs(Scope.READ),
)
async def job_result(job_id: JobIdInPath, request: HTTPRequest, state: State) -> Response[ResultBody]:
    """The result once the job has ended in success; its status, with 202, while it is processing.

    A client that keeps results sends the `ETag` of one as `If-None-Match`, and is answered 304 where it still holds.
    Where the submission said `delete_after_read`, the job is erased once the result has arrived.
    """
    found = job_id_of(job_id)
    async with audited(request, Action.READ_RESULT, job_id=found, before_answer=True):
        with answered_in_time(state):
            job, parsed = await use_cases(request).read_job.result(found)
    if parsed is None:
        # Any: the handler's type documents its 200, and 202 is documented beside it.
        processing: Response[Any] = Response(
            StatusBody.of(job), status_code=HTTP_202_ACCEPTED, headers=_look_again(job)
        )
        return processing
    response = _result(request, job, parsed)
    # What is erased once it was read is not asked for again.
    return response if job.delete_after_read else unless_known(request, response)


def _result(request: HTTPRequest, job: Job, parsed: ParsedCV) -> Response[ResultBody]:
    body = ResultBody.of(job, parsed)
    if not job.delete_after_read or HEAD_ASKED in request.scope["state"]:
        return Response(body)
    return SentResponse(body, then=partial(use_cases(request).erase_job.after_read, job))


@delete(
    f"{API}/job/{{job_id:str}}",
    summary="Delete a job",
    operation_id="deleteJob",
    operation_class=Documented,
    response_description="Nothing of the job is left.",
    responses=problems(401, 403, 404),
    tags=["erase"],
    **needs(Scope.ERASE),
)
async def delete_job(job_id: JobIdInPath, request: HTTPRequest, state: State) -> None:
    """Removes the job, its result and its stored file for good. Later reads answer 410."""
    found = job_id_of(job_id)
    async with audited(request, Action.ERASE, job_id=found, before_answer=True):
        with answered_in_time(state):
            await use_cases(request).erase_job(found)


@post(
    f"{API}/job/{{job_id:str}}/cancel",
    status_code=HTTP_200_OK,
    summary="Cancel a job",
    response_description="The job as it has ended: as `failed` by this, or as it had before.",
    operation_id="cancelJob",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404, 410),
    tags=["erase"],
    **needs(Scope.ERASE),
)
async def cancel_job(job_id: JobIdInPath, request: HTTPRequest, state: State) -> Response[StatusBody]:
    """Ends a job that waits or is worked on as `failed`, code `cancelled`. An ended job stays as it is.

    Its document stays until the job is deleted, as that of any job that failed.
    """
    found = job_id_of(job_id)
    async with audited(request, Action.CANCEL, job_id=found):
        with answered_in_time(state):
            return Response(StatusBody.of(await use_cases(request).cancel_job(found)))


def _deprecation(state: State, successor: str) -> dict[str, str]:
    sunset = cast("Settings", state.settings).blocking_sunset.astimezone(UTC)
    return {
        "Deprecation": DEPRECATED_AT,
        "Sunset": format_datetime(sunset, usegmt=True),
        "Link": f'<{location(successor)}>; rel="successor-version"',
    }


def _problems_say_so(successor: str) -> ExceptionHandlersMap:
    """Return handlers of a deprecated route: its problems carry the same headers as its results."""

    def answer(request: HTTPRequest, error: CVParserError) -> Response[bytes]:
        return problem_response(request, error, _deprecation(request.app.state, successor))

    return {CVParserError: answer}


@post(
    f"{API}/parse-file",
    status_code=HTTP_200_OK,
    operation_id="parseFile",
    operation_class=TakesFile,
    summary="Parse a file and wait",
    response_description="The result.",
    cache_control=UNCACHED,
    response_headers=[*DEPRECATION, REPLAYED, *RATE_LIMIT],
    responses=problems(401, 403, 408, 409, 410, 413, 415, 422),
    exception_handlers=_problems_say_so(f"{API}/parse-file-async"),
    deprecated=True,
    tags=["deprecated"],
    **needs(Scope.SUBMIT, Scope.READ),
)
async def parse_file(request: HTTPRequest, state: State) -> Response[ResultBody]:
    """As its async successor, but answers with the result once the job has ended."""
    _require_blocking(state)
    return await _ended(await _taken(_submit_file, request, state), request, successor=f"{API}/parse-file-async")


@post(
    f"{API}/parse-text",
    status_code=HTTP_200_OK,
    operation_id="parseText",
    operation_class=TakesText,
    summary="Parse a text and wait",
    response_description="The result.",
    cache_control=UNCACHED,
    response_headers=[*DEPRECATION, REPLAYED, *RATE_LIMIT],
    responses=problems(401, 403, 408, 409, 410, 413, 415, 422),
    exception_handlers=_problems_say_so(f"{API}/parse-text-async"),
    deprecated=True,
    tags=["deprecated"],
    **needs(Scope.SUBMIT, Scope.READ),
)
async def parse_text(request: HTTPRequest, state: State) -> Response[ResultBody]:
    """As its async successor, but answers with the result once the job has ended."""
    _require_blocking(state)
    return await _ended(await _taken(_submit_text, request, state), request, successor=f"{API}/parse-text-async")


def _require_blocking(state: State) -> None:
    if not cast("Settings", state.settings).blocking_endpoints:
        raise EndpointGoneError


async def _ended(job: Job, request: HTTPRequest, *, successor: str) -> Response[ResultBody]:
    read_job = use_cases(request).read_job
    await read_job.end(job.id)
    async with audited(request, Action.READ_RESULT, job_id=job.id, before_answer=True):
        ended, parsed = await read_job.result(job.id)
    if parsed is None:
        raise JobUnknownError
    response = _result(request, ended, parsed)
    response.headers.update(_deprecation(request.app.state, successor) | replayed(request))
    return response


def _look_again(job: Job) -> dict[str, str]:
    return {"Retry-After": str(LOOK_AGAIN_S)} if job.status is JobStatus.PROCESSING else {}


def job_id_of(text: str) -> JobId:
    """Return the id; what is no UUID is the id of no job."""
    try:
        return JobId(UUID(text))
    except ValueError:
        raise JobUnknownError from None


ROUTES = [
    parse_file_async,
    parse_text_async,
    job_status,
    job_result,
    delete_job,
    cancel_job,
    parse_file,
    parse_text,
]
