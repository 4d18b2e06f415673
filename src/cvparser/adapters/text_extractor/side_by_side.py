"""What stands side by side, told apart: tables of dates, labels and cells are read row by row, columns are not."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from cvparser.adapters.text_extractor.cells import is_item
from cvparser.adapters.text_extractor.rows import Row
from cvparser.domain.cv.dates.alone import is_date

#: Points within which two baselines are the same.
SAME_BASELINE = 1.2
#: Rows that begin together from which on they are cells of a table.
LEAST_ROWS = 3
#: Labels that stand there again, at least.
LEAST_REPEATED = 3
#: Characters of a label at most.
MOST_LABEL = 40
#: Share of a size by which sizes of what is set alike differ; points by which edges that are flush do.
SAME_SIZE, SAME_EDGE = 0.05, 1.5


def is_table(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Return whether what stands at the left and at the right belongs together row by row."""
    fewer, other = (left, right) if len(left) < len(right) else (right, left)
    return (
        _are_dates(left, other=right)
        or _are_dates(right, other=left)
        or _begin_together(fewer, other)
        or _are_labels(left, other=right)
        or _are_repeated(left, other=right)
        or _are_cells(left, right)
    )


def beside(rows: Sequence[Row], other: Sequence[Row]) -> list[Row]:
    """Give those of `rows` that stand on a baseline of `other`."""
    baselines = sorted(row.baseline for row in other)
    found = []
    for row in rows:
        near = bisect_left(baselines, row.baseline - SAME_BASELINE)
        if near < len(baselines) and baselines[near] < row.baseline + SAME_BASELINE:
            found.append(row)
    return found


def _are_dates(rows: Sequence[Row], *, other: Sequence[Row]) -> bool:
    shared = beside(rows, other)
    if not shared:
        return False
    # Above and below the dates the column may hold headings, and lists that are set across.
    span = rows[rows.index(shared[0]) : rows.index(shared[-1]) + 1]
    dates = sum(is_date(row.text) for row in shared)
    return dates >= 0.4 * len(span) and len(shared) >= 0.6 * len(span) and len(span) >= 0.5 * len(rows)


def _are_labels(rows: Sequence[Row], *, other: Sequence[Row]) -> bool:
    """Tell labels, set flush right or with colons beside what they belong to."""
    if len(beside(rows, other)) < 0.8 * len(rows):
        return False
    if sum(row.text.endswith(":") for row in rows) >= 0.8 * len(rows):
        return True
    edge = median(row.segments[-1].x1 for row in rows)
    flush = sum(abs(row.segments[-1].x1 - edge) < SAME_EDGE for row in rows)
    ragged = sum(abs(row.segments[0].x0 - rows[0].segments[0].x0) > 3 for row in rows)
    return flush >= 0.8 * len(rows) and ragged >= 0.5 * len(rows)


def _are_repeated(rows: Sequence[Row], *, other: Sequence[Row]) -> bool:
    """Tell labels of entries that are described alike: most stand there again, each beside what belongs to it."""
    shared = beside(rows, other)
    times = Counter(row.text for row in shared if not is_item(row))
    again = {
        text: count for text, count in times.items() if count > 1 and len(text) <= MOST_LABEL and not is_date(text)
    }
    if len(again) < LEAST_REPEATED or sum(again.values()) < 0.4 * len(shared):
        return False
    # What is above the labels and below them may stand at one side alone.
    span = rows[rows.index(shared[0]) : rows.index(shared[-1]) + 1]
    return len(shared) >= 0.6 * len(span)


def _begin_together(fewer: Sequence[Row], other: Sequence[Row]) -> bool:
    """Return whether the groups of both sides begin on the same baselines, as cells do and columns do not."""
    starts, others = _starts(fewer), _starts(other)
    return len(starts) >= LEAST_ROWS and len(beside(starts, others)) >= 0.8 * len(starts)


def _starts(rows: Sequence[Row]) -> list[Row]:
    steps = [above.baseline - below.baseline for above, below in pairwise(rows)]
    usual = min(steps) * 1.25
    return [rows[0], *(row for row, step in zip(rows[1:], steps, strict=True) if step > usual)]


def _are_cells(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Tell labels and their values, or cells in a margin, however many: set alike, each on the row that it belongs to.

    Columns have headings, or rows of their own.
    """
    fewer, other = (left, right) if len(left) < len(right) else (right, left)
    shared = beside(fewer, other)
    if len(shared) < LEAST_ROWS:
        return False
    if not _are_set_alike(shared) or any(is_item(row) for row in shared):
        return False
    size, on_row = shared[0].size, {row.baseline for row in shared}
    between = [
        row
        for row in fewer[fewer.index(shared[0]) : fewer.index(shared[-1])]
        # A heading that has its row to itself stands above a table.
        if row.baseline not in on_row and row.size <= (1 + SAME_SIZE) * size and row.is_bold == shared[0].is_bold
    ]
    if len(between) > 0.1 * len(shared) or len(shared) < 0.5 * len(fewer):
        return False
    labels = shared if fewer is left else beside(left, shared)
    if all(len(row.text) <= MOST_LABEL for row in labels):
        return True
    return fewer is right and _are_flush_right(shared)


def _are_set_alike(rows: Sequence[Row]) -> bool:
    usual = median(row.size for row in rows)
    return len({row.is_bold for row in rows}) == 1 and all(abs(row.size - usual) < SAME_SIZE * usual for row in rows)


def _are_flush_right(rows: Sequence[Row]) -> bool:
    edge = max(row.segments[-1].x1 for row in rows)
    return all(edge - row.segments[-1].x1 < SAME_EDGE for row in rows)
