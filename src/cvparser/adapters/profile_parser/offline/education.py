"""Education sections: entries to schools."""

from __future__ import annotations

from collections.abc import Sequence

from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.school_entries import SchoolEntry, split_schools
from cvparser.adapters.profile_parser.offline.schools import (
    School,
    has_degree,
    has_institution,
    read_school,
    starts_with_degree,
)


def find_schools(lines: Sequence[Line]) -> list[School]:
    """Return the schools of a section, in its order."""
    schools: list[School] = []
    above: SchoolEntry | None = None
    for entry in split_schools(lines):
        told = _schools(entry)
        if above is not None and entry.is_below and told[0].degree and told[0].institution is None:
            told[0].institution = schools[-1].institution
        elif told[0].institution:
            above = entry if _heads_degrees(entry) else None
        schools.extend(told)
    return [each for each in schools if each.institution or each.degree or each.field_of_study]


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
