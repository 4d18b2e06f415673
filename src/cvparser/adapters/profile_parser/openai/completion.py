"""From the body of an answer to the model's words, and from those to a JSON object."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from cvparser.adapters.profile_parser.openai.compact import compact_schema, with_sentences
from cvparser.adapters.profile_parser.openai.json_in_words import find_object
from cvparser.adapters.profile_parser.openai.message import said_in
from cvparser.adapters.profile_parser.openai.schema import ROOT_KEYS, ModelAnswer
from cvparser.adapters.profile_parser.openai.tolerance import is_answer, objects_in, tolerated
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

#: Why a model stopped, in the words of OpenAI, Anthropic and Gemini, in lower case.
_FILTERED = frozenset({"content_filter", "safety", "prohibited_content", "recitation", "blocklist", "spii"})
_CUT = frozenset({"length", "max_tokens", "model_length"})
#: What is no JSON; some servers call JSON plain text, or nothing.
_IS_OTHER = re.compile(r"html|event-stream|xml|x-www-form", re.IGNORECASE)


_ROOTS = ROOT_KEYS | compact_schema()["properties"].keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a server answered.

    Attributes:
        words: The model's words; what stands in the place of words when it gave none.
        finish: Why it stopped; `stop` is the good end.
        refusal: Whether it declined.
        usage: What the call cost, zero where the server does not say.
        spare: What else it said, such as its thoughts, in which the answer may stand.
    """

    words: str
    finish: str
    refusal: bool
    usage: TokenUsage
    spare: str = ""

    def text(self) -> str:
        """Return the words of a good answer.

        Raises:
            AnswerRefusedError, AnswerFilteredError, AnswerTruncatedError, AnswerEmptyError: there is none.
        """
        if self.refusal:
            raise AnswerRefusedError
        if self.finish in _FILTERED:
            raise AnswerFilteredError
        if self.finish in _CUT:
            raise AnswerTruncatedError
        if not self.words.strip():
            raise AnswerEmptyError
        return self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """An answer, and whether something of it had to be left out because of its form."""

    answer: ModelAnswer
    is_trimmed: bool = False


def read_completion(content: bytes, content_type: str) -> Completion:
    """Return what the body of a response with status 200 holds.

    Raises:
        AnswerForeignError: no chat completion: a web page, an event stream, other JSON.
        ModelFailingError: an error object, which gateways send with status 200 when what is behind them fails.
    """
    if _IS_OTHER.search(content_type):
        raise AnswerForeignError
    body = _loaded(content)
    if body.get("error"):
        raise ModelFailingError
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(choice, Mapping) or not isinstance(message, Mapping):
        raise AnswerForeignError
    said = said_in(message)
    return Completion(
        words=said.words,
        spare=said.spare,
        finish=str(choice.get("finish_reason") or "stop").lower(),
        refusal=said.is_refusal,
        usage=_usage(body.get("usage")),
    )


def read_answer(words: str, spare: str = "", *, lines_of: str | None = None) -> ReadAnswer:
    """Return the answer that the model's words hold, or else what it said in the place of words.

    Args:
        words: The model's words.
        spare: What it said in their place.
        lines_of: The text whose lines a compact answer gives by their numbers; None for an answer in full.

    Raises:
        AnswerNotJsonError: no JSON object in them.
        AnswerSchemaError: the object is of another form.
    """
    try:
        return _of_object(find_object(words, is_wanted=_is_wanted), lines_of)
    except (AnswerNotJsonError, AnswerSchemaError):
        if not spare.strip():
            raise
    return _of_object(find_object(spare, is_wanted=_is_wanted), lines_of)


def _of_object(found: Mapping[str, object], lines_of: str | None) -> ReadAnswer:
    has_wrong = False
    if lines_of is not None:
        # In whatever object the answer stands.
        root = next((each for each in objects_in(found) if is_answer(each)), found)
        found, has_wrong = with_sentences(root, lines_of)
    read = tolerated(found)
    if read is None:
        raise AnswerSchemaError
    read.is_trimmed |= has_wrong
    try:
        return ReadAnswer(answer=ModelAnswer.model_validate(read.fields), is_trimmed=read.is_trimmed)
    except ValidationError:
        # Without its cause: it would quote the answer.
        raise AnswerSchemaError from None


def _is_wanted(found: Mapping[str, object]) -> bool:
    return bool(_ROOTS & found.keys())


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
