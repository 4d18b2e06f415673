"""Pages of a PDF that are pictures of text, and pictures of text on pages that have some."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.ocr_pages import OcrPages
from cvparser.adapters.text_extractor.ocr_straight import Straight
from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.adapters.text_extractor.strokes import Grey, has_strokes
from cvparser.adapters.text_extractor.upright import Edges, Upright, angle_of
from cvparser.ports.ocr import Picture

#: Share of a page that a picture of text covers: photographs of faces and logos cover less.
LEAST_SHARE = 0.12
#: Characters of a page that stand on such a picture from which on it is the ground of the text.
MOST_OVER = 15
#: Paths of a page without a letter from which on they may be letters that were drawn.
LEAST_PATHS = 40
#: Pixels a point of the picture by which it is told whether letters stand in one.
_LOOK_SCALE = 1.5
#: Pixels of the longer side of what is read, and dots an inch at most.
_MOST_SIDE, _MOST_DOTS = 2_400, 300


def unread(objects: Sequence[pypdfium2.PdfObject], seen: Sequence[Glyph], upright: Upright) -> list[Edges]:
    """Return the parts of a page in which text may stand that is none: pictures, or all of it where there is no text.

    Boxes are on the page as its text runs.
    """
    visible = [glyph for glyph in seen if not glyph.text.isspace()]
    page = upright.box(*upright.page)
    pictures = [upright.box(*each.get_bounds()) for each in objects if each.type == pdfium_c.FPDF_PAGEOBJ_IMAGE]
    if not visible:
        paths = sum(each.type == pdfium_c.FPDF_PAGEOBJ_PATH for each in objects)
        is_drawn = paths >= LEAST_PATHS or any(_share(box, page) >= LEAST_SHARE for box in pictures)
        return [page] if is_drawn or _share_of_all(pictures, page) >= LEAST_SHARE else []
    return [
        box
        for box in pictures
        if _share(box, page) >= LEAST_SHARE and sum(_is_on(each, box) for each in visible) < MOST_OVER
    ]


def with_print(page: pypdfium2.PdfPage, parts: Sequence[Edges], upright: Upright) -> list[Edges]:
    """Return the parts of a page that look as if letters stood in them, and not only shapes or shades.

    Painting a page takes some hundredths of a second, and reading it by OCR some seconds.
    """
    if not parts:
        return []
    scale = min(_LOOK_SCALE, _MOST_SIDE / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    grey = bitmap.to_numpy().reshape(bitmap.height, bitmap.width).astype(np.int16)
    bitmap.close()
    whole = upright.box(*upright.page)
    # Turned pages are looked at as a whole: where a part of them stands on the picture is for no sum to say.
    is_turned = bool(upright.angle or page.get_rotation())
    return [part for part in parts if has_strokes(grey if is_turned else _part_of(grey, part, whole, scale))]


def _part_of(grey: Grey, part: Edges, page: Edges, scale: float) -> Grey:
    left, right = (round((each - page[0]) * scale) for each in (part[0], part[2]))
    top, bottom = (round((page[3] - each) * scale) for each in (part[3], part[1]))
    return grey[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]


def read_scan(page: pypdfium2.PdfPage, box: Edges, pages: OcrPages) -> tuple[Upright, list[Glyph]]:
    """Return how the text of a page runs that has none but in pictures, and its glyphs as they run."""
    scan = _Scan(page, pages)
    upright = Upright(box, scan.angle)
    return upright, pages.glyphs(scan.read, lambda x, y: scan.place(x, y, upright))


def read_parts(
    page: pypdfium2.PdfPage, upright: Upright, parts: Sequence[Edges], seen: Sequence[Glyph], pages: OcrPages
) -> list[Glyph]:
    """Return the glyphs of what is read in parts of a page, but for what stands there as text."""
    scan = _Scan(page, pages)

    def is_wanted(box: Edges) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(left <= x <= right and low <= y <= top for left, low, right, top in parts) and not any(
            _is_on(glyph, box) for glyph in seen if not glyph.text.isspace()
        )

    return pages.glyphs(scan.read, lambda x, y: scan.place(x, y, upright), is_wanted)


class _Scan:
    """A page that was painted and read."""

    def __init__(self, page: pypdfium2.PdfPage, pages: OcrPages) -> None:
        self._page = page
        picture = _painted(page)
        self._width, self._height = picture.width, picture.height
        self.read: Straight = pages.read(picture)

    @property
    def angle(self) -> int:
        """Degrees counter-clockwise at which the text runs on the page before that is turned."""
        here, there = (self._on_page(x, self.read.height / 2) for x in (0.0, float(self.read.width)))
        return angle_of(there[0] - here[0], there[1] - here[1])

    def place(self, x: float, y: float, upright: Upright) -> tuple[float, float]:
        """Return where a point of the picture as its text runs stands on the page as its text runs."""
        at = self._on_page(x, y)
        left, bottom, _, _ = upright.box(*at, *at)
        return left, bottom

    def _on_page(self, x: float, y: float) -> tuple[float, float]:
        point = self.read.on_picture(x, y)
        left, bottom = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDF_DeviceToPage(
            self._page, 0, 0, self._width, self._height, 0, round(point.x), round(point.y), left, bottom
        )
        return left.value, bottom.value


def _painted(page: pypdfium2.PdfPage) -> Picture:
    scale = min(_MOST_DOTS / 72, _MOST_SIDE / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=False)
    pixels = bitmap.to_numpy()
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        pixels = np.repeat(pixels.reshape(bitmap.height, bitmap.width, 1), 3, axis=2)
    picture = Picture(width=bitmap.width, height=bitmap.height, pixels=np.ascontiguousarray(pixels[:, :, :3]).tobytes())
    bitmap.close()
    return picture


def _is_on(glyph: Glyph, box: Edges) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline + glyph.size * 0.2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _share(box: Edges, page: Edges) -> float:
    """Return the share of a page that a box covers, as far as it is on it."""
    wide = min(box[2], page[2]) - max(box[0], page[0])
    high = min(box[3], page[3]) - max(box[1], page[1])
    whole = (page[2] - page[0]) * (page[3] - page[1])
    return max(wide, 0.0) * max(high, 0.0) / whole if whole > 0 else 0.0


def _share_of_all(boxes: Sequence[Edges], page: Edges) -> float:
    """Return the share of a page that boxes cover which do not lie over each other: strips of one scan."""
    return sum(_share(box, page) for box in boxes)
