"""Lines that say one more thing of a job, each behind a label of its own: `Sector : Logistics`, `Hours per week: 40`.

Job sites' exports set them between a job's employer, title and date. There they part what belongs together, so they
are moved below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cvparser.adapters.profile_parser.offline.evidence import company_score
from cvparser.adapters.profile_parser.offline.labels import label_of
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.domain.cv.dates.periods import find_periods

#: Words of a label; more are a sentence.
_LONGEST_LABEL = 4
_CERTAIN = 2.0
#: Lines of details; more are a description.
_MOST = 8


def with_details_last(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a section, details of a job below its head, where it has a line that is labelled a date."""
    moved: list[Line] = []
    details: list[Line] = []
    for line in lines:
        if _is_detail(line) and len(details) < _MOST:
            details.append(line)
            continue
        is_below = line.follows_blank and any(not detail.follows_blank for detail in details)
        if label_of(line.text) == "dates" and find_periods(line.text) and not is_below:
            moved.extend([line, *details])
        else:
            moved.extend([*details, line])
        details = []
    return [*moved, *details]


def with_numbers_last(lines: Sequence[Line]) -> list[Line]:
    """Return the lines right below the date of a job, what counts something below what names something.

    `Salary: $51,300 per year` and `Hours per week: 40` above the title are such.
    """
    stop = 0
    while stop < min(len(lines), _MOST) and _is_detail(lines[stop]) and any(map(str.isdigit, lines[stop].text)):
        stop += 1
    return [*lines[stop : stop + 1], *lines[:stop], *lines[stop + 1 :]]


def _is_detail(line: Line) -> bool:
    label, colon, value = line.text.partition(":")
    if line.is_bulleted or not colon or not value.strip() or len(label.split()) > _LONGEST_LABEL:
        return False
    return label_of(line.text) in {None, "description"} and company_score(label) < _CERTAIN
