"""The JSON object in a model's words: alone, in a code fence, behind its thoughts, or not quite JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from cvparser.ports.model_errors import AnswerNotJsonError

#: A line break as such within a string is not JSON, and common.
_DECODER = json.JSONDecoder(strict=False)
#: Braces in a text that are tried as the start of an object; prose before the answer has fewer.
_MOST_STARTS = 200
#: What ends a model's thoughts.
_THOUGHT = re.compile(
    r"</(?:think|thinking|thought|thoughts|reasoning|reflection|analysis)>|\[/THINK\]|<\|channel\|>final<\|message\|>",
    re.IGNORECASE,
)
#: A string, or what JSON does not have: remarks, a comma before the end, Python's and JavaScript's words.
_NOT_JSON = re.compile(
    r'"(?:[^"\\]|\\.)*+"?|//[^\n]*|/\*[^*]{0,2000}\*/|,(?=\s{0,2000}[}\]])|\b(?:None|True|False|undefined|NaN)\b',
    re.DOTALL,
)
_JSON_WORDS = {"None": "null", "True": "true", "False": "false", "undefined": "null", "NaN": "null"}

IsWanted = Callable[[Mapping[str, object]], bool]


def find_object(words: str, *, is_wanted: IsWanted = lambda _: False) -> dict[str, object]:
    """Return the JSON object in `words`: all of it, or within prose or a code fence, the largest one.

    What stands behind the model's thoughts goes first. Of an answer that breaks off the largest object is a part, which
    is returned only if it `is_wanted`.

    Raises:
        AnswerNotJsonError: there is none.
    """
    for text in _texts(words):
        found = _largest(text)
        if found is not None and (is_wanted(found) or not _breaks_off(text)):
            return found
    raise AnswerNotJsonError


def _texts(words: str) -> Iterator[str]:
    """Yield what may hold the answer, best first."""
    ends = [match.end() for match in _THOUGHT.finditer(words)]
    behind = words[ends[-1] :] if ends else words
    for text in dict.fromkeys([behind, words]):
        yield text
        yield _NOT_JSON.sub(lambda match: _as_json(match.group()), text)
        yield _unquoted(text)


def _as_json(found: str) -> str:
    return found if found.startswith('"') else _JSON_WORDS.get(found, "")


def _unquoted(text: str) -> str:
    """Return the string that `text` is in JSON: an object that was written as JSON twice."""
    if not text.lstrip().startswith('"'):
        return ""
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    return found if isinstance(found, str) else ""


def _largest(words: str) -> dict[str, object] | None:
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
    return largest


def _breaks_off(words: str) -> bool:
    """Return whether `words` begin as an object that never ends."""
    if not words.lstrip().startswith("{"):
        return False
    try:
        _DECODER.raw_decode(words.lstrip())
    except (ValueError, RecursionError):
        return True
    return False
