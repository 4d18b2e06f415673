"""What went wrong between us and the server, in the words of the domain: the one border for foreign errors.

No foreign message gets across: it can quote the CV.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import httpx2
import openai

from cvparser.adapters.profile_parser.openai.headers import retry_after_s
from cvparser.adapters.profile_parser.openai.refusals import Member, Refusal, refusal_in, says_too_long
from cvparser.domain.errors import CVParserError
from cvparser.ports.model_errors import (
    AnswerFilteredError,
    AnswerForeignError,
    AnswerTooLargeError,
    ModelAccessError,
    ModelContextError,
    ModelEndpointError,
    ModelFailingError,
    ModelKeyError,
    ModelQuotaError,
    ModelRateLimitedError,
    ModelRequestError,
    ModelTimeoutError,
    ModelUnknownError,
    ModelUnreachableError,
)

_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "budget_exceeded"})
_FILTER = frozenset({"content_filter", "content_policy_violation", "invalid_prompt"})
_CONTEXT = frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"})
_MODEL = frozenset({"model_not_found", "DeploymentNotFound", "invalid_model"})
_KEY = frozenset({"invalid_api_key", "account_deactivated", "API_KEY_INVALID"})
_UNPROCESSABLE = frozenset({400, 422})
_OF_TEMPLATES = frozenset({Member.ROLE, Member.FORMAT})


class OversizedBodyError(httpx2.ReadError):
    """The body of an answer is larger than allowed; raised while it is read."""


class EncodedBodyError(httpx2.ReadError):
    """The body is compressed although we asked for it plain; it could unpack to anything."""


def named_failure(error: openai.OpenAIError | TimeoutError, *, now: datetime) -> CVParserError:
    """Return the domain's error for what the SDK raised."""
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, now)
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return ModelTimeoutError()
    if isinstance(error.__cause__, OversizedBodyError):
        return AnswerTooLargeError()
    if isinstance(error.__cause__, EncodedBodyError):
        return AnswerForeignError()
    return ModelUnreachableError() if isinstance(error, openai.APIConnectionError) else ModelFailingError()


def _of_status(error: openai.APIStatusError, now: datetime) -> CVParserError:
    status, body = error.status_code, _unwrapped(error.body)
    said = _codes(body)
    if status == 402 or said & _QUOTA:
        return ModelQuotaError()
    if status in {408, 409, 425, 429} or status >= 500:
        return _of_moment(status, body, retry_after_s(error.response.headers, now))
    if status == 404 and not said & _MODEL:
        return ModelUnknownError() if _names_a_lack(body, said) else ModelEndpointError()
    return _of_deployment(status, said) or _of_request(status, said, body)


def _of_moment(status: int, body: object, wait_s: float | None) -> CVParserError:
    if status == 429:
        return ModelRateLimitedError(retry_after_s=wait_s)
    if status == 408:
        return ModelTimeoutError(retry_after_s=wait_s)
    refused = refusal_in(body).members & _OF_TEMPLATES if status in {500, 501} else frozenset[Member]()
    # Where a chat template or a grammar fails, servers take the fault for theirs.
    return ModelRequestError(refused=refused) if refused else ModelFailingError(retry_after_s=wait_s)


def _of_deployment(status: int, said: frozenset[str]) -> CVParserError | None:
    if status == 401 or said & _KEY:
        return ModelKeyError()
    if status == 403:
        return ModelAccessError()
    return ModelUnknownError() if said & _MODEL else None


def _of_request(status: int, said: frozenset[str], body: object) -> CVParserError:
    if said & _FILTER:
        return AnswerFilteredError()
    if said & _CONTEXT or status == 413:
        return ModelContextError()
    refusal = refusal_in(body) if status in _UNPROCESSABLE else Refusal()
    if refusal.members:
        return ModelRequestError(refused=refusal.members, is_exact=refusal.is_exact)
    if status in _UNPROCESSABLE and says_too_long(body):
        return ModelContextError()
    return ModelRequestError() if 400 <= status < 500 else ModelEndpointError()


def _names_a_lack(body: object, said: frozenset[str]) -> bool:
    """Tell a model that is not there from an address that is not.

    Servers that speak the API describe a missing model in an error object; web servers have a page or `{"detail"}` for
    a missing address, and OpenAI calls it an invalid request.
    """
    return isinstance(body, Mapping) and "message" in body and "invalid_request_error" not in said


def _unwrapped(body: object) -> object:
    """Return the error of a body: the body itself, its `error`, or that of the list that Gemini sends."""
    first = body[0] if isinstance(body, list) and body else body
    return first.get("error", first) if isinstance(first, Mapping) else first


def _codes(error: object) -> frozenset[str]:
    """Return the machine-readable words of an error: OpenAI's, Azure's, llama.cpp's and Google's places for them."""
    if not isinstance(error, Mapping):
        return frozenset()
    details = error.get("details")
    places = (
        [error, *(each for each in details[:20] if isinstance(each, Mapping))] if isinstance(details, list) else [error]
    )
    names = ("code", "type", "reason")
    return frozenset(each for place in places for name in names if isinstance(each := place.get(name), str))
