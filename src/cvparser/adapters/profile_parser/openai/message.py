"""Where in a message the model's words stand: servers put them in several places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cvparser.ports.model_errors import AnswerForeignError

#: Members that hold thoughts: of DeepSeek, vLLM and llama.cpp; of Ollama, LM Studio and OpenRouter; of others.
_THOUGHTS = ("reasoning_content", "reasoning", "thinking", "thoughts")
#: Types of parts that are no words: Mistral's and Anthropic's thoughts.
_THINKING = frozenset({"thinking", "reasoning", "redacted_thinking"})
_MOST_PARTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a message says.

    Attributes:
        words: The model's words.
        spare: What else it said, in which the answer may stand: thoughts, where a parser of thoughts takes all for one.
        is_refusal: Whether it declined.
    """

    words: str
    spare: str
    is_refusal: bool


def said_in(message: Mapping[str, object]) -> Said:
    """Return what `message` says: in a string, in parts, in an object, or as the arguments of a call.

    Raises:
        AnswerForeignError: its content is none of that.
    """
    content = message.get("content")
    parts = content if isinstance(content, list) else [content]
    words = "\n".join(_words(parts))
    calls = "\n".join(_arguments(message))
    thoughts = "\n".join([*_thoughts(parts), *(str(message[name]) for name in _THOUGHTS if message.get(name))])
    is_refusal = bool(message.get("refusal")) or any(_type(each) == "refusal" for each in parts)
    if not words.strip():
        words, thoughts = (calls, thoughts) if calls.strip() else (thoughts, "")
    return Said(words=words, spare=thoughts or calls, is_refusal=is_refusal)


def _words(parts: list[object]) -> Iterator[str]:
    for part in parts[:_MOST_PARTS]:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping):
            if _type(part) in _THINKING or _type(part) == "refusal":
                continue
            text = part.get("text", part if "type" not in part else None)
            if isinstance(text, Mapping):
                # Of OpenAI's assistants, `{"value": "..."}`; or the answer itself, as an object.
                text = text["value"] if isinstance(text.get("value"), str) else json.dumps(text)
            yield text if isinstance(text, str) else ""
        elif part is not None:
            raise AnswerForeignError


def _thoughts(parts: list[object]) -> Iterator[str]:
    for part in parts[:_MOST_PARTS]:
        if isinstance(part, Mapping) and _type(part) in _THINKING:
            inner = part.get("thinking") or part.get("text") or part.get("summary")
            for each in inner if isinstance(inner, list) else [inner]:
                text = each.get("text") if isinstance(each, Mapping) else each
                if isinstance(text, str):
                    yield text


def _arguments(message: Mapping[str, object]) -> Iterator[str]:
    """Yield the arguments of calls of functions, of which we offered none."""
    calls = message.get("tool_calls")
    called = [message.get("function_call"), *(calls if isinstance(calls, list) else [])]
    for each in called[:_MOST_PARTS]:
        function = each.get("function", each) if isinstance(each, Mapping) else None
        arguments = function.get("arguments") if isinstance(function, Mapping) else None
        if isinstance(arguments, str):
            yield arguments
        elif isinstance(arguments, Mapping):
            yield json.dumps(arguments)


def _type(part: object) -> str:
    return str(part.get("type", "")).lower() if isinstance(part, Mapping) else ""
