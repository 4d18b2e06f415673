"""Numbers whose groups are parted by signs that no notation has: `0532_111_22_33`, `TR33*0006*1005`.

They are read once for all recognizers of numbers, as groups without what stands between them; a recognizer joins them
as its own notation does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span

#: A group of digits and capitals.
_GROUP = r"[A-Z0-9]{1,34}+"
#: One to three signs between groups, perhaps between blanks. Signs of amounts, of sums and of addresses part nothing.
_BETWEEN = rf"(?:[ ]{{0,2}}(?:(?![\s%$€£@,;:{ATOM}])[\W_]){{1,3}}[ ]{{0,2}}|[,;:](?=[A-Z0-9])|[ ])"
_ROW = re.compile(rf"(?<![^\W_]){_GROUP}(?:{_BETWEEN}{_GROUP}){{1,60}}+(?![^\W_])")
_GROUPS = re.compile(_GROUP)
#: Any sign that parts and is not of a usual notation stands beside a digit.
_SIGN = re.compile(rf"\d(?:[,;:](?=\d)|[ ]{{0,2}}\)?(?:(?![\s.()%$€£@,;:{ATOM}-])[\W_]){{1,3}}[ ]{{0,2}}(?=[(A-Z0-9]))")
#: Signs that are part of the usual notations, and may stand beside another one.
_USUAL = frozenset({"", "-", "."})
#: Signs that also part the items of a list, the parts of a time or of a sum.
_OF_LISTS = frozenset(",;:|=+&'")
_THOUSAND, _PAIR = 3, 2
_MIN_DIGITS, _MIN_CHARACTERS, _MAX_CHARACTERS = 6, 9, 34
#: Characters of a number parted by a sign of lists.
_MIN_LISTED = 10
_MAX_GROUPS = 12
#: More than any CV has: beyond them none is looked at, so that time stays short.
_MAX_READ = 1_500


@dataclass(frozen=True)
class PartedNumber:
    """Groups that an unusual sign parts, and where they stand, with a plus before them."""

    start: int
    end: int
    groups: tuple[str, ...]
    sign: str

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The groups as usual notations join them: with blanks, with hyphens, with nothing."""
        return tuple(joint.join(self.groups) for joint in (" ", "-", ""))


def parted_numbers(prepared: PreparedText, places: Iterable[Span]) -> tuple[PartedNumber, ...]:
    """Return the stretches at `places` that may be one number, the longest from each group first; they overlap."""
    text = prepared.in_capitals
    if not prepared.has_digits:
        return ()
    found: list[PartedNumber] = []
    end = -1
    for sign in (sign for place in places for sign in _SIGN.finditer(text, *place)):
        if sign.start() < end:
            continue
        start, end = prepared.line_start(sign.start()), prepared.line_end(sign.end())
        for row in _ROW.finditer(text, start, end):
            if sum(map(str.isdigit, row.group())) >= _MIN_DIGITS:
                found.extend(_stretches(text, [group.span() for group in _GROUPS.finditer(text, *row.span())]))
            if len(found) > _MAX_READ:
                return tuple(found)
    return tuple(found)


def first_that(numbers: Iterable[PartedNumber], fits: Callable[[PartedNumber], bool]) -> Iterator[PartedNumber]:
    """Yield those that fit, none that overlaps one before it."""
    end = -1
    for number in numbers:
        if number.start >= end and fits(number):
            yield number
            end = number.end


def _stretches(text: str, groups: list[tuple[int, int]]) -> Iterator[PartedNumber]:
    signs = [text[left[1] : right[0]].strip(" ()") for left, right in pairwise(groups)]
    for first in range(len(groups) - 1):
        for last in range(min(len(groups), first + _MAX_GROUPS) - 1, first, -1):
            unusual = set(signs[first:last]) - _USUAL
            sign = unusual.pop() if len(unusual) == 1 else ""
            is_alone = set(signs[first:last]) == {sign}
            if not sign or (set(sign) & _OF_LISTS and not is_alone):
                continue
            pieces = tuple(text[start:end] for start, end in groups[first : last + 1])
            start = _begin(text, groups[first][0])
            if _may_be_number(pieces, sign, is_foreign="+" in text[start : groups[first][0]]):
                yield PartedNumber(start, groups[last][1], pieces, sign)


def _may_be_number(pieces: tuple[str, ...], sign: str, *, is_foreign: bool) -> bool:
    """Return whether groups have the length of a number; without a plus, those of lists and sums have more."""
    characters = "".join(pieces)
    digits = sum(map(str.isdigit, characters))
    if not _MIN_CHARACTERS <= len(characters) <= _MAX_CHARACTERS or digits < _MIN_DIGITS:
        return False
    if is_foreign or not set(sign) & _OF_LISTS:
        return True
    # "1,250,000", "10:30:45": an amount, a time.
    is_amount = all(len(piece) == _THOUSAND for piece in pieces[1:])
    is_long = len(pieces) > _PAIR and len(characters) >= _MIN_LISTED
    return is_long and not is_amount and (len(pieces[0]) >= _THOUSAND or "|" in sign)


def _begin(text: str, start: int) -> int:
    """Return where a number starts with the bracket and the plus before its first group."""
    while start > 0 and text[start - 1] in "(+":
        start -= 1
    return start
