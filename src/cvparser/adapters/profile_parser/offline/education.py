"""Education sections: entries to schools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cvparser.adapters.profile_parser.offline.certifications import year_and_rest
from cvparser.adapters.profile_parser.offline.labels import label_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.school_entries import (
    SchoolEntry,
    names_certificate,
    split_schools,
    without_certificate,
)
from cvparser.adapters.profile_parser.offline.schools import (
    School,
    has_degree,
    has_institution,
    read_school,
    starts_with_degree,
)


class Taught(NamedTuple):
    """What an education section tells of: schools, and certificates in the form of `domain.profile.Certification`."""

    schools: list[School]
    certificates: list[dict[str, object]]


def find_schools(lines: Sequence[Line]) -> Taught:
    """Return the schools and the certificates of a section, in its order."""
    schools: list[School] = []
    certificates: list[dict[str, object]] = []
    above: SchoolEntry | None = None
    for entry in split_schools(lines):
        if _is_certificate(entry):
            certificates.append(_certificate(entry))
            continue
        told = _schools(entry)
        if above is not None and entry.is_below and told[0].degree and told[0].institution is None:
            told[0].institution = schools[-1].institution
        elif told[0].institution:
            above = entry if _heads_degrees(entry) else None
        schools.extend(told)
    named = [each for each in schools if each.institution or each.degree or each.field_of_study]
    return Taught(named, certificates)


def _is_certificate(entry: SchoolEntry) -> bool:
    """Tell a certificate that stands among schools: it names neither a school nor a degree."""
    if not entry.head or not names_certificate(entry.head[0]) or is_prose(entry.head[0]):
        return False
    return not any(
        has_institution(text) or has_degree(without_certificate(text)) or label_of(text) for text in entry.head
    )


def _certificate(entry: SchoolEntry) -> dict[str, object]:
    year, rest = year_and_rest(entry.head[0])
    moment = (entry.period.end or entry.period.start) if entry.period else None
    aside = (text for text in entry.head[1:] if text.startswith("(") and text.endswith(")"))
    issuer = next(aside, entry.head[1]).strip(" ()") if len(entry.head) > 1 else None
    return {"year": moment.year if moment else year, "issuing_organization": issuer, "description": rest}


def _schools(entry: SchoolEntry) -> list[School]:
    """Return the school of an entry, once for each line that names a degree of it."""
    degrees = [line for line in entry.head if has_degree(line)]
    degrees = [*degrees[:1], *(line for line in degrees[1:] if starts_with_degree(line))]
    told = [read_school([line for line in entry.head if line == degree or line not in degrees]) for degree in degrees]
    told = told or [read_school(entry.head)]
    for school in told:
        school.period = entry.period
    told[0].notes.extend(entry.body)
    return told


def _heads_degrees(entry: SchoolEntry) -> bool:
    """Return whether the school stands on a line over its degree, and so over the next one."""
    return bool(entry.head) and has_institution(entry.head[0]) and not has_degree(entry.head[0])
