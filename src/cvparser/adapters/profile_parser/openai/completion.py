"""From the body of an answer to the model's words, and from those to a JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from cvparser.adapters.profile_parser.openai.schema import ROOT_KEYS, ModelAnswer
from cvparser.domain.usage import TokenUsage
from cvparser.ports.model_errors import (
    AnswerEmptyError,
    AnswerFilteredError,
    AnswerForeignError,
    AnswerNotJsonError,
    AnswerRefusedError,
    AnswerSchemaError,
    AnswerTruncatedError,
    ModelFailingError,
)

_DECODER = json.JSONDecoder()
#: Braces in a text that are tried as the start of an object; prose before the answer has fewer.
_MOST_STARTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a server answered.

    Attributes:
        words: The model's words; empty when it gave none.
        finish: Why it stopped; `stop` is the good end.
        refusal: Whether it declined.
        usage: What the call cost, zero where the server does not say.
    """

    words: str
    finish: str
    refusal: bool
    usage: TokenUsage

    def text(self) -> str:
        """Return the words of a good answer.

        Raises:
            AnswerRefusedError, AnswerFilteredError, AnswerTruncatedError, AnswerEmptyError: there is none.
        """
        if self.refusal:
            raise AnswerRefusedError
        if self.finish == "content_filter":
            raise AnswerFilteredError
        if self.finish == "length":
            raise AnswerTruncatedError
        if not self.words.strip():
            raise AnswerEmptyError
        return self.words


def read_completion(content: bytes, content_type: str) -> Completion:
    """Return what the body of a response with status 200 holds.

    Raises:
        AnswerForeignError: no chat completion: a web page, an event stream, other JSON.
        ModelFailingError: an error object, which gateways send with status 200 when what is behind them fails.
    """
    if "json" not in content_type.lower():
        raise AnswerForeignError
    body = _loaded(content)
    if isinstance(body.get("error"), Mapping):
        raise ModelFailingError
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(choice, Mapping) or not isinstance(message, Mapping):
        raise AnswerForeignError
    words = message.get("content")
    if not isinstance(words, str | None):
        raise AnswerForeignError
    return Completion(
        words=words or "",
        finish=str(choice.get("finish_reason") or "stop"),
        refusal=bool(message.get("refusal")),
        usage=_usage(body.get("usage")),
    )


def read_answer(words: str) -> ModelAnswer:
    """Return the answer that the model's words hold.

    Raises:
        AnswerNotJsonError: no JSON object in them.
        AnswerSchemaError: the object is of another form.
    """
    found = find_object(words)
    if not ROOT_KEYS & found.keys():
        raise AnswerSchemaError
    try:
        return ModelAnswer.model_validate(found)
    except ValidationError:
        # Without its cause: it would quote the answer.
        raise AnswerSchemaError from None


def find_object(words: str) -> dict[str, object]:
    """Return the JSON object in `words`: all of it, or within prose or a code fence, the largest one.

    Raises:
        AnswerNotJsonError: there is none.
    """
    largest: dict[str, object] | None = None
    size, position = 0, 0
    for _ in range(_MOST_STARTS):
        position = words.find("{", position)
        if position < 0:
            break
        try:
            found, end = _DECODER.raw_decode(words, position)
        except (ValueError, RecursionError):
            position += 1
            continue
        if isinstance(found, dict) and end - position > size:
            largest, size = found, end - position
        position = end
    if largest is None or _is_fragment(words, largest):
        raise AnswerNotJsonError
    return largest


def _is_fragment(words: str, found: Mapping[str, object]) -> bool:
    """Return whether `words` begin as an object that never ends, of which `found` is a part."""
    if not words.lstrip().startswith("{") or ROOT_KEYS & found.keys():
        return False
    try:
        _DECODER.raw_decode(words.lstrip())
    except (ValueError, RecursionError):
        return True
    return False


def _loaded(content: bytes) -> Mapping[str, object]:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise AnswerForeignError from None
    if not isinstance(body, Mapping):
        raise AnswerForeignError
    return body


def _usage(said: object) -> TokenUsage:
    if not isinstance(said, Mapping):
        return TokenUsage(calls=1)
    return TokenUsage(calls=1, prompt=_count(said.get("prompt_tokens")), answer=_count(said.get("completion_tokens")))


def _count(said: object) -> int:
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 10**9 else 0
