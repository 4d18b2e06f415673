"""Education sections to entries: which lines tell of one school.

A school has an institution, a degree and a date, in any order and on any lines, and a section keeps to one order. So
the lines are parted where that leaves the fewest entries that lack one of the three or have one twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from cvparser.adapters.profile_parser.offline.labels import label_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.regions import could_be_town, is_somewhere
from cvparser.adapters.profile_parser.offline.school_words import (
    degrees_of,
    is_bare_school,
    is_faculty,
    is_known_field,
)
from cvparser.adapters.profile_parser.offline.schools import has_institution, is_note
from cvparser.domain.cv.dates.periods import Period, find_periods, without_duration
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of


@dataclass(slots=True, kw_only=True)
class SchoolEntry:
    """The lines of one school.

    Attributes:
        head: Lines that may name institution, degree, field or place, the date taken out.
        body: Lines of the description.
        period: Its date; None where it has none.
        is_below: Whether it stands below a school whose name it does not repeat.
    """

    head: list[str] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    period: Period | None = None
    is_below: bool = False


@dataclass(slots=True)
class _Unit:
    """A line that may be of a head, and the lines of description behind it.

    Attributes:
        kinds: What it names: `school`, `degree`, `date`.
        has_subject: Whether it names a field of study.
        is_open: Whether its words do not say what it is, so that it may be a name.
        is_minor: Whether it says no more than a place or a grade: nothing starts there.
        is_apart: Whether an empty line or a description stands before it.
    """

    line: Line
    text: str
    period: Period | None
    kinds: frozenset[str]
    has_subject: bool
    is_open: bool
    is_minor: bool
    is_apart: bool = False
    body: list[Line] = field(default_factory=list)


#: Between sentences, never behind an abbreviation.
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.\s{1,100}(?=[^\W\d_a-z])")
_TOWN_ASIDE = re.compile(r"\([^\W\d_][^\W\d_]*(?:[ -][^\W\d_]+){0,2}\)")
_ASIDE = re.compile(r"\s{0,100}\([^()]{0,60}\)")
#: Lines of one school, at most.
_MOST_UNITS = 10
#: Characters of a line that names a school; a longer one is a paragraph.
_LONGEST = 300
#: Characters of a line that a page may have wrapped.
_LEAST_WRAPPED = 50
#: What an entry costs that does not start with what the section's entries start with.
_NO_LEAD = 2.0
#: How much less a further degree costs right below another: degrees of one school.
_LISTED = 2.5
_NO_KINDS = frozenset[str]()


def split_schools(lines: Sequence[Line]) -> list[SchoolEntry]:
    """Return the entries of an education section, in the order of the text."""
    units, before = _units(_with_whole_towns(lines))
    if not units:
        return []
    is_dated = any(unit.period for unit in units)
    leads = sorted(next((unit.kinds for unit in units if unit.kinds), _NO_KINDS), reverse=True)
    costs = _costs(units, is_dated=is_dated)
    parted = min((_parted(units, lead, costs) for lead in leads or [""]), key=lambda each: each[0])[1]
    entries = [_entry(units[first:stop]) for first, stop in parted]
    for number, (first, _) in enumerate(parted):
        entries[number].is_below = number > 0 and not units[first].is_minor
    entries[0].body[:0] = before
    return entries


def _with_whole_towns(lines: Sequence[Line]) -> list[Line]:
    """Join what a narrow cell wraps of a town's name: `School, Weimar` above `(Lahn)`."""
    whole: list[Line] = []
    for line in lines:
        above = whole[-1].text if whole and not line.follows_blank else ""
        if _TOWN_ASIDE.fullmatch(line.text) and "," in above and could_be_town(above.rpartition(",")[2].strip()):
            is_town = not has_institution(line.text) and not is_known_field(line.text) and not is_note(line.text)
            if is_town and not degrees_of(line.text, words_of(line.text)):
                whole[-1] = replace(whole[-1], text=f"{above} {line.text}")
                continue
        whole.append(line)
    return whole


def _units(lines: Sequence[Line]) -> tuple[list[_Unit], list[Line]]:
    """Return the lines that may be of heads, and the lines before the first of them."""
    read = [(line, _unit(line)) for line in lines if line.text]
    heads = [(line, unit) for line, unit in read if _is_head(line, unit)]
    plain = [unit for line, unit in heads if not line.is_bulleted and not is_prose(line.text)]
    takes_bullets = not any({"school", "degree"} & unit.kinds for unit in plain)
    takes_prose = not any({"school", "degree"} & unit.kinds for line, unit in heads if not is_prose(line.text))
    apart = sum(line.follows_blank for line, _ in read[1:])
    says_blank = 0 < apart < len(read) - 1
    units: list[_Unit] = []
    before: list[Line] = []
    after_body = False
    for line, unit in read:
        is_head = _is_head(line, unit) and (takes_bullets or not line.is_bulleted)
        if is_head and is_prose(line.text) and not takes_prose:
            is_head = len(unit.kinds) > 1 and unit.period is not None
        if after_body and is_head and _goes_on(units[-1].body[-1] if units[-1].body else None, line, unit):
            is_head = False
        if is_head:
            unit.is_apart = after_body or (says_blank and line.follows_blank) or (takes_bullets and line.is_bulleted)
            units.append(unit)
            after_body = False
        else:
            (units[-1].body if units else before).append(line)
            after_body = bool(units)
    return units, before


def _goes_on(body: Line | None, line: Line, unit: _Unit) -> bool:
    """Return whether a line is the end of a list that the page wraps, such as one of courses."""
    if body is None or line.follows_blank or line.is_bulleted or unit.kinds:
        return False
    return len(body.text) > _LEAST_WRAPPED and "," in body.text and label_of(body.text) is not None


def _is_head(line: Line, unit: _Unit) -> bool:
    if len(line.text) > _LONGEST or label_of(line.text) in {"description", "grade"}:
        return False
    if is_prose(line.text):
        return bool({"school", "degree"} & unit.kinds) and (len(unit.kinds) > 1 or unit.has_subject)
    return not line.is_bulleted or bool(unit.kinds)


def _unit(line: Line) -> _Unit:
    period, rest = _undated(line.text)
    rest = _with_sentences_apart(rest)
    label = label_of(line.text)
    found = words_of(rest)
    degrees = degrees_of(rest, found)
    kinds = set[str]()
    if label == "institution" or (has_institution(rest) and not is_bare_school(_ASIDE.sub("", rest))):
        kinds.add("school")
    if label == "degree" or any(not degree.is_generic for degree in degrees) or names_certificate(rest):
        kinds.add("degree")
    if period is not None:
        kinds.add("date")
    has_subject = bool(degrees) or label == "field" or is_known_field(rest) or is_faculty(rest)
    is_place = is_somewhere(rest) or _is_town(rest)
    is_minor = not kinds and (is_note(rest) or is_place or label in {"place", "grade"})
    is_open = not is_minor and not kinds and not has_subject
    return _Unit(line, rest, period, frozenset(kinds), has_subject, is_open, is_minor)


def names_certificate(text: str) -> bool:
    """Return whether `text` names a certificate, which may stand among schools."""
    return bool(_certificates().find(words_of(text)))


def without_certificate(text: str) -> str:
    """Return `text` without the certificate that it names."""
    found = words_of(text)
    for match in reversed(_certificates().find(found)):
        text = f"{text[: found[match.first].start]}|{text[found[match.stop - 1].end :]}"
    return text


def _with_sentences_apart(text: str) -> str:
    """Part `Degree in Field. School.`: each sentence says something else."""
    parts = _STOP.split(text.removesuffix("."))
    if len(parts) == 1:
        return text
    told = sum(has_institution(part) or bool(degrees_of(part, words_of(part))) for part in parts)
    return " | ".join(parts) if told > 1 else text


def _is_town(text: str) -> bool:
    parts = text.split(", ")
    return 1 < len(parts) <= 3 and could_be_town(parts[0]) and all(map(is_somewhere, parts[1:]))


def _undated(text: str) -> tuple[Period | None, str]:
    """Return the period of a line, rather a range than a single date, and what else it says."""
    periods = find_periods(text.replace("\t", " ")) if len(text) <= _LONGEST else []
    if not periods:
        return None, text
    period = next((each for each in periods if each.is_range or each.is_current), periods[-1])
    if label_of(text) == "dates":
        return period, ""
    before, after = text[: period.first], without_duration(text[period.stop :])
    before = _preposition().sub("", before)
    parts = [part for each in (before, after) if any(map(str.isalnum, part := _clean(each)))]
    return period, " | ".join(parts)


def _clean(part: str) -> str:
    part = part.strip().removesuffix("(").removeprefix(")").strip(" \t,;:|·•–—-/[]")
    if part.count("(") < part.count(")"):
        part = part.removesuffix(")")
    return part if part.count("(") <= part.count(")") else part.replace("(", " | ", 1)


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(map(re.escape, words('dates', 'prepositions')))})\s{{0,100}}\Z", re.IGNORECASE)


def _costs(units: Sequence[_Unit], *, is_dated: bool) -> dict[tuple[int, int], float]:
    """Return what each entry that could be parted off would cost, by its first line and one past its last."""
    return {
        (first, stop): _cost(units[first:stop], is_first=not first, is_dated=is_dated)
        for stop in range(1, len(units) + 1)
        for first in range(max(0, stop - _MOST_UNITS), stop)
    }


def _parted(
    units: Sequence[_Unit], lead: str, costs: Mapping[tuple[int, int], float]
) -> tuple[float, list[tuple[int, int]]]:
    """Return the cheapest way to part `units` whose entries start with `lead`, and what it costs."""
    extra = [_NO_LEAD if lead and lead not in unit.kinds else 0.0 for unit in units]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(units) + 1):
        firsts = range(max(0, stop - _MOST_UNITS), stop)
        best.append(min((best[first][0] + costs[first, stop] + extra[first], first) for first in firsts))
    parted: list[tuple[int, int]] = []
    stop = len(units)
    while stop:
        first = best[stop][1]
        parted.append((first, stop))
        stop = first
    return best[-1][0], parted[::-1]


def _cost(units: Sequence[_Unit], *, is_first: bool, is_dated: bool) -> float:
    schools = degrees = dates = listed = apart = 0
    is_open = has_subject = False
    above: _Unit | None = None
    for unit in units:
        schools += "school" in unit.kinds
        degrees += "degree" in unit.kinds
        dates += "date" in unit.kinds
        is_open, has_subject = is_open or unit.is_open, has_subject or unit.has_subject
        if above is not None:
            listed += unit.kinds == above.kinds == {"degree"}
            apart += unit.is_apart
        above = unit
    cost = 3.0 * max(0, schools - 1) + 3.5 * max(0, degrees - 1) + 3.0 * max(0, dates - 1) - _LISTED * listed
    if not schools:
        cost += 1.2 if is_open else 2.0
    if not degrees:
        cost += 0.2 if has_subject else 0.7 if is_open else 1.0
    if not dates and is_dated:
        cost += 1.5
    if not (schools or degrees or dates):
        cost += 2.0
    if not is_first:
        cost += (3.0 if units[0].is_minor else 0.0) + (0.0 if units[0].is_apart else 0.8)
    return cost + 1.2 * apart


def _entry(units: Sequence[_Unit]) -> SchoolEntry:
    entry = SchoolEntry()
    for unit in units:
        entry.period = entry.period or unit.period
        if unit.text and (not entry.body or unit.kinds or unit.has_subject):
            entry.head.append(unit.text)
        elif unit.text:
            entry.body.append(unit.line)
        entry.body.extend(unit.body)
    return entry


@cache
def _certificates() -> Phrases[bool]:
    return phrase_set(words("education", "certificates"))
