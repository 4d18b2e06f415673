"""A CV as it was read: its text, and how that was set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat

from cvparser.domain.cv.geometry import Page, PageBox, Run
from cvparser.domain.cv.lines import Line, Setting, set_line, text_lines
from cvparser.domain.profile import WarningCode


@dataclass(frozen=True, slots=True, kw_only=True)
class CVDocument:
    r"""A document in reading order. Personal: it lives in memory only.

    Attributes:
        text: Lines separated by a line feed; columns one after the other, sidebars apart; blocks separated by an
            empty line. No soft hyphen, no ligature code point, no form feed.
        settings: How each line of `text` that is not blank is set, in order; empty where there is no layout.
        pages: Pages of a PDF; one for anything else.
        author: Author named in the document's metadata: a hint for finding the candidate's name, nothing else.
        title: Title named in the document's metadata, for the same.
        warnings: What was left out on purpose.
        facts: What a source states field by field, as `ports.profile_parser.ParserAnswer` names it (`profile`,
            `cv_language`); None for what must be parsed. The text says the same.

    >>> [(line.start, line.end) for line in CVDocument(text="Ada Quill\n\n  Engineer").lines]
    [(0, 9), (13, 21)]
    """

    text: str = field(repr=False)
    settings: tuple[Setting, ...] = field(default=(), repr=False)
    pages: tuple[Page, ...] = (Page(),)
    author: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    warnings: tuple[WarningCode, ...] = ()
    facts: Mapping[str, object] | None = field(default=None, repr=False, hash=False)
    _lines: list[tuple[Line, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Be sent to another process without what is worked out from the rest."""
        return _made, (self.text, self.settings, self.pages, self.author, self.title, self.warnings, self.facts)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text that are not blank, in order; worked out once.

        Raises:
            ValueError: there are not as many settings.
        """
        if not self._lines:
            found = text_lines(self.text)
            settings = self.settings or repeat(Setting())
            lines = (set_line(self.text, *each) for each in zip(found, settings, strict=bool(self.settings)))
            self._lines.append(tuple(lines))
        return self._lines[0]

    def boxes_of(self, start: int, end: int) -> tuple[PageBox, ...]:
        """Return where the characters from `start` to `end` stand: a box for each baseline, in reading order.

        Empty where there is no layout, and for blanks between lines.
        """
        return tuple(
            PageBox(run.page, self.pages[run.page].unturned(run.box(start, end))) for run in self.runs_of(start, end)
        )

    def runs_of(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs that hold a character from `start` to before `end`."""
        for index in range(self.index_of_line(start), len(self.lines)):
            line = self.lines[index]
            if line.start >= end:
                break
            yield from (run for run in line.runs if run.start < end and run.end > start)

    def index_of_line(self, at: int) -> int:
        """Return the index in `lines` of the line at an offset, or else of the next; their number after the last."""
        return bisect_right(self.lines, at, key=lambda line: line.end)


def _made(
    text: str,
    settings: tuple[Setting, ...],
    pages: tuple[Page, ...],
    author: str | None,
    title: str | None,
    warnings: tuple[WarningCode, ...],
    facts: Mapping[str, object] | None,
) -> CVDocument:
    return CVDocument(
        text=text, settings=settings, pages=pages, author=author, title=title, warnings=warnings, facts=facts
    )
