"""Points in time: months, years, and words for the present."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from cvparser.domain.cv.dates.notation import ROMAN_MONTHS, WORKING_YEAR, month_number, month_numbers, of
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import alternatives


class Moment(NamedTuple):
    """A month, or a year whose month is not said."""

    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point in a text, from `first` to before `stop`."""

    first: int
    stop: int
    year: int | None = None
    month: int | None = None
    is_present: bool = False
    #: `03/18` and `Mar 18` are dates only as an end of a range, or behind a word such as `since`.
    is_vague: bool = False
    #: `Summer 2018` and `Q3 2018` name a stretch of time.
    is_season: bool = False

    @property
    def moment(self) -> Moment | None:
        """The month or year; None of the present, and of a month whose year stands elsewhere."""
        return None if self.year is None else Moment(self.year, self.month)


def points_in(folded: str) -> list[Point]:
    """Return the points in a folded text, left to right."""
    points: list[Point] = []
    for found in _point_pattern().finditer(folded):
        groups = {name: value for name, value in found.groupdict().items() if value is not None}
        points.extend(_read(groups, found.start(), found.end()))
    return points


def _read(groups: dict[str, str], first: int, stop: int) -> list[Point]:
    if "span_year" in groups:
        year = int(groups["span_year"])
        end = year // 100 * 100 + int(groups["span_end"])
        middle = stop - 3
        if end <= year:
            return [Point(first=first, stop=middle, year=year)]
        return [Point(first=first, stop=middle, year=year), Point(first=middle + 1, stop=stop, year=end)]
    if "present" in groups:
        return [Point(first=first, stop=stop, is_present=True)]
    year_text = next((value for name, value in groups.items() if name.startswith("year")), None)
    month_text = next((value for name, value in groups.items() if name.startswith("month")), None)
    month = None if month_text is None else month_number(month_text)
    if month_text is not None and month is None:
        return []
    told, short = groups.get("told_year"), groups.get("short_year") or groups.get("short_slash")
    if "short_season" in groups:
        year_text = f"20{groups['short_season']}"
    if digits := told or short:
        year_text = f"20{digits}" if int(digits) < 50 else f"19{digits}"
    year_number = None if year_text is None else int(year_text)
    is_season = any("season" in name for name in groups)
    return [
        Point(first=first, stop=stop, year=year_number, month=month, is_vague=short is not None, is_season=is_season)
    ]


def present() -> str:
    """Return a pattern of the words for the present."""
    return alternatives(words("dates", "present"))


@cache
def _point_pattern() -> re.Pattern[str]:
    month = alternatives(month_numbers())
    between = of(r"\s+")
    season, ordinal = alternatives(words("dates", "seasons")), alternatives(words("dates", "ordinals"))
    of_year, of_month = alternatives(words("dates", "of_year")), alternatives(words("dates", "of_month"))
    roman = "|".join(sorted(ROMAN_MONTHS, key=len, reverse=True))
    return re.compile(
        rf"""(?<!\w)(?:
          # 2015/16, 2015-16, WS 2015/16: an academic year
          (?:(?:{season})\s+)?(?P<span_year>{WORKING_YEAR})[/-](?P<span_end>(?:1[3-9]|[2-9]\d))(?![\w/-]|\.\d)
          # 2018-03-01
        | (?P<year_iso>{WORKING_YEAR})[./-](?P<month_iso>\d\d?)[./-]\d\d?
          # 01.03.2018
        | \d\d?[./-](?P<month_day>\d\d?)[./-](?P<year_day>{WORKING_YEAR})
          # 03/2018, 3.2018
        | (?P<month_number>0?[1-9]|1[0-2])\s?[./-]\s?(?P<year_number>{WORKING_YEAR})
          # 2018-03, 2018/03
        | (?P<year_first>{WORKING_YEAR})[./-](?P<month_second>0[1-9]|1[0-2])(?!\d|[./-]\d)
          # 1 March 2018, Mar. 2018, mars de 2018
        | (?:\d\d?\.?\s+(?:{between})?)?(?P<month_word>{month})\b\.?[,/-]?\s*(?:{between})?(?P<year_word>{WORKING_YEAR})
          # 2018 March
        | (?P<year_before>{WORKING_YEAR})\s+(?:(?:{of_year})\s+)?(?:\d\d?\s+)?
          (?P<month_after>{month})\b(?:\s+(?:{of_month})\b)?
          # Mar '18, Mar 18
        | (?P<month_short>{month})\b\.?(?:[\s,-]{{0,2}}['’](?P<told_year>\d\d)|[\s-]?(?P<short_year>\d\d))
          (?!\d|[.,]?\s*{WORKING_YEAR})
          # 03/18
        | (?P<month_slash>0[1-9]|1[0-2])[/.](?P<short_slash>\d\d)(?![\d./])
          # III/2018
        | (?P<month_roman>{roman})[./\s-]\s?(?P<year_roman>{WORKING_YEAR})
          # Summer 2018, verano de 2018, Q3/2018, 3. Quartal 2018, Summer '18
        | (?:\d{{1,2}}(?:\.|[oº°]|{ordinal})?\s+)?(?:{season})
          (?:(?:\s+(?:{between})?|[/-])'?(?P<year_season>{WORKING_YEAR})|\s+'(?P<short_season>[0-4]\d)(?!\d))
          # 2018 Summer, 2018/Q3
        | (?P<year_before_season>{WORKING_YEAR})(?:\s+|[/-])(?:{season})\b(?!\s+'?{WORKING_YEAR})
          # 2018
        | (?P<year_alone>{WORKING_YEAR})
        | (?P<present>{present()})
          # March, as the start of a range within one year
        | (?P<month_alone>{month})\b\.?
        )(?!\w)""",
        re.VERBOSE,
    )
