"""Which text of a page may not be seen, by what else the page draws: told from boxes and colours, without painting it.

Text that stands in its own colour on a plain ground, and that nothing is drawn over, is seen; so is most text. Of the
rest only a picture of the page tells (`pdfium_picture`), which takes as long as reading the page.
"""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.colors import LEAST_DISTANCE, RGB, WHITE
from cvparser.adapters.text_extractor.upright import Edges

#: Ways to paint text: with lines only; filled, and with lines around.
STROKED = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP})
OUTLINED = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP})
#: Of 255: paint that lets so much through is not seen.
LEAST_OPACITY = 16
#: Points: what is thinner is a line, which covers no text and is no ground of any.
_THIN = 2.5
#: Points that a line of letters is high at most, and strokes in a part of it as wide as high.
_HIGHEST_PRINT, _STROKES = 48.0, 24
#: Part of the height of text that something drawn over it must have to hide it.
_COVERING = 0.4
#: Points of a band of the page, by which things are found that stand at one height.
_BAND = 24.0
#: Things in bands of a page, and points of clips; with more of them, all text is looked at in a picture.
_MOST_THINGS, _MOST_POINTS = 20_000, 20_000
#: Looks at a thing beside a text, for a page: with more of them, pictures tell.
_MOST_LOOKS = 500_000
#: Points of one clip that are looked at; a clip with more is no box.
_MOST_OF_CLIP = 12
#: By which part of their height letters must be wide that are made narrower.
_NARROW = 0.1


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is drawn beside text: when, where, in which colour (None for several), whether an opaque box, or letters."""

    order: int
    box: Edges
    color: RGB | None
    is_box: bool
    is_print: bool = False


class Doubt(NamedTuple):
    """A text that may not be seen, and whether that is a matter of colours alone."""

    text: pypdfium2.PdfObject
    is_of_color: bool


class Grounds:
    """What a page draws, besides its text."""

    def __init__(self, objects: Iterable[pypdfium2.PdfObject], is_box: Callable[[object], bool]) -> None:
        """Look at the objects of a page; `is_box` tells a filled rectangle that hides what is below it."""
        self._bands: defaultdict[int, list[_Thing]] = defaultdict(list)
        self._texts: list[tuple[int, pypdfium2.PdfObject]] = []
        self._prints: defaultdict[int, list[Edges]] = defaultdict(list)
        self._points = self._looks = 0
        things = 0
        for order, each in enumerate(objects):
            if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self._texts.append((order, each))
            elif not each.level and things <= _MOST_THINGS and (thing := _thing(each, order, is_box)) is not None:
                for band in _bands(thing.box):
                    if thing.is_print:
                        self._prints[band].append(thing.box)
                    else:
                        self._bands[band].append(thing)
                    things += 1
        self._is_crowded = things > _MOST_THINGS

    def doubtful(self) -> Iterator[Doubt]:
        """Yield the text that may not be seen: in a form, clipped, covered, or in the colour of what it stands on."""
        for order, each in self._texts:
            if each.level or self._is_crowded or self._looks > _MOST_LOOKS:
                yield Doubt(each, is_of_color=False)
            elif (doubt := self._doubt(each, order)) is not None:
                yield doubt

    def is_printed(self, text: pypdfium2.PdfObject) -> bool:
        """Return whether letters stand where a text does that are drawn as shapes: it is there to be copied."""
        if text.level or self._looks > _MOST_LOOKS:
            return False
        left, bottom, right, top = box = text.get_bounds()
        middle = (bottom + top) / 2
        prints = [each for band in _bands(box) for each in self._prints.get(band, ())]
        self._looks += len(prints)
        return any(each[0] - 1 <= left and right <= each[2] + 1 and each[1] <= middle <= each[3] for each in prints)

    def _doubt(self, text: pypdfium2.PdfObject, order: int) -> Doubt | None:
        box, colors = text.get_bounds(), colors_of(text.raw)
        if self._is_cut(text.raw, box):
            return Doubt(text, is_of_color=False)
        near = self._near(box) if self._bands else ()
        for thing in near:
            if thing.order > order:
                if _covers(thing.box, box):
                    return Doubt(text, is_of_color=False)
            elif thing.color is None or any(are_alike(thing.color, color) for color in colors):
                return Doubt(text, is_of_color=True)
            elif thing.is_box and _holds(thing.box, box):
                return None
        return Doubt(text, is_of_color=True) if any(are_alike(WHITE, color) for color in colors) else None

    def _near(self, box: Edges) -> Sequence[_Thing]:
        """Return what meets a box, the last that is drawn first."""
        bands = [self._bands[band] for band in _bands(box) if band in self._bands]
        self._looks += sum(map(len, bands))
        things = {thing.order: thing for band in bands for thing in band}
        return [things[order] for order in sorted(things, reverse=True) if _meet(things[order].box, box)]

    def _is_cut(self, text: object, box: Edges) -> bool:
        """Return whether a clip leaves less than a letter's height of a text, or may do so."""
        clip = pdfium_c.FPDFPageObj_GetClipPath(text)
        count = pdfium_c.FPDFClipPath_CountPaths(clip)
        height = max(box[3] - box[1], 1.0)
        for number in range(max(count, 0)):
            segments = pdfium_c.FPDFClipPath_CountPathSegments(clip, number)
            self._points += max(segments, 0)
            if not 0 < segments <= _MOST_OF_CLIP or self._points > _MOST_POINTS:
                return True
            left, bottom, right, top = _clip_box(clip, number, segments)
            if min(top, box[3]) - max(bottom, box[1]) < _COVERING * height:
                return True
            if left > box[0] + height or right < box[2] - height or right <= left:
                return True
        return False


def colors_of(text: object) -> tuple[RGB, ...]:
    """Return the colours that a text is painted in."""
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text)
    fill = () if mode in STROKED else (color_of(text, pdfium_c.FPDFPageObj_GetFillColor),)
    line = (color_of(text, pdfium_c.FPDFPageObj_GetStrokeColor),) if mode in STROKED | OUTLINED else ()
    return tuple(color[:3] for color in (*fill, *line) if color is not None)


def color_of(drawn: object, ask: Callable[..., int]) -> tuple[int, int, int, int] | None:
    """Return red, green, blue and opacity of an object; None where they are not known."""
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    known = ask(drawn, red, green, blue, alpha)
    return (red.value, green.value, blue.value, alpha.value) if known else None


def are_alike(one: RGB, other: RGB) -> bool:
    """Return whether nobody can read text in one colour on the other."""
    # Once for each text and what is near it.
    return (
        abs(one[0] - other[0]) < LEAST_DISTANCE
        and abs(one[1] - other[1]) < LEAST_DISTANCE
        and abs(one[2] - other[2]) < LEAST_DISTANCE
    )


def is_squeezed(text: object) -> bool:
    """Return whether the letters of a text are as narrow as lines."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(text, matrix):
        return False
    return math.hypot(matrix.a, matrix.b) < _NARROW * math.hypot(matrix.c, matrix.d)


def _thing(drawn: pypdfium2.PdfObject, order: int, is_box: Callable[[object], bool]) -> _Thing | None:
    left, bottom, right, top = box = drawn.get_bounds()
    if drawn.type != pdfium_c.FPDF_PAGEOBJ_PATH:
        return _Thing(order, box, None, is_box=False)
    mode, has_stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(drawn.raw, mode, has_stroke)
    if mode.value and _is_print(drawn.raw, box):
        return _Thing(order, box, None, is_box=False, is_print=True)
    if mode.value:
        color = color_of(drawn.raw, pdfium_c.FPDFPageObj_GetFillColor)
        if min(right - left, top - bottom) < _THIN or (color is not None and color[3] < LEAST_OPACITY):
            return None
        return _Thing(order, box, None if color is None else color[:3], is_box=is_box(drawn.raw))
    width = ctypes.c_float()
    pdfium_c.FPDFPageObj_GetStrokeWidth(drawn.raw, width)
    return _Thing(order, box, None, is_box=False) if has_stroke.value and width.value >= _THIN else None


def _is_print(path: object, box: Edges) -> bool:
    """Return whether a path is a line of letters: some programs draw them once as text and once as shapes."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return 0 < high < _HIGHEST_PRINT and pdfium_c.FPDFPath_CountSegments(path) >= _STROKES * max(wide / high, 1.0)


def _clip_box(clip: object, number: int, segments: int) -> Edges:
    x, y = ctypes.c_float(), ctypes.c_float()
    across, along = [], []
    for index in range(segments):
        segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, number, index)
        if segment and pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            across.append(x.value)
            along.append(y.value)
    return min(across, default=0), min(along, default=0), max(across, default=0), max(along, default=0)


def _bands(box: Edges) -> range:
    first, last = (int(max(min(each, 20_000.0), -20_000.0) // _BAND) for each in (box[1], box[3]))
    return range(first, last + 1)


def _meet(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _holds(outer: Edges, inner: Edges) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _covers(above: Edges, text: Edges) -> bool:
    return min(above[3], text[3]) - max(above[1], text[1]) >= _COVERING * (text[3] - text[1])
