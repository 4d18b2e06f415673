"""Glyphs on a page to rows of segments: words of one baseline that stand close together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple, TypeVar

#: Baselines closer than this share of the size are one row.
SAME_ROW = 0.35
#: Gap, in sizes, that parts segments; that is a blank between words.
SEGMENT_GAP, WORD_GAP = 0.6, 0.15
#: Gap, in sizes, beyond which letters on one baseline are set independently.
CHUNK_GAP = 2.0
#: Glyphs of a row from which its letter-spacing can be told.
LEAST_LETTERS = 4
#: What readers have for a hyphen at which a word is broken.
BROKEN = ("\u00ad", "\x02", "\ufffe")
#: Points by which each page stands below the one before: more than any page is high (ISO 32000-1, annex C).
PAGE_STEP = 20_000.0


class Glyph(NamedTuple):
    """A character where it stands. Points, y upwards from the foot of the page.

    Attributes:
        below: How far its box, which is `size` high, reaches below the baseline.
        angle: Degrees counter-clockwise of the text of its page at which it runs.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    below: float = 0.0
    is_bold: bool = False
    angle: int = 0


#: What stands behind each character of a text; nothing behind the blanks that are put between words.
Glyphs = tuple[Glyph | None, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one row of a page that stand close together; `glyphs` are those behind each character of `text`."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    page: int = field(default=0, compare=False)
    glyphs: Glyphs = field(default=(), compare=False)

    def followed_by(self, other: Segment) -> Segment:
        """Return the words of both, a blank between them, where the words of this one stand."""
        if self.text.endswith(BROKEN) and other.text[:1].isalpha():
            return replace(self, text=self.text[:-1] + other.text, glyphs=(*self.glyphs[:-1], *other.glyphs))
        return replace(self, text=f"{self.text} {other.text}", glyphs=(*self.glyphs, None, *other.glyphs))


@dataclass(frozen=True, slots=True)
class Row:
    """Segments of one baseline, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def baseline(self) -> float:
        """Where it stands: that of its first segment."""
        return self.segments[0].baseline

    @property
    def size(self) -> float:
        """Its largest size."""
        return max(segment.size for segment in self.segments)

    @property
    def is_bold(self) -> bool:
        """Whether it begins in bold type."""
        return any(glyph.is_bold for glyph in self.segments[0].glyphs[:1] if glyph is not None)

    @property
    def text(self) -> str:
        """Its words, whatever parts them."""
        return " ".join(segment.text for segment in self.segments)


#: What names of bold fonts hold.
_BOLD = re.compile("bold|black|heavy|fett|[-,]bd", re.IGNORECASE)


@lru_cache(maxsize=256)
def is_bold_font(name: str) -> bool:
    """Return whether the name of a font says that it is bold."""
    return _BOLD.search(name) is not None


Placed = TypeVar("Placed", Glyph, Segment)
_LEFT, _BASELINE = attrgetter("x0"), attrgetter("baseline")


def rows_of(levels: Iterable[Sequence[Glyph]], *, page: int = 0) -> list[Row]:
    """Return the rows of a page from top to bottom; those of page n stand n times `PAGE_STEP` lower."""
    rows = by_baseline(segment for level in levels for segment in _segments(level, page))
    return [Row(tuple(level)) for row in rows for level in _beside_each_other(row)]


def _beside_each_other(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Part segments that are drawn over each other."""
    row = sorted(segments, key=lambda each: each.x0)
    if all(before.x1 - after.x0 < SEGMENT_GAP * after.size for before, after in pairwise(row)):
        return [row]
    return apart(row)


def by_baseline(placed: Iterable[Placed]) -> list[list[Placed]]:
    """Return what stands on baselines that are close together, from top to bottom."""
    rows: list[list[Placed]] = []
    row: list[Placed] = []
    baseline = size = 0.0
    # From top to bottom, and from left to right where that is the same.
    for each in sorted(sorted(placed, key=_LEFT), key=_BASELINE, reverse=True):
        lower = baseline - each.baseline
        # Most stand on the very baseline of the one before.
        if row and (not lower or lower < SAME_ROW * max(each.size, size, 1)):
            row.append(each)
        else:
            row = [each]
            rows.append(row)
            baseline, size = each.baseline, each.size
    return rows


def apart(row: Iterable[Placed]) -> list[list[Placed]]:
    """Return what has one baseline and size, from the highest to the lowest."""
    levels: dict[tuple[float, float], list[Placed]] = defaultdict(list)
    for each in row:
        levels[round(each.baseline), round(each.size)].append(each)
    return sorted(levels.values(), key=lambda level: -level[0].baseline - level[0].size)


def _segments(row: Sequence[Glyph], page: int) -> Iterator[Segment]:
    ordered = sorted(row, key=_LEFT)
    for chunk in _chunks(ordered):
        yield from _segments_of(chunk, page)


def _chunks(ordered: Sequence[Glyph]) -> Iterator[Sequence[Glyph]]:
    """Yield what stands further apart than letters do, however wide they are set: each has a setting of its own."""
    start, end = 0, ordered[0].x1 if ordered else 0.0
    for position, glyph in enumerate(ordered):
        if glyph.x0 - end > CHUNK_GAP * glyph.size:
            yield ordered[start:position]
            start = position
        if not glyph.text.isspace():
            end = max(end, glyph.x1) if position > start else glyph.x1
    yield ordered[start:]


def _segments_of(ordered: Sequence[Glyph], page: int) -> Iterator[Segment]:
    visible = [glyph for glyph in ordered if not glyph.text.isspace()]
    after_blank = _after_blank(ordered)
    letter_gap = _letter_gap(visible)
    start = 0
    for position in range(1, len(visible) + 1):
        if position == len(visible) or _gap(visible, position) > SEGMENT_GAP * visible[position - 1].size + letter_gap:
            run = visible[start:position]
            text, glyphs = _words(run, after_blank[start:position], letter_gap)
            yield Segment(
                text=text,
                x0=run[0].x0,
                x1=run[-1].x1,
                baseline=median(glyph.baseline for glyph in run) - page * PAGE_STEP,
                size=max(glyph.size for glyph in run),
                page=page,
                glyphs=glyphs,
            )
            start = position


def _after_blank(row: Sequence[Glyph]) -> list[bool]:
    """Tell of each visible glyph whether a blank stands before it."""
    found, blank = [], False
    for glyph in row:
        if glyph.text.isspace():
            blank = True
        else:
            found.append(blank)
            blank = False
    return found


def _letter_gap(row: Sequence[Glyph]) -> float:
    """Return the gap that a wide setting puts between letters; 0 for a usual one."""
    if len(row) <= LEAST_LETTERS:
        return 0.0
    usual = sorted(after.x0 - before.x1 for before, after in pairwise(row))[(len(row) - 1) // 2]
    return usual if usual > 0.1 * row[0].size else 0.0


def _gap(row: Sequence[Glyph], position: int) -> float:
    return row[position].x0 - row[position - 1].x1


def _words(run: Sequence[Glyph], after_blank: Sequence[bool], letter_gap: float) -> tuple[str, Glyphs]:
    parts, glyphs = [run[0].text], _behind(run[0])
    for (before, glyph), is_after_blank in zip(pairwise(run), after_blank[1:], strict=True):
        gap = glyph.x0 - before.x1
        apart = gap > WORD_GAP * glyph.size + letter_gap * 1.5
        # In a wide setting a blank between two letters can be part of the setting.
        if apart or (is_after_blank and (not letter_gap or gap > letter_gap * 1.5)):
            parts.append(" ")
            glyphs.append(None)
        parts.append(glyph.text)
        glyphs += (glyph,) if len(glyph.text) == 1 else _behind(glyph)
    return "".join(parts), tuple(glyphs)


def _behind(glyph: Glyph) -> list[Glyph | None]:
    """Return the glyph behind each of the characters that it stands for."""
    return [glyph] * len(glyph.text)


def side(rows: Sequence[Row], belongs: Callable[[Segment], bool]) -> list[Row]:
    """Return the rows with those of their segments alone that belong to a side; none without any."""
    kept = [tuple(segment for segment in row.segments if belongs(segment)) for row in rows]
    return [Row(segments) for segments in kept if segments]
