"""A story of a file of Word 97, its body or another, as lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.colors import WHITE, can_be_read
from cvparser.adapters.text_extractor.table_rows import row_lines
from cvparser.adapters.text_extractor.word97_formats import Format, Formats, Headings
from cvparser.domain.cv.bullets import BULLET
from cvparser.domain.cv.lines import Role

#: Points of the smallest type that anybody reads.
_LEAST_SIZE = 1.5
_PARAGRAPH, _CELL, _FIELD, _RESULT, _FIELD_END = "\r", "\x07", "\x13", "\x14", "\x15"
_ENDS = frozenset((_PARAGRAPH, _CELL, "\x0c", "\x0e"))
#: What signs of Word's own stand for: pictures, drawings and references for nothing.
_SIGNS = {ord(sign): "" for sign in "\x01\x02\x03\x04\x05\x06\x08\x1f"} | {0x0B: "\n", 0x1E: "-"}

#: Text, and where it stands in the file: each piece's text, the place of its first byte, bytes of a character.
Piece = tuple[str, int, int]


class Characters:
    """The characters of a file, in pieces."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._starts: list[int] = []
        self._length = 0

    def add(self, text: str, place: int, width: int) -> None:
        """Put a piece at the end."""
        self._pieces.append((text, place, width))
        self._starts.append(self._length)
        self._length += len(text)

    def part(self, start: int, end: int) -> Iterator[Piece]:
        """Yield the pieces from one character to before another."""
        for number in range(max(bisect_right(self._starts, start) - 1, 0), len(self._pieces)):
            begin, (text, place, width) = self._starts[number], self._pieces[number]
            if begin >= end:
                break
            cut = max(start - begin, 0)
            yield text[cut : end - begin], place + cut * width, width


def story_lines(
    story: Iterator[Piece], looks: Formats, blocks: Formats, headings: Headings, role: Role
) -> tuple[list[RawLine], bool]:
    """Return the lines of a story, and whether something in it is hidden."""
    reader = _Story(headings, role)
    for text, start, width in story:
        at = 0
        while at < len(text):
            place = start + at * width
            (look, end), (block, stop) = looks.at(place), blocks.at(place)
            until = min(len(text), at + max(1, (min(end, stop) - place) // width))
            reader.take(text[at:until], look, block)
            at = until
    return reader.lines(), reader.has_hidden


class _Story:
    def __init__(self, headings: Headings, role: Role) -> None:
        self.has_hidden = False
        self._headings, self._role = headings, role
        self._lines: list[RawLine] = []
        self._cell: list[RawLine] = []
        self._cells: list[list[RawLine]] = []
        self._pieces: list[str] = []
        self._first: Format | None = None
        #: Whether each field that is open shows its result already.
        self._fields: list[bool] = []

    def take(self, text: str, look: Format, block: Format) -> None:
        """Take text of one look in one paragraph."""
        begun = 0
        for at, sign in enumerate(text):
            if sign in _ENDS or sign in (_FIELD, _RESULT, _FIELD_END):
                self._say(text[begun:at], look, block)
                begun = at + 1
                if sign in _ENDS:
                    self._end(sign, block, is_gone=look.is_deleted)
                else:
                    self._field(sign)
        self._say(text[begun:], look, block)

    def lines(self) -> list[RawLine]:
        """Return all lines."""
        self._end(_PARAGRAPH, Format(), is_gone=False)
        self._end_row()
        return self._lines

    def _field(self, sign: str) -> None:
        if sign == _FIELD:
            self._fields.append(False)
        elif self._fields and sign == _RESULT:
            self._fields[-1] = True
        elif self._fields:
            self._fields.pop()

    def _say(self, text: str, look: Format, block: Format) -> None:
        if not text or look.is_deleted or not all(self._fields):
            return
        # What a cell stands on its row says, which is not looked at.
        is_on_white = not (look.has_ground or block.has_ground or block.is_in_table)
        is_read = can_be_read(look.color, WHITE if is_on_white else None)
        is_tiny = look.size is not None and look.size < _LEAST_SIZE
        if look.is_hidden or is_tiny or not is_read:
            self.has_hidden = self.has_hidden or bool(text.translate(_SIGNS).strip())
            return
        if self._first is None and text.strip():
            self._first = look
        self._pieces.append(text.translate(_SIGNS))

    def _end(self, sign: str, block: Format, *, is_gone: bool) -> None:
        if is_gone:
            # The end of a paragraph that was deleted joins it with the next.
            return
        text, first = "".join(self._pieces).strip(" "), self._first or Format()
        self._pieces.clear()
        self._first = None
        is_heading = block.is_heading or block.style in self._headings.numbers
        role = Role.HEADING if is_heading and self._role is Role.BODY else self._role
        if block.is_item and text and not text.startswith(BULLET):
            text = f"{BULLET} {text}"
        line = RawLine(text=text, role=role, size=first.size, is_bold=first.is_bold)
        if block.is_in_table or block.ends_row:
            self._cell += [line] if text.strip() else []
            if sign == _CELL and not block.ends_row:
                self._cells.append(self._cell)
                self._cell = []
            elif block.ends_row:
                self._end_row()
            return
        self._end_row()
        if role is Role.HEADING and text.strip():
            self._lines.append(RawLine())
        self._lines.append(line)

    def _end_row(self) -> None:
        cells = [cell for cell in (*self._cells, self._cell) if cell]
        self._cells, self._cell = [], []
        if cells:
            self._lines += row_lines(cells)
