"""Which glyphs of a page a reader sees."""

from __future__ import annotations

import ctypes
from enum import Enum, auto

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.adapters.text_extractor.upright import Edges, Upright

#: Text smaller than this, in points, is not seen.
LEAST_SIZE = 1.5

_INVISIBLE_MODE = 3
#: PDFium's mark for a hyphen that a line break put into a word; it has no box of its own.
_BROKEN_WORD = "\x02"


class Visibility:
    """Tells which glyphs of a page a reader sees."""

    def __init__(self, page: pypdfium2.PdfPage, upright: Upright) -> None:
        self._page = page
        self._upright = upright
        self._left, self._bottom, self._right, self._top = upright.box(*upright.page)
        self._behind: list[Edges] | None = None
        #: Whether any text of the page is white or drawn without ink: asking glyph by glyph takes as long as reading.
        self._has_odd_ink = any(
            _is_white_object(each.raw) or pdfium_c.FPDFTextObj_GetTextRenderMode(each.raw) == _INVISIBLE_MODE
            for each in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,), max_depth=5)
        )
        self._order, self._covers = _covers(page, upright)
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

    def _bounds(self, kind: int) -> list[Edges]:
        return [
            self._upright.box(*each.get_bounds())
            for each in self._page.get_objects(filter=(kind,), max_depth=5)
            if kind != pdfium_c.FPDF_PAGEOBJ_PATH or not _is_white_object(each.raw)
        ]


def _covers(page: pypdfium2.PdfPage, upright: Upright) -> tuple[dict[int | None, int], list[tuple[int, Edges]]]:
    """Give when each text of the page is drawn, by its address, and, with when, the boxes that hide what is below."""
    order: dict[int | None, int] = {}
    covers: list[tuple[int, Edges]] = []
    for each in page.get_objects(max_depth=1):
        if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            order[_address(each.raw)] = len(order)
        elif order and each.type == pdfium_c.FPDF_PAGEOBJ_PATH and _is_opaque_box(each.raw):
            covers.append((len(order), upright.box(*each.get_bounds())))
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


def _area(box: Edges) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _is_white(text_page: pypdfium2.PdfTextPage, position: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium_c.FPDFText_GetFillColor(text_page, position, *map(ctypes.byref, (red, green, blue, alpha)))
    return bool(known) and (min(red.value, green.value, blue.value) >= 250 or alpha.value < 8)


def _is_white_object(drawn: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium_c.FPDFPageObj_GetFillColor(drawn, *map(ctypes.byref, (red, green, blue, alpha)))
    return bool(known) and (min(red.value, green.value, blue.value) >= 250 or alpha.value < 8)
