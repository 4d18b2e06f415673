"""Which glyphs of a page a reader sees."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.pdfium_picture import Layers, Picture, address, is_layered
from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.adapters.text_extractor.upright import Edges, Upright

#: Text smaller than this, in points, is not seen.
LEAST_SIZE = 1.5

_CLIPPING = frozenset(range(pdfium_c.FPDF_TEXTRENDERMODE_FILL_CLIP, pdfium_c.FPDF_TEXTRENDERMODE_CLIP + 1))
#: Texts that clip, at most, for a page to be painted: each cuts what the ones before it left.
_MOST_CLIPS = 100
#: Ways to paint text: with lines only; filled, and with lines around.
_STROKED = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_OUTLINED = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP})
#: PDFium's mark for a hyphen that a line break put into a word; it has no box of its own.
_BROKEN_WORD = "\x02"


class Visibility:
    """Tells which glyphs of a page a reader sees."""

    def __init__(self, page: pypdfium2.PdfPage, upright: Upright, *, has_layers: bool) -> None:
        self._page = page
        self._upright = upright
        self._left, self._bottom, self._right, self._top = upright.box(*upright.page)
        self._behind: list[Edges] | None = None
        self._objects = list(page.get_objects(max_depth=5))
        texts = [each for each in self._objects if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT]
        #: Whether any text of the page is white or drawn without ink: asking glyph by glyph takes as long as reading.
        self._has_odd_ink = any(_ink(each.raw) is not _Ink.DARK for each in texts)
        clips = sum(pdfium_c.FPDFTextObj_GetTextRenderMode(each.raw) in _CLIPPING for each in texts)
        self._has_clip = 0 < clips <= _MOST_CLIPS
        self._layers = Layers(page, _suspects(self._objects, has_layers=has_layers))
        self._picture: Picture | None = None
        self._order, self._covers = _covers(self._objects, upright)
        #: Of each text object, by its address.
        self._ink: dict[int | None, _Ink] = {}
        self._is_scan = any(
            _area(each) > 0.5 * _area((self._left, self._bottom, self._right, self._top))
            for each in self._bounds(pdfium_c.FPDF_PAGEOBJ_IMAGE)
        )

    @property
    def objects(self) -> Sequence[pypdfium2.PdfObject]:
        """What the page draws, and what its forms do."""
        return self._objects

    def __call__(self, text_page: pypdfium2.PdfTextPage, glyph: Glyph, position: int) -> bool:
        if glyph.text.isspace() or glyph.text == _BROKEN_WORD:
            return True
        if glyph.size < LEAST_SIZE or not self._is_on_page(glyph):
            return False
        if not self._has_odd_ink and not self._covers and not self._layers:
            return True
        drawn = pdfium_c.FPDFText_GetTextObject(text_page, position)
        if self._is_covered(glyph, address(drawn)) and not (
            # PDFium does not tell what is clipped by text; a box that is covers nothing.
            self._has_clip and self._shows_through(text_page, position)
        ):
            return False
        return self._is_painted(text_page, glyph, position, drawn)

    def _is_painted(self, text_page: pypdfium2.PdfTextPage, glyph: Glyph, position: int, drawn: object) -> bool:
        key = address(drawn)
        if key not in self._ink:
            self._ink[key] = _ink(drawn) if drawn else _Ink.DARK
        ink = self._ink[key]
        if ink is _Ink.NONE:
            # Over a scan the invisible text is what OCR read in the picture that the reader sees.
            return self._is_scan
        if ink is _Ink.CLIP:
            return self._shows_through(text_page, position)
        if self._layers and self._layers.hide(key, _tight_box(text_page, position)):
            return False
        return ink is _Ink.DARK or self._has_ground(glyph)

    def _shows_through(self, text_page: pypdfium2.PdfTextPage, position: int) -> bool:
        """Return whether something is painted in the shape of a glyph, or behind it."""
        if not self._has_clip:
            return False
        if self._picture is None:
            self._picture = Picture(self._page)
        return not self._picture.is_plain(_tight_box(text_page, position))

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
            for each in self._objects
            if each.type == kind and (kind != pdfium_c.FPDF_PAGEOBJ_PATH or not _is_white_object(each.raw))
        ]


def _suspects(objects: Iterable[pypdfium2.PdfObject], *, has_layers: bool) -> list[pypdfium2.PdfObject]:
    """Return the text that may belong to a layer: what is in a form does not say so itself."""
    forms = (each for each in objects if each.type == pdfium_c.FPDF_PAGEOBJ_FORM)
    in_forms = has_layers or any(is_layered(each.raw) for each in forms)
    texts = (each for each in objects if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT)
    return [each for each in texts if (in_forms and each.level) or is_layered(each.raw)]


def _tight_box(text_page: pypdfium2.PdfTextPage, position: int) -> Edges:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(text_page, position, *map(ctypes.byref, (left, right, bottom, top)))
    return left.value, bottom.value, right.value, top.value


def _covers(
    objects: Iterable[pypdfium2.PdfObject], upright: Upright
) -> tuple[dict[int | None, int], list[tuple[int, Edges]]]:
    """Return when each text of the page is drawn, by its address, and, with when, the boxes that hide what is below."""
    order: dict[int | None, int] = {}
    covers: list[tuple[int, Edges]] = []
    for each in objects:
        if each.level:
            continue
        if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            order[address(each.raw)] = len(order)
        elif order and each.type == pdfium_c.FPDF_PAGEOBJ_PATH and _is_cover(each.raw):
            covers.append((len(order), upright.box(*each.get_bounds())))
    return order, covers


def _is_cover(path: object) -> bool:
    # What is in a layer may not be painted.
    return _is_opaque_box(path) and not is_layered(path)


def _is_opaque_box(path: object) -> bool:
    """Tell a filled rectangle; one that is clipped or seen through may show what is below."""
    mode, has_stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, mode, has_stroke)
    if not mode.value or not 4 <= pdfium_c.FPDFPath_CountSegments(path) <= 5:
        return False
    if pdfium_c.FPDFPageObj_HasTransparency(path):
        return False
    return bool(pdfium_c.FPDFClipPath_CountPaths(pdfium_c.FPDFPageObj_GetClipPath(path)) <= 0)


class _Ink(Enum):
    NONE = auto()
    CLIP = auto()
    WHITE = auto()
    DARK = auto()


def _ink(text: object) -> _Ink:
    """Return what a text object is painted with."""
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text)
    if mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE:
        return _Ink.NONE
    if mode == pdfium_c.FPDF_TEXTRENDERMODE_CLIP:
        return _Ink.CLIP
    is_white = (mode in _STROKED or _is_white_object(text)) and (
        mode not in _STROKED | _OUTLINED or _has_white_line(text)
    )
    return _Ink.WHITE if is_white else _Ink.DARK


def _area(box: Edges) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _is_white_object(drawn: object) -> bool:
    return _is_white(drawn, pdfium_c.FPDFPageObj_GetFillColor)


def _has_white_line(drawn: object) -> bool:
    return _is_white(drawn, pdfium_c.FPDFPageObj_GetStrokeColor)


def _is_white(drawn: object, ask: Callable[..., int]) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = ask(drawn, *map(ctypes.byref, (red, green, blue, alpha)))
    return bool(known) and (min(red.value, green.value, blue.value) >= 250 or alpha.value < 8)
