"""The dates of entries: which lines hold one, and what else such a line says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cvparser.adapters.profile_parser.offline.evidence import company_score, has_legal_form, title_score
from cvparser.adapters.profile_parser.offline.fragments import fragments_of
from cvparser.adapters.profile_parser.offline.labels import label_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.domain.cv.dates.notation import WORKING_YEAR
from cvparser.domain.cv.dates.periods import Period, find_periods, is_duration, without_duration


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line that holds the date of an entry, and what else it says."""

    index: int
    period: Period
    rest: str
    #: Whether the date begins the line and a sign sets it apart.
    leads: bool
    #: Whether it is set apart at the end of a line that names a job.
    tells: bool = False
    #: What the line goes on with behind the date in parentheses.
    after: str = ""
    #: How many lines its date takes.
    rows: int = 1


#: Words between two full stops that part no sentences.
_LONGEST_PART = 6
#: Words of a sentence that is no more than title, employer and place.
_LONGEST_TOLD = 14
#: Characters of a line with a date; a longer one is a paragraph.
_LONGEST_ANCHOR = 300
#: Words of what was done.
_FEWEST_DONE = 3
_CERTAIN = 2.0
#: What sets the last cell of a line apart.
_CELL = re.compile(r"(?:\t|\||\(| {3})\s{0,100}\Z")
#: A few names with commas between them, and a full stop.
_SENTENCE_LIST = re.compile(r"(?:[^\s,.]+(?: [^\s,.]+){0,5}, ){1,4}[^\s,.]+(?: [^\s,.]+){0,3}\.")
#: Two years in two cells.
_YEARS = re.compile(rf"({WORKING_YEAR})\t({WORKING_YEAR})")
#: What sets a date apart that ends a sentence.
_PARTED = re.compile(r"[.,;:|(\t–—-]\s{0,100}\Z")
_CLEAN_EDGES = " \t,;:|·•–—-/([])"
_OPENED = re.compile(r"(?:[|·•,;:/(\[–—\t-]\s{0,100}|\s{2})$")
_CLOSED = re.compile(r"^\s*[|·•,;:/()\]–—\t-]|^\s{2,}")


def anchors_in(lines: Sequence[Line], *, single_dates: bool) -> list[Anchor]:
    """Return the lines of a section that hold the dates of its entries.

    Args:
        lines: The section's lines.
        single_dates: Whether one date that is no range, such as `2012`, anchors an entry, as it does for schools.
    """
    found = _with_two_points(
        [anchor for index, line in enumerate(lines) if (anchor := anchor_of(index, line)) is not None]
    )
    plain = [anchor for anchor in found if not lines[anchor.index].is_bulleted]
    chosen = plain or found
    if single_dates or not any(anchor.period.is_range for anchor in chosen):
        return chosen
    shapes = {_shape(lines, anchor) for anchor in chosen if anchor.period.is_range}
    return [
        anchor
        for anchor in chosen
        if anchor.period.is_range
        or not anchor.rest
        or anchor.leads
        or anchor.tells
        or (_begins(lines, chosen, anchor) and _shape(lines, anchor) in shapes)
    ]


def _shape(lines: Sequence[Line], anchor: Anchor) -> tuple[object, ...]:
    """Return what the line of an entry looks like: its signs, and whether its date stands in parentheses at its end."""
    told = tuple(each.separator for each in fragments_of([anchor.rest]))
    return told if len(told) > 1 and lines[anchor.index].text.endswith(")") else (anchor.index,)


def _begins(lines: Sequence[Line], anchors: Sequence[Anchor], anchor: Anchor) -> bool:
    """Return whether a line stands where an entry may begin: below bullets, an empty line or another date."""
    if not anchor.index or lines[anchor.index].follows_blank or lines[anchor.index - 1].is_bulleted:
        return True
    return any(each.index == anchor.index - 1 for each in anchors)


def with_whole_ranges(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; in `2016	2018`, two years in two cells alone, the dash that is drawn or lost is set."""
    return [
        replace(line, text=f"{years[1]} – {years[2]}")
        if (years := _YEARS.fullmatch(line.text)) and years[1] < years[2]
        else line
        for line in lines
    ]


def is_range_alone(text: str) -> bool:
    """Return whether `text` is a range of dates and nothing else."""
    periods = find_periods(text)
    return len(periods) == 1 and periods[0].is_range and not _clean(text[: periods[0].first] + text[periods[0].stop :])


def _with_two_points(anchors: Sequence[Anchor]) -> list[Anchor]:
    """Join a date with one alone on the line below: a narrow cell wraps `Summer 2016` and `Summer 2017`."""
    joined: list[Anchor] = []
    for anchor in anchors:
        above = joined[-1] if joined else None
        if above and above.rest and not anchor.rest and anchor.index == above.index + above.rows:
            period = _spanned(above.period, anchor.period)
            if period is not None:
                joined[-1] = replace(above, period=period, tells=True, rows=above.rows + 1)
                continue
        joined.append(anchor)
    return joined


def _spanned(one: Period, other: Period) -> Period | None:
    moments = [each.start for each in (one, other) if each.is_season and each.start is not None]
    if len(moments) < 2:
        return None
    start, end = sorted(moments, key=lambda moment: (moment.year, moment.month or 0))
    return replace(one, start=start, end=end, is_range=True)


def anchor_of(index: int, line: Line) -> Anchor | None:
    """Return the date of the line at `index`, None where it has none that could be that of an entry."""
    if len(line.text) > _LONGEST_ANCHOR or _lists_dated(line.text):
        return None
    for period in find_periods(line.text):
        before, after = line.text[: period.first], line.text[period.stop :]
        after = without_duration(after)
        before = "" if is_duration(before.strip(_CLEAN_EDGES)) else before
        at_start = not before.strip(_CLEAN_EDGES) or label_of(line.text) == "dates"
        at_end = not after.strip(_CLEAN_EDGES)
        enclosed = _OPENED.search(before) and _CLOSED.search(after)
        after, sentence = (after, "") if at_start else _parted_behind(before, after)
        if not at_end and not at_start and after.strip() == "." and _is_list(before):
            before, after, at_end = before.rstrip(" ."), "", True
        if not (at_start or at_end or enclosed or (sentence and period.is_range)):
            continue
        parts = [] if label_of(line.text) == "dates" else [before, after]
        rest = " | ".join(clean for part in parts if (clean := _clean(part)))
        if at_start and (_SENTENCE_LIST.fullmatch(rest) or (_CLOSED.search(after) and _names_and_stops(rest))):
            # moderncv ends a list of title, employer and town with a full stop.
            rest = rest[:-1]
        rest = _with_signs(rest)
        if rest and is_prose(rest) and not period.is_range and not _names_employer(rest):
            continue
        if len(rest.split()) <= 22 and (not (rest.endswith(".") and is_prose(rest)) or any(map(_is_parted, parts))):
            return Anchor(
                index,
                period,
                rest,
                leads=at_start and _CLOSED.search(after) is not None,
                tells=at_end and _is_told(before, rest, period),
                after=sentence,
            )
    return None


def _lists_dated(text: str) -> bool:
    """Return whether a label stands before several things with dates of their own: `Clients: A (2019), B (2020)`."""
    label, colon, told = text.partition(": ")
    if not colon or label_of(text) is not None or find_periods(label):
        return False
    periods = find_periods(told)
    return sum(told[: each.first].endswith("(") and told[each.stop :].startswith(")") for each in periods) > 1


def _is_parted(text: str) -> bool:
    """Tell cells, whose last one may end with an abbreviation, from a sentence."""
    told = text.strip(_CLEAN_EDGES)
    return "|" in told or "\t" in told


def _names_and_stops(rest: str) -> bool:
    """Return whether `rest`, behind a date and a sign, begins with a title and is one sentence."""
    if not rest.endswith(".") or ". " in rest or len(rest.split()) > _LONGEST_TOLD or has_legal_form(rest):
        return False
    told = fragments_of([rest[:-1]])
    return len(told) > 1 and title_score(told[0].text) >= _CERTAIN


def _names_employer(rest: str) -> bool:
    """Return whether `rest` is a title in small letters and who employs: `stage ouvrier chez Routes du Nord`."""
    told = fragments_of([rest])
    has_employer = len(told) > 1 and told[1].separator == "at"
    return has_employer and not rest.endswith(".") and title_score(told[0].text) >= _CERTAIN


def _with_signs(rest: str) -> str:
    """Return `Nordwerk, Ulm. Polier.` with other signs than full stops, where no sentence stands."""
    parts = rest.removesuffix(".").split(". ")
    if not rest.endswith(".") or len(parts) < 2 or has_legal_form(rest):
        return rest
    is_list = all(part[:1].isupper() and len(part.split()) <= _LONGEST_PART for part in parts)
    return " | ".join(parts) if is_list and any(title_score(part) >= _CERTAIN for part in parts) else rest


def _parted_behind(before: str, after: str) -> tuple[str, str]:
    """Return what a line says behind its date, and apart from it the sentence that tells what was done."""
    if _goes_on(after):
        return "", _clean(after)
    return ("", after.lstrip(" :")) if _describes(before, after) else (after, "")


def _is_list(before: str) -> bool:
    """Return whether title, employer and place stand before a date and a full stop: `Cook, Olmo, Vigo. 2014.`."""
    told = _clean(before).rstrip(".")
    parts = re.split(r"[,.]\s", told)
    is_list = all(part[:1].isupper() and len(part.split()) <= _LONGEST_PART for part in parts)
    return _PARTED.search(before) is not None and is_list and _names_and_stops(f"{told}.")


def _describes(before: str, after: str) -> bool:
    """Return whether what was done stands behind a job, its date and a colon."""
    told = after.strip()
    if not told.startswith(":") or len(told.split()) < _FEWEST_DONE or "|" in told or "\t" in told:
        return False
    is_named = any(title_score(each.text) >= _CERTAIN for each in fragments_of([before]))
    return is_named and title_score(fragments_of([told])[0].text) < _CERTAIN


def _goes_on(after: str) -> bool:
    """Return whether a sentence stands behind a date in parentheses."""
    told = after.strip()
    if not told.startswith(")") or not told.endswith((".", "!")) or "\t" in told or "|" in told:
        return False
    return len(told[1:].split()) > 1 and not has_legal_form(told)


def _is_told(before: str, rest: str, period: Period) -> bool:
    """Tell `Stagiaire	2017`, a job, from a line of a description that ends with a year."""
    if period.is_range or (not period.is_season and _CELL.search(before) is None):
        return False
    return any(
        title_score(each.text) >= _CERTAIN or company_score(each.text) >= _CERTAIN for each in fragments_of([rest])
    )


def _clean(part: str) -> str:
    part = part.strip()
    part = part.removesuffix("(")
    part = part.removeprefix(")")
    part = part.strip(" \t,;:|·•–—-/[]")
    if part.count("(") < part.count(")"):
        part = part.removesuffix(")")
    return part if part.count("(") <= part.count(")") else part.replace("(", " | ", 1)
