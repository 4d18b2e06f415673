"""A page as PDFium paints it: for what nothing else tells, such as which layers are switched on."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.colors import RGB, WHITE
from cvparser.adapters.text_extractor.pdfium_grounds import Doubt, are_alike, colors_of
from cvparser.adapters.text_extractor.upright import Edges

#: Pixels a point; fewer on large pages, of which no side is painted with more than so many.
_SCALE, _MOST_PIXELS = 2.0, 2_000

#: Pixels of a letter of which it can be told how it is painted.
_LEAST_PIXELS = 2
#: Of 255, in one colour of a pixel: what changes less is not seen.
_LEAST_CHANGE = 12
#: Pixels across and along that are looked at, and the part of them that may be of another colour, as a line is.
_SAMPLES, _MOST_OTHER = 6, 0.25
#: Pixels across and along in which letters are looked for, and the part of them that letters have at least.
_INK_SAMPLES, _LEAST_INK = 12, 0.1
#: The name of the mark, as PDFium gives it.
_OF_LAYER = "OC\0".encode("utf-16-le")

#: First column, first row, one past the last ones.
_Pixels = tuple[int, int, int, int]


class Picture:
    """What a page looks like."""

    def __init__(self, page: pypdfium2.PdfPage, without: Iterable[object], scale: float = _SCALE) -> None:
        """Paint a page without some of its objects."""
        self._page = page
        scale = min(scale, _MOST_PIXELS / max(*page.get_size(), 1))
        unpainted = list(without)
        for each in unpainted:
            pdfium_c.FPDFPageObj_SetIsActive(each, 0)
        bitmap = page.render(scale=scale, may_draw_forms=False)
        for each in unpainted:
            pdfium_c.FPDFPageObj_SetIsActive(each, 1)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._channels = bitmap.n_channels
        self._pixels = bytes(bitmap.buffer)
        bitmap.close()

    def shows(self, box: Edges) -> bool:
        """Return whether what stands in `box` has enough pixels to be seen."""
        corners = self._pixel(box[0], box[1]), self._pixel(box[2], box[3])
        return max(abs(corners[0][0] - corners[1][0]), abs(corners[0][1] - corners[1][1])) >= _LEAST_PIXELS

    def is_plain(self, box: Edges) -> bool:
        """Return whether everything within `box`, in points, is of one colour."""
        rows = list(self._rows(self._within(box)))
        first = rows[0][: self._channels] if rows else b""
        return all(row == first * (len(row) // self._channels) for row in rows)

    def differs(self, other: Picture, box: Edges) -> bool:
        """Return whether `other`, a picture of the same page, looks another way within `box`."""
        within = self._within(box)
        rows = zip(self._rows(within), other._rows(within), strict=True)
        return any(
            abs(one - beside) >= _LEAST_CHANGE
            for row, others in rows
            if row != others
            for one, beside in zip(row, others, strict=True)
        )

    def is_all_alike(self, color: RGB, box: Edges) -> bool:
        """Return whether text in a colour could not be told from what is within `box`, but for a small part."""
        left, first, right, last = self._within(box)
        columns = range(left, right, max((right - left) // _SAMPLES, 1))
        rows = range(first, last, max((last - first) // _SAMPLES, 1))
        other = sum(not are_alike(color, self._at(column, row)) for row in rows for column in columns)
        return other <= _MOST_OTHER * len(columns) * len(rows)

    def has_ink(self, other: Picture, box: Edges) -> bool:
        """Return whether `other`, a picture of the same page, is of other colours in much of `box`, as letters are."""
        left, first, right, last = self._within(box)
        columns = range(left, right, max((right - left) // _INK_SAMPLES, 1))
        rows = range(first, last, max((last - first) // _INK_SAMPLES, 1))
        ink = 0
        for row in rows:
            start, end = (row * self._stride + column * self._channels for column in (left, right))
            if self._pixels[start:end] != other._pixels[start:end]:
                ink += sum(not are_alike(self._at(column, row), other._at(column, row)) for column in columns)
        return ink >= _LEAST_INK * len(columns) * len(rows)

    def _at(self, column: int, row: int) -> RGB:
        place = row * self._stride + column * self._channels
        # PDFium gives blue first.
        blue, green, red = self._pixels[place : place + 3]
        return red, green, blue

    def _rows(self, within: _Pixels) -> Iterable[bytes]:
        left, first, right, last = within
        left, right = left * self._channels, right * self._channels
        return (self._pixels[row * self._stride + left : row * self._stride + right] for row in range(first, last))

    def _within(self, box: Edges) -> _Pixels:
        corners = (self._pixel(box[0], box[1]), self._pixel(box[2], box[3]))
        (left, right), (first, last) = (sorted(each) for each in zip(*corners, strict=True))
        return max(left - 1, 0), max(first - 1, 0), min(right + 1, self._width), min(last + 1, self._height)

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        column, row = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(self._page, 0, 0, self._width, self._height, 0, x, y, column, row)
        return column.value, row.value


class Doubts:
    """Tells which text of a page is seen, of some of which nothing else tells: layers, covers, clips, colours."""

    def __init__(self, page: pypdfium2.PdfPage, doubts: Sequence[Doubt], unpainted: Sequence[object]) -> None:
        raw = {address(each.text.raw): each.text.raw for each in doubts}
        self._colors = {key: colors_of(each) for key, each in raw.items()}
        #: Text of which it is to be seen whether it is painted at all.
        self._painted = {address(each.text.raw) for each in doubts if not each.is_of_color}
        self._with = Picture(page, unpainted) if self._painted else None
        # Of a ground that is all there is to see, half as much shows enough.
        scale = _SCALE if self._painted else _SCALE / 2
        self._without = Picture(page, [*unpainted, *raw.values()], scale) if raw else None
        # PDFium calls white what is painted with a pattern: a gradient, as headings have.
        self._white = {key for key, colors in self._colors.items() if WHITE in colors} - self._painted
        self._only_white: Picture | None = None
        self._paint_white = partial(
            Picture, page, [*unpainted, *(each for key, each in raw.items() if key not in self._white)], scale
        )

    def __bool__(self) -> bool:
        """Whether any text is doubtful."""
        return bool(self._colors)

    def hide(self, key: int | None, box: Edges) -> bool:
        """Return whether nobody sees what the text with that address paints within `box`.

        The page looks the same without it, or is in the same colour there.
        """
        if key not in self._colors or self._without is None:
            return False
        if not self._without.shows(box):
            return False
        if key in self._painted and self._with is not None and not self._with.differs(self._without, box):
            return True
        colors = self._colors[key]
        is_alike = bool(colors) and all(self._without.is_all_alike(color, box) for color in colors)
        return is_alike and not (key in self._white and self._shows_white(self._without, box))

    def _shows_white(self, without: Picture, box: Edges) -> bool:
        """Return whether what is said to be white shows all the same: on a shadow, or in the colours of a pattern."""
        if self._only_white is None:
            self._only_white = self._paint_white()
        return self._only_white.has_ink(without, box)


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
