"""How text of Word 97 looks and how its paragraphs are set: pages of formats (FKP) and their properties (sprm)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from cvparser.adapters.text_extractor.colors import RGB
from cvparser.domain.errors import DocumentCorruptError

CHARACTERS, PARAGRAPHS = "characters", "paragraphs"

#: Bytes of a page of formats, and pages that are read.
_PAGE, _MOST_PAGES = 512, 20_000
#: Bytes of an operand by the upper three bits of its property; of the sixth kind its first byte says it.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_DEFINES_TABLE, _CHANGES_TABS = 0xD608, 0xC615
#: Properties of characters.
_DELETED, _HIDDEN, _BOLD, _SIZE, _COLOR, _OLD_COLOR = 0x0800, 0x083C, 0x0835, 0x4A43, 0x6870, 0x2A42
_GROUNDS = frozenset((0x4866, 0xCA71, 0x2A0C))
#: Properties of paragraphs.
_IN_TABLE, _ENDS_ROW, _LIST, _LEVEL, _LIST_LEVEL = 0x2416, 0x2417, 0x460B, 0x2640, 0x260A
_SHADED = frozenset((0xC64D, 0x442D))
#: Word's sixteen colours by number.
_COLORS: tuple[RGB | None, ...] = (
    None, (0, 0, 0), (0, 0, 255), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (255, 255, 0),
    (255, 255, 255), (0, 0, 128), (0, 128, 128), (0, 128, 0), (128, 0, 128), (128, 0, 0), (128, 128, 0),
    (128, 128, 128), (192, 192, 192),
)  # fmt: skip
#: Numbers of styles that every Word has: its nine headings, and the title.
_HEADINGS, _TITLE = range(1, 10), 62
_MOST_STYLES = 4_095


@dataclass(slots=True)
class Format:
    """What a run of text, or a paragraph, says of itself."""

    style: int = 0
    is_deleted: bool = False
    is_hidden: bool = False
    is_bold: bool = False
    size: float | None = None
    color: RGB | None = None
    has_ground: bool = False
    is_in_table: bool = False
    ends_row: bool = False
    is_item: bool = False
    is_heading: bool = False


_PLAIN = Format()


class Formats:
    """The formats of characters or of paragraphs, by where these stand in the file."""

    def __init__(self, word: bytes, listed: bytes, kind: str) -> None:
        """Read all pages that are `listed`, once each."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._formats: list[Format] = []
        count = max((len(listed) - 4) // 8, 0)
        if count > _MOST_PAGES:
            raise DocumentCorruptError
        pages = struct.unpack_from(f"<{count}I", listed, 4 * (count + 1)) if count else ()
        runs = [run for page in dict.fromkeys(pages) for run in _runs(word, (page & 0x3FFFFF) * _PAGE, kind)]
        for start, end, found in sorted(runs, key=lambda run: run[0]):
            self._starts.append(start)
            self._ends.append(end)
            self._formats.append(found)

    def at(self, place: int) -> tuple[Format, int]:
        """Return the format of what stands at a place, and up to where it holds."""
        number = bisect_right(self._starts, place) - 1
        if number >= 0 and place < self._ends[number]:
            return self._formats[number], self._ends[number]
        following = self._starts[number + 1] if number + 1 < len(self._starts) else place + 2**31
        return _PLAIN, following


class Headings:
    """The numbers of the styles that are headings."""

    def __init__(self, styles: bytes) -> None:
        """Read the sheet of styles (STSH)."""
        self.numbers: set[int] = set()
        if len(styles) < 6:
            return
        at = 2 + struct.unpack_from("<H", styles)[0]
        for number in range(min(struct.unpack_from("<H", styles, 2)[0], _MOST_STYLES)):
            if at + 4 > len(styles):
                break
            length = struct.unpack_from("<H", styles, at)[0]
            identity = struct.unpack_from("<H", styles, at + 2)[0] & 0x0FFF if length else 0
            if identity in _HEADINGS or identity == _TITLE:
                self.numbers.add(number)
            at += 2 + length + length % 2


def _runs(word: bytes, start: int, kind: str) -> Iterator[tuple[int, int, Format]]:
    page = word[start : start + _PAGE]
    if len(page) < _PAGE:
        return
    count = page[_PAGE - 1]
    width = 1 if kind == CHARACTERS else 13
    if 4 * (count + 1) + width * count > _PAGE:
        raise DocumentCorruptError
    places = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + width * number]
        if at == 0:
            found = Format()
        elif kind == CHARACTERS:
            found = _of_characters(page[at + 1 : at + 1 + page[at]])
        else:
            # Half its length, or none where that stands in the next byte.
            first, length = (at + 1, 2 * page[at] - 1) if page[at] else (at + 2, 2 * page[at + 1])
            found = _of_paragraph(page[first : first + length])
        yield places[number], places[number + 1], found


def _of_characters(said: bytes) -> Format:
    found = Format()
    for name, operand in _properties(said):
        first = operand[0] if operand else 0
        if name == _HIDDEN:
            found.is_hidden = first == 1
        elif name == _DELETED:
            found.is_deleted = first == 1
        elif name == _BOLD:
            found.is_bold = first == 1
        elif name == _SIZE and len(operand) == 2:
            found.size = struct.unpack("<H", operand)[0] / 2
        elif name == _COLOR and len(operand) == 4:
            found.color = None if operand[3] else (operand[0], operand[1], operand[2])
        elif name == _OLD_COLOR:
            found.color = _COLORS[first] if first < len(_COLORS) else None
        elif name in _GROUNDS:
            found.has_ground = any(operand)
    return found


def _of_paragraph(said: bytes) -> Format:
    found = Format()
    if len(said) >= 2:
        found.style = struct.unpack_from("<H", said)[0]
    for name, operand in _properties(said[2:]):
        is_on = any(operand)
        if name == _IN_TABLE:
            found.is_in_table = is_on
        elif name == _ENDS_ROW:
            found.ends_row = is_on
        elif name == _LIST:
            found.is_item = is_on
        elif name == _LEVEL:
            found.is_heading = operand[:1] < b"\x09"
        elif name in _SHADED:
            found.has_ground = is_on
    return found


def _properties(said: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 3 <= len(said):
        name = struct.unpack_from("<H", said, at)[0]
        at += 2
        size = _SIZES[name >> 13]
        if name == _DEFINES_TABLE:
            size = struct.unpack_from("<H", said.ljust(at + 2, b"\0"), at)[0] + 1
        elif size == 0:
            size = 1 + said[at]
            if name == _CHANGES_TABS and said[at] == 255:
                return
            yield name, said[at + 1 : at + size]
            at += size
            continue
        yield name, said[at : at + size]
        at += size
