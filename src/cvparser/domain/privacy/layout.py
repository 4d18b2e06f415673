"""How the lines of a text are set, where the document tells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cvparser.domain.cv.lines import Setting, text_lines
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.text.normalisation import Normalised


@dataclass(frozen=True, slots=True)
class Layout:
    """The settings of an original's lines, for a text that was made of it before anything was taken out."""

    starts: Sequence[int]
    settings: Sequence[Setting]
    source: Normalised

    @classmethod
    def of(cls, original: str, settings: Sequence[Setting], source: Normalised) -> Layout | None:
        """Return the layout of `original`, which `source` was made of; None where it has none, or another's."""
        starts = [line.start for line in text_lines(original)] if settings else []
        return cls(starts, settings, source) if starts and len(starts) == len(settings) else None

    def of_lines(self, prepared: PreparedText) -> list[Setting]:
        """Return the setting of each line of a prepared text."""
        return [self._at(prepared.origin(line.start, line.start + 1)[0]) for line in prepared.lines]

    def _at(self, at: int) -> Setting:
        original, _ = self.source.origin(at, at + 1)
        return self.settings[max(0, bisect_right(self.starts, original) - 1)]
