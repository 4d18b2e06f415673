"""Lines that OCR read as glyphs on a page, for what puts the glyphs of a PDF in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from cvparser.adapters.text_extractor.ocr_straight import Straight, StraightWord
from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.adapters.text_extractor.upright import Edges
from cvparser.domain.text.ocr_repair import repaired

#: Share of the height of a line's box that is below its baseline.
_BELOW = 0.22
#: Share by which a size may be off the usual one and be that: boxes of lines without long letters are lower.
_SAME_SIZE = 0.16
#: Share of the height by which lines stand higher or lower and are one row.
_SAME_ROW = 0.12
#: A gap between two words of a line, in sizes, that is a blank however badly their edges were told; and a blank.
_MOST_BLANK, _BLANK = 1.0, 0.25
#: Mean confidence below which the reader is told that it may be wrong.
SURE = 0.85

#: Where a point of the picture as the text runs stands on the page as the text runs: x and y.
Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Line:
    words: Sequence[tuple[str, float, float]]
    baseline: float
    size: float

    @property
    def left(self) -> float:
        return self.words[0][1]

    @property
    def right(self) -> float:
        return self.words[-1][2]


def glyphs_of(read: Straight, place: Place, *, where: Callable[[Edges], bool] = lambda _: True) -> list[Glyph]:
    """Return the glyphs of words whose box, on the page, is `where`; those of a word share its width."""
    lines = [line for words in read.lines if (line := _placed(words, place, where)) is not None]
    return [glyph for line in _in_rows(_of_usual_size(lines)) for glyph in _glyphs(line)]


def confidence_of(read: Straight) -> tuple[float, int]:
    """Return the mean confidence of the letters that were read, and how many these are."""
    words = [word for line in read.lines for word in line]
    letters = sum(len(word.text) for word in words)
    return (sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0), letters


def _placed(words: Sequence[StraightWord], place: Place, where: Callable[[Edges], bool]) -> _Line | None:
    boxes = []
    texts = repaired([word.text for word in words])
    for word, text in zip(words, texts, strict=True):
        (left, top), (right, bottom) = place(word.left, word.top), place(word.right, word.bottom)
        if text and where((left, bottom, right, top)):
            boxes.append((text, left, right, bottom, top))
    if not boxes:
        return None
    size = median(top - bottom for *_, bottom, top in boxes)
    baseline = median(bottom for *_, bottom, _ in boxes) + _BELOW * size
    placed = sorted(((text, left, right) for text, left, right, *_ in boxes), key=lambda each: each[1])
    return _Line(_with_blanks(placed, size), baseline, size)


def _with_blanks(words: Sequence[tuple[str, float, float]], size: float) -> list[tuple[str, float, float]]:
    """Return words with a blank's width between those that a blank parts."""
    found: list[tuple[str, float, float]] = []
    for text, left, right in words:
        if found and left - found[-1][2] < _MOST_BLANK * size:
            before, start, _ = found[-1]
            found[-1] = (before, start, max(left - _BLANK * size, start + 0.1))
        found.append((text, left, max(right, left + 0.1)))
    return found


def _of_usual_size(lines: Sequence[_Line]) -> list[_Line]:
    """Give lines that are nearly as high as most the size of these, and others one of half points."""
    letters = sorted((line.size, sum(len(text) for text, *_ in line.words)) for line in lines)
    half, usual = sum(count for _, count in letters) / 2, 0.0
    for size, count in letters:
        half -= count
        if half <= 0:
            usual = size
            break
    return [
        replace(line, size=usual if abs(line.size - usual) <= _SAME_SIZE * usual else round(2 * line.size) / 2)
        for line in lines
    ]


def _in_rows(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Give lines beside each other one baseline."""
    row: list[_Line] = []
    for line in sorted(lines, key=lambda each: -each.baseline):
        if row and not _is_beside(row, line):
            yield from _level(row)
            row = []
        row.append(line)
    yield from _level(row)


def _is_beside(row: Sequence[_Line], line: _Line) -> bool:
    if row[0].baseline - line.baseline > _SAME_ROW * min(row[0].size, line.size):
        return False
    return all(line.left >= each.right or line.right <= each.left for each in row)


def _level(row: Sequence[_Line]) -> Iterator[_Line]:
    if row:
        baseline = median(line.baseline for line in row)
        yield from (replace(line, baseline=baseline) for line in row)


def _glyphs(line: _Line) -> Iterator[Glyph]:
    end = line.left
    for number, (text, left, right) in enumerate(line.words):
        if number:
            yield Glyph(" ", end, left, line.baseline, line.size, _BELOW * line.size)
        wide = (right - left) / len(text)
        for at, character in enumerate(text):
            start = left + at * wide
            yield Glyph(character, start, start + wide, line.baseline, line.size, _BELOW * line.size)
        end = right
