"""Where the words of a redacted document are drawn, so that no drawing tells how wide was what was taken out.

A page is drawn from the redacted text alone, never from the document's own picture of it. The width of a name, told to
a tenth of a point, narrows down which name it was; so does the gap that it leaves, the edge of a line that is centred
around it, and the blanks of a line that was justified. A line with a placeholder is therefore set anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page, Run
from cvparser.domain.cv.lines import Line, Stretch

#: Words that are drawn at most; a document with more is none that a person looks at.
MOST_WORDS: Final = 20_000
#: Points to which the left edge of a line is rounded that begins where no other does, and is not centred.
_GRID: Final = 36
#: Points by which the middle of a centred line may miss that of its page.
_CENTRED: Final = 3
#: Shares of a line's height: a letter of a placeholder, a blank, and what is no blank but a gap.
_LETTER, _BLANK, _GAP = 0.5, 0.28, 1.5


class DrawnWord(NamedTuple):
    """Characters of the text, from `start` to before `end`, in points from the head of the page, left and downwards."""

    start: int
    end: int
    page: int
    left: float
    top: float
    width: float
    height: float


class DrawnPage(NamedTuple):
    """How large a page is, in points, as its text runs."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The pages of a document and the words on them, in the order of the text."""

    pages: tuple[DrawnPage, ...]
    words: tuple[DrawnWord, ...]


def drawing_of(document: CVDocument, withheld: Sequence[Stretch]) -> Drawing | None:
    """Return how a redacted document is drawn; `withheld`, in order, is where its placeholders stand.

    None of a document without a layout, or with more words than anybody looks at.
    """
    if not document.settings or not any(line.runs for line in document.lines):
        return None
    drawer = _Drawer(document, withheld)
    words: list[DrawnWord] = []
    for line in document.lines:
        words += drawer.of_line(line)
        if len(words) > MOST_WORDS:
            return None
    return Drawing(pages=tuple(drawer.pages), words=tuple(words))


class _Drawer:
    def __init__(self, document: CVDocument, withheld: Sequence[Stretch]) -> None:
        self.pages = [_as_read(page) for page in document.pages]
        self._text = document.text
        self._withheld = withheld
        self._starts = [each.start for each in withheld]
        #: Placeholders, by their number, that were drawn.
        self._drawn: set[int] = set()
        # Where lines begin from which nothing was taken out: an edge of a column, which tells nothing of any line.
        self._edges = Counter(
            (line.runs[0].page, round(line.runs[0].left))
            for line in document.lines
            if line.runs and not self._holds_some(line)
        )

    def of_line(self, line: Line) -> Iterator[DrawnWord]:
        words = [word for run in line.runs for word in self._words(run)]
        return self._set_anew(words) if self._holds_some(line) else iter(words)

    def _holds_some(self, line: Line) -> bool:
        at = bisect_right(self._starts, line.end - 1) - 1
        return at >= 0 and self._withheld[at].end > line.start

    def _words(self, run: Run) -> Iterator[DrawnWord]:
        """Yield the words of a run, each placeholder as one."""
        height = run.top - run.bottom
        top = self.pages[run.page].height - run.top
        at = run.start
        while at < run.end:
            end = self._end_of_word(at, run.end)
            if not self._text[at:end].isspace():
                box = run.box(at, end)
                yield DrawnWord(at, end, run.page, box.left, top, box.right - box.left, height)
            at = end

    def _end_of_word(self, at: int, most: int) -> int:
        """Return where the word at an offset ends, or the blanks, or the placeholder."""
        before = bisect_right(self._starts, at) - 1
        if before >= 0 and self._withheld[before].end > at:
            return min(self._withheld[before].end, most)
        behind = self._starts[before + 1] if before + 1 < len(self._starts) else most
        is_blank, end = self._text[at].isspace(), at + 1
        while end < min(behind, most) and self._text[end].isspace() == is_blank:
            end += 1
        return end

    def _set_anew(self, words: Sequence[DrawnWord]) -> Iterator[DrawnWord]:
        """Yield the words of a line one behind the other: of where they stood only what tells nothing is kept."""
        baseline: list[DrawnWord] = []
        for word in words:
            if baseline and not _is_beside(baseline[-1], word):
                yield from self._baseline(baseline)
                baseline = []
            baseline.append(word)
        yield from self._baseline(baseline)

    def _baseline(self, words: Sequence[DrawnWord]) -> Sequence[DrawnWord]:
        drawn: list[DrawnWord] = []
        last: DrawnWord | None = None
        for word in words:
            width = self._width(word)
            if width is None:
                continue
            left = words[0].left if last is None else _behind(last, drawn[-1], word)
            last = word
            drawn.append(word._replace(left=left, width=width))
        shift = self._shift(words, drawn) if drawn else 0.0
        return [word._replace(left=word.left + shift) for word in drawn]

    def _width(self, word: DrawnWord) -> float | None:
        """Return how wide a word is drawn; None of the rest of a placeholder, which says how long it was."""
        number = bisect_right(self._starts, word.start) - 1
        if number < 0 or self._withheld[number].end <= word.start:
            return word.width
        if number in self._drawn:
            return None
        self._drawn.add(number)
        return _LETTER * word.height * (self._withheld[number].end - self._withheld[number].start)

    def _shift(self, words: Sequence[DrawnWord], drawn: Sequence[DrawnWord]) -> float:
        """Return how far right of where it began a line is drawn."""
        first, last = words[0], words[-1]
        if self._edges[first.page, round(first.left)] > 1:
            return 0.0
        middle = self.pages[first.page].width / 2
        if abs((first.left + last.left + last.width) / 2 - middle) <= _CENTRED:
            return middle - (drawn[0].left + drawn[-1].left + drawn[-1].width) / 2
        return -(first.left % _GRID)


def _behind(last: DrawnWord, drawn: DrawnWord, word: DrawnWord) -> float:
    """Return where a word is drawn that stood behind `last`, which is now at `drawn`."""
    behind = drawn.left + drawn.width + (_BLANK * word.height if word.start > last.end else 0)
    is_apart = word.left - last.left - last.width > _GAP * word.height
    return max(behind, word.left) if is_apart else behind


def _is_beside(last: DrawnWord, word: DrawnWord) -> bool:
    """Return whether a word stands on the baseline of the last, to the right of it."""
    return last.page == word.page and abs(last.top - word.top) < last.height / 2 and word.left > last.left


def _as_read(page: Page) -> DrawnPage:
    is_turned = page.text_angle % 180 != 0
    return DrawnPage(page.height, page.width) if is_turned else DrawnPage(page.width, page.height)
