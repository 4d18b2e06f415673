"""Lines that a narrow column wraps: where the first word of the next line had no room left.

Where a column ends is seen from its lines. That a word had no room is no proof: two items of a list may stand below
each other at the edge. So what the two lines say has to agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from cvparser.adapters.profile_parser.offline.evidence import is_place
from cvparser.domain.cv.dates.periods import Period, find_periods
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import TENTHS
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.cv.lines import Line
from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold

#: How far apart, in points, lines of one column may begin: bullets and what stands below them.
_REACH = 30.0
#: Points by which a hanging line stands right of its bullet.
_HANGS = 2.0
#: Points within which edges are one.
_SLACK = 1.5
#: A blank, as a share of the width of the characters around it.
_BLANK = 0.5
#: Lines that a text without a layout is seen to wrap, where its lines are wrapped.
_FEWEST_OF_TEXT = 2
#: Characters of a line with an entry; a longer one is a paragraph.
_LONGEST = 160
#: A remark that does not end in its line, and a dash that is no bullet in the next one.
_OPEN_ASIDE = re.compile(r"\([^()]{0,40}\Z")
_RANGE_GOES_ON = re.compile(r"[-–—][^()]{1,40}\)")
_FIRST_WORD = re.compile(r"\S+")
#: Ends of a line behind which more is to come.
_OPEN = re.compile(r"[|·•/&–—:-]\Z")
#: A line ends a sentence or an abbreviation, and with it what it says.
_ENDED = re.compile(r"[.!?;]\Z")
#: The address of a page or a mailbox.
_NO_WORD = re.compile(r"\w{1,20}\.\w|\S{0,60}[/@]")
_LIST_SIGN = re.compile(r" [|•·] ")
_PARTED = re.compile(r"\s[|·•–—]\s|[,:]\s|\(")
_LAST_PART = re.compile(r"(?:[,|·•–—(]\s{0,20})([^,|·•–—()]{1,60})\Z")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands, and how wide its first word is: in points, or characters where there is no layout."""

    left: float
    right: float
    first_word: float


class Wrapping:
    """Tells of the lines of one document which go on in the next one."""

    def __init__(self, document: CVDocument) -> None:
        self._document = document
        self._places = dict(_places(document))
        self._edges = dict(_edges(document, self._places))

    def goes_on(self, line: Line, following: Line) -> bool:
        """Return whether `following` is the rest of `line`."""
        if following.follows_blank or line.is_bold != following.is_bold or line.end - line.start > _LONGEST:
            return False
        above, below = self._text(line), self._text(following)
        if "\t" in above or "\t" in below or not self._says_more(line, following, above, below):
            return False
        return not heading_of(above) and not heading_of(below)

    def _says_more(self, line: Line, following: Line, above: str, below: str) -> bool:
        if following.is_bulleted and not (_OPEN_ASIDE.search(above) and _RANGE_GOES_ON.match(below)):
            return False
        if _is_within_period(above, below):
            return True
        if _ENDED.search(above):
            return False
        return _is_list_within_item(above, below) or (
            self._has_no_room(line, following) and (_begins_within(below) or _is_open(above) or _is_entry(above, below))
        )

    def _has_no_room(self, line: Line, following: Line) -> bool:
        place, edge = self._places.get(line.start), self._edges.get(line.start)
        return place is not None and edge is not None and _has_no_room(place, self._places.get(following.start), edge)

    def _text(self, line: Line) -> str:
        return self._document.text[line.start : line.end]


def _places(document: CVDocument) -> Iterator[tuple[int, _Place]]:
    for line in document.lines:
        word = _FIRST_WORD.match(document.text, line.start, line.end)
        if word is None:
            continue
        if not document.settings:
            yield line.start, _Place(line.indent, line.indent + line.end - line.start, len(word[0]))
        elif line.runs and line.runs[0].page == line.page and line.runs[0].start <= line.start:
            first, last = line.runs[0], line.runs[-1]
            left = first.left + first.edges[line.start - first.start] / TENTHS
            stop = min(word.end(), first.end)
            width = first.edges[stop - first.start] - first.edges[line.start - first.start]
            yield line.start, _Place(left, last.left + last.edges[-1] / TENTHS, width / TENTHS)


def _edges(document: CVDocument, places: dict[int, _Place]) -> Iterator[tuple[int, float]]:
    """Yield where the column of each line ends, of those columns that are seen to wrap a line."""
    for column in _columns(document, places):
        edge = max(places[line.start].right for line in column)
        wraps = sum(
            _has_no_room(places[line.start], places[following.start], edge)
            and _is_sentence(document, line, following, places)
            for line, following in pairwise(column)
        )
        if wraps >= (1 if document.settings else _FEWEST_OF_TEXT):
            yield from ((line.start, edge) for line in column)


def _columns(document: CVDocument, places: dict[int, _Place]) -> Iterator[list[Line]]:
    """Yield the lines of each column, which begin at about one place."""
    together: defaultdict[tuple[int, int], list[list[Line]]] = defaultdict(list)
    for line in document.lines:
        if line.start not in places or len(line.cells) > 1:
            continue
        columns = together[line.page, line.column]
        left = places[line.start].left
        near = (column for column in columns if abs(places[column[0].start].left - left) < _REACH)
        column = next(near, None)
        if column is None or (not document.settings and line.follows_blank):
            columns.append([line]) if document.settings else columns.insert(0, [line])
        else:
            column.append(line)
    for columns in together.values():
        yield from columns


def _is_sentence(document: CVDocument, line: Line, following: Line, places: dict[int, _Place]) -> bool:
    """Return whether what a bullet or a sentence says goes on, in small letters or right of the bullet."""
    if (
        following.is_bulleted
        or following.follows_blank
        or document.index_of_line(line.start) + 1 != (document.index_of_line(following.start))
    ):
        return False
    hangs = places[following.start].left > places[line.start].left + _HANGS
    above, below = document.text[line.start : line.end], document.text[following.start : following.end]
    goes_on = (_begins_small(below) and _ENDED.search(above) is None) or above.endswith(",") or _ends_small(above)
    return goes_on or (line.is_bulleted and hangs)


def _has_no_room(place: _Place, following: _Place | None, edge: float) -> bool:
    if following is None or not -_REACH < following.left - place.left < _REACH:
        return False
    return place.right + following.first_word + _SLACK > edge


def _begins_within(text: str) -> bool:
    """Return whether a line begins with what begins nothing: a small letter or a remark in parentheses."""
    return text[0] == "(" or _begins_small(text)


def _begins_small(text: str) -> bool:
    is_small = text[0].islower() and not text[1:2].isupper() and text[1:2] != "-"
    return is_small and _NO_WORD.match(text) is None and not any(_from_start(text))


def _is_list_within_item(above: str, below: str) -> bool:
    """Return whether a list in one line goes on within an item: `SQL | Cuidados` above `intensivos | Triaje`."""
    sign = _LIST_SIGN.search(above)
    return sign is not None and sign[0] in below and _begins_small(below) and not find_periods(above)


def _is_open(text: str) -> bool:
    return _OPEN.search(text) is not None or _ends_small(text)


def _ends_small(text: str) -> bool:
    """Return whether a line ends with a small word behind which more is to come: `Certified Professional for`."""
    last = text.rpartition(" ")[2]
    return last.islower() and fold(last) in _small_words()


def _is_entry(above: str, below: str) -> bool:
    """Return whether a line that tells several things of an entry goes on, rather than another line of its head."""
    if not find_periods(above) and _ends_with_year(below):
        return True
    if _ends_dated(above) and _ends_dated(below):
        # Two items of a list, each with its date.
        return False
    if _PARTED.search(above) is None or any(period.is_range for period in _from_start(below)):
        return False
    last = _LAST_PART.search(above)
    return last is None or not is_place(last[1].strip())


def _ends_dated(text: str) -> bool:
    """Return whether a date ends a line that says more, in parentheses or not: `First aid (valid to 2024)`."""
    return _ends_with(text, find_periods(text))


def _ends_with_year(text: str) -> bool:
    """Return whether one date, which is no range, ends a line that says more: `Architect, 2019`."""
    periods = find_periods(text)
    return len(periods) == 1 and not periods[0].is_range and _ends_with(text, periods)


def _ends_with(text: str, periods: Sequence[Period]) -> bool:
    return bool(periods) and periods[-1].first > 0 and not text[periods[-1].stop :].strip(" ).")


def _from_start(text: str) -> Iterator[Period]:
    return (period for period in find_periods(text) if not text[: period.first].strip(" ("))


def _is_within_period(above: str, below: str) -> bool:
    """Return whether a range of dates begins in one line and ends in the next: `(May 2019 -` above `June 2021)`."""
    if not any(map(str.isdigit, below[:_REACH_OF_DATE])) or not _ends_within_date(above):
        return False
    ranges = [period for period in _from_start(below) if period.is_range and not ends_with_month(above)]
    whole = f"{above} {below}"
    at = len(above)
    return not ranges and any(each.is_range and each.first < at < each.stop - 1 for each in find_periods(whole))


#: Characters at the start of a line in which the rest of a date stands.
_REACH_OF_DATE = 30


def _ends_within_date(text: str) -> bool:
    tail = text[-_REACH_OF_DATE:]
    return any(map(str.isdigit, tail)) or ends_with_month(text)


def ends_with_month(text: str) -> bool:
    """Return whether the year of a month that ends a line stands in the next one."""
    month = re.split(r"[\s(]", text)[-1]
    with_year = f"{month} 2000"
    return month[:1].isalpha() and any(
        not each.first and each.stop == len(with_year) for each in find_periods(with_year)
    )


@cache
def _small_words() -> frozenset[str]:
    return frozenset(map(fold, words("small", "prepositions"))) | frozenset(map(fold, words("function_words")))


def is_whole_range(text: str) -> bool:
    """Return whether `text` is a range of dates and nothing else."""
    return any(
        period.is_range and not text[: period.first].strip() and not text[period.stop :].strip()
        for period in find_periods(text)
    )
