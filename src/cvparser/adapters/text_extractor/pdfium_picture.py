"""A page as PDFium paints it: for what nothing else tells, such as which layers are switched on."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.upright import Edges

#: Pixels a point; fewer on large pages, of which no side is painted with more than so many.
_SCALE, _MOST_PIXELS = 2.0, 2_000

#: The name of the mark, as PDFium gives it.
_OF_LAYER = "OC\0".encode("utf-16-le")

#: First column, first row, one past the last ones.
_Pixels = tuple[int, int, int, int]


class Picture:
    """What a page looks like, in greys."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        scale = min(_SCALE, _MOST_PIXELS / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._pixels = bytes(bitmap.buffer)
        bitmap.close()

    def is_plain(self, box: Edges) -> bool:
        """Return whether everything within `box`, in points, is of one grey."""
        return len(set(b"".join(self._rows(self._within(box))))) <= 1

    def differs(self, other: Picture, box: Edges) -> bool:
        """Return whether `other`, a picture of the same page, looks another way within `box`."""
        within = self._within(box)
        return any(row != beside for row, beside in zip(self._rows(within), other._rows(within), strict=True))

    def _rows(self, within: _Pixels) -> Iterable[bytes]:
        left, first, right, last = within
        return (self._pixels[row * self._stride + left : row * self._stride + right] for row in range(first, last))

    def _within(self, box: Edges) -> _Pixels:
        corners = (self._pixel(box[0], box[1]), self._pixel(box[2], box[3]))
        (left, right), (first, last) = (sorted(each) for each in zip(*corners, strict=True))
        return max(left - 1, 0), max(first - 1, 0), min(right + 1, self._width), min(last + 1, self._height)

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        column, row = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(self._page, 0, 0, self._width, self._height, 0, x, y, column, row)
        return column.value, row.value


class Layers:
    """Tells which text of a page is painted at all: layers can be switched off, and text can lie below other things."""

    def __init__(self, page: pypdfium2.PdfPage, suspects: Iterable[pypdfium2.PdfObject]) -> None:
        raw = [each.raw for each in suspects]
        self._suspects = {address(each) for each in raw}
        self._with = Picture(page) if raw else None
        for each in raw:
            pdfium_c.FPDFPageObj_SetIsActive(each, 0)
        self._without = Picture(page) if raw else None
        for each in raw:
            pdfium_c.FPDFPageObj_SetIsActive(each, 1)

    def __bool__(self) -> bool:
        """Whether any text may belong to a layer."""
        return bool(self._suspects)

    def hide(self, key: int | None, box: Edges) -> bool:
        """Return whether the page looks the same without what the text with that address paints within `box`."""
        if key not in self._suspects or self._with is None or self._without is None:
            return False
        return not self._with.differs(self._without, box)


def address(drawn: object) -> int | None:
    """Return what tells an object of a page from the others."""
    # A third of the time that a cast takes, once for each character.
    return ctypes.addressof(drawn.contents) if drawn else None  # type: ignore[attr-defined]


def is_layered(drawn: object) -> bool:
    """Return whether an object says that it belongs to a layer."""
    name, length = (pdfium_c.FPDF_WCHAR * 3)(), ctypes.c_ulong()
    for number in range(pdfium_c.FPDFPageObj_CountMarks(drawn)):
        mark = pdfium_c.FPDFPageObj_GetMark(drawn, number)
        # A name that is longer leaves the buffer as it is.
        known = pdfium_c.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if known and bytes(name)[: length.value] == _OF_LAYER:
            return True
    return False
