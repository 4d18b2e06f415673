"""Problems of the service as the errors that the library raises."""

from __future__ import annotations

import json
from typing import Any

from cvparser.client.steps import Reply
from cvparser.domain.access.errors import AccessDeniedError
from cvparser.domain.errors import (
    CVParserError,
    FieldError,
    InputError,
    JobFailedError,
    UnavailableError,
    error_codes,
)

_BY_STATUS: dict[int, type[CVParserError]] = {
    401: AccessDeniedError,
    403: AccessDeniedError,
    429: UnavailableError,
    502: UnavailableError,
    503: UnavailableError,
    504: UnavailableError,
}


def error_of(reply: Reply) -> CVParserError:
    """Return the error that a reply stands for: of its code where this version knows it, else of its kind."""
    problem = _problem(reply)
    code, detail = problem.get("code", ""), problem.get("detail")
    if "error_code" in problem:
        return error_of_code(str(problem["error_code"]), detail)
    kind = error_codes().get(code)
    if kind is None:
        kind = _BY_STATUS.get(reply.status, InputError if reply.status < 500 else CVParserError)
    error = _made(kind, detail or f"The service answered {reply.status}.", problem.get("errors") or [])
    if code:
        # Also a code that came with a later version of the service can be branched on.
        vars(error)["code"] = code
    return error


def _problem(reply: Reply) -> dict[str, Any]:
    try:
        found = json.loads(reply.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def error_of_code(code: str, detail: str | None) -> CVParserError:
    """Return why a job failed, or an item was refused: the error that the library raises for the same document."""
    kind = error_codes().get(code)
    if kind is None or issubclass(kind, FieldError):
        return JobFailedError(detail, reason_code=code)
    return kind(detail)


def _made(kind: type[CVParserError], detail: str, fields: list[dict[str, str]]) -> CVParserError:
    if not issubclass(kind, FieldError):
        return kind(detail)
    first, *others = [FieldError(each["message"], field=each["field"]) for each in fields] or [
        FieldError(detail, field="")
    ]
    return kind(detail, field=first.field, also=others)
