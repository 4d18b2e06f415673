"""Periods of time, and how long something took, as people write them in CVs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cvparser.domain.cv.dates.notation import to
from cvparser.domain.cv.dates.points import Moment, Point, points_in, present
from cvparser.domain.lexicon import words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time and where it stands in its text.

    Attributes:
        first: First character, words such as `since` included.
        stop: One past the last character.
        start: When it began, None where the text gives only an end.
        end: When it ended; None where it has not, or the text does not say.
        is_current: Whether it has not ended.
        is_range: Whether the text gives more than one point.
        is_season: Whether it is one point that takes a while, such as `Summer 2018`.
    """

    first: int
    stop: int
    start: Moment | None
    end: Moment | None
    is_current: bool = False
    is_range: bool = True
    is_season: bool = False


#: Characters before a date in which words such as `since the end of` stand.
_REACH = 30


@remembered
def find_periods(text: str) -> Sequence[Period]:
    """Return the periods in `text`, left to right; a single date is a period that is no range."""
    if not any(map(str.isdigit, text)):
        return []
    folded = fold(text)
    points = points_in(folded)
    periods: list[Period] = []
    index = 0
    while index < len(points):
        pair = _pair(folded, points[index], points[index + 1]) if index + 1 < len(points) else None
        period = pair or _single(folded, points[index])
        if period is not None:
            periods.append(period)
        index += 2 if pair else 1
    return periods


def as_json(moment: Moment | None) -> dict[str, int | None] | None:
    """Return the JSON form of `domain.profile.YearMonth`."""
    return None if moment is None else {"year": moment.year, "month": moment.month}


def without_duration(text: str) -> str:
    """Return `text` without a length of time at its start, such as `(2 yrs 3 mos)`: the dates say it already."""
    found = _duration().match(fold(text))
    return text[found.end() :] if found else text


def is_duration(text: str) -> bool:
    """Whether `text` is a length of time and nothing else, such as `2 years` or `until today 2 years`."""
    if not any(map(str.isdigit, text)):
        return False
    until_now = _until_now().match(fold(text))
    told = text[until_now.end() :] if until_now else text
    return told[:1].isdigit() and not without_duration(told).strip(" ,;:|·•)")


def _pair(folded: str, start: Point, end: Point) -> Period | None:
    between = folded[start.stop : end.first]
    # The French `à ce jour` holds its own joiner.
    joiner = _joiner().fullmatch(between) or (end.is_present and between.isspace())
    before = _range_opener().search(folded, max(0, start.first - _REACH), start.first)
    # `between 2012 and 2014`, `summers 2012 and 2013`
    takes_and = start.is_season or (before is not None and before.group("between") is not None)
    if not joiner and not (takes_and and _and().fullmatch(between)):
        return None
    began = _completed(start, end)
    if began is None or (end.moment is None and not end.is_present):
        return None
    if end.moment is not None and end.moment.year < began.year:
        return None
    first = before.start() if before else start.first
    stop = _swallowed(folded, end.stop)
    return Period(first=first, stop=stop, start=began, end=end.moment, is_current=end.is_present)


def _completed(start: Point, end: Point) -> Moment | None:
    if start.year is not None:
        return Moment(start.year, start.month)
    if start.month is not None and end.year is not None and end.month is not None:
        return Moment(end.year, start.month)
    return None


def _single(folded: str, point: Point) -> Period | None:
    moment = point.moment
    if moment is None:
        return None
    after = _since_after().match(folded, point.stop) if not point.is_vague or _is_alone(folded, point) else None
    if after:
        return Period(first=point.first, stop=after.end(), start=moment, end=None, is_current=True)
    before = _since().search(folded, max(0, point.first - _REACH), point.first)
    stop = _swallowed(folded, point.stop)
    if before:
        return Period(first=before.start(), stop=stop, start=moment, end=None, is_current=True)
    if point.is_vague:
        return None
    until = _until().search(folded, max(0, point.first - _REACH), point.first)
    until_after = _until_after().match(folded, point.stop)
    if until or until_after:
        first = until.start() if until else point.first
        last = until_after.end() if until_after else stop
        return Period(first=first, stop=last, start=None, end=moment, is_range=False)
    return Period(first=point.first, stop=stop, start=moment, end=moment, is_range=False, is_season=point.is_season)


def _is_alone(folded: str, point: Point) -> bool:
    """Tell `03.19 –`, a range without its end, from a sum."""
    return not folded[: point.first].strip(" (") and not folded[point.stop :].strip(" -.…)")


def _swallowed(folded: str, stop: int) -> int:
    found = _trailing().match(folded, stop)
    return found.end() if found else stop


@cache
def _joiner() -> re.Pattern[str]:
    article = alternatives(words("dates", "article"))
    return re.compile(rf"\s*(?:[-/~→>]+|(?:[.,]\s*)?(?:{to()})|\s-\s(?:{to()}))\s*(?:(?:{article})\s+)?")


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{alternatives(words('dates', 'and'))})\s+")


@cache
def _range_opener() -> re.Pattern[str]:
    between = alternatives(words("dates", "between"))
    since = alternatives((*words("dates", "since"), *words("dates", "from")))
    return re.compile(rf"(?<!\w)(?:(?P<between>{between})|{since})\s*+(?::\s*+)?\Z")


@cache
def _since() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(words('dates', 'since'))})\s*+(?::\s*+)?\Z")


@cache
def _since_after() -> re.Pattern[str]:
    after = alternatives(words("dates", "since_after"), are_patterns=True)
    still = r"-+\s{0,100}(?:(?:\.{2,}|…|\?)\s{0,100})?(?=$|\)|\||\t|:)"
    # `2019-     Midwife`: the end's column is empty.
    return re.compile(rf"\s{{0,100}}(?:{after})(?!\w)|\s{{0,100}}{still}|[ ]?-(?=[ ]{{4}})")


@cache
def _until() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(words('dates', 'until'))})\s*+(?::\s*+)?\Z")


@cache
def _until_after() -> re.Pattern[str]:
    after = alternatives(words("dates", "until_after"), are_patterns=True)
    return re.compile(rf"['’]?\w{{0,3}}\s{{1,5}}(?:{after})(?!\w)")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternatives(words('dates', 'trailing'), are_patterns=True)})(?!\w)")


@cache
def _until_now() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{to()})\s{{1,5}})?(?:{present()})\s{{1,5}}")


@cache
def _duration() -> re.Pattern[str]:
    unit = rf"\d+(?:[.,]\d+)?\+?\s*(?:{alternatives(words('dates', 'units'), are_patterns=True)})\.?(?!\w)"
    link = rf"(?:\s{{0,100}}(?:(?:,|{alternatives(words('dates', 'and'))})\s{{0,100}})?{unit})*"
    return re.compile(rf"[\s|·•,;:()-]*{unit}{link}\s*\)?")
