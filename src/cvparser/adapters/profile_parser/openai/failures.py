"""What went wrong between us and the server, in the words of the domain: the one border for foreign errors.

No foreign message gets across: it can quote the CV.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import httpx2
import openai

from cvparser.adapters.profile_parser.openai.headers import retry_after_s
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

_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_FILTER = frozenset({"content_filter", "content_policy_violation", "invalid_prompt"})
_CONTEXT = frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"})
_MODEL = frozenset({"model_not_found", "DeploymentNotFound", "invalid_model"})
_KEY = frozenset({"invalid_api_key", "account_deactivated"})


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
    status, said = error.status_code, _codes(error.body)
    wait_s = retry_after_s(error.response.headers, now)
    if status == 402 or said & _QUOTA:
        return ModelQuotaError()
    if status == 429:
        return ModelRateLimitedError(retry_after_s=wait_s)
    if status == 408:
        return ModelTimeoutError(retry_after_s=wait_s)
    if status in {409, 425} or status >= 500:
        return ModelFailingError(retry_after_s=wait_s)
    if status == 404 and not said & _MODEL:
        return ModelUnknownError() if _names_a_lack(error.body, said) else ModelEndpointError()
    return _of_refusal(status, said)


def _of_refusal(status: int, said: frozenset[str]) -> CVParserError:
    if status == 401 or said & _KEY:
        return ModelKeyError()
    if status == 403:
        return ModelAccessError()
    if said & _FILTER:
        return AnswerFilteredError()
    if said & _CONTEXT or status == 413:
        return ModelContextError()
    if said & _MODEL:
        return ModelUnknownError()
    return ModelRequestError() if 400 <= status < 500 else ModelEndpointError()


def _names_a_lack(body: object, said: frozenset[str]) -> bool:
    """Tell a model that is not there from an address that is not.

    Servers that speak the API describe a missing model in an error object; web servers have a page or `{"detail"}` for
    a missing address, and OpenAI calls it an invalid request.
    """
    return isinstance(body, Mapping) and "message" in body and "invalid_request_error" not in said


def _codes(body: object) -> frozenset[str]:
    """Return the machine-readable words of an error's body: OpenAI's, Azure's and llama.cpp's places for them."""
    error = body.get("error", body) if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return frozenset()
    return frozenset(each for name in ("code", "type") if isinstance(each := error.get(name), str))
