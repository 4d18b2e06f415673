"""Fields that a deployment adds: what stands below their headings and behind their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.sections import heading_kind
from cvparser.domain.cv.bullets import BETWEEN_ITEMS
from cvparser.domain.cv.dates.periods import as_json, find_periods
from cvparser.domain.cv.headings import bare_heading
from cvparser.domain.own_fields import OwnField, OwnFieldType, used_fields
from cvparser.domain.text.folding import key

#: Between a label and what it labels.
_MARK = re.compile(r"\t|:(?=\s|$)|\s[|–—-]\s")
_BETWEEN = re.compile(rf"[,;|\t{BETWEEN_ITEMS}]")
#: Lines below a heading of a field.
_MOST_LINES = 100
#: Characters of a label and its mark.
_LONGEST_LABEL = 80


def find_own_fields(lines: Sequence[Line]) -> tuple[dict[str, object], list[Line]]:
    """Return what the CV says of each field that is read here, as JSON of its type, and the lines that say else.

    Of several places that introduce a field the first counts that holds something of its type.
    """
    fields = {key(phrase): field for field in used_fields() for phrase in field.phrases}
    if not fields:
        return {}, list(lines)
    found: dict[str, object] = {}
    left: list[Line] = []
    for index, line in enumerate(lines):
        field, told, is_labelled = _introduced(line, lines[index + 1 : index + 1 + _MOST_LINES], fields)
        value = _value(field, told) if field is not None and field.name not in found else None
        if field is not None and value is not None:
            found[field.name] = value
        if value is None or not is_labelled:
            left.append(line)
    return found, left


def _introduced(
    line: Line, below: Sequence[Line], fields: Mapping[str, OwnField]
) -> tuple[OwnField | None, list[str], bool]:
    """Return the field that a line introduces, what is said of it, and whether the line itself says it."""
    mark = _MARK.search(line.text, 0, _LONGEST_LABEL)
    label, rest = (line.text[: mark.start()], line.text[mark.end() :].strip()) if mark else (line.text, "")
    field = fields.get(key(bare_heading(label)))
    if field is None:
        return None, [], False
    return field, [rest] if rest else list(_until_heading(below, fields)), bool(rest)


def _until_heading(lines: Sequence[Line], fields: Mapping[str, OwnField]) -> Iterator[str]:
    for line in lines:
        if not line.is_bulleted and (heading_kind(line.text) or _introduced(line, (), fields)[0]):
            return
        yield line.text


def _value(field: OwnField, told: Sequence[str]) -> object:
    if field.type is OwnFieldType.LIST:
        return field.value_of([item for line in told for item in _BETWEEN.split(line)])
    if field.type is OwnFieldType.TEXT:
        return field.value_of(list(told))
    if field.type is OwnFieldType.NUMBER:
        return next((value for line in told if (value := field.value_of(line)) is not None), None)
    points = (period.start or period.end for line in told for period in find_periods(line))
    return field.value_of(as_json(next(points, None)))
