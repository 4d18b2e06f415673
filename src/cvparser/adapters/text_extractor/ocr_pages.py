"""The pages of a document that OCR reads, within bounds, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cvparser.adapters.text_extractor.assembly import assemble
from cvparser.adapters.text_extractor.ocr_glyphs import SURE, Place, confidence_of, glyphs_of
from cvparser.adapters.text_extractor.ocr_straight import Straight, straightened
from cvparser.adapters.text_extractor.reading_order import read as read_in_order
from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.adapters.text_extractor.upright import Edges
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page
from cvparser.domain.errors import NoTextLayerError, TooManyPagesError
from cvparser.domain.profile import WarningCode
from cvparser.ports.ocr import OcrEngine, Picture


@dataclass
class OcrPages:
    """What was read of one document.

    Attributes:
        engine: Reads pictures.
        most: Pages that are read so; a document with more of them is refused.
    """

    engine: OcrEngine
    most: int
    _read: int = 0
    _pages: list[tuple[Page, list[Glyph]]] = field(default_factory=list)
    _sureness: list[tuple[float, int]] = field(default_factory=list)

    def read(self, picture: Picture) -> Straight:
        """Return what is read in a picture.

        Raises:
            TooManyPagesError: it is one more than may be read.
        """
        self._read += 1
        if self._read > self.most:
            raise TooManyPagesError
        return straightened(self.engine.read(picture), picture.width, picture.height)

    def glyphs(self, read: Straight, place: Place, where: Callable[[Edges], bool] = lambda _: True) -> list[Glyph]:
        """Return the glyphs of a page, which count for what is said of the document."""
        found = glyphs_of(read, place, where=where)
        if found:
            self._sureness.append(confidence_of(read))
        return found

    def add(self, read: Straight, page: Page, place: Place) -> None:
        """Add a page that has nothing but what was read."""
        self._pages.append((page, self.glyphs(read, place)))

    @property
    def warnings(self) -> frozenset[WarningCode]:
        """What the reader should know."""
        letters = sum(count for _, count in self._sureness)
        if not letters:
            return frozenset()
        mean = sum(confidence * count for confidence, count in self._sureness) / letters
        return frozenset((WarningCode.READ_BY_OCR, *((WarningCode.OCR_UNSURE,) if mean < SURE else ())))

    def document(self) -> CVDocument:
        """Return the document of the pages that were added.

        Raises:
            NoTextLayerError: no word was read.
            TextEmptyError, TextTooLongError, TextUnreadableError: as `assemble`.
        """
        if not self.warnings:
            raise NoTextLayerError
        lines = read_in_order(*(glyphs for _, glyphs in self._pages))
        return assemble(lines, pages=[page for page, _ in self._pages], warnings=tuple(sorted(self.warnings)))
