"""Lists of certificates and awards to items: name, who gave it and when, on one line or on several.

A section keeps to one shape: where the dates take turns with other lines in one rhythm, that rhythm parts the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from cvparser.adapters.profile_parser.offline.columns import in_columns
from cvparser.adapters.profile_parser.offline.evidence import company_score, title_score
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.school_words import has_institution
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, alternatives, phrase_set, words_of

#: Lines of one item: what, by whom, when.
_MOST_GROUPED = 3
#: Words of the name of who gave something.
_LONGEST_ISSUER_WORDS = 7
_CERTAIN = 1.0
#: Between `First aid (2019)` and `Forklift (2020)`.
_BEHIND_YEAR = re.compile(r"(?<=\d\)),\s{1,5}")
#: Between the name of a certificate and who gave it.
_PART = re.compile(r"[,;|\t]|\s[-–—]\s")


def items_of(lines: Sequence[Line]) -> list[str]:
    """Return the items of a list, each on one line, its name first, then who gave it, parted by bars."""
    told = _with_whole_names([read for line in in_columns(lines, _is_date_alone) if (read := _told(line)) is not None])
    groups = _by_rhythm(told) or _by_blanks(told)
    if groups:
        return [_joined(group, _issuer_place(groups)) for group in groups]
    return [piece for item in _one_by_one(told) for piece in _inline(item)]


def issuer_score(text: str) -> float:
    """Return how much `text` looks like who gives certificates or awards; below 0 like what they are called."""
    found = words_of(text)
    if not found or len(found) > _LONGEST_ISSUER_WORDS:
        return -1.0
    score = 0.0
    if (known := _issuers().find(found)) or company_score(text) >= _CERTAIN or has_institution(text):
        score += 2.0 if known and known[-1].stop - known[0].first == len(found) else 1.0
    if _names().find(found) or title_score(text) >= _CERTAIN:
        score -= 1.5
    return score - (0.5 if any(map(str.isdigit, text)) else 0.0)


def _told(line: Line) -> Line | None:
    """Return a line without `Issued`, `Credential ID 12` and the like; None where it says no more."""
    text = line.text
    details = _details().search(fold(text))
    if details:
        text = text[: details.start()].rstrip(" \t,;:|·•–—-(")
    issued = _issued().match(fold(text))
    if issued:
        text = text[issued.end() :]
    return replace(line, text=text) if any(map(str.isalnum, text)) else None


def _with_whole_names(lines: Sequence[Line]) -> list[Line]:
    """Join the end of a name that its column wraps, which names nothing alone: `Professional Certificate`."""
    whole: list[Line] = []
    for line in lines:
        is_apart = line.is_bulleted or line.follows_blank or not whole or find_periods(whole[-1].text)
        if not is_apart and (_ends_kind(whole[-1].text, line.text) or _ends_post(whole[-1].text, line.text)):
            whole[-1] = replace(whole[-1], text=f"{whole[-1].text} {line.text}")
        else:
            whole.append(line)
    return whole


def _ends_kind(above: str, text: str) -> bool:
    return _is_kind_alone(text) and not _names().find(words_of(above))


def _ends_post(above: str, text: str) -> bool:
    """Return whether one word ends what somebody is certified as: `Certified Ethical` above `Professional`."""
    found = words_of(above)
    if len(words_of(text)) != 1 or not found or not _names().find(found):
        return False
    last = above[found[-1].start :]
    is_whole = title_score(last) >= _CERTAIN or _is_kind_alone(last)
    return not is_whole and (title_score(text) >= _CERTAIN or _is_kind_alone(text))


def _is_kind_alone(text: str) -> bool:
    """Return whether all that `text` says is that something is a certificate, a course, a prize."""
    found = words_of(text)
    return bool(found) and sum(name.stop - name.first for name in _names().find(found)) == len(found)


def _by_rhythm(lines: Sequence[Line]) -> list[list[str]]:
    """Return the items where each takes the same number of lines and has its date on the same one."""
    dated = [bool(find_periods(line.text)) for line in lines]
    for size in range(2, _MOST_GROUPED + 1):
        if len(lines) < size or len(lines) % size or (len(lines) == size and _is_list(lines)):
            continue
        places = {index % size for index, is_dated in enumerate(dated) if is_dated}
        if len(places) == 1 and sum(dated) * size == len(lines) and _fits(lines, size):
            return [[line.text for line in lines[first : first + size]] for first in range(0, len(lines), size)]
    return []


def _fits(lines: Sequence[Line], size: int) -> bool:
    """Return whether bullets and empty lines stand where items begin, and no line is a sentence."""
    inner = [line for index, line in enumerate(lines) if index % size]
    first = lines[::size]
    if any(line.is_bulleted or is_prose(line.text) for line in inner) and not all(line.is_bulleted for line in lines):
        return False
    if not _tells_issuers([line.text for line in lines], size):
        return False
    is_apart = any(line.follows_blank for line in inner)
    if is_apart and not all(line.follows_blank for line in lines[1:]):
        return False
    return len(lines) > size or not first[0].is_bulleted or not any(line.is_bulleted for line in inner)


def _tells_issuers(texts: Sequence[str], size: int) -> bool:
    """Tell one item and its issuer from two items, and a name and its issuer from two names, by their words."""
    named = [_issuer_part_score(text) for text in texts if not _is_date_alone(text)]
    if len(named) < len(texts) or size > 2:
        return True
    return max(named) > 0 or (len(texts) > size and max(named) >= 0)


def _by_blanks(lines: Sequence[Line]) -> list[list[str]]:
    """Return the items where empty lines part them, each of a few lines, one of them dated or an issuer."""
    groups = [[line.text for line in group] for group in _groups(lines)]
    is_grouped = groups and all(1 < len(group) <= _MOST_GROUPED for group in groups)
    is_told = all(sum(bool(find_periods(text)) for text in group) == 1 for group in groups) or (
        len(groups) > 1 and not any(is_prose(text) for group in groups for text in group)
    )
    is_one = len(groups) == 1 and (_is_list(lines) or not _tells_issuers(groups[0], len(groups[0])))
    return groups if is_grouped and is_told and not is_one else []


def _is_list(lines: Sequence[Line]) -> bool:
    """Return whether each line is an item: each has a bullet, or only the first of three has a date behind it."""
    if len(lines) > 1 and all(line.is_bulleted for line in lines):
        return True
    first, *others = [line.text for line in lines]
    if any(map(_tells_all, others)) or (len(others) > 1 and all(map(_could_stand_alone, others))):
        return True
    ends_dated = bool(find_periods(first)) and not _is_date_alone(first)
    return len(others) > 1 and ends_dated and all(map(_could_be_item, others))


def _tells_all(text: str) -> bool:
    """Return whether a line names a certificate and, in parentheses, who gave it and when."""
    name, opened, aside = text.partition("(")
    return bool(name.strip() and opened and "," in aside and find_periods(aside)) and not find_periods(name)


def _could_stand_alone(text: str) -> bool:
    return _is_listed(text) and not _is_date_alone(text) and issuer_score(_PART.split(text)[0]) <= 0


def _could_be_item(text: str) -> bool:
    return not find_periods(text) and (issuer_score(text) <= 0 or _is_listed(text))


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if line.follows_blank and group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _issuer_place(groups: Sequence[Sequence[str]]) -> int:
    """Return which of the lines of an item that name something names who gave it: the second but for evidence."""
    scores = [0.0, 0.2]
    for group in groups:
        named = [text for text in group if not _is_date_alone(text)]
        for place, text in enumerate(named[:2]):
            scores[place] += _issuer_part_score(text)
    return 0 if scores[0] > scores[1] else 1


def _issuer_part_score(text: str) -> float:
    label = _issued_by().match(fold(text))
    return 3.0 if label else issuer_score(text)


def _joined(group: Sequence[str], issuer_place: int) -> str:
    named = [text for text in group if not _is_date_alone(text)]
    dates = [text for text in group if _is_date_alone(text)]
    if issuer_place == 0 and len(named) > 1:
        named[:2] = named[1::-1]
    return " | ".join([*(_without_label(text) for text in named), *dates])


def _without_label(text: str) -> str:
    label = _issued_by().match(fold(text))
    return text[label.end() :] if label else text


def _one_by_one(lines: Sequence[Line]) -> list[str]:
    """Return the items of a list in which each line is one, but for lines that only go on about the one above."""
    is_bulleted = sum(line.is_bulleted for line in lines) * 2 >= len(lines)
    items: list[str] = []
    for line in lines:
        if items and not line.is_bulleted and _goes_on(line, items[-1], is_bulleted=is_bulleted):
            items[-1] = f"{items[-1]} | {_without_label(line.text)}"
        else:
            items.append(line.text)
    return items


def _goes_on(line: Line, item: str, *, is_bulleted: bool) -> bool:
    if _is_date_alone(line.text):
        return not find_periods(item)
    if is_bulleted and not line.follows_blank:
        return True
    if line.follows_blank or "|" in item or issuer_score(item) > 0:
        return False
    return bool(_issued_by().match(fold(line.text))) or (
        issuer_score(line.text) >= _CERTAIN and not _is_listed(item) and not _is_listed(line.text)
    )


def _is_listed(text: str) -> bool:
    """Return whether `text` has parts of its own: name and issuer share it."""
    return any(sign in text for sign in (",", ";", "|", " - ", " – ", "\t"))


def _is_date_alone(text: str) -> bool:
    periods = find_periods(text)
    return bool(periods) and not any(map(str.isalnum, text[: periods[0].first] + text[periods[-1].stop :]))


def _inline(item: str) -> Iterator[str]:
    """Part items that share a line, as in `First aid 2019; Forklift 2020`."""
    parts = [part for part in item.split(";") if part.strip()]
    if len(parts) > 1:
        yield from parts
        return
    dated = _BEHIND_YEAR.split(item)
    if len(dated) > 1 and all(map(find_periods, dated)):
        yield from dated
        return
    named = [part.strip() for part in item.split(",")]
    are_named = len(named) > 1 and all(len(words_of(part)) > 1 and _ends_with_kind(part) for part in named)
    yield from named if are_named else [item]


def _ends_with_kind(text: str) -> bool:
    """Return whether `text` ends with what it is, such as `Belgesi` or `certificate`."""
    found = words_of(text)
    names = _names().find(found)
    return bool(names) and names[-1].stop == len(found) and names[-1].first > 0


@cache
def _issuers() -> Phrases[bool]:
    return phrase_set(words("certifications", "issuers"))


@cache
def _names() -> Phrases[bool]:
    return phrase_set(words("certifications", "names"))


@cache
def _issued() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,100}}(?:{alternatives(words('certifications', 'issued'))})\s{{0,100}}:?\s{{1,100}}(?=\W*\w+\W*\d|\d)"
    )


@cache
def _issued_by() -> re.Pattern[str]:
    """Return a label of who gave something; one of several words needs no colon."""
    labels = words("certifications", "issued_by")
    open_labels = alternatives(label for label in labels if " " in label)
    return re.compile(rf"(?:{alternatives(labels)})\s{{0,100}}:\s{{0,100}}|(?:{open_labels})\s{{1,100}}(?=\w)")


@cache
def _details() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(words('certifications', 'details'))})(?!\w)")
