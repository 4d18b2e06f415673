"""Titles of sections that are set upwards or downwards beside their text: lines of their own above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from cvparser.adapters.text_extractor.rows import PAGE_STEP, WORD_GAP, Glyph, Row, Segment

#: Share of the widest gap from which on a gap is as wide.
SAME_GAP = 0.8
#: Gap, in sizes, that parts two titles.
TITLE_GAP = 0.5


def with_turned(rows: Sequence[Row], glyphs: Iterable[Glyph], *, page: int) -> list[Row]:
    """Return rows of a page, before each block the title that stands beside it and is made of turned `glyphs`."""
    whole = list(rows)
    first = 0
    for title in _titles(glyphs):
        top = max(_ends(glyph)[1] for glyph in title) - page * PAGE_STEP
        at = _section(whole, first, top)
        whole.insert(at, _row(title, whole[min(at, len(whole) - 1)] if whole else None, page))
        first = at + 1
    return whole


def _section(rows: Sequence[Row], first: int, top: float) -> int:
    """Return the row, `first` or later, with which the section begins beside which a title ends at `top`."""
    at = next((at for at in range(first, len(rows)) if rows[at].baseline < top), len(rows))
    if at == len(rows) or at == first:
        return at
    gaps = [(above.baseline - row.baseline) / row.size for above, row in pairwise(rows[first : at + 1])]
    # Set in the middle of its section, or at its foot, unless the gap right above is as wide.
    return at if gaps[-1] > SAME_GAP * max(gaps) else first + 1 + gaps.index(max(gaps))


def _titles(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs of each title as it runs, titles from top to bottom."""
    lines: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        lines[glyph.angle, round(glyph.x0 if glyph.angle == 270 else glyph.x1)].append(glyph)
    titles: list[list[Glyph]] = []
    for (angle, _), line in lines.items():
        line.sort(key=lambda each: _ends(each)[0], reverse=angle == 270)
        start = 0
        for position in range(1, len(line) + 1):
            if position == len(line) or _gap(line, position) > TITLE_GAP * _height(line[position]):
                titles.append(line[start:position])
                start = position
    return sorted(titles, key=lambda title: -max(_ends(glyph)[1] for glyph in title))


def _row(title: Sequence[Glyph], beside: Row | None, page: int) -> Row:
    found: list[tuple[str, Glyph | None]] = [(title[0].text, title[0])]
    for position in range(1, len(title)):
        if _gap(title, position) > WORD_GAP * _height(title[position]):
            found.append((" ", None))
        found.append((title[position].text, title[position]))
    x0, baseline = (beside.segments[0].x0, beside.baseline) if beside else (0.0, -page * PAGE_STEP)
    texts = [(character, glyph) for text, glyph in found for character in text]
    segment = Segment(
        text="".join(character for character, _ in texts),
        x0=x0,
        x1=x0 + 1,
        baseline=baseline,
        size=max(map(_height, title)),
        page=page,
        glyphs=tuple(glyph for _, glyph in texts),
    )
    return Row((segment,))


def _ends(glyph: Glyph) -> tuple[float, float]:
    """Return where the box of a glyph begins and ends from bottom to top."""
    return glyph.baseline - glyph.below, glyph.baseline - glyph.below + glyph.size


def _height(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0


def _gap(line: Sequence[Glyph], position: int) -> float:
    before, after = _ends(line[position - 1]), _ends(line[position])
    return max(after[0] - before[1], before[0] - after[1])


def by_direction(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Return the glyphs that run as the page does, and those that are turned and seen."""
    flat: list[Glyph] = []
    turned: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.angle % 180:
            flat.append(glyph)
        elif not glyph.text.isspace():
            turned.append(glyph)
    return flat, turned
