"""PDF through PDFium, ordered by ourselves.

PDFium is not thread-safe and hostile files abort the process that loads it: outside tests it runs in the sandbox.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.accents import with_accents
from cvparser.adapters.text_extractor.assembly import assemble
from cvparser.adapters.text_extractor.letters import check_letters
from cvparser.adapters.text_extractor.ocr_pages import OcrPages
from cvparser.adapters.text_extractor.pdfium_envelopes import refuse_envelope
from cvparser.adapters.text_extractor.pdfium_forms import Typed, put_onto
from cvparser.adapters.text_extractor.pdfium_scans import read_parts, read_scan, unread, with_print
from cvparser.adapters.text_extractor.pdfium_visibility import Visibility
from cvparser.adapters.text_extractor.reading_order import read
from cvparser.adapters.text_extractor.rows import Glyph, is_bold_font
from cvparser.adapters.text_extractor.upright import Edges, Upright, angle_of
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

if TYPE_CHECKING:
    from _ctypes import CFuncPtr

#: A CV has fewer pages.
MAX_PAGES = 50
#: Glyphs of a document beyond which nothing is read.
MAX_GLYPHS = 400_000
#: Characters of a page by which the angle of its text is told, at most.
_MOST_SAMPLES = 200
#: Bytes of a font's name that are looked at.
_MOST_FONT_NAME = 128
_BLANK = 32
#: What TeX has at these places of its fonts (T1), where no map says so.
_TEX_LIGATURES = {0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl"}
#: The signs of the same fonts; older ones (OT1) have accents there, which stand over a letter.
_TEX_SIGNS = {0x10: "“", 0x11: "”", 0x12: "„", 0x13: "«", 0x14: "»", 0x15: "–", 0x16: "—"}
#: What a document with layers says; newer ones may say it packed, and what belongs to a layer says so itself.
_LAYERS = b"/OCProperties"
#: What PDFium puts between lines, and for what it cannot read.
_NO_GLYPH = frozenset({0, 10, 13})
_ERRORS: dict[object, type[DocumentError]] = {
    pdfium_c.FPDF_ERR_PASSWORD: FileEncryptedError,
    pdfium_c.FPDF_ERR_SECURITY: FileEncryptedError,
}


def _unchecked(function: CFuncPtr, result: type) -> Callable[..., int]:
    """Return a function of PDFium that takes its arguments as they are: to check them takes longer than to run it."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


#: Asked of every character: of a page by its address, of a box by reference.
_UNICODE_AT = _unchecked(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint)
_BOX_AT = _unchecked(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_int)
#: And of the first of every word.
_FONT_AT = _unchecked(pdfium_c.FPDFText_GetFontInfo, ctypes.c_ulong)
#: `Glyph(*fields)`, and faster.
_GLYPH: Callable[[tuple[str, float, float, float, float, float, bool, int]], Glyph] = partial(tuple.__new__, Glyph)


class PdfiumTextExtractor(TextExtractor):
    """Reads PDFs with PDFium, in this process, one at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.PDF:
            raise TypeNotAllowedError
        async with self._one_at_a_time:
            return await asyncio.to_thread(read_pdf, document.content)


def read_pdf(content: bytes, *, scans: OcrPages | None = None) -> CVDocument:
    """Return the text of a PDF, with that of its pictures where `scans` reads them.

    Raises as `TextExtractor.extract`.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _ERRORS.get(getattr(error, "err_code", None), PdfCorruptError) from None
    with closing(document):
        document.init_forms()
        count = len(document)
        if count == 0:
            raise PdfCorruptError
        if count > MAX_PAGES:
            raise TooManyPagesError
        pages = _Pages(document, has_layers=_LAYERS in content, scans=scans)
        lines = read(*pages.seen())
        refuse_envelope(document, content, glyphs=pages.glyphs, has_fields=pages.has_fields)
        if not pages.glyphs and not (scans and scans.warnings):
            raise NoTextLayerError
        metadata = document.get_metadata_dict()
        document_read = assemble(
            lines,
            pages=pages.pages,
            corners=pages.corners,
            author=metadata.get("Author") or None,
            title=metadata.get("Title") or None,
            warnings=tuple(
                sorted(pages.warnings | _active_content(document) | (scans.warnings if scans else frozenset()))
            ),
        )
        check_letters(document_read.text)
        return document_read


@dataclass
class _Pages:
    document: pypdfium2.PdfDocument
    has_layers: bool = False
    scans: OcrPages | None = None
    glyphs: int = 0
    has_fields: bool = False
    pages: list[Page] = field(default_factory=list)
    #: Where on the medium the page that is seen begins, at the left and below.
    corners: list[tuple[float, float]] = field(default_factory=list)
    warnings: set[WarningCode] = field(default_factory=set)

    def seen(self) -> Iterator[list[Glyph]]:
        """Return the glyphs of each page that a reader sees."""
        for number in range(len(self.document)):
            try:
                page = self.document[number]
                # What draws fields onto a page changes its boxes.
                box = seen_box(page)
                is_drawn, typed = put_onto(page)
                if is_drawn:
                    self.has_fields = True
                    page.close()
                    page = self.document[number]
                with closing(page), closing(page.get_textpage()) as text_page:
                    yield self._shown(page, text_page, box, typed)
            except pypdfium2.PdfiumError:
                raise PdfCorruptError from None

    def _shown(
        self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, box: Edges, typed: Sequence[Typed]
    ) -> list[Glyph]:
        left, bottom, right, top = box
        upright = Upright(box, _angle(text_page))
        found = with_accents(_glyphs(text_page, upright))
        entered = [glyph for each in typed for glyph in each.glyphs(upright)]
        self.glyphs += len(found) + len(entered)
        if self.glyphs > MAX_GLYPHS:
            raise TooManyPagesError
        shown = Visibility(page, upright, has_layers=self.has_layers)
        seen = _seen_of(found, shown.on(text_page))
        if any(not glyph.text.isspace() for glyph, _ in found) and len(seen) < len(found):
            self.warnings.add(WarningCode.HIDDEN_TEXT)
        upright, read = self._pictured(page, upright, shown.objects, [*seen, *entered])
        size = {"width": right - left, "height": top - bottom}
        self.pages.append(Page(**size, rotation=page.get_rotation(), text_angle=upright.angle))
        self.corners.append(upright.corner)
        return [*seen, *entered, *read]

    def _pictured(
        self, page: pypdfium2.PdfPage, upright: Upright, objects: Sequence[pypdfium2.PdfObject], seen: Sequence[Glyph]
    ) -> tuple[Upright, Sequence[Glyph]]:
        """Return how the text of a page runs, and the glyphs that are read in its pictures."""
        parts = unread(objects, seen, upright)
        if any(not glyph.text.isspace() for glyph in seen):
            parts = with_print(page, parts, upright)
        if not parts:
            return upright, ()
        if self.scans is None:
            self.warnings.add(WarningCode.PICTURES_NOT_READ)
            return upright, ()
        if any(not glyph.text.isspace() for glyph in seen):
            return upright, read_parts(page, upright, parts, seen, self.scans)
        return read_scan(page, upright.page, self.scans)


def _seen_of(found: Sequence[tuple[Glyph, int]], is_shown: Callable[[Glyph, int], bool]) -> list[Glyph]:
    """Return the glyphs that are shown, and the blanks behind them."""
    seen = []
    is_seen = True
    for glyph, position in found:
        is_seen = is_seen if glyph.text.isspace() else is_shown(glyph, position)
        if is_seen:
            seen.append(glyph)
    return seen


def seen_box(page: pypdfium2.PdfPage) -> Edges:
    """Return what a viewer shows of a page, whichever corners its boxes name and wherever they are inherited from."""
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(page, box)
    if box.right > box.left and box.top > box.bottom:
        return box.left, box.bottom, box.right, box.top
    # Viewers show the medium where nothing of it is left.
    left, bottom, right, top = page.get_mediabox()
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _angle(text_page: pypdfium2.PdfTextPage) -> int:
    """Return the angle at which most of the text of a page runs, told from some of it; 0 where there is no such."""
    matrix, count, angles = pdfium_c.FS_MATRIX(), text_page.count_chars(), Counter[int]()
    for position in range(0, count, count // _MOST_SAMPLES + 1):
        if pdfium_c.FPDFText_GetUnicode(text_page, position) > _BLANK:
            pdfium_c.FPDFText_GetMatrix(text_page, position, matrix)
            angles[angle_of(matrix.a, matrix.b)] += 1
    angle, times = angles.most_common(1)[0] if angles else (0, 0)
    return angle if 2 * times > angles.total() else 0


def _glyphs(text_page: pypdfium2.PdfTextPage, upright: Upright) -> list[tuple[Glyph, int]]:
    """Return the characters of a page as they are drawn, each with its place among those of PDFium."""
    found: list[tuple[Glyph, int]] = []
    # Looked up once: what follows runs for every character, and takes most of the time that reading takes.
    page, box, x, y = text_page.raw, pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    matrix, angle = pdfium_c.FS_MATRIX(), 0
    at_x, at_y = ctypes.pointer(x), ctypes.pointer(y)
    address, at_box, edges = ctypes.cast(page, ctypes.c_void_p), ctypes.byref(box), memoryview(box).cast("B").cast("f")
    unicode_at, box_at, origin_at = _UNICODE_AT, _BOX_AT, pdfium_c.FPDFText_GetCharOrigin
    high, bottom, top, baseline = 0, None, None, 0.0
    last: Glyph | None = None
    is_word, is_bold, is_turned = True, False, bool(upright.angle)
    fonts = _Fonts(address)
    for position in range(text_page.count_chars()):
        code = unicode_at(address, position)
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00 or not high:
                high = code if code < 0xDC00 else 0
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code in _NO_GLYPH:
            continue
        box_at(address, position, at_box)
        left, above, right, below = edges
        if is_turned:
            left, below, right, above = upright.box(left, below, right, above)
        if below != bottom or above != top:
            # The same box is the same font on the same baseline.
            origin_at(page, position, at_x, at_y)
            baseline = upright.box(x.value, y.value, x.value, y.value)[1] if upright.angle else y.value
            bottom, top = below, above
            is_word = True
            # Turned text has another box for each of its characters.
            pdfium_c.FPDFText_GetMatrix(page, position, matrix)
            angle = (angle_of(matrix.a, matrix.b) - upright.angle) % 360
        character = chr(code) if code >= _BLANK else _of_tex(page, position, code)
        if is_word:
            # Type changes between words, as good as never within one.
            is_bold = fonts.is_bold(position)
        is_word = character.isspace()
        if code == _BLANK and left == right and last is not None:
            # A blank that PDFium put into a gap, at a place that is wrong on a page of another scale.
            found.append((last._replace(text=character, x1=last.x0), position))
            continue
        size = abs(above - below) or pdfium_c.FPDFText_GetFontSize(page, position)
        last = _GLYPH((character, left, right, baseline, size, baseline - below, is_bold, angle))
        found.append((last, position))
    return found


def _of_tex(page: object, position: int, code: int) -> str:
    """Return what a code below the letters means in a font of TeX; itself where it does not stand as that would."""
    if code in _TEX_LIGATURES and _is_in_word(page, position):
        return _TEX_LIGATURES[code]
    if code in _TEX_SIGNS and not _is_over_next(page, position):
        return _TEX_SIGNS[code]
    return chr(code)


def _is_in_word(page: object, position: int) -> bool:
    """Return whether a letter stands beside a character."""
    beside = (pdfium_c.FPDFText_GetUnicode(page, position + step) for step in (-1, 1))
    return any(0 < code <= 0x10FFFF and chr(code).isalpha() for code in beside)


def _is_over_next(page: object, position: int) -> bool:
    """Return whether the next character begins left of where a sign ends, as a letter does below its accent."""
    own, following = pdfium_c.FS_RECTF(), pdfium_c.FS_RECTF()
    for index, box in ((position, own), (position + 1, following)):
        if not pdfium_c.FPDFText_GetLooseCharBox(page, index, ctypes.pointer(box)):
            return False
    is_beside = abs(following.bottom - own.bottom) > abs(own.top - own.bottom)
    return not is_beside and own.left <= following.left < (own.left + own.right) / 2


class _Fonts:
    """Tells bold type by the name of its font: weights are told by few, and wrongly."""

    def __init__(self, page: ctypes.c_void_p) -> None:
        self._page = page
        self._name = ctypes.create_string_buffer(_MOST_FONT_NAME)
        self._most, self._no_flags = ctypes.c_ulong(_MOST_FONT_NAME), ctypes.c_void_p()
        self._known: dict[bytes, bool] = {}

    def is_bold(self, position: int) -> bool:
        """Return whether a character of the page is."""
        length = _FONT_AT(self._page, position, self._name, self._most, self._no_flags)
        if not 0 < length <= _MOST_FONT_NAME:
            return False
        name = self._name.value
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = is_bold_font(name.decode(errors="replace"))
        return known


def _active_content(document: pypdfium2.PdfDocument) -> set[WarningCode]:
    scripts = pdfium_c.FPDFDoc_GetJavaScriptActionCount(document)
    attached = pdfium_c.FPDFDoc_GetAttachmentCount(document)
    return {WarningCode.ACTIVE_CONTENT} if scripts > 0 or attached > 0 else set()
