"""Certificates and trainings: what, by whom, when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cvparser.adapters.profile_parser.offline.driving_licence import mentions_licence
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.text.phrases import words_of

_EDGES = " \t,;:|·•–—-/"
_STRONG = re.compile(r"\s{0,100}\|\s{0,100}|\s{1,100}[·•]\s{1,100}|\t+| {3,}")
_DASH = re.compile(r"\s{1,100}[-–—]\s{1,100}|\s{0,100}[–—]\s{0,100}")
_COMMA = re.compile(r",\s+")
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
#: Lines of one item: what, by whom, when.
_MOST_GROUPED = 3
_LAST_ASIDE = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")


def find_certifications(lines: Sequence[Line]) -> list[dict[str, object]]:
    """Return the certificates of a section in the form of `domain.profile.Certification`."""
    found = [_certification(text) for text in items_of(lines) if not mentions_licence(text)]
    return [each for each in found if each["description"]]


def items_of(lines: Sequence[Line]) -> list[str]:
    """Return the items of a list, each on one line; a year or an issuer on a line of its own joins the item above."""
    if _are_groups(lines):
        return [" | ".join(group) for group in _groups(lines)]
    is_bulleted = sum(line.is_bulleted for line in lines) * 2 >= len(lines)
    in_pairs = not is_bulleted and _in_pairs(lines)
    items: list[str] = []
    for line in lines:
        continues = (
            bool(items)
            and not line.is_bulleted
            and (
                (is_bulleted and not line.follows_blank)
                or _is_date_alone(line.text)
                or (in_pairs and not line.follows_blank and not find_periods(items[-1]))
            )
        )
        if continues:
            items[-1] = f"{items[-1]} | {line.text}"
        else:
            items.append(line.text)
    return [piece for item in items for piece in _inline(item)]


def year_and_rest(text: str) -> tuple[int | None, str]:
    """Return the last year that `text` names as a date, and the text without its dates."""
    periods = find_periods(text)
    if not periods:
        return None, text.strip(_EDGES)
    period = periods[-1]
    moment = period.end or period.start
    rest = f"{text[: period.first].rstrip()}\0{text[period.stop :].lstrip()}"
    rest = re.sub(r"\(\s*\0\s*\)|\[\s*\0\s*\]", "\0", rest)
    rest = re.sub(r"[,;:–—-]?\s{0,100}\0\s{0,100}(?=\))", "", rest)
    before, _, after = rest.partition("\0")
    before, after = before.rstrip(" ,;:|–—-"), after.lstrip(" ,;:|–—-")
    glue = " | " if before and after and not after.startswith(")") else ""
    return (moment.year if moment else None), f"{before}{glue}{after}".strip(_EDGES)


def _certification(text: str) -> dict[str, object]:
    year, rest = year_and_rest(_NUMBER.sub("", text))
    description, organisation = _parted(rest)
    return {"year": year, "issuing_organization": organisation, "description": description}


def _parted(text: str) -> tuple[str, str | None]:
    """Part the name of a certificate from who gave it, at the strongest sign."""
    aside = _LAST_ASIDE.match(text)
    if aside and _could_issue(aside.group(2)):
        return aside.group(1).strip(_EDGES), aside.group(2)
    for sign in (_STRONG, _COMMA, _DASH):
        parts = [part.strip(_EDGES) for part in sign.split(text) if part.strip(_EDGES)]
        if len(parts) > 1:
            first, last = (parts[:-1], parts[-1]) if sign is not _STRONG else (parts[:1], parts[1])
            name = ", ".join(first) if sign is not _DASH else " - ".join(first)
            return name, last if _could_issue(last) else None
    return text.strip(_EDGES), None


def _could_issue(text: str) -> bool:
    found = words_of(text)
    return bool(found) and not found[0].text.isdigit() and text[found[0].start].isupper() and len(found) > 0


def _in_pairs(lines: Sequence[Line]) -> bool:
    """Return whether names and, below them, issuers with dates take turns."""
    dated = [bool(find_periods(line.text)) for line in lines]
    return len(lines) > 1 and not any(dated[::2]) and all(dated[1::2])


def _are_groups(lines: Sequence[Line]) -> bool:
    """Return whether empty lines part the items, each of a few lines of which the last is a date."""
    groups = list(_groups(lines))
    return all(1 < len(group) <= _MOST_GROUPED and _is_date_alone(group[-1]) for group in groups)


def _groups(lines: Sequence[Line]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in lines:
        if line.follows_blank and group:
            yield group
            group = []
        group.append(line.text)
    if group:
        yield group


def _is_date_alone(text: str) -> bool:
    periods = find_periods(text)
    return bool(periods) and not any(
        character.isalnum() for character in text[: periods[0].first] + text[periods[-1].stop :]
    )


def _inline(item: str) -> Iterator[str]:
    """Part items that share a line, as in `First aid 2019; Forklift 2020`."""
    parts = [part for part in item.split(";") if part.strip()]
    yield from parts if len(parts) > 1 else [item]
