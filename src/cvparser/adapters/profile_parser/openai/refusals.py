"""Which members of a request a server refuses, by the body of its refusal.

Servers say it in members of an error (OpenAI, Azure, Mistral), or only in a sentence (Gemini, vLLM, llama.cpp, LM
Studio, LiteLLM, Anthropic). No foreign word gets further than here: only the names of our own members do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Member(StrEnum):
    """What of a request a server may refuse."""

    STORE = "store"
    TEMPERATURE = "temperature"
    SEED = "seed"
    NEW_LIMIT = "max_completion_tokens"
    OLD_LIMIT = "max_tokens"
    FORMAT = "response_format"
    #: `strict` of a JSON schema.
    STRICT = "strict"
    #: The role of the message that holds the rules.
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a server refuses.

    Attributes:
        members: The members, as far as the server names any.
        is_exact: Whether it names them in members of the error, in which no text of a CV can stand.
    """

    members: frozenset[Member] = frozenset()
    is_exact: bool = False


_MOST_NODES = 300
_DEEPEST = 7
_LONGEST_SENTENCE = 3_000
_SENTENCES = frozenset({"message", "msg", "description", "detail", "error"})
_NAMES = "|".join(member for member in Member if member is not Member.ROLE)
_PATH = re.compile(r"[^\w]+")
_PATTERNS = (
    # names that no sentence has by chance
    r"\b(?:max_completion_tokens|max_tokens|response_format)\b",
    # 'store', `seed`
    rf"['\"`\u2018](?:{_NAMES})['\"`\u2019]",
    # parameters: ['store'], argument supplied: store, does not support temperature, on this model: seed
    rf"\b(?:param(?:eter)?s?|arguments?|fields?|name|key|property|supplied|supports?|model)\b:?\s*[\['\"`]*(?:{_NAMES})\b",
    # store: Extra inputs are not permitted; temperature is not supported
    rf"(?:^|[\s.])(?:{_NAMES})(?::\s|\s(?:is|are)\s(?:not|un))",
    # json: cannot unmarshal ... ChatCompletionRequest.seed
    rf"Request\.(?:{_NAMES})\b",
)
_NAMED = re.compile("|".join(_PATTERNS), re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(rf"\b(?:{_NAMES})\b", re.IGNORECASE)
_FORMAT = re.compile(
    r"\bjson_(?:schema|object)\b|\bresponse.?format\b|\bstructured.outputs?\b|\bguided.(?:json|decoding)\b|\bgrammar\b"
    r"|\bjson (?:mode|schema)\b|\bschema\b.{0,60}\b(?:too|invalid|unsupported|not supported|constraint)\b"
    r"|\b(?:invalid|unsupported) schema\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:system|developer)\b['\"]?\s(?:role|message|prompt|instruction)|\broles? must alternate\b"
    r"|\brole\b.{0,60}\b(?:system|developer)\b|\b(?:unsupported|invalid|unknown|unexpected)\b.{0,30}\brole\b"
    r"|\bsupport\w*\s['\"](?:system|developer)['\"]|\bonly\b.{0,20}\buser\b.{0,20}\broles?\b",
    re.IGNORECASE,
)


_TOO_LONG = re.compile(
    r"\bcontext (?:length|window|size)\b|\b(?:input|prompt|request) (?:is )?too (?:long|large)\b|"
    r"\btoo many (?:input )?tokens\b|\binput token count\b",
    re.IGNORECASE,
)


def says_too_long(body: object) -> bool:
    """Return whether the body of a refusal says that the prompt is longer than the model reads."""
    return any(_TOO_LONG.search(sentence) for sentence in _sentences(body))


def refusal_in(body: object) -> Refusal:
    """Return which members the body of a refusal names."""
    exact = frozenset(member for path in _paths(body) if (member := _member(path)) is not None)
    if exact:
        return Refusal(members=exact, is_exact=True)
    said = frozenset(member for sentence in _sentences(body) for member in _members(sentence))
    return Refusal(members=said)


def _paths(body: object) -> Iterator[list[str]]:
    """Yield the paths that errors name: `param` of OpenAI's, `loc` of pydantic's, `field` of Google's."""
    for node in _nodes(body):
        if isinstance(node, Mapping):
            location = node.get("loc")
            if isinstance(location, list):
                yield [str(each) for each in location[:_DEEPEST]]
            for name in ("param", "field"):
                if isinstance(path := node.get(name), str):
                    yield _PATH.split(path[:200])


def _member(path: list[str]) -> Member | None:
    steps = [step for step in path if step and step != "body"]
    if not steps:
        return None
    if "strict" in steps:
        return Member.STRICT
    if steps[0] == "messages":
        return Member.ROLE if steps[-1] == "role" else None
    return next((member for member in Member if member == steps[0]), None)


def _members(sentence: str) -> Iterator[Member]:
    for found in _NAMED.finditer(sentence):
        yield from (Member(name.lower()) for name in _NAME.findall(found.group()))
    if _FORMAT.search(sentence):
        yield Member.FORMAT
    if _ROLE.search(sentence):
        yield Member.ROLE


def _sentences(body: object) -> Iterator[str]:
    if isinstance(body, str):
        yield body[:_LONGEST_SENTENCE]
    for node in _nodes(body):
        if isinstance(node, Mapping):
            for name, value in node.items():
                if name in _SENTENCES and isinstance(value, str):
                    yield value[:_LONGEST_SENTENCE]


def _nodes(body: object) -> Iterator[object]:
    """Yield what a body holds, at every level; strings that are JSON themselves are unpacked."""
    level: list[object] = [body]
    left = _MOST_NODES
    for _ in range(_DEEPEST):
        inner: list[object] = []
        for node in level[:left]:
            yield node
            if isinstance(node, Mapping):
                inner += node.values()
            elif isinstance(node, list):
                inner += node
            elif isinstance(node, str) and node[:1] in {"{", "["}:
                inner.append(_unpacked(node))
        left -= len(level[:left])
        level = inner


def _unpacked(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
