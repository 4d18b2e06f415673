"""One round of all rules over one text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cvparser.domain.privacy.addresses import find_addresses
from cvparser.domain.privacy.birth import find_births
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.emails import find_emails
from cvparser.domain.privacy.finding import Finding, Hints, unite
from cvparser.domain.privacy.header import withhold_header
from cvparser.domain.privacy.labels import find_labelled, labelled_values
from cvparser.domain.privacy.licence import find_licences
from cvparser.domain.privacy.markup import marked_up_values
from cvparser.domain.privacy.names import discover
from cvparser.domain.privacy.numbers import find_numbers
from cvparser.domain.privacy.personal import find_personal, personal_places
from cvparser.domain.privacy.persons import find_persons
from cvparser.domain.privacy.phones import find_phones, find_spelt_out
from cvparser.domain.privacy.propagation import find_again, propagate
from cvparser.domain.privacy.reading import ATOM, Reading, Sighting, Span, read
from cvparser.domain.privacy.residences import find_residences
from cvparser.domain.privacy.sections import Section, find_sections, sections
from cvparser.domain.privacy.statements import find_statements
from cvparser.domain.privacy.urls import find_own_urls, find_urls
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
    reading = read(text)
    parts = sections(reading)
    labelled = (*labelled_values(reading), *marked_up_values(reading))
    places = personal_places(reading, parts)
    found = [
        *find_emails(reading),
        *find_phones(reading, places),
        *find_spelt_out(reading),
        *find_numbers(reading),
        *find_urls(reading),
    ]
    names = discover(reading, parts=parts, labelled=labelled, found=found, hints=hints, is_named=is_named)
    if not (names.keys or labelled or found or is_named):
        # Of nobody: a list of sites and companies, say.
        places = personal_places(reading, parts[1:])
    found += find_labelled(reading, labelled, found)
    found += find_births(reading, places)
    found += find_addresses(reading, places)
    found += find_residences(reading, places, [*found, *names.sightings])
    found += find_licences(reading)
    found += find_statements(reading)
    persons = list(find_persons(reading, labelled, found))
    found += persons
    found += find_again(reading, persons)
    found += find_sections(reading, parts)
    keys = frozenset(names.keys)
    header = _header(parts)
    found += names.sightings
    found += propagate(reading, keys, header)
    found += find_own_urls(reading, keys)
    found += find_personal(reading, parts, found)
    warnings: set[WarningCode] = set()
    if not keys and not is_named:
        withheld = list(withhold_header(reading, parts, found))
        found += withheld
        if withheld:
            warnings.add(WarningCode.HEADER_WITHHELD)
    return Detection(unite(_findings(reading, found)), keys, frozenset(warnings))


def detect_known(text: str, names: frozenset[str]) -> Detection:
    """Find what is personal in a string of an answer: identifiers, labelled values, mentions of known `names`."""
    reading = read(text)
    labelled = (*labelled_values(reading), *marked_up_values(reading))
    found = [*find_emails(reading), *find_phones(reading, []), *find_numbers(reading), *find_urls(reading)]
    found += find_labelled(reading, labelled, found)
    found += [Sighting(*item.value, Category.NAME, "label_name") for item in labelled if item.kind in {"name", "file"}]
    found += find_births(reading, [])
    found += find_addresses(reading, [])
    found += find_residences(reading, [], [])
    found += find_licences(reading)
    found += find_statements(reading)
    found += find_persons(reading, labelled, found)
    found += find_sections(reading, sections(reading))
    found += propagate(reading, names, Span(0, 0))
    found += find_own_urls(reading, names)
    return Detection(unite(_findings(reading, found)), names)


def _header(parts: tuple[Section, ...]) -> Span:
    lines = parts[0].lines[:8]
    return Span(lines[0].start, lines[-1].end) if lines else Span(0, 0)


def _findings(reading: Reading, found: list[Sighting]) -> Iterator[Finding]:
    """Give sightings in offsets of the original, without blanks and separators at their ends."""
    for sighting in found:
        start, end = _trimmed(reading.text, sighting)
        if any(character.isalnum() for character in reading.text[start:end]):
            first, last = reading.origin(start, end)
            yield Finding(category=sighting.category, start=first, end=last, rule=sighting.rule)


def _trimmed(text: str, sighting: Sighting) -> Span:
    start, end = sighting.start, sighting.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
