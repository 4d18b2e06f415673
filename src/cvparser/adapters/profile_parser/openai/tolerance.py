"""From whatever JSON a model gives to the answer that was asked for.

The form may vary: other names for members, strings for lists, objects for strings, an answer within another object.
What cannot be read as the fact that a field asks for costs that field, never the CV.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from cvparser.adapters.profile_parser.openai import member_names as names
from cvparser.adapters.profile_parser.openai.member_names import Names
from cvparser.adapters.profile_parser.openai.tolerant_values import (
    as_code,
    as_date,
    as_flag,
    as_fluency,
    as_text,
    as_year,
    is_nothing,
    is_present,
)

Fields = Mapping[str, object]

#: Levels at which the answer may stand within other objects, and how many of these are looked at.
_DEEPEST = 4
_MOST_OBJECTS = 200
_BETWEEN_ITEMS = re.compile(r"[,;|\n•·]+")
_BETWEEN_SPOKEN = re.compile(r"[,;\n•·]+")
#: `English (C1)`, `English: native`.
_SPOKEN = re.compile(r"\s*([^(:\u2013\u2014-]{1,60})[(:\u2013\u2014-](.{1,80})", re.DOTALL)
_OF_SEVERAL_THINGS = re.compile(r"[\d,;|\n]")
_PROSE = frozenset({"summary", "description"})
_FLAGS = frozenset({"is_current", "has_driving_license"})
_CODES = frozenset({"iso_code", "cv_language"})


@dataclass(slots=True)
class ToleratedAnswer:
    """An answer in the form that was asked for.

    Attributes:
        fields: The answer.
        is_trimmed: Whether something of it had to be left out: it has no place, or is not what its field asks for.
    """

    fields: dict[str, object] = field(default_factory=dict)
    is_trimmed: bool = False


def is_answer(found: Fields) -> bool:
    """Return whether an object has a member of an answer."""
    return any(names.ROOT.get(key) for key in found)


def tolerated(found: Fields) -> ToleratedAnswer | None:
    """Return the answer that `found` is or holds; None where nothing in it looks like one."""
    root = next((each for each in objects_in(found) if is_answer(each)), None)
    if root is None:
        return None
    reading = _Reading()
    return ToleratedAnswer(fields=reading.root(root), is_trimmed=reading.is_trimmed)


def objects_in(found: object) -> Iterator[Fields]:
    """Yield the objects within `found`, the outer ones first."""
    level: list[object] = [found]
    left = _MOST_OBJECTS
    for _ in range(_DEEPEST):
        inner: list[object] = []
        for each in level[:left]:
            if isinstance(each, Mapping):
                yield each
            inner += each.values() if isinstance(each, Mapping) else each if isinstance(each, list) else []
        left -= len(level[:left])
        level = inner


class _Reading:
    """Reads one answer and notes what it leaves out."""

    def __init__(self) -> None:
        self.is_trimmed = False

    def root(self, found: Fields) -> dict[str, object]:
        members = self._members(found, names.ROOT, wrapped=True)
        read: dict[str, object] = {}
        for name, value in members.items():
            if name in names.PARTS:
                read[name] = self._entries(name, value)
            elif name == "own_fields":
                read[name] = self._noted(value, dict(value) if isinstance(value, Mapping) else None)
            elif name == "skills":
                read[name] = self._noted(value, list(_items(value)))
            else:
                read[name] = self._value(name, value)
        return read

    def _members(self, found: Fields, known: Names, *, wrapped: bool = False) -> dict[str, object]:
        """Return the members of an object by the names that we ask for; those under that very name win."""
        members: dict[str, object] = {}
        for name, value in found.items():
            meant = known.get(name)
            if meant is not None:
                if not is_nothing(value) and (name == meant or is_nothing(members.get(meant))):
                    members[meant] = value
            elif wrapped and isinstance(value, Mapping) and is_answer(value):
                members = self._members(value, known) | members
            else:
                self.is_trimmed |= not is_nothing(value)
        return members

    def _noted(self, value: object, read: object) -> object:
        self.is_trimmed |= read in (None, []) and not is_nothing(value)
        return read

    def _value(self, name: str, value: object) -> object:
        return self._noted(value, _read_as(name)(value))

    def _entries(self, part: str, value: object) -> list[object]:
        entries = [self._entry(part, each) for each in self._parts(part, value)]
        return [each for each in entries if each]

    def _parts(self, part: str, value: object) -> Iterator[object]:
        """Yield the entries of what should be a list: it may be one entry, or an object of entries."""
        if isinstance(value, str):
            yield from _BETWEEN_SPOKEN.split(value) if part == "languages" else [value]
        elif isinstance(value, list):
            yield from value
        elif isinstance(value, Mapping) and any(names.PARTS[part].get(key) for key in value):
            yield value
        elif isinstance(value, Mapping):
            for name, each in value.items():
                if part == "languages" and not isinstance(each, Mapping | list) and as_code(name):
                    yield {"name": name, "fluency": each}
                else:
                    yield from each if isinstance(each, list) else [each]
        else:
            self._noted(value, None)

    def _entry(self, part: str, value: object) -> dict[str, object] | None:
        if isinstance(value, Mapping):
            return self._of_object(part, value)
        text = as_text(value)
        if text is None or (part in names.OF_FACTS and _OF_SEVERAL_THINGS.search(text)):
            self._noted(value, None)
            return None
        spoken = _SPOKEN.match(text) if part == "languages" else None
        if spoken and as_fluency(spoken[2]):
            return {"name": spoken[1].strip(), "fluency": as_fluency(spoken[2])}
        return {names.MAIN[part]: text}

    def _of_object(self, part: str, value: Fields) -> dict[str, object]:
        members = self._members(value, names.PARTS[part])
        _spread_dates(members)
        entry = {name: self._value(name, each) for name, each in members.items() if name != names.DATES}
        if "is_current" in names.PARTS[part].meant and is_present(members.get("end_date")):
            entry["is_current"] = True
        return entry


def _spread_dates(members: dict[str, object]) -> None:
    """Put a period in one member, such as `2019 - 2021`, into the two that are asked for."""
    period = members.get(names.DATES)
    if isinstance(period, Mapping):
        for name, value in period.items():
            if (meant := names.PERIOD.get(name)) and is_nothing(members.get(meant)):
                members[meant] = value
    elif period is not None and is_nothing(members.get("start_date")):
        members["start_date"] = period
    start = members.get("start_date")
    if is_nothing(members.get("end_date")) and start is not None:
        last = as_date(start, last=True)
        if is_present(start) or last != as_date(start):
            members["end_date"] = start


def _read_as(name: str) -> Callable[[object], object]:
    if name == "end_date":
        return _end
    if name.endswith("_date"):
        return as_date
    if name in _FLAGS:
        return as_flag
    if name in _CODES:
        return as_code
    if name in _PROSE:
        return lambda value: as_text(value, between="\n")
    return {"year": as_year, "fluency": as_fluency}.get(name, as_text)


def _end(value: object) -> str | None:
    """Return the end of a period, empty of one that goes on."""
    return "" if is_present(value) else as_date(value, last=True)


def _items(value: object, depth: int = _DEEPEST) -> Iterator[str]:
    """Yield the strings of a list, of lists of lists, of an object's lists, or of one string."""
    if isinstance(value, str):
        yield from (item for each in _BETWEEN_ITEMS.split(value) if (item := as_text(each)))
    elif isinstance(value, Mapping) and depth:
        for name, each in value.items():
            if isinstance(each, bool | int | float) or (isinstance(each, str) and as_fluency(each)):
                yield name
            else:
                yield from _items(each, depth - 1)
    elif isinstance(value, list) and depth:
        for each in value:
            if isinstance(each, list):
                yield from _items(each, depth - 1)
            elif text := as_text(each):
                yield text
