"""Points and periods of time as people write them in CVs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import alternatives


class Moment(NamedTuple):
    """A month, or a year whose month is not said."""

    year: int
    month: int | None = None


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
    """

    first: int
    stop: int
    start: Moment | None
    end: Moment | None
    is_current: bool = False
    is_range: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    first: int
    stop: int
    year: int | None = None
    month: int | None = None
    is_present: bool = False
    #: `03/18` and `Mar 18` are dates only as an end of a range.
    is_vague: bool = False

    @property
    def moment(self) -> Moment | None:
        return None if self.year is None else Moment(self.year, self.month)


#: Characters before a date in which words such as `since the end of` stand.
_REACH = 30
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@remembered
def find_periods(text: str) -> Sequence[Period]:
    """Give the periods in `text`, left to right; a single date is a period that is no range."""
    if not any(map(str.isdigit, text)):
        return []
    folded = fold(text)
    points = _points(folded)
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
    """Give the JSON form of `domain.profile.YearMonth`."""
    return None if moment is None else {"year": moment.year, "month": moment.month}


def without_duration(text: str) -> str:
    """Give `text` without a length of time at its start, such as `(2 yrs 3 mos)`: the dates say it already."""
    found = _duration().match(fold(text))
    return text[found.end() :] if found else text


def is_duration(text: str) -> bool:
    """Tell whether `text` is a length of time and nothing else."""
    return text[:1].isdigit() and not without_duration(text).strip()


def _pair(folded: str, start: _Point, end: _Point) -> Period | None:
    between = folded[start.stop : end.first]
    # The French `à ce jour` holds its own joiner.
    joiner = _joiner().fullmatch(between) or (end.is_present and between.isspace())
    before = _range_opener().search(folded, max(0, start.first - _REACH), start.first)
    if not joiner and not (before and before.group("between") and _and().fullmatch(between)):
        return None
    began = _completed(start, end)
    if began is None or (end.moment is None and not end.is_present):
        return None
    if end.moment is not None and end.moment.year < began.year:
        return None
    first = before.start() if before else start.first
    stop = _swallowed(folded, end.stop)
    return Period(first=first, stop=stop, start=began, end=end.moment, is_current=end.is_present)


def _completed(start: _Point, end: _Point) -> Moment | None:
    if start.year is not None:
        return Moment(start.year, start.month)
    if start.month is not None and end.year is not None and end.month is not None:
        return Moment(end.year, start.month)
    return None


def _single(folded: str, point: _Point) -> Period | None:
    moment = point.moment
    if moment is None or point.is_vague:
        return None
    after = _since_after().match(folded, point.stop)
    if after:
        return Period(first=point.first, stop=after.end(), start=moment, end=None, is_current=True)
    before = _since().search(folded, max(0, point.first - _REACH), point.first)
    stop = _swallowed(folded, point.stop)
    if before:
        return Period(first=before.start(), stop=stop, start=moment, end=None, is_current=True)
    until = _until().search(folded, max(0, point.first - _REACH), point.first)
    if until:
        return Period(first=until.start(), stop=stop, start=None, end=moment, is_range=False)
    return Period(first=point.first, stop=stop, start=moment, end=moment, is_range=False)


def _swallowed(folded: str, stop: int) -> int:
    found = _trailing().match(folded, stop)
    return found.end() if found else stop


def _points(folded: str) -> list[_Point]:
    points: list[_Point] = []
    for found in _point_pattern().finditer(folded):
        groups = {name: value for name, value in found.groupdict().items() if value is not None}
        points.extend(_read(groups, found.start(), found.end()))
    return points


def _read(groups: dict[str, str], first: int, stop: int) -> list[_Point]:
    if "span_year" in groups:
        year = int(groups["span_year"])
        end = year // 100 * 100 + int(groups["span_end"])
        middle = first + 4
        if end <= year:
            return [_Point(first=first, stop=middle, year=year)]
        return [_Point(first=first, stop=middle, year=year), _Point(first=middle + 1, stop=stop, year=end)]
    if "present" in groups:
        return [_Point(first=first, stop=stop, is_present=True)]
    year_text = next((value for name, value in groups.items() if name.startswith("year")), None)
    month_text = next((value for name, value in groups.items() if name.startswith("month")), None)
    month = None if month_text is None else _month_number(month_text)
    if month_text is not None and month is None:
        return []
    short = groups.get("short_year") or groups.get("short_slash")
    if short is not None:
        year_text = f"20{short}" if int(short) < 50 else f"19{short}"
    year_number = None if year_text is None else int(year_text)
    return [_Point(first=first, stop=stop, year=year_number, month=month, is_vague=short is not None)]


def _month_number(text: str) -> int | None:
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    if text in _ROMAN:
        return _ROMAN.index(text) + 1
    return _months().get(re.sub(r"\s+", " ", text))


@cache
def _months() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for name, number in named_words("dates", "months"):
        numbers.setdefault(fold(name), int(number))
    return numbers


@cache
def _point_pattern() -> re.Pattern[str]:
    month = alternatives(_months())
    roman = "|".join(sorted(_ROMAN, key=len, reverse=True))
    return re.compile(
        rf"""(?<!\w)(?:
          # 2015/16, 2015-16: an academic year
          (?P<span_year>{_YEAR})[/-](?P<span_end>(?:1[3-9]|[2-9]\d))(?![\w/.-])
          # 2018-03-01
        | (?P<year_iso>{_YEAR})[./-](?P<month_iso>\d\d?)[./-]\d\d?
          # 01.03.2018
        | \d\d?[./-](?P<month_day>\d\d?)[./-](?P<year_day>{_YEAR})
          # 03/2018, 3.2018
        | (?P<month_number>0?[1-9]|1[0-2])\s?[./-]\s?(?P<year_number>{_YEAR})
          # 2018-03, 2018/03
        | (?P<year_first>{_YEAR})[./-](?P<month_second>0[1-9]|1[0-2])(?!\d|[./-]\d)
          # 1 March 2018, Mar. 2018, mars de 2018
        | (?:\d\d?\.?\s+(?:de\s+)?)?(?P<month_word>{month})\b\.?[,/-]?\s*(?:(?:de|del|of)\s+)?(?P<year_word>{_YEAR})
          # 2018 March
        | (?P<year_before>{_YEAR})\s+(?:\d\d?\s+)?(?P<month_after>{month})\b
          # Mar '18
        | (?P<month_short>{month})\b\.?[\s-]?'?(?P<short_year>\d\d)(?!\d|[.,]?\s*{_YEAR})
          # 03/18
        | (?P<month_slash>0[1-9]|1[0-2])[/.](?P<short_slash>\d\d)(?![\d./])
          # III/2018
        | (?P<month_roman>{roman})[./\s-]\s?(?P<year_roman>{_YEAR})
          # Summer 2018, Q3 2018
        | (?:{alternatives(words("dates", "seasons"))})\s+'?(?P<year_season>{_YEAR})
          # 2018
        | (?P<year_alone>{_YEAR})
        | (?P<present>{alternatives(words("dates", "present"))})
          # March, as the start of a range within one year
        | (?P<month_alone>{month})\b\.?
        )(?!\w)""",
        re.VERBOSE,
    )


@cache
def _joiner() -> re.Pattern[str]:
    to = alternatives(words("dates", "to"), are_patterns=True)
    return re.compile(rf"\s*(?:[-/~→>]+|(?:[.,]\s*)?(?:{to})|\s-\s(?:{to}))\s*(?:the\s+)?")


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{alternatives(words('dates', 'and'))})\s+")


@cache
def _range_opener() -> re.Pattern[str]:
    between = alternatives(words("dates", "between"))
    since = alternatives((*words("dates", "since"), "von", "vom", "de", "du", "del"))
    return re.compile(rf"(?<!\w)(?:(?P<between>{between})|{since})\s*+(?::\s*+)?\Z")


@cache
def _since() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(words('dates', 'since'))})\s*+(?::\s*+)?\Z")


@cache
def _since_after() -> re.Pattern[str]:
    after = alternatives(words("dates", "since_after"), are_patterns=True)
    still = r"-+\s{0,100}(?:(?:\.{2,}|…|\?)\s{0,100})?(?=$|\)|\||\t)"
    return re.compile(rf"\s{{0,100}}(?:{after})(?!\w)|\s{{0,100}}{still}")


@cache
def _until() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(words('dates', 'until'))})\s*+(?::\s*+)?\Z")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternatives(words('dates', 'trailing'), are_patterns=True)})(?!\w)")


@cache
def _duration() -> re.Pattern[str]:
    unit = rf"\d+(?:[.,]\d+)?\+?\s*(?:{alternatives(words('dates', 'units'), are_patterns=True)})\.?(?!\w)"
    link = rf"(?:\s{{0,100}}(?:(?:,|{alternatives(words('dates', 'and'))})\s{{0,100}})?{unit})*"
    return re.compile(rf"[\s|·•,;:()-]*{unit}{link}\s*\)?")
