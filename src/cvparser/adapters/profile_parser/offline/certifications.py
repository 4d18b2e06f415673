"""Certificates and trainings: what, by whom, when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cvparser.adapters.profile_parser.offline.driving_licence import mentions_licence
from cvparser.adapters.profile_parser.offline.evidence import is_place, title_score
from cvparser.adapters.profile_parser.offline.items import issuer_score, items_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import alternatives, words_of

_EDGES = " \t,;:|·•–—-/"
_STRONG = re.compile(r"\s{0,100}\|\s{0,100}|\s{1,100}[·•]\s{1,100}|\t+| {3,}")
_DASH = re.compile(r"\s{1,100}[-–—]\s{1,100}|\s{0,100}[–—]\s{0,100}")
_COMMA = re.compile(r",\s+")
#: A name and who gave it.
_PAIR = 2
#: What only an issuer that is known by its whole name scores.
_CERTAIN = 2.0
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
#: Words of a certificate; more are a paragraph that strayed in.
_LONGEST_WORDS = 25
_LAST_ASIDE = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")


def find_certifications(lines: Sequence[Line]) -> list[dict[str, object]]:
    """Return the certificates of a section in the form of `domain.profile.Certification`."""
    found = [_certification(text) for text in items_of(lines) if not mentions_licence(text) and not _is_paragraph(text)]
    return [each for each in found if each["description"]]


def _is_paragraph(text: str) -> bool:
    return len(text.split()) > _LONGEST_WORDS and is_prose(text)


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
    description, organisation = _issued(rest) or _parted(rest)
    return {"year": year, "issuing_organization": organisation, "description": description}


def _issued(text: str) -> tuple[str, str] | None:
    """Part `Diver issued by the Dive Council on`, whose date was taken from its end."""
    found = _issued_by().search(fold(text))
    if found is None or not found.start():
        return None
    name, giver = text[: found.start()].strip(_EDGES), text[found.end() :].strip(_EDGES)
    told, _, last = giver.rpartition(" ")
    giver = told if told and fold(last) in _prepositions() else giver
    return (name, giver) if name and _could_issue(giver) else None


def _parted(text: str) -> tuple[str, str | None]:
    """Part the name of a certificate from who gave it, at the strongest sign."""
    aside = _LAST_ASIDE.match(text) if len(_STRONG.split(text)) == 1 else None
    if aside and _could_issue(aside.group(2)) and not _is_short_for(aside.group(2), aside.group(1)):
        return aside.group(1).strip(_EDGES), aside.group(2)
    for sign in (_STRONG, _COMMA, _DASH):
        parts = [part.strip(_EDGES) for part in sign.split(text) if part.strip(_EDGES)]
        if len(parts) > 2 and sign is _STRONG and is_place(parts[-1]):
            # `AWS Architect, Board	Online`
            parts.pop()
        elif len(parts) == _PAIR and sign is _STRONG and is_place(parts[-1]):
            return _parted(parts[0])
        if len(parts) > 1:
            first, last = (parts[:-1], parts[-1]) if sign is not _STRONG else (parts[:1], parts[1])
            name = ", ".join(first) if sign is not _DASH else " - ".join(first)
            if sign is _COMMA and _is_of_name(last):
                continue
            if len(parts) == _PAIR and issuer_score(parts[0]) >= _CERTAIN > issuer_score(last):
                # `Udemy – Apache Kafka`
                return last, parts[0]
            return name, last if _could_issue(last) else None
    return text.strip(_EDGES), None


def _is_short_for(text: str, name: str) -> bool:
    """Tell the letters of `Certified Executive Chef (CEC)` from who gave it."""
    initials = [name[word.start].upper() for word in words_of(name)]
    parts = [part for part in re.split(r"\W", text) if part]
    return text.isupper() and any(_are_in_order(part, initials) for part in parts)


def _are_in_order(letters: str, initials: Sequence[str]) -> bool:
    left = iter(initials)
    return len(letters) > 1 and all(letter in left for letter in letters)


def _is_of_name(text: str) -> bool:
    """Tell the end of `Certified Professional, Java SE 8 Programmer` from who gave it."""
    return issuer_score(text) <= 0 and (any(map(str.isdigit, text)) or title_score(text) >= 2)


def _could_issue(text: str) -> bool:
    found = words_of(text)
    return bool(found) and not found[0].text.isdigit() and text[found[0].start].isupper() and len(found) > 0


@cache
def _issued_by() -> re.Pattern[str]:
    """Return what stands between a name and who gave it: labels of several words, as others are parts of names."""
    labels = alternatives(label for label in words("certifications", "issued_by") if " " in label)
    return re.compile(rf"(?<=\w)[,;:|(–—-]?\s{{1,5}}(?:{labels})\s{{0,5}}:?\s{{1,5}}(?=\w)")


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(map(fold, (*words("dates", "prepositions"), *words("furniture", "updated_on"))))
