"""Education sections: entries to schools."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cvparser.adapters.profile_parser.offline.entries import Entry, split_entries
from cvparser.adapters.profile_parser.offline.evidence import is_place
from cvparser.adapters.profile_parser.offline.fragments import label_of
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.schools import School, has_degree, has_institution, read_school


def find_schools(lines: Sequence[Line]) -> list[School]:
    """Return the schools of a section, in its order."""
    schools = [_school(entry) for entry in split_entries(lines, single_dates=True)]
    return [
        each for each in _with_institutions(_merged(schools)) if each.institution or each.degree or each.field_of_study
    ]


def _school(entry: Entry) -> School:
    lines, pending = list(entry.head), list(entry.maybe_head)
    school = read_school(lines)
    while pending and _wants(school, lines, pending[0].text):
        lines.append(pending.pop(0).text)
        school = read_school(lines)
    school.period, school.lines_above = entry.period, entry.lines_above
    school.notes.extend([*pending, *entry.body])
    return school


def _wants(school: School, lines: Sequence[str], text: str) -> bool:
    if label_of(text) in {"institution", "degree", "field"}:
        return True
    if has_institution(text) and not any(map(has_institution, lines)):
        return True
    if school.institution is None or (school.degree is None and school.field_of_study is None):
        return True
    if is_place(text):
        return True
    return school.degree is None and has_degree(text)


def _merged(schools: Sequence[School]) -> list[School]:
    """Join lines that were read as schools of their own: `BSc Physics` above `University of York`."""
    merged: list[School] = []
    for school in schools:
        previous = merged[-1] if merged else None
        if previous and not (previous.period and school.period) and _complete_each_other(previous, school):
            previous.institution = previous.institution or school.institution
            previous.degree = previous.degree or school.degree
            previous.field_of_study = previous.field_of_study or school.field_of_study
            previous.period = previous.period or school.period
            previous.notes.extend(school.notes)
        else:
            merged.append(school)
    return merged


def _with_institutions(schools: list[School]) -> list[School]:
    """Set the institution of degrees that stand under it."""
    for previous, school in pairwise(schools):
        if school.institution is None and school.lines_above < previous.lines_above:
            school.institution, school.lines_above = previous.institution, previous.lines_above
    return schools


def _complete_each_other(one: School, other: School) -> bool:
    both_named = one.institution is not None and other.institution is not None
    return not both_named and not (_has_subject(one) and _has_subject(other))


def _has_subject(school: School) -> bool:
    return school.degree is not None or school.field_of_study is not None
