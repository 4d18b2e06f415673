"""Awards and projects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cvparser.adapters.profile_parser.offline.certifications import year_and_rest
from cvparser.adapters.profile_parser.offline.entries import Entry, split_entries
from cvparser.adapters.profile_parser.offline.items import items_of
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.paragraphs import paragraph
from cvparser.domain.cv.dates.periods import as_json

_SIGN = re.compile(r"\s{0,100}\|\s{0,100}|\s{1,100}[-–—]\s{1,100}|:\s{1,100}|,\s{1,100}|\t+")
_TITLE_SIGN = re.compile(r"\s{0,100}\|\s{0,100}|\s{1,100}[-–—]\s{1,100}|:\s{1,100}|\t+")


def find_awards(lines: Sequence[Line]) -> list[dict[str, object]]:
    """Return the awards of a section in the form of `domain.profile.Award`."""
    awards: list[dict[str, object]] = []
    for text in items_of(lines):
        year, rest = year_and_rest(text)
        title, description = _parted(rest, _SIGN)
        if title:
            awards.append({"year": year, "title": title, "description": description})
    return awards


def find_projects(lines: Sequence[Line]) -> list[dict[str, object]]:
    """Return the projects of a section in the form of `domain.profile.Project`."""
    return [project for entry in split_entries(lines, single_dates=True) if (project := _project(entry))]


def _project(entry: Entry) -> dict[str, object] | None:
    head = [*entry.head, *(line.text for line in entry.maybe_head[:1] if not entry.head)]
    if not head:
        return None
    title, aside = _parted(head[0], _TITLE_SIGN)
    rest = [*([aside] if aside else []), *head[1:]]
    more = entry.maybe_head if entry.head else entry.maybe_head[1:]
    period = entry.period
    return {
        "title": title,
        "description": paragraph([*(Line(text=text) for text in rest), *more, *entry.body]),
        "start_date": as_json(period.start) if period and period.is_range else None,
        "end_date": as_json(period.end) if period and not period.is_current else None,
    }


def _parted(text: str, sign: re.Pattern[str]) -> tuple[str, str | None]:
    parts = sign.split(text, maxsplit=1)
    return parts[0].strip(), (parts[1].strip() or None) if len(parts) > 1 else None
