"""PDF through PDFium, ordered by ourselves.

PDFium is not thread-safe and hostile files abort the process that loads it: outside tests it runs in the sandbox.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum, auto

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.assembly import assemble
from cvparser.adapters.text_extractor.reading_order import read
from cvparser.adapters.text_extractor.rows import Glyph, is_bold_font
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import (
    DocumentError,
    FileEncryptedError,
    NoTextLayerError,
    PdfCorruptError,
    TooManyPagesError,
    TypeNotAllowedError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

#: A CV has fewer pages.
MAX_PAGES = 50
#: Glyphs of a document beyond which nothing is read.
MAX_GLYPHS = 400_000
#: Text smaller than this, in points, is not seen.
LEAST_SIZE = 1.5

#: Left, bottom, right, top.
_Box = tuple[float, float, float, float]

_INVISIBLE_MODE = 3
#: Bytes of a font's name that are looked at.
_MOST_FONT_NAME = 128
#: PDFium's mark for a hyphen that a line break put into a word; it has no box of its own.
_BROKEN_WORD = "\x02"
#: What PDFium puts between lines, and for what it cannot read.
_NO_GLYPH = frozenset({0, 10, 13})
_ERRORS: dict[object, type[DocumentError]] = {
    pdfium_c.FPDF_ERR_PASSWORD: FileEncryptedError,
    pdfium_c.FPDF_ERR_SECURITY: FileEncryptedError,
}


class PdfiumTextExtractor(TextExtractor):
    """Reads PDFs with PDFium, in this process, one at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.PDF:
            raise TypeNotAllowedError
        async with self._one_at_a_time:
            return await asyncio.to_thread(read_pdf, document.content)


def read_pdf(content: bytes) -> CVDocument:
    """Give the text of a PDF. Raises as `TextExtractor.extract`."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _ERRORS.get(getattr(error, "err_code", None), PdfCorruptError) from None
    with closing(document):
        count = len(document)
        if count == 0:
            raise PdfCorruptError
        if count > MAX_PAGES:
            raise TooManyPagesError
        pages = _Pages(document)
        lines = read(*pages.seen())
        if not pages.glyphs:
            raise NoTextLayerError
        metadata = document.get_metadata_dict()
        return assemble(
            lines,
            pages=pages.pages,
            corners=pages.corners,
            author=metadata.get("Author") or None,
            title=metadata.get("Title") or None,
            warnings=tuple(sorted(pages.warnings | _active_content(document))),
        )


@dataclass
class _Pages:
    document: pypdfium2.PdfDocument
    glyphs: int = 0
    pages: list[Page] = field(default_factory=list)
    #: Where on the medium the page that is seen begins, at the left and below.
    corners: list[tuple[float, float]] = field(default_factory=list)
    warnings: set[WarningCode] = field(default_factory=set)

    def seen(self) -> Iterator[list[Glyph]]:
        """Give the glyphs of each page that a reader sees."""
        for number in range(len(self.document)):
            try:
                page = self.document[number]
                with closing(page), closing(page.get_textpage()) as text_page:
                    yield self._shown(page, text_page)
            except pypdfium2.PdfiumError:
                raise PdfCorruptError from None

    def _shown(self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> list[Glyph]:
        left, bottom, right, top = page.get_cropbox()
        self.pages.append(Page(width=right - left, height=top - bottom, rotation=page.get_rotation()))
        self.corners.append((left, bottom))
        found = list(_glyphs(text_page))
        self.glyphs += len(found)
        if self.glyphs > MAX_GLYPHS:
            raise TooManyPagesError
        shown = _Visibility(page)
        seen = [glyph for glyph, position in found if shown(text_page, glyph, position)]
        if any(not glyph.text.isspace() for glyph, _ in found) and len(seen) < len(found):
            self.warnings.add(WarningCode.HIDDEN_TEXT)
        return seen


def _glyphs(text_page: pypdfium2.PdfTextPage) -> Iterator[tuple[Glyph, int]]:
    # Looked up once: what follows runs for every character, and takes most of the time that reading takes.
    page, box, x, y = text_page.raw, pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_box, at_x, at_y = ctypes.pointer(box), ctypes.pointer(x), ctypes.pointer(y)
    unicode_at, box_at, origin_at = (
        pdfium_c.FPDFText_GetUnicode,
        pdfium_c.FPDFText_GetLooseCharBox,
        pdfium_c.FPDFText_GetCharOrigin,
    )
    high, bottom, top = 0, None, None
    is_word, is_bold, name = True, False, ctypes.create_string_buffer(_MOST_FONT_NAME)
    for position in range(text_page.count_chars()):
        code = unicode_at(page, position)
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00 or not high:
                high = code if code < 0xDC00 else 0
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code in _NO_GLYPH:
            continue
        box_at(page, position, at_box)
        if box.bottom != bottom or box.top != top:
            # The same box is the same font on the same baseline.
            origin_at(page, position, at_x, at_y)
            bottom, top = box.bottom, box.top
            is_word = True
        character = chr(code)
        if is_word:
            # Type changes between words, as good as never within one.
            is_bold = _is_bold(page, position, name)
        is_word = character.isspace()
        size = abs(box.top - box.bottom) or pdfium_c.FPDFText_GetFontSize(page, position)
        yield Glyph(character, box.left, box.right, y.value, size, y.value - box.bottom, is_bold), position


def _is_bold(page: object, position: int, name: ctypes.Array[ctypes.c_char]) -> bool:
    """Tell by the name of its font, which is written to `name`: weights are told by few, and wrongly."""
    length = pdfium_c.FPDFText_GetFontInfo(page, position, name, len(name), None)
    return 0 < length <= len(name) and is_bold_font(name.value.decode(errors="replace"))


class _Visibility:
    """Tells which glyphs of a page a reader sees."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._left, self._bottom, self._right, self._top = page.get_cropbox()
        self._behind: list[tuple[float, float, float, float]] | None = None
        #: Whether any text of the page is white or drawn without ink: asking glyph by glyph takes as long as reading.
        self._has_odd_ink = any(
            _is_white_object(each.raw) or pdfium_c.FPDFTextObj_GetTextRenderMode(each.raw) == _INVISIBLE_MODE
            for each in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,), max_depth=5)
        )
        self._order, self._covers = _covers(page)
        #: Of each text object, by its address.
        self._ink: dict[int | None, _Ink] = {}
        self._is_scan = any(
            _area(each) > 0.5 * _area((self._left, self._bottom, self._right, self._top))
            for each in self._bounds(pdfium_c.FPDF_PAGEOBJ_IMAGE)
        )

    def __call__(self, text_page: pypdfium2.PdfTextPage, glyph: Glyph, position: int) -> bool:
        if glyph.text.isspace() or glyph.text == _BROKEN_WORD:
            return True
        if glyph.size < LEAST_SIZE or not self._is_on_page(glyph):
            return False
        if not self._has_odd_ink and not self._covers:
            return True
        drawn = pdfium_c.FPDFText_GetTextObject(text_page, position)
        key = _address(drawn)
        if self._is_covered(glyph, key):
            return False
        if key not in self._ink:
            self._ink[key] = _ink(text_page, position, drawn)
        ink = self._ink[key]
        if ink is _Ink.NONE:
            # Over a scan the invisible text is what OCR read in the picture that the reader sees.
            return self._is_scan
        return ink is _Ink.DARK or self._has_ground(glyph)

    def _is_on_page(self, glyph: Glyph) -> bool:
        return bool(
            self._left - 1 <= glyph.x0 <= self._right + 1 and self._bottom - 1 <= glyph.baseline <= self._top + 1
        )

    def _is_covered(self, glyph: Glyph, key: int | None) -> bool:
        drawn = self._order.get(key, len(self._order))
        middle = glyph.baseline + glyph.size * 0.5
        return any(
            order > drawn and left <= glyph.x0 and glyph.x1 <= right and bottom <= glyph.baseline and middle <= top
            for order, (left, bottom, right, top) in self._covers
        )

    def _has_ground(self, glyph: Glyph) -> bool:
        if self._behind is None:
            self._behind = [*self._bounds(pdfium_c.FPDF_PAGEOBJ_PATH), *self._bounds(pdfium_c.FPDF_PAGEOBJ_IMAGE)]
            self._behind += self._bounds(pdfium_c.FPDF_PAGEOBJ_SHADING)
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline + glyph.size * 0.2
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._behind)

    def _bounds(self, kind: int) -> list[tuple[float, float, float, float]]:
        return [
            each.get_bounds()
            for each in self._page.get_objects(filter=(kind,), max_depth=5)
            if kind != pdfium_c.FPDF_PAGEOBJ_PATH or not _is_white_object(each.raw)
        ]


def _covers(page: pypdfium2.PdfPage) -> tuple[dict[int | None, int], list[tuple[int, _Box]]]:
    """Give when each text of the page is drawn, by its address, and, with when, the boxes that hide what is below."""
    order: dict[int | None, int] = {}
    covers: list[tuple[int, _Box]] = []
    for each in page.get_objects(max_depth=1):
        if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            order[_address(each.raw)] = len(order)
        elif order and each.type == pdfium_c.FPDF_PAGEOBJ_PATH and _is_opaque_box(each.raw):
            covers.append((len(order), each.get_bounds()))
    return order, covers


def _is_opaque_box(path: object) -> bool:
    """Tell a filled rectangle; one that is clipped or seen through may show what is below."""
    mode, has_stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, mode, has_stroke)
    if not mode.value or not 4 <= pdfium_c.FPDFPath_CountSegments(path) <= 5:
        return False
    if pdfium_c.FPDFPageObj_HasTransparency(path):
        return False
    return bool(pdfium_c.FPDFClipPath_CountPaths(pdfium_c.FPDFPageObj_GetClipPath(path)) <= 0)


def _address(drawn: object) -> int | None:
    return ctypes.cast(drawn, ctypes.c_void_p).value  # type: ignore[arg-type]


class _Ink(Enum):
    NONE = auto()
    WHITE = auto()
    DARK = auto()


def _ink(text_page: pypdfium2.PdfTextPage, position: int, drawn: object) -> _Ink:
    if drawn and pdfium_c.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE_MODE:
        return _Ink.NONE
    return _Ink.WHITE if _is_white(text_page, position) else _Ink.DARK


def _area(box: tuple[float, float, float, float]) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _is_white(text_page: pypdfium2.PdfTextPage, position: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium_c.FPDFText_GetFillColor(text_page, position, *map(ctypes.byref, (red, green, blue, alpha)))
    return bool(known) and (min(red.value, green.value, blue.value) >= 250 or alpha.value < 8)


def _is_white_object(drawn: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium_c.FPDFPageObj_GetFillColor(drawn, *map(ctypes.byref, (red, green, blue, alpha)))
    return bool(known) and (min(red.value, green.value, blue.value) >= 250 or alpha.value < 8)


def _active_content(document: pypdfium2.PdfDocument) -> set[WarningCode]:
    scripts = pdfium_c.FPDFDoc_GetJavaScriptActionCount(document)
    attached = pdfium_c.FPDFDoc_GetAttachmentCount(document)
    return {WarningCode.ACTIVE_CONTENT} if scripts > 0 or attached > 0 else set()
