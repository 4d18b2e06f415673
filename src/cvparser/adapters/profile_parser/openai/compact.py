"""The compact answer: lines of the text instead of its sentences, and short names.

The text is sent with a number before each line. Summaries and descriptions are answered as ranges of these numbers and
read from the text: they are the CV's own words whatever the model does, and cost a few tokens each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from cvparser.domain.cv.bullets import without_bullet
from cvparser.domain.privacy.categories import PLACEHOLDER

_SPAN = r"\W{0,3}(?:l(?:ines?)?\W?\s?)?(\d{1,6})"
#: `3`, `3-5`, `L3 to L5`, `3..5`.
_RANGE = re.compile(rf"{_SPAN}(?:\s?(?:-|\u2013|\u2014|\.{{2,3}}|:|to|bis|\u00e0)\s?{_SPAN})?\W{{0,3}}", re.IGNORECASE)
_FIRST = ("first", "start", "from", "begin")
_LAST = ("last", "end", "to", "stop")
#: Members of an entry that may hold a range.
_LINES = ("lines", "line", "range", "line_range", "description", "descriptionLines", "description_lines")
_SUMMARY = ("summary", "summary_lines", "summaryLines", "about")
#: Characters that a description of a profile may have.
_LONGEST = 5_000
#: Ranges that one value may hold, and levels of lists in it.
_MOST_RANGES = 60
_DEEPEST = 3

_TEXT: Mapping[str, Any] = {"type": ["string", "null"]}
_NUMBER: Mapping[str, Any] = {"type": ["integer", "null"]}
_FLAG: Mapping[str, Any] = {"type": ["boolean", "null"]}
_OF_LINES: Mapping[str, Any] = {"type": ["array", "null"], "items": {"type": "integer"}}
_LEVELS = ["A1", "A2", "B1", "B2", "C1", "C2", "native", None]
_PERIOD = {"from": _TEXT, "to": _TEXT}


def numbered(text: str) -> str:
    r"""Return `text` with a number before each line that is not empty.

    >>> numbered("Nurse\n\nWards")
    '1 Nurse\n\n2 Wards'
    """
    numbers = iter(range(1, text.count("\n") + 2))
    return "\n".join(f"{next(numbers)} {line}" if line.strip() else line for line in text.split("\n"))


def with_sentences(found: Mapping[str, object], text: str) -> tuple[dict[str, object], bool]:
    """Return an answer with the lines of `text` in the place of their numbers, and whether a range was of no use.

    A line that two entries claim goes to the one that claims fewer. What is no range stays as it is.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    read = _Ranges(lines)
    answer: dict[str, object] = {name: read.entries(value) for name, value in found.items()}
    told = next(((name, found[name]) for name in _SUMMARY if name in found), None)
    if told is not None and (numbers := read.numbers(told[1])) is not None:
        answer[told[0]] = read.sentences(numbers)
    return read.filled(answer), read.has_wrong


class _Ranges:
    """Reads the ranges of one answer."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._claims: list[tuple[dict[str, object], list[int]]] = []
        self.has_wrong = False

    def entries(self, value: object) -> object:
        """Return a list of entries whose ranges are noted; anything else as it is."""
        if not isinstance(value, list):
            return value
        return [self._entry(each) if isinstance(each, Mapping) else each for each in value]

    def _entry(self, fields: Mapping[str, object]) -> dict[str, object]:
        entry = dict(fields)
        for name in _LINES:
            numbers = self.numbers(entry.get(name))
            if numbers is None:
                continue
            del entry[name]
            self._claims.append((entry, numbers))
            break
        return entry

    def filled(self, answer: dict[str, object]) -> dict[str, object]:
        """Return an answer whose entries have their sentences."""
        owners: dict[int, int] = {}
        order = sorted(range(len(self._claims)), key=lambda index: len(self._claims[index][1]))
        for index in order:
            for number in self._claims[index][1]:
                owners.setdefault(number, index)
        for index, (entry, numbers) in enumerate(self._claims):
            entry["description"] = self.sentences([each for each in numbers if owners[each] == index])
        return answer

    def numbers(self, value: object) -> list[int] | None:
        """Return the numbers of lines that a value means, in order; None where it is no range."""
        if value is None:
            return None
        spans = list(_spans(value, _DEEPEST))
        if not spans or None in spans:
            return None
        found: set[int] = set()
        for first, last in (span for span in spans[:_MOST_RANGES] if span is not None):
            start, stop = max(min(first, last), 1), min(max(first, last), len(self._lines))
            self.has_wrong |= (start, stop) != (first, last)
            found.update(range(start, stop + 1))
        return sorted(found)

    def sentences(self, numbers: Sequence[int]) -> str | None:
        """Return the lines of these numbers, without bullets and placeholders, as many as a profile takes."""
        kept: list[str] = []
        length = 0
        for number in numbers:
            line = PLACEHOLDER.sub("", without_bullet(self._lines[number - 1].strip())[0]).strip()
            length += len(line) + 1
            if length > _LONGEST:
                break
            kept.append(line)
        return "\n".join(filter(None, kept)) or None


def _spans(value: object, depth: int) -> Iterator[tuple[int, int] | None]:
    """Yield first and last lines; None for what is no range."""
    number = _number(value)
    if number is not None:
        yield number, number
    elif isinstance(value, str):
        yield from (_span(each) for each in re.split(r"[,;]", value) if each.strip())
    elif isinstance(value, Mapping):
        ends = [next((_number(value[name]) for name in names if name in value), None) for names in (_FIRST, _LAST)]
        first, last = ends
        yield None if first is None else (first, first if last is None else last)
    elif isinstance(value, list) and depth:
        numbers = [_number(each) for each in value]
        if len(numbers) == 2 and numbers[0] is not None and numbers[1] is not None:
            yield numbers[0], numbers[1]
        else:
            for each in value:
                yield from _spans(each, depth - 1)
    else:
        yield None


def _span(text: str) -> tuple[int, int] | None:
    match = _RANGE.fullmatch(text.strip()) if len(text) <= _MOST_RANGES else None
    return (int(match[1]), int(match[2] or match[1])) if match else None


def _number(value: object) -> int | None:
    if isinstance(value, str) and len(value) <= 6 and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 10**6:
        return None
    return int(value) if float(value).is_integer() else None


@cache
def compact_schema() -> Mapping[str, Any]:
    """Return the JSON schema of a compact answer: closed, every field required and nullable; not to be changed."""
    return _object(
        {
            "cv_language": _TEXT,
            "profession": _TEXT,
            "summary": _OF_LINES,
            "has_driving_license": _FLAG,
            "skills": {"type": ["array", "null"], "items": {"type": "string"}},
            "jobs": _list({"title": _TEXT, "company": _TEXT, "location": _TEXT, **_PERIOD, "lines": _OF_LINES}),
            "schools": _list({"school": _TEXT, "degree": _TEXT, "field": _TEXT, **_PERIOD, "lines": _OF_LINES}),
            "languages": _list({"code": _TEXT, "name": _TEXT, "level": {"type": ["string", "null"], "enum": _LEVELS}}),
            "certificates": _list({"name": _TEXT, "issuer": _TEXT, "year": _NUMBER}),
            "awards": _list({"title": _TEXT, "year": _NUMBER, "lines": _OF_LINES}),
            "projects": _list({"title": _TEXT, **_PERIOD, "lines": _OF_LINES}),
        }
    )


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": _object(properties)}
