"""What stands at the edge of pages and belongs to no text: running headers and footers, and numbers of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cvparser.adapters.text_extractor.rows import PAGE_STEP, Row

#: Rows at either edge of a page that may be repeated on others.
MOST_ROWS = 6
#: Points by which a row that is repeated may stand elsewhere.
SAME_PLACE = 3.0
#: Steps between rows, in their sizes, from which on a row at the edge stands apart.
APART = 2.0
#: The number of a page, before the number of them all or without it, behind a word at most.
_NUMBER = re.compile(r"\W*(?:[^\W\d_]+\.?\s+)?(\d{1,3})(?:\s*(?:[/|]|[^\W\d_]{1,4})\s*\d{1,3})?\W*")
#: What changes from page to page; no year does.
_DIGITS = re.compile(r"\b\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class Parted:
    """The rows of pages, those at their edges apart."""

    headers: list[Row] = field(default_factory=list)
    pages: list[list[Row]] = field(default_factory=list)
    footers: list[Row] = field(default_factory=list)


def parted(pages: Sequence[Sequence[Row]]) -> Parted:
    """Return the rows of pages, running headers, running footers and numbers of pages told from the text."""
    found = Parted()
    heads = _repeated(pages, lambda page: page)
    feet = _repeated(pages, lambda page: page[::-1])
    for number, page in enumerate(pages):
        foot = feet[number] or _numbered(page[::-1], number)
        head = min(heads[number] or _numbered(page, number), len(page) - foot)
        found.headers.extend(page[:head])
        found.pages.append(list(page[head : len(page) - foot]))
        found.footers.extend(page[len(page) - foot :])
    return found


def _repeated(pages: Sequence[Sequence[Row]], inwards: Callable[[Sequence[Row]], Sequence[Row]]) -> list[int]:
    """Return how many rows of each page, from its edge `inwards`, stand on the next one or the one before, too."""
    counts = [0] * len(pages)
    for number, (page, after) in enumerate(pairwise(pages)):
        same = 0
        for row, other in zip(inwards(page)[: MOST_ROWS + 1], inwards(after)[: MOST_ROWS + 1], strict=False):
            if not _are_same(row, other):
                break
            same += 1
        # Pages that say the same further inwards, or nothing else, are repeated as a whole.
        if same <= MOST_ROWS and same < min(len(page), len(after)):
            counts[number] = max(counts[number], same)
            counts[number + 1] = same
    return counts


def _are_same(row: Row, after: Row) -> bool:
    """Return whether a row stands at the same place of the next page, other numbers in it."""
    is_near = abs(row.baseline - PAGE_STEP - after.baseline) < SAME_PLACE
    return is_near and _DIGITS.sub("0", row.text) == _DIGITS.sub("0", after.text)


def _numbered(inwards: Sequence[Row], number: int) -> int:
    """Return 1 where the row at the edge says which page it is and stands apart, else 0."""
    if not inwards:
        return 0
    told = _NUMBER.fullmatch(inwards[0].text)
    if told is None or int(told[1]) != number + 1:
        return 0
    is_apart = len(inwards) < 2 or abs(inwards[0].baseline - inwards[1].baseline) > APART * inwards[1].size
    return int(is_apart)
