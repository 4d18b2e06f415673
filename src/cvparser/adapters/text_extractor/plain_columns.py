"""Columns of a plain text that are set with blanks: read one after the other, as those of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from cvparser.adapters.text_extractor.columns import columns
from cvparser.adapters.text_extractor.plain_rails import with_titles_above
from cvparser.adapters.text_extractor.rows import Row, Segment
from cvparser.domain.cv.dates.alone import is_date

#: Points that a character is wide and a line is high, as on a typewriter.
_WIDTH, _STEP, _SIZE = 6.0, 12.0, 10.0
#: Words that one blank parts; more part segments.
_SEGMENT = re.compile(r"\S++(?: \S++)*+")
#: Lines of a text that is looked at, characters of each, and segments of all: work grows with the product.
_MOST_LINES, _MOST_WIDTH, _MOST_SEGMENTS = 600, 400, 1_500
#: Lines with several segments at least.
_LEAST_PARTED = 3
#: Columns, beyond which there may be cells; lines with so many that tell a table.
_MOST_BESIDE, _LEAST_CELLED = 2, 2
#: Share of dates beyond which the left side is a rail of them; of different texts below which it is one of labels.
_MOST_DATES, _MOST_ALIKE = 0.4, 0.6


def without_columns(text: str) -> str:
    """Return `text` with its columns below each other, an empty line between blocks; as it is where it has none."""
    lines = text.split("\n")
    if len(lines) > _MOST_LINES or "\t" in text or max(map(len, lines)) > _MOST_WIDTH:
        return text
    rows = [row for number, line in enumerate(lines) if (row := _row(line, number))]
    is_parted = sum(len(row.segments) > 1 for row in rows) >= _LEAST_PARTED
    if not is_parted or sum(len(row.segments) for row in rows) > _MOST_SEGMENTS:
        return text
    found = columns(rows)
    if not any(_are_columns(one, other) for one, other in combinations(found, 2)):
        return "\n".join(with_titles_above(lines))
    return "\n\n".join("\n".join(_lines(column, lines)) for column in found)


def _are_columns(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Return whether what stands side by side is no table: the right side has empty lines beside text of the left."""
    sides = sorted((_by_line(one), _by_line(other)), key=lambda side: min(row.segments[0].x0 for row in side.values()))
    left, right = sides
    shared = left.keys() & right.keys()
    texts = Counter(left[line].text for line in shared)
    if sum(is_date(text) for text in texts) > _MOST_DATES * len(texts) or len(texts) < _MOST_ALIKE * len(shared):
        return False
    gaps = sum(line not in right and {line - 1, line + 1} <= right.keys() and line - 1 in left for line in left)
    # A cell that was wrapped looks like one.
    cells = ([*left[line].segments, *right[line].segments] for line in shared)
    is_parted = sum(sum(not is_date(cell.text) for cell in row) > _MOST_BESIDE for row in cells) >= _LEAST_CELLED
    return gaps > is_parted


def _by_line(rows: Sequence[Row]) -> dict[int, Row]:
    return {round(-row.baseline / _STEP): row for row in rows}


def _row(line: str, number: int) -> Row | None:
    segments = [
        Segment(text=match[0], x0=match.start() * _WIDTH, x1=match.end() * _WIDTH, baseline=-number * _STEP, size=_SIZE)
        for match in _SEGMENT.finditer(line)
    ]
    return Row(tuple(segments)) if segments else None


def _lines(rows: Sequence[Row], lines: Sequence[str]) -> list[str]:
    """Return the rows of a column as they were written, an empty line where one or more were left out."""
    written = [_written(row, lines) for row in rows[:1]]
    for above, row in pairwise(rows):
        if above.baseline - row.baseline > _STEP:
            written.append("")
        written.append(_written(row, lines))
    return written


def _written(row: Row, lines: Sequence[str]) -> str:
    line = lines[round(-row.baseline / _STEP)]
    return line[round(row.segments[0].x0 / _WIDTH) : round(row.segments[-1].x1 / _WIDTH)]
