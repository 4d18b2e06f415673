"""Errors as RFC 9457 problem details. The one table from our errors to HTTP's statuses."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from cvparser.application.retry_job import JobNotEndedError
from cvparser.domain import errors
from cvparser.domain.access import errors as access_errors
from cvparser.domain.access.errors import AccessDeniedError, KeyMissingError, ScopeMissingError
from cvparser.domain.access.limits import RateLimitedError
from cvparser.domain.batch import BatchErasedError, BatchTooLargeError, BatchUnknownError
from cvparser.domain.errors import CVParserError, FieldError, JobFailedError
from cvparser.domain.idempotency import IdempotencyKeyInUseError, IdempotencyKeyReusedError
from cvparser.domain.webhook import DeliveryUnknownError, TooManyWebhooksError, WebhookUnknownError
from cvparser.entrypoints.http import errors as http_errors
from cvparser.entrypoints.http.bodies import BODY_READ, HTTPRequest
from cvparser.entrypoints.http.errors import FileMissingError
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.problem_page import is_page_wanted, problem_page
from cvparser.entrypoints.http.schemas import FieldProblem, ProblemBody

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
#: Seconds after which an unavailable service may be asked again.
RETRY_AFTER_S = 5
#: What a WebSocket is closed with is this and the HTTP status of the problem that was sent before.
CLOSE_CODE = 4_000

#: The most specific class that is here decides.
STATUS: dict[type[CVParserError], HTTPStatus] = {
    CVParserError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InputError: HTTPStatus.BAD_REQUEST,
    errors.ProcessingObjectedError: HTTPStatus.FORBIDDEN,
    errors.FieldError: HTTPStatus.UNPROCESSABLE_ENTITY,
    http_errors.FileTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    http_errors.MultipartLimitError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    http_errors.RequestTimeoutError: HTTPStatus.REQUEST_TIMEOUT,
    http_errors.EncodingNotSupportedError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    http_errors.MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    http_errors.HostNotAllowedError: HTTPStatus.MISDIRECTED_REQUEST,
    http_errors.OriginNotAllowedError: HTTPStatus.FORBIDDEN,
    http_errors.ThisMachineOnlyError: HTTPStatus.FORBIDDEN,
    http_errors.EndpointGoneError: HTTPStatus.GONE,
    http_errors.UpgradeRequiredError: HTTPStatus.UPGRADE_REQUIRED,
    errors.DocumentError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TypeNotAllowedError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.LegacyDocError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.MacroNotAllowedError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.ArchiveNotReadError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.DecompressionLimitError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.TextError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ExtractionTimeoutError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ExtractionCrashedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TextTooLongError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.FileGoneError: HTTPStatus.GONE,
    errors.JobUnknownError: HTTPStatus.NOT_FOUND,
    errors.JobErasedError: HTTPStatus.GONE,
    BatchUnknownError: HTTPStatus.NOT_FOUND,
    BatchErasedError: HTTPStatus.GONE,
    BatchTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.JobFailedError: HTTPStatus.CONFLICT,
    errors.JobCancelledError: HTTPStatus.CONFLICT,
    JobNotEndedError: HTTPStatus.CONFLICT,
    errors.UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    IdempotencyKeyReusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    IdempotencyKeyInUseError: HTTPStatus.CONFLICT,
    RateLimitedError: HTTPStatus.TOO_MANY_REQUESTS,
    http_errors.TooManyAtOnceError: HTTPStatus.TOO_MANY_REQUESTS,
    http_errors.TooManyWrongKeysError: HTTPStatus.TOO_MANY_REQUESTS,
    access_errors.AccessDeniedError: HTTPStatus.UNAUTHORIZED,
    access_errors.ScopeMissingError: HTTPStatus.FORBIDDEN,
    WebhookUnknownError: HTTPStatus.NOT_FOUND,
    DeliveryUnknownError: HTTPStatus.NOT_FOUND,
    TooManyWebhooksError: HTTPStatus.CONFLICT,
}

_TITLES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}

#: Codes of what Litestar itself answers, by status.
_FRAMEWORK_CODES = {
    HTTPStatus.BAD_REQUEST: "request_invalid",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: http_errors.FileTooLargeError.code,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: http_errors.MediaTypeError.code,
}
_FRAMEWORK_DETAILS = {
    HTTPStatus.BAD_REQUEST: "The request is malformed.",
    HTTPStatus.NOT_FOUND: "Nothing is at this address. The API is described at /docs.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method; see the Allow header.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: http_errors.FileTooLargeError.default_message,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "This address does not take this media type.",
}


def title_of(status: HTTPStatus) -> str:
    """Return the name that RFC 9110 has for a status: Python's changed with 3.13."""
    return _TITLES.get(status, status.phrase)


def status_of(kind: type[CVParserError]) -> HTTPStatus:
    """Return the status of an error class."""
    return next(STATUS[each] for each in kind.__mro__ if each in STATUS)


def problem_of(error: CVParserError) -> ProblemBody:
    """Return the problem details of an error of ours."""
    status = status_of(type(error))
    return ProblemBody(
        type=_type_of(error.code),
        title=title_of(status),
        status=status,
        detail=error.message,
        code=error.code,
        errors=_fields_of(error),
        error_code=error.reason_code if isinstance(error, JobFailedError) else None,
    )


def _type_of(code: str) -> str:
    return location(f"/problems/{code}")


def _fields_of(error: CVParserError) -> list[FieldProblem] | None:
    wrong: tuple[FieldError, ...] = ()
    if isinstance(error, FieldError):
        wrong = (error, *error.also)
    elif isinstance(error, FileMissingError):
        wrong = error.also
    return [FieldProblem(field=each.field, code=each.code, message=each.message) for each in wrong] or None


def json_of(problem: ProblemBody) -> bytes:
    """Return the bytes of a problem."""
    return problem.model_dump_json(exclude_none=True).encode()


def _answer(request: HTTPRequest, problem: ProblemBody, headers: dict[str, str]) -> Response[bytes]:
    # A body that nobody reads any more can only be got rid of with its connection.
    ends = request.method == "POST" and BODY_READ not in request.scope["state"]
    sent = headers | ({"Connection": "close"} if ends else {})
    if is_page_wanted(request):
        return problem_page(problem, headers=sent)
    return Response(json_of(problem), status_code=problem.status, media_type=MEDIA_TYPE, headers=sent)


def problem_response(
    request: HTTPRequest, error: CVParserError, headers: Mapping[str, str] = MappingProxyType({})
) -> Response[bytes]:
    """Return the answer to an error of ours, with `headers` beside its own."""
    problem = problem_of(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("Request failed: %s", error.code)
    own = {"Retry-After": str(_retry_after_s(error))} if error.retryable else {}
    upgrade = {"Upgrade": "websocket"} if isinstance(error, http_errors.UpgradeRequiredError) else {}
    return _answer(request, problem, {**headers, **own, **upgrade, **_challenge(error)})


def _retry_after_s(error: CVParserError) -> int:
    return error.retry_after_s if isinstance(error, RateLimitedError) else RETRY_AFTER_S


def _challenge(error: CVParserError) -> dict[str, str]:
    """Return the header that says how to be let in: RFC 6750, 3."""
    if not isinstance(error, AccessDeniedError):
        return {}
    reason = "" if isinstance(error, KeyMissingError) else ', error="invalid_token"'
    if isinstance(error, ScopeMissingError):
        reason = f', error="insufficient_scope", scope="{error.scope}"'
    return {"WWW-Authenticate": f'Bearer realm="cvparser"{reason}'}


def _on_our_error(request: HTTPRequest, error: CVParserError) -> Response[bytes]:
    return problem_response(request, error)


def _on_framework_error(request: HTTPRequest, error: HTTPException) -> Response[bytes]:
    status = HTTPStatus(error.status_code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _on_any_error(request, error)
    code = _FRAMEWORK_CODES.get(status, "request_invalid")
    detail = _FRAMEWORK_DETAILS.get(status, _FRAMEWORK_DETAILS[HTTPStatus.BAD_REQUEST])
    problem = ProblemBody(type=_type_of(code), title=title_of(status), status=status, detail=detail, code=code)
    headers = {name: _with_head(value) if name.lower() == "allow" else value for name, value in _headers(error)}
    return _answer(request, problem, headers)


def _headers(error: HTTPException) -> Iterable[tuple[str, str]]:
    return (error.headers or {}).items()


def _with_head(allowed: str) -> str:
    """Return the methods of a header Allow; what answers GET answers HEAD."""
    return f"{allowed}, HEAD" if "GET" in allowed else allowed


def _on_any_error(request: HTTPRequest, error: Exception) -> Response[bytes]:
    # The type only: a foreign message can quote the request.
    _log.error("Request failed: %s (%s)", CVParserError.code, type(error).__name__)
    return _answer(request, problem_of(CVParserError("Something went wrong on our side. Try again later.")), {})


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    CVParserError: _on_our_error,
    HTTPException: _on_framework_error,
    Exception: _on_any_error,
}


def explanation(code: str) -> ProblemBody | None:
    """Return what a problem's `type` leads to: the problem as it is by default, or None for an unknown code."""
    for status, known in _FRAMEWORK_CODES.items():
        if code == known and code not in errors.error_codes():
            detail = _FRAMEWORK_DETAILS[status]
            return ProblemBody(type=_type_of(code), title=title_of(status), status=status, detail=detail, code=code)
    kind = errors.error_codes().get(code)
    if kind is None:
        return None
    status = status_of(kind)
    return ProblemBody(
        type=_type_of(code), title=title_of(status), status=status, detail=kind.default_message, code=code
    )
