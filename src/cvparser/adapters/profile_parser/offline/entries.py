"""Dated sections to entries: which lines belong to one job, one school, one project.

Dates anchor the entries. Whether the head of an entry stands before its date, after it, or on both sides is read off
the first entry of the section, since people keep to one layout within a section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from cvparser.adapters.profile_parser.offline.anchors import Anchor, anchor_of, anchors_in
from cvparser.adapters.profile_parser.offline.details import with_details_last, with_numbers_last
from cvparser.adapters.profile_parser.offline.evidence import company_score, is_place, title_score
from cvparser.adapters.profile_parser.offline.fragments import fragments_of
from cvparser.adapters.profile_parser.offline.labels import label_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.domain.cv.dates.periods import Period, find_periods, is_duration
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of


@dataclass(slots=True, kw_only=True)
class Entry:
    """The lines of one entry.

    Attributes:
        head: Lines before the description, the date taken out, none empty.
        maybe_head: Lines right after the head that could belong to it or to the description.
        body: Lines of the description.
        period: Its date; None where it has none.
        lines_above: How many lines of the head stand above the date.
    """

    head: list[str]
    maybe_head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    period: Period | None = None
    lines_above: int = 0


_MOST_HEAD_LINES = 3
#: Words of a line with nothing but an employer.
_LONGEST_BANNER = 8
_CERTAIN = 2.0
#: Points by which items stand right of what is above them.
_SET_IN = 8.0


def split_entries(lines: Sequence[Line], *, single_dates: bool = False) -> list[Entry]:
    """Return the entries of a section in the order of the text.

    Args:
        lines: The section's lines.
        single_dates: Whether one date that is no range, such as `2012`, anchors an entry, as it does for schools.
    """
    lines = lines if single_dates else _with_banners(with_details_last(lines))
    anchors = anchors_in(lines, single_dates=single_dates)
    if not anchors:
        return _undated(lines, 0 if single_dates else _size_of_repeated(lines))
    if _dates_trail(lines, anchors):
        return _trailing(lines, anchors)
    return _leading(lines, anchors, of_jobs=not single_dates)


def _with_banners(lines: Sequence[Line]) -> Sequence[Line]:
    """Set an employer apart below whose name stands how long one was there in all: `6 years`."""
    told: list[Line] = []
    for line in lines:
        if line.is_bulleted or not is_duration(line.text):
            told.append(line)
        elif told and not is_body(told[-1]) and not find_periods(told[-1].text):
            told[-1] = replace(told[-1], follows_blank=True)
    return told


def names_dated_job(line: Line) -> bool:
    """Return whether `line` names a title, what else belongs to a job, and a range: `Nurse, St Mary (2019 - 2021)`."""
    anchor = None if line.is_bulleted else anchor_of(0, line)
    if anchor is None or not anchor.period.is_range or is_prose(anchor.rest):
        return False
    told = fragments_of([anchor.rest])
    is_short = all(len(each.text.split()) <= _LONGEST_BANNER for each in told)
    titled = (title_score(each.text) >= _CERTAIN and not _is_name(each.text) for each in told[:2])
    return len(told) > 1 and is_short and any(titled)


def _is_name(text: str) -> bool:
    """Tell `Koç Holding` from the title of a coach."""
    return len(text.split()) == 2 and company_score(text) >= _CERTAIN


def is_body(line: Line) -> bool:
    """Tell a line of a description from a line of a head."""
    return line.is_bulleted or is_prose(line.text) or _is_labelled_body(line.text)


def _is_labelled_body(text: str) -> bool:
    if text.endswith(":"):
        # `Key results:` above a list
        return title_score(text) <= 0 and company_score(text) < _CERTAIN
    return label_of(text) in {"description", "grade"}


def _dates_trail(lines: Sequence[Line], anchors: Sequence[Anchor]) -> bool:
    """Return whether dates stand below the descriptions, as in a column that is read after the text beside it."""
    first = lines[: anchors[0].index]
    if not first or is_body(first[0]) or not any(is_body(line) for line in first):
        return False
    return all(not anchor.rest for anchor in anchors)


def _trailing(lines: Sequence[Line], anchors: Sequence[Anchor]) -> list[Entry]:
    entries: list[Entry] = []
    start = 0
    for anchor in anchors:
        entries.append(_around(lines[start : anchor.index], anchor.period))
        start = anchor.index + anchor.rows
    entries[-1].body.extend(lines[start:])
    return entries


def _around(lines: Sequence[Line], period: Period) -> Entry:
    """Read an entry whose head stands above its description and goes on below it."""
    stops = [index for index, line in enumerate(lines) if is_body(line)]
    if not stops:
        return Entry(head=[line.text for line in lines], period=period)
    head = [line.text for line in (*lines[: stops[0]], *lines[stops[-1] + 1 :])]
    return Entry(head=head, body=list(lines[stops[0] : stops[-1] + 1]), period=period)


def _leading(lines: Sequence[Line], anchors: Sequence[Anchor], *, of_jobs: bool) -> list[Entry]:
    lines = _without_even_gaps(lines)
    size = _size_of_repeated(_told_above(lines, anchors[0].index, 0)) if of_jobs else 0
    usual = size or _head_lines_before(lines, anchors[0].index, 0, _MOST_HEAD_LINES)
    pattern = [_kind(line) for line in lines[anchors[0].index - usual : anchors[0].index]] if of_jobs else []
    below = anchors[0].index + anchors[0].rows
    places_below = usual > 0 and below < len(lines) and is_place(lines[below].text)
    starts = [anchors[0].index - usual]
    for previous, anchor in pairwise(anchors):
        floor = previous.index + previous.rows
        floor += places_below and floor < anchor.index and is_place(lines[floor].text)
        starts.append(anchor.index - _head_lines_before(lines, anchor.index, floor, usual))
    entries = _undated(lines[: starts[0]], size) if starts[0] and not is_body(lines[0]) else []
    for anchor, start, stop in zip(anchors, starts, [*starts[1:], len(lines)], strict=True):
        has_head = start < anchor.index or anchor.rest
        told = _undated_after(lines[anchor.index + anchor.rows : stop], pattern) if has_head else []
        entries.append(_entry(lines, anchor, start, stop - len(told)))
        entries.extend(_undated(told, len(pattern)) if told else [])
    return entries


def _without_even_gaps(lines: Sequence[Line]) -> Sequence[Line]:
    """Take the empty lines for nothing where one stands before every line."""
    if len(lines) > 3 and all(line.follows_blank for line in lines[1:]):
        return [replace(line, follows_blank=False) for line in lines]
    return lines


def _told_above(lines: Sequence[Line], index: int, floor: int) -> Sequence[Line]:
    """Return the lines right above `index` that are no description."""
    first = index
    while first > floor and not is_body(lines[first - 1]):
        first -= 1
    return lines[first:index]


def _size_of_repeated(lines: Sequence[Line]) -> int:
    """Return of how many lines each head is made, where heads without dates stand above one another; 0 elsewhere."""
    if len(lines) < 2 * 2:
        return 0
    kinds = [_kind(line) for line in lines]
    for size in range(2, _MOST_HEAD_LINES + 1):
        times, rest = divmod(len(kinds), size)
        if times > 1 and not rest and _names_a_job(kinds[:size]) and kinds == kinds[:size] * times:
            return size
    return 0


def _undated_after(lines: Sequence[Line], pattern: Sequence[str]) -> Sequence[Line]:
    """Return the lines at the end that are heads like those of the section, without a date of their own."""
    if not _names_a_job(pattern):
        return []
    told = _told_above(lines, len(lines), 0)
    times, rest = divmod(len(told), len(pattern))
    kinds = [_kind(line) for line in told] if times and not rest else []
    employers = (line.text for line, kind in zip(told, kinds, strict=False) if kind == "other")
    is_like = kinds == list(pattern) * times and not any(map(_begins_with_task, employers))
    return told if kinds and is_like else []


def _begins_with_task(text: str) -> bool:
    """Tell a line of a description without a bullet from the head of a job: `Supervisión de 45 enfermeras`."""
    found = words_of(text)
    return len(found) > 1 and _tasks().at(found, 0) is not None


def _names_a_job(kinds: Sequence[str]) -> bool:
    return "title" in kinds and "other" in kinds


def _kind(line: Line) -> str:
    if is_place(line.text):
        return "place"
    return "title" if any(title_score(each.text) >= _CERTAIN for each in fragments_of([line.text])) else "other"


def _head_lines_before(lines: Sequence[Line], index: int, floor: int, usual: int) -> int:
    """Count the lines of a head above its date: up to an empty line, else as many as in the first entry."""
    count = 0
    while count < min(_MOST_HEAD_LINES, index - floor):
        if lines[index - count].follows_blank and count and floor:
            break
        if is_body(lines[index - count - 1]):
            break
        count += 1
    if floor and count and lines[index - count].follows_blank and (usual or _is_banner(lines[index - count : index])):
        return count
    if floor and not usual and count == 1 and _is_banner_below(lines, index - 1, floor):
        return count
    return min(count, usual)


def _is_banner(lines: Sequence[Line]) -> bool:
    """Tell the employer of the roles below from the rest of a description."""
    return len(lines) == 1 and len(lines[0].text.split()) <= _LONGEST_BANNER and not find_periods(lines[0].text)


def _is_banner_below(lines: Sequence[Line], index: int, floor: int) -> bool:
    """Tell an employer right below bullets from the end of the last of them."""
    above = lines[index - 1] if index > floor else None
    if above is None or not above.is_bulleted or not _is_banner(lines[index : index + 1]):
        return False
    return company_score(lines[index].text) >= _CERTAIN


def _entry(lines: Sequence[Line], anchor: Anchor, start: int, stop: int) -> Entry:
    head = [line.text for line in lines[start : anchor.index]]
    head += [anchor.rest] if anchor.rest else []
    rest = with_numbers_last(lines[anchor.index + anchor.rows : stop])
    cut = next((index for index, line in enumerate(rest) if is_body(line)), len(rest))
    cut = min(cut, _MOST_HEAD_LINES, _first_indented(lines[start : anchor.index + 1], anchor, rest))
    if anchor.after:
        rest[:0], cut = [Line(text=anchor.after)], 0
    return Entry(
        head=head, maybe_head=rest[:cut], body=rest[cut:], period=anchor.period, lines_above=anchor.index - start
    )


def _first_indented(head: Sequence[Line], anchor: Anchor, rest: Sequence[Line]) -> int:
    """Return which line below a head is set in on its page, as items are whose bullets are drawn, not written."""
    told = [*head[:-1], *(head[-1:] if anchor.rest else ())]
    edge: float | None = None
    for index, line in enumerate([*told, *rest]):
        if line.size is None or "\t" in line.text:
            break
        if edge is not None and index >= len(told) and line.indent > edge + _SET_IN:
            return index - len(told)
        edge = line.indent if edge is None else min(edge, line.indent)
    return len(rest)


def _undated(lines: Sequence[Line], size: int = 0) -> list[Entry]:
    """Read lines without dates: a head has `size` lines, else it starts after an empty line or a description."""
    if size:
        return [Entry(head=[line.text for line in lines[start : start + size]]) for start in range(0, len(lines), size)]
    entries: list[Entry] = []
    in_body = True
    each_line_is_one = not any(line.follows_blank for line in lines[1:]) and not any(map(is_body, lines))
    for line in lines:
        if is_body(line) and entries:
            entries[-1].body.append(line)
            in_body = True
        elif in_body or line.follows_blank or each_line_is_one:
            entries.append(Entry(head=[line.text]))
            in_body = False
        else:
            entries[-1].head.append(line.text)
    return entries


@cache
def _tasks() -> Phrases[bool]:
    return phrase_set(word for word in words("prose", "tasks") if not word.startswith("*"))
