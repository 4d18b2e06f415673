"""Tesseract, by its library: a program of its own could not be started where documents are read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Any

from cvparser.adapters.ocr.turning import turned_back
from cvparser.domain.errors import ConfigurationError
from cvparser.ports.ocr import OcrEngine, OcrWord, Picture, Point

_LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.5.dylib", "libtesseract.dylib")
#: What the product reads, by Tesseract's names, and what tells which side is up.
_LANGUAGES = ("tur", "eng", "deu", "fra", "spa", "ita", "nld", "por", "pol")
_MOST_LANGUAGES = 4
_ORIENTATION = "osd"
#: `PSM_AUTO`: a page of blocks.
_PAGE = 3
#: Levels of its table: a line of text, and a word of one.
_LINE, _WORD = "4", "5"
#: Confidence, of 100, below which a word is none.
_LEAST = 30.0
#: Words of a line by which its slope is told.
_LEAST_WORDS = 3


class Tesseract(OcrEngine):
    """The languages of the product for which Tesseract has its data installed, at most four of them at once.

    Args:
        languages: Tesseract's names with a plus between them, such as `tur+eng`; without them what is installed.

    Raises:
        ConfigurationError: the library, or its data, is not installed.
    """

    def __init__(self, languages: str | None = None) -> None:
        self._library = _library()
        installed = self._installed()
        wanted = languages or "+".join([each for each in _LANGUAGES if each in installed][:_MOST_LANGUAGES])
        if not wanted:
            raise ConfigurationError(
                "Tesseract has no language installed: install its data, such as tesseract-ocr-tur."
            )
        self._reader = self._opened(wanted)
        self._turner = self._opened(_ORIENTATION) if _ORIENTATION in installed else None

    def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
        turns = self._turns(picture)
        turned = _turned(picture, turns)
        self._show(self._reader, turned)
        if self._library.TessBaseAPIRecognize(self._reader, None):
            return []
        table = self._text(self._library.TessBaseAPIGetTsvText(self._reader, 0))
        self._library.TessBaseAPIClear(self._reader)
        return [[turned_back(word, turns, picture) for word in line] for line in _lines(table) if line]

    def _opened(self, languages: str) -> int:
        handle: int = self._library.TessBaseAPICreate()
        if self._library.TessBaseAPIInit3(handle, None, languages.encode()):
            raise ConfigurationError("Tesseract has not all the languages that CVPARSER_OCR_OPTIONS name.")
        self._library.TessBaseAPISetPageSegMode(handle, _PAGE)
        self._library.TessBaseAPISetVariable(handle, b"debug_file", b"/dev/null")
        return handle

    def _installed(self) -> frozenset[str]:
        handle = self._library.TessBaseAPICreate()
        self._library.TessBaseAPIInit3(handle, None, _ORIENTATION.encode())
        found = self._library.TessBaseAPIGetAvailableLanguagesAsVector(handle)
        names: list[str] = []
        for name in found or ():
            if name is None:
                break
            names.append(name.decode())
        self._library.TessBaseAPIDelete(handle)
        return frozenset(names)

    def _turns(self, picture: Picture) -> int:
        """Return by how many quarters, counter-clockwise, the picture must be turned for its text to run right."""
        if self._turner is None:
            return 0
        self._show(self._turner, picture)
        degrees, script = ctypes.c_int(), ctypes.c_char_p()
        sure, sure_of_script = ctypes.c_float(), ctypes.c_float()
        told = self._library.TessBaseAPIDetectOrientationScript(
            self._turner, ctypes.byref(degrees), ctypes.byref(sure), ctypes.byref(script), ctypes.byref(sure_of_script)
        )
        # It says how far clockwise the page was turned.
        return degrees.value // 90 % 4 if told else 0

    def _show(self, handle: int, picture: Picture) -> None:
        self._library.TessBaseAPISetImage(handle, picture.pixels, picture.width, picture.height, 3, 3 * picture.width)
        self._library.TessBaseAPISetSourceResolution(handle, 200)

    def _text(self, address: int | None) -> str:
        if not address:
            return ""
        text = ctypes.string_at(address).decode(errors="replace")
        self._library.TessDeleteText(address)
        return text


def _library() -> Any:  # noqa: ANN401 - what ctypes gives
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        handle, text = ctypes.c_void_p, ctypes.c_char_p
        for function, result, *arguments in (
            ("TessBaseAPICreate", handle),
            ("TessBaseAPIDelete", None, handle),
            ("TessBaseAPIInit3", ctypes.c_int, handle, text, text),
            ("TessBaseAPISetPageSegMode", None, handle, ctypes.c_int),
            ("TessBaseAPISetVariable", ctypes.c_int, handle, text, text),
            ("TessBaseAPISetImage", None, handle, text, *(ctypes.c_int,) * 4),
            ("TessBaseAPISetSourceResolution", None, handle, ctypes.c_int),
            ("TessBaseAPIRecognize", ctypes.c_int, handle, handle),
            ("TessBaseAPIGetTsvText", handle, handle, ctypes.c_int),
            ("TessBaseAPIClear", None, handle),
            ("TessBaseAPIGetAvailableLanguagesAsVector", ctypes.POINTER(text), handle),
            ("TessBaseAPIDetectOrientationScript", ctypes.c_int, *(handle,) * 5),
            ("TessDeleteText", None, handle),
        ):
            each = getattr(library, function)
            each.restype, each.argtypes = result, arguments
        return library
    raise ConfigurationError("CVPARSER_OCR=tesseract needs Tesseract's library: install tesseract-ocr.")


def _turned(picture: Picture, turns: int) -> Picture:
    """Return a picture turned by so many quarters, counter-clockwise."""
    if not turns:
        return picture
    import numpy as np  # noqa: PLC0415 - most pictures stand upright

    rows = np.rot90(np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3), turns)
    return Picture(width=rows.shape[1], height=rows.shape[0], pixels=np.ascontiguousarray(rows).tobytes())


#: A row of its table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
_Cells = Sequence[str]


def _lines(table: str) -> Iterator[list[OcrWord]]:
    rows = [cells for row in table.split("\n") if len(cells := row.split("\t", 11)) > 10]
    for _, found in groupby(rows, key=lambda cells: tuple(cells[1:5])):
        line: _Cells | None = None
        words: list[_Cells] = []
        for cells in found:
            if cells[0] == _LINE:
                line = cells
            elif cells[0] == _WORD and len(cells) > 11 and cells[11].strip() and float(cells[10]) >= _LEAST:
                words.append(cells)
        if line is not None and words:
            yield _line(line, words)


def _line(line: _Cells, words: Sequence[_Cells]) -> list[OcrWord]:
    """Return words with boxes as high as their line, along its slope."""
    boxes = [tuple(map(int, cells[6:10])) for cells in words]
    slope = _slope([(left + width / 2, top + height / 2) for left, top, width, height in boxes])
    left, top, width, height = map(int, line[6:10])
    high = max(height - abs(slope) * width, median(box[3] for box in boxes))
    middle = top + height / 2
    found = []
    for cells, (x, _, wide, _) in zip(words, boxes, strict=True):
        first, last = (middle + slope * (at - left - width / 2) for at in (x, x + wide))
        corners = (
            Point(x, first - high / 2),
            Point(x + wide, last - high / 2),
            Point(x + wide, last + high / 2),
            Point(x, first + high / 2),
        )
        found.append(OcrWord(text=cells[11].strip(), corners=corners, confidence=float(cells[10]) / 100))
    return found


def _slope(middles: Sequence[tuple[float, float]]) -> float:
    if len(middles) < _LEAST_WORDS:
        return 0.0
    x, y = (sum(each) / len(middles) for each in zip(*middles, strict=True))
    across = sum((at - x) ** 2 for at, _ in middles)
    return sum((at - x) * (up - y) for at, up in middles) / across if across else 0.0
