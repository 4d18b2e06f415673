"""Which glyphs of a page a reader sees."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum, auto

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.pdfium_grounds import (
    LEAST_OPACITY,
    OUTLINED,
    STROKED,
    Doubt,
    Grounds,
    color_of,
    is_squeezed,
)
from cvparser.adapters.text_extractor.pdfium_picture import Doubts, Picture, address, is_layered
from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.adapters.text_extractor.upright import Edges, Upright

#: Text smaller than this, in points, is not seen.
LEAST_SIZE = 1.5

_CLIPPING = frozenset(range(pdfium_c.FPDF_TEXTRENDERMODE_FILL_CLIP, pdfium_c.FPDF_TEXTRENDERMODE_CLIP + 1))
#: Texts that clip, at most, for a page to be painted: each cuts what the ones before it left.
_MOST_CLIPS = 100
#: Pixels of a picture that is painted: one with more takes longer than a page may.
_MOST_OF_IMAGE = 100_000_000
#: Part of the page that the picture of a scan has, and of its text that may be stamped onto it.
_MOST_OF_SCAN, _STAMPED = 0.5, 0.2
#: Texts before one of which it may be a copy to PDFium, and points by which the sizes of the two may differ.
_BEFORE, _SAME_SIZE = 5, 1.0
#: PDFium's mark for a hyphen that a line break put into a word; it has no box of its own.
_BROKEN_WORD = "\x02"


class Visibility:
    """Tells which glyphs of a page a reader sees."""

    def __init__(self, page: pypdfium2.PdfPage, upright: Upright, *, has_layers: bool) -> None:
        self._page = page
        self._left, self._bottom, self._right, self._top = upright.box(*upright.page)
        self._objects = list(page.get_objects(max_depth=5))
        images = (each.raw for each in self._objects if each.type == pdfium_c.FPDF_PAGEOBJ_IMAGE)
        self._unpainted = [each for each in images if _pixels(each) > _MOST_OF_IMAGE]
        texts = [each for each in self._objects if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT]
        self._texts = texts
        #: Of each text object, by its address.
        self._ink = {address(each.raw): _ink(each.raw) for each in texts}
        #: Whether any text of the page is drawn without ink: asking glyph by glyph takes as long as reading.
        self._has_odd_ink = any(ink is not _Ink.PAINT for ink in self._ink.values())
        clips = sum(pdfium_c.FPDFTextObj_GetTextRenderMode(each.raw) in _CLIPPING for each in texts)
        self._has_clip = 0 < clips <= _MOST_CLIPS
        grounds = Grounds(self._objects, _is_cover)
        layered = (Doubt(each, is_of_color=False) for each in _suspects(self._objects, has_layers=has_layers))
        doubts = [each for each in (*layered, *grounds.doubtful()) if self._ink[address(each.text.raw)] is _Ink.PAINT]
        self._doubts = Doubts(page, doubts, self._unpainted)
        unseen = [each for each in texts if self._ink[address(each.raw)] is _Ink.NONE]
        unseen += [each.text for each in doubts]
        #: Text that is there to be copied, in the place of what is seen.
        self._copied = {address(each.raw) for each in unseen if grounds.is_printed(each)}
        #: Text that is seen in the place of text that is not, by the address of that.
        self._shadowed: dict[int | None, int | None] | None = None
        self._picture: Picture | None = None
        self._is_scan = self._shows_scan()

    @property
    def objects(self) -> Sequence[pypdfium2.PdfObject]:
        """What the page draws, and what its forms do."""
        return self._objects

    def on(self, text_page: pypdfium2.PdfTextPage) -> Callable[[Glyph, int], bool]:
        """Return what tells of a glyph that is no blank, and its place among the characters, whether it is seen."""
        # Looked up once: what follows runs for every character.
        left, right, bottom, top = self._left - 1, self._right + 1, self._bottom - 1, self._top + 1
        may_be_hidden = self._has_odd_ink or bool(self._doubts)

        def is_seen(glyph: Glyph, position: int) -> bool:
            if glyph.text == _BROKEN_WORD:
                return True
            if glyph.size < LEAST_SIZE or not (left <= glyph.x0 <= right and bottom <= glyph.baseline <= top):
                return False
            if not may_be_hidden:
                return True
            drawn = pdfium_c.FPDFText_GetTextObject(text_page, position)
            return self._is_painted(text_page, position, address(drawn))

        return is_seen

    def _is_painted(self, text_page: pypdfium2.PdfTextPage, position: int, key: int | None) -> bool:
        ink = self._ink.get(key, _Ink.PAINT)
        if ink is _Ink.NONE and (seen := self._seen_instead(text_page, key)) is not None:
            key, ink = seen, _Ink.PAINT
        if ink is _Ink.CLIP:
            return self._shows_through(text_page, position)
        is_hidden = ink is _Ink.NONE or (bool(self._doubts) and self._doubts.hide(key, _tight_box(text_page, position)))
        if not is_hidden or key in self._copied:
            return True
        # In a scan the text that is not seen is what OCR read in the picture that the reader sees.
        return self._is_scan and self._shows_print(text_page, position)

    def _seen_instead(self, text_page: pypdfium2.PdfTextPage, key: int | None) -> int | None:
        """Return the address of the text that PDFium took for a copy of one without ink: of letters with a shadow."""
        if self._shadowed is None:
            drawn = (pdfium_c.FPDFText_GetTextObject(text_page, each) for each in range(text_page.count_chars()))
            self._shadowed = dict(_shadows(self._texts, self._ink, {address(each) for each in drawn}))
        return self._shadowed.get(key)

    def _shows_scan(self) -> bool:
        """Return whether a picture fills the page and all but a little of its text is below it, or without ink."""
        page = (self._right - self._left) * (self._top - self._bottom)
        last, seen, texts = -1, 0, 0
        for each in self._objects:
            if each.type == pdfium_c.FPDF_PAGEOBJ_IMAGE and _area(each.get_bounds()) > _MOST_OF_SCAN * page:
                last, seen = texts, 0
            elif each.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
                texts += 1
                seen += self._ink[address(each.raw)] is _Ink.PAINT
        return last >= 0 and seen <= _STAMPED * texts

    def _shows_print(self, text_page: pypdfium2.PdfTextPage, position: int) -> bool:
        return not self._whole().is_plain(_tight_box(text_page, position))

    def _shows_through(self, text_page: pypdfium2.PdfTextPage, position: int) -> bool:
        """Return whether something is painted in the shape of a glyph, or behind it."""
        if not self._has_clip:
            return False
        return not self._whole().is_plain(_tight_box(text_page, position))

    def _whole(self) -> Picture:
        if self._picture is None:
            self._picture = Picture(self._page, self._unpainted)
        return self._picture


def _suspects(objects: Iterable[pypdfium2.PdfObject], *, has_layers: bool) -> list[pypdfium2.PdfObject]:
    """Return the text that may belong to a layer: what is in a form does not say so itself."""
    forms = (each for each in objects if each.type == pdfium_c.FPDF_PAGEOBJ_FORM)
    in_forms = has_layers or any(is_layered(each.raw) for each in forms)
    texts = (each for each in objects if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT)
    return [each for each in texts if (in_forms and each.level) or is_layered(each.raw)]


def _shadows(
    texts: Sequence[pypdfium2.PdfObject], inks: Mapping[int | None, _Ink], read: AbstractSet[int | None]
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the addresses of text without ink and of the same text that is painted behind it and was not read again."""
    for number, text in enumerate(texts):
        key = address(text.raw)
        if key in read or inks[key] is not _Ink.PAINT:
            continue
        box = text.get_bounds()
        for before in texts[max(number - _BEFORE, 0) : number]:
            if inks[address(before.raw)] is _Ink.NONE and _have_one_size(before.get_bounds(), box):
                yield address(before.raw), key


def _have_one_size(one: Edges, other: Edges) -> bool:
    sizes = ((box[2] - box[0], box[3] - box[1]) for box in (one, other))
    return all(abs(mine - its) <= _SAME_SIZE for mine, its in zip(*sizes, strict=True))


def _tight_box(text_page: pypdfium2.PdfTextPage, position: int) -> Edges:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(text_page, position, *map(ctypes.byref, (left, right, bottom, top)))
    return left.value, bottom.value, right.value, top.value


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


def _pixels(image: object) -> int:
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    known = pdfium_c.FPDFImageObj_GetImagePixelSize(image, wide, high)
    return wide.value * high.value if known else 0


class _Ink(Enum):
    NONE = auto()
    CLIP = auto()
    PAINT = auto()


def _ink(text: object) -> _Ink:
    """Return what a text object is painted with."""
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text)
    if mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE or is_squeezed(text):
        return _Ink.NONE
    if mode == pdfium_c.FPDF_TEXTRENDERMODE_CLIP:
        return _Ink.CLIP
    is_clear = mode not in STROKED | OUTLINED and _opacity(text) < LEAST_OPACITY
    return _Ink.NONE if is_clear else _Ink.PAINT


def _opacity(text: object) -> int:
    color = color_of(text, pdfium_c.FPDFPageObj_GetFillColor)
    return 255 if color is None else color[3]


def _area(box: Edges) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)
