"""Lines as a reader found them to a document with whole words, each where it stands on its page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cvparser.adapters.text_extractor.legibility import checked
from cvparser.adapters.text_extractor.rows import Glyph, Glyphs
from cvparser.adapters.text_extractor.wording import Tidied
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import TENTHS, Page, Run
from cvparser.domain.cv.lines import Role, Setting, TextLine, text_lines
from cvparser.domain.profile import WarningCode

#: Part of its height by which a character may stand higher or lower than the one before on the same baseline.
SAME_BASELINE = 0.5
#: Lines that a CV stays far below.
MAX_SET_LINES = 5_000
#: As wide as a page can be (ISO 32000-1, annex C).
_MOST_TENTHS = 14_400 * TENTHS

#: Where a character stands in the text, and what is behind it.
Placed = tuple[int, Glyph]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLine:
    """A line, or several of one paragraph, as a reader found it; attributes as in `domain.cv.lines.Line`.

    Attributes:
        glyphs: What is behind each character of `text`; empty where nothing is known of them.
    """

    text: str = ""
    glyphs: Glyphs = ()
    page: int = 0
    column: int = 0
    role: Role = Role.BODY
    size: float | None = None
    is_bold: bool = False
    indent: float | None = None

    @property
    def tells(self) -> bool:
        """Whether anything is known of it beside its text."""
        return self.role is not Role.BODY or self.size is not None or self.is_bold or self.indent is not None


def assemble(
    raw: Sequence[RawLine],
    *,
    pages: Sequence[Page] = (Page(),),
    corners: Sequence[tuple[float, float]] = (),
    author: str | None = None,
    title: str | None = None,
    warnings: Sequence[WarningCode] = (),
) -> CVDocument:
    """Return the document of lines in reading order, without its layout where that are more than `MAX_SET_LINES`.

    `corners` are the left and bottom edges of `pages` in the coordinates of the glyphs; 0 where there are none.

    Raises:
        TextEmptyError, TextTooLongError, TextUnreadableError: as `legibility.checked`.
    """
    whole = checked("\n".join(line.text for line in raw))
    found = list(text_lines(whole.text))
    settings: tuple[Setting, ...] = ()
    if len(found) <= MAX_SET_LINES and any(line.tells for line in raw):
        settings = tuple(_settings(raw, whole, found, corners))
    return CVDocument(
        text=whole.text, settings=settings, pages=tuple(pages), author=author, title=title, warnings=tuple(warnings)
    )


def _settings(
    raw: Sequence[RawLine], whole: Tidied, lines: Iterable[TextLine], corners: Sequence[tuple[float, float]]
) -> Iterator[Setting]:
    starts = list(accumulate((len(line.text) + 1 for line in raw[:-1]), initial=0))
    glyphs = [glyph for line in raw for glyph in (*(line.glyphs or (None,) * len(line.text)), None)]
    for line in lines:
        found = raw[bisect_right(starts, whole.origins[line.start]) - 1]
        runs: Iterable[Run] = ()
        if found.glyphs:
            origins = whole.origins[line.start : line.end]
            placed = [(number, glyphs[origin]) for number, origin in enumerate(origins)]
            corner = corners[found.page] if corners else (0.0, 0.0)
            runs = _runs(whole.text[line.start : line.end], placed, found.page, *corner)
        yield Setting(
            page=found.page,
            column=found.column,
            role=found.role,
            size=found.size,
            is_bold=found.is_bold,
            indent=found.indent,
            runs=tuple(runs),
        )


def _runs(
    text: str, placed: Iterable[tuple[int, Glyph | None]], page: int, left: float, bottom: float
) -> Iterator[Run]:
    """Yield the runs of characters, given with what is behind them, on a page with that corner."""
    run: list[Placed] = []
    last, before = 0, None
    for at, glyph in placed:
        if glyph is None:
            continue
        if before is not None and not (
            _is_beside(before, glyph) and (at == last + 1 or "\t" not in text[last + 1 : at])
        ):
            yield _run(run, page, left, bottom)
            run = []
        run.append((at, glyph))
        last, before = at, glyph
    if run:
        yield _run(run, page, left, bottom)


def _is_beside(before: Glyph, glyph: Glyph) -> bool:
    """Return whether a character stands on the baseline of the one before, and not left of it."""
    return before.x0 <= glyph.x0 and abs(before.baseline - glyph.baseline) <= SAME_BASELINE * before.size


def _run(run: Sequence[Placed], page: int, left: float, bottom: float) -> Run:
    start, before = run[0]
    edges: list[float] = []
    for at, glyph in run:
        # A blank begins where the character before it ends; letters of one ligature share its width.
        if at - start > len(edges):
            edges += [before.x1] * (at - start - len(edges))
        edges.append((edges[-1] + glyph.x1) / 2 if edges and glyph is before else glyph.x0)
        before = glyph
    edges.append(before.x1)
    first = run[0][1].x0
    feet = [glyph.baseline - glyph.below for _, glyph in run]
    heads = [foot + glyph.size for foot, (_, glyph) in zip(feet, run, strict=True)]
    from_left = [min(round((x - first) * TENTHS), _MOST_TENTHS) for x in edges]
    return Run(
        start=start,
        page=page,
        left=round(first - left, 1),
        bottom=round(min(feet) - bottom, 1),
        top=round(max(heads) - bottom, 1),
        edges=tuple(accumulate(from_left, max, initial=0))[1:],
    )
