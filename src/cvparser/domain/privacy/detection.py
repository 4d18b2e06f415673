"""One round of all rules over one text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import Finding, Hints, unite
from cvparser.domain.privacy.labels import find_labelled, labelled_values
from cvparser.domain.privacy.markup import marked_up_values
from cvparser.domain.privacy.people.candidate import discover
from cvparser.domain.privacy.people.header_fallback import withhold_header
from cvparser.domain.privacy.people.mentions import find_again, propagate
from cvparser.domain.privacy.people.third_persons import find_persons
from cvparser.domain.privacy.prepared_text import ATOM, Match, PreparedText, Span, prepare
from cvparser.domain.privacy.recognizers.address import find_addresses
from cvparser.domain.privacy.recognizers.bare_values import find_personal, personal_places
from cvparser.domain.privacy.recognizers.birth import find_births
from cvparser.domain.privacy.recognizers.email import find_emails
from cvparser.domain.privacy.recognizers.licence import find_licences
from cvparser.domain.privacy.recognizers.numbers import find_numbers
from cvparser.domain.privacy.recognizers.phone import find_phones, find_spelt_out
from cvparser.domain.privacy.recognizers.residence import find_residences
from cvparser.domain.privacy.recognizers.statements import find_statements
from cvparser.domain.privacy.recognizers.web import find_own_urls, find_urls
from cvparser.domain.privacy.sections import Section, find_sections, sections
from cvparser.domain.profile import WarningCode

_EDGES = frozenset(" \t\n\r,;:|·•-–—" + ATOM)


@dataclass(frozen=True, slots=True)
class Detection:
    """What one round found, in offsets of the text it was given.

    Attributes:
        findings: Sorted, not overlapping, each holding at least one letter or digit outside placeholders.
        names: Keys of the candidate's names.
        warnings: What the reader of the profile should know.
    """

    findings: tuple[Finding, ...]
    names: frozenset[str] = frozenset()
    warnings: frozenset[WarningCode] = frozenset()


def detect(text: str, hints: Hints, *, is_named: bool = False) -> Detection:
    """Find what is personal in a CV; `is_named` tells that rules found a name, or withheld the header, before."""
    prepared = prepare(text)
    parts = sections(prepared)
    labelled = (*labelled_values(prepared), *marked_up_values(prepared))
    places = personal_places(prepared, parts)
    found = [
        *find_emails(prepared),
        *find_phones(prepared, places),
        *find_spelt_out(prepared),
        *find_numbers(prepared),
        *find_urls(prepared),
    ]
    names = discover(prepared, parts=parts, labelled=labelled, found=found, hints=hints, is_named=is_named)
    if not (names.keys or labelled or found or is_named):
        # Of nobody: a list of sites and companies, say.
        places = personal_places(prepared, parts[1:])
    found += find_labelled(prepared, labelled, found)
    found += find_births(prepared, places)
    found += find_addresses(prepared, places)
    found += find_residences(prepared, places, [*found, *names.matches])
    found += find_licences(prepared)
    found += find_statements(prepared)
    persons = list(find_persons(prepared, labelled, found))
    found += persons
    found += find_again(prepared, persons)
    found += find_sections(prepared, parts)
    keys = frozenset(names.keys)
    header = _header(parts)
    found += names.matches
    found += propagate(prepared, keys, header)
    found += find_own_urls(prepared, keys)
    found += find_personal(prepared, parts, found)
    warnings: set[WarningCode] = set()
    if not keys and not is_named:
        withheld = list(withhold_header(prepared, parts, found))
        found += withheld
        if withheld:
            warnings.add(WarningCode.HEADER_WITHHELD)
    return Detection(unite(_findings(prepared, found)), keys, frozenset(warnings))


def detect_known(text: str, names: frozenset[str]) -> Detection:
    """Find what is personal in a string of an answer: identifiers, labelled values, mentions of known `names`."""
    prepared = prepare(text)
    labelled = (*labelled_values(prepared), *marked_up_values(prepared))
    found = [*find_emails(prepared), *find_phones(prepared, []), *find_numbers(prepared), *find_urls(prepared)]
    found += find_labelled(prepared, labelled, found)
    found += [Match(*item.value, Category.NAME, "label_name") for item in labelled if item.kind in {"name", "file"}]
    found += find_births(prepared, [])
    found += find_addresses(prepared, [])
    found += find_residences(prepared, [], [])
    found += find_licences(prepared)
    found += find_statements(prepared)
    found += find_persons(prepared, labelled, found)
    found += find_sections(prepared, sections(prepared))
    found += propagate(prepared, names, Span(0, 0))
    found += find_own_urls(prepared, names)
    return Detection(unite(_findings(prepared, found)), names)


def _header(parts: tuple[Section, ...]) -> Span:
    lines = parts[0].lines[:8]
    return Span(lines[0].start, lines[-1].end) if lines else Span(0, 0)


def _findings(prepared: PreparedText, found: list[Match]) -> Iterator[Finding]:
    """Give matches in offsets of the original, without blanks and separators at their ends."""
    for match in found:
        start, end = _trimmed(prepared.text, match)
        if any(character.isalnum() for character in prepared.text[start:end]):
            first, last = prepared.origin(start, end)
            yield Finding(category=match.category, start=first, end=last, rule=match.rule)


def _trimmed(text: str, match: Match) -> Span:
    start, end = match.start, match.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
