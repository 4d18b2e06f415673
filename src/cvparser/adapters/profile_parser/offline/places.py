"""Places in the head of an entry: a town with its state and country is one fragment, whatever stands before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from cvparser.adapters.profile_parser.offline.evidence import (
    company_score,
    has_legal_form,
    is_department,
    is_known_place,
    is_region,
    title_score,
)
from cvparser.adapters.profile_parser.offline.fragments import Fragment
from cvparser.domain.cv.dates.periods import find_periods

_MOST_TOWN_WORDS = 3
_CERTAIN = 2.0
#: Letters of a state's abbreviation.
_STATE = 2
#: Letters of the short name of a ministry or a group.
_LONGEST_INITIALS = 6
_TRIPLE = 3
#: A state and its country.
_PAIR = 2


def with_places(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments with each place as one: `Raipur`, `Chhattisgarh` and `India` are."""
    parted = [
        part
        for fragment, following in zip_longest(fragments, fragments[1:])
        for part in _parted_at_full_stop(fragment, following)
    ]
    whole: list[Fragment] = []
    for line in _lines(parted):
        whole.extend(_joined(list(_with_campus(line))))
    return whole


def with_whole_employers(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments, an employer that begins a line with the initials beside it: `Cyber Command, MND`."""
    whole: list[Fragment] = []
    for line in _lines(fragments):
        name, other = line[0], line[1] if len(line) > 1 else None
        ends = len(line) < _TRIPLE or line[2].separator not in {"comma", "open"}
        if other is not None and other.separator == "comma" and ends and _are_one(name, other):
            whole.extend([replace(name, text=f"{name.text}, {other.text}"), *line[2:]])
        else:
            whole.extend(line)
    return whole


def _are_one(name: Fragment, other: Fragment) -> bool:
    if name.label or other.label or any(title_score(each.text) > 0 for each in (name, other)):
        return False
    if _are_initials(other.text):
        return len(name.text.split()) > 1 and not name.text.isupper()
    return _are_initials(name.text) and len(other.text.split()) > _MOST_TOWN_WORDS and not has_legal_form(other.text)


def _are_initials(text: str) -> bool:
    """Return whether `text` is the short name of a ministry or a group, and no town, state or legal form."""
    if not text.isupper() or not text.isalpha() or not _STATE < len(text) <= _LONGEST_INITIALS:
        return False
    return not (is_region(text) or is_known_place(text) or has_legal_form(f"A {text}"))


def with_towns(fragments: Sequence[Fragment], *, with_more: bool) -> Iterator[Fragment]:
    """Return the fragments, those labelled that can be nothing but an employer's town: `Tamar Marine, Saltash`.

    Args:
        fragments: Those of the head of a job.
        with_more: Whether its title could stand below.
    """
    titles = [index for index, each in enumerate(fragments) if title_score(each.text) >= _CERTAIN]
    for index, fragment in enumerate(fragments):
        is_town = index > 0 and _stands_behind(fragments, index) and _looks_like_town(fragment.text)
        employer = fragments[index - 1]
        is_apart = not {index, index - 1}.intersection(titles) and title_score(fragment.text) <= 0
        is_told = bool(titles) or (with_more and has_legal_form(employer.text))
        yield replace(fragment, label="place") if is_town and is_apart and is_told else fragment


def _stands_behind(fragments: Sequence[Fragment], index: int) -> bool:
    """Return whether a fragment ends a line that it shares with one employer."""
    fragment, employer = fragments[index], fragments[index - 1]
    if fragment.separator != "comma" or fragment.label or employer.label or is_department(employer.text):
        return False
    ends = index + 1 == len(fragments) or fragments[index + 1].separator == "line"
    return ends and employer.separator == "line"


def _with_campus(line: Sequence[Fragment]) -> Iterator[Fragment]:
    """Join `University of California` and the campus behind it."""
    pending: Fragment | None = None
    for fragment in line:
        is_campus = fragment.separator == "comma" and not is_region(fragment.text)
        if pending is not None and is_campus and _ends_with_region(pending.text):
            pending = replace(pending, text=f"{pending.text}, {fragment.text}")
            continue
        if pending is not None:
            yield pending
        pending = fragment
    if pending is not None:
        yield pending


def _ends_with_region(text: str) -> bool:
    """Return whether `text` is a school's name that ends with a state, as those with several campuses do."""
    name, _, last = text.rpartition(" ")
    return company_score(text) >= _CERTAIN and len(name.split()) == 2 and len(last) > _STATE and is_region(last)


def _lines(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    line: list[Fragment] = []
    for fragment in fragments:
        if fragment.separator == "line" and line:
            yield line
            line = []
        line.append(fragment)
    if line:
        yield line


def _joined(line: list[Fragment]) -> list[Fragment]:
    stop = len(line)
    while stop > 1:
        first = _first_of_place(line, stop)
        if first < stop - 1:
            text = ", ".join(fragment.text for fragment in line[first:stop])
            line[first:stop] = [replace(line[first], text=text, label=line[first].label or "place")]
        stop = min(first, stop - 1)
    return line


def _first_of_place(line: Sequence[Fragment], stop: int) -> int:
    """Return where the place begins that ends before `stop`; the last fragment itself where it is none."""
    first = stop - 1
    if not _is_known(line[first]):
        return first
    while first and line[first].separator == "comma" and _is_known(line[first - 1]):
        first -= 1
    is_town_missing = is_region(line[first].text) and line[first].separator == "comma"
    if first and is_town_missing and _could_be_town(line, first - 1):
        first -= 1
    return first


def _is_known(fragment: Fragment) -> bool:
    return fragment.label in {None, "place"} and (is_known_place(fragment.text) or is_region(fragment.text))


def _could_be_town(line: Sequence[Fragment], index: int) -> bool:
    """Tell a town nobody lists from an employer: beside the employer, or alone with a state's abbreviation."""
    text = line[index].text
    if not _looks_like_town(text):
        return False
    if line[index].separator != "comma":
        behind = line[index + 1 :]
        return index > 0 or len(behind) == 1 or (len(behind) == _PAIR and all(is_region(each.text) for each in behind))
    return any(title_score(each.text) < 2 for each in line[:index])


def _looks_like_town(text: str) -> bool:
    if len(text.split()) > _MOST_TOWN_WORDS or any(map(str.isdigit, text)) or not text[:1].isupper():
        return False
    return company_score(text) <= 1 and title_score(text) < 2 and not has_legal_form(text)


def _parted_at_full_stop(fragment: Fragment, following: Fragment | None) -> Iterator[Fragment]:
    """Part `Brightex. Toledo` before `Ohio`: a full stop parts an employer from its town."""
    head, stop, tail = fragment.text.rpartition(". ")
    if not stop or not tail or len(head) < 3 or find_periods(tail):
        yield fragment
        return
    is_before_state = following is not None and following.separator == "comma" and is_region(following.text)
    if is_known_place(tail) or (is_before_state and _looks_like_town(tail)):
        yield replace(fragment, text=head)
        yield replace(fragment, text=tail, separator="comma")
        return
    yield fragment
