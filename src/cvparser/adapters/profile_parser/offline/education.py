"""Education sections: entries to schools."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.school_entries import SchoolEntry, split_schools
from cvparser.adapters.profile_parser.offline.schools import School, has_degree, has_institution, read_school


def find_schools(lines: Sequence[Line]) -> list[School]:
    """Return the schools of a section, in its order."""
    entries = split_schools(lines)
    schools = [_school(entry) for entry in entries]
    _set_institutions(entries, schools)
    return [each for each in schools if each.institution or each.degree or each.field_of_study]


def _school(entry: SchoolEntry) -> School:
    school = read_school(entry.head)
    school.period = entry.period
    school.notes.extend(entry.body)
    return school


def _set_institutions(entries: Sequence[SchoolEntry], schools: Sequence[School]) -> None:
    """Set the institution of degrees that stand under it."""
    for (above, previous), (entry, school) in pairwise(zip(entries, schools, strict=True)):
        if school.institution is None and school.degree and _heads_degrees(above, entry):
            school.institution = previous.institution
            above.is_below = entry.is_below


def _heads_degrees(above: SchoolEntry, entry: SchoolEntry) -> bool:
    """Return whether the school of the entry above stands on a line over its degree, and so over the next one."""
    if not entry.is_below or not above.head:
        return False
    is_inherited = not any(map(has_institution, above.head))
    return is_inherited or (has_institution(above.head[0]) and not has_degree(above.head[0]))
