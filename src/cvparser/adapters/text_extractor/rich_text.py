"""The text of a document in RTF, as its reader sees it: headers, paragraphs and rows of tables, footers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.colors import RGB, WHITE, can_be_read
from cvparser.adapters.text_extractor.rich_text_tables import Colors, Fonts, Headings
from cvparser.adapters.text_extractor.table_rows import row_lines
from cvparser.domain.cv.bullets import BULLET
from cvparser.domain.cv.lines import Role
from cvparser.domain.errors import TooComplexError

#: Groups within each other that a CV stays far below.
MAX_DEPTH = 1_000
#: Half points of the smallest type that anybody reads.
_LEAST_SIZE = 3
#: A word with its number, a byte in hexadecimal, another sign, a brace, or text; every character is looked at once.
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
#: Groups of what is not text of the document.
_NO_TEXT = frozenset(
    (
        b"fonttbl colortbl stylesheet info pict object listtable listoverridetable rsidtbl generator themedata "
        b"xmlnstbl colorschememapping latentstyles datastore fldinst template bkmkstart bkmkend annotation deleted "
        b"mmathPr revtbl filetbl shppict nonshppict atnid atnauthor atntime atndate atnref atnparent sp pgdsctbl "
        b"background userprops xe tc nesttableprops nonesttables upr"
    ).split()
)
#: Groups that stand elsewhere than where they are written.
_APART = {
    b"header": Role.HEADER, b"headerl": Role.HEADER, b"headerr": Role.HEADER, b"headerf": Role.HEADER,
    b"footer": Role.FOOTER, b"footerl": Role.FOOTER, b"footerr": Role.FOOTER, b"footerf": Role.FOOTER,
    b"footnote": Role.BODY, b"shptxt": Role.BODY,
}  # fmt: skip
_SIGNS = {
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"tab": "\t", b"emspace": " ", b"enspace": " ", b"line": "\n",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"-": "", b"{": "{", b"}": "}", b"\\": "\\"}
_ENDS = frozenset((b"par", b"sect", b"page"))
#: Words that lay something behind characters, behind a paragraph, behind a cell.
_GROUNDS = frozenset((b"highlight", b"cb", b"chcbpat", b"chshdng"))
_PARAGRAPH_GROUNDS = frozenset((b"cbpat", b"shading", b"clcbpat", b"clcbpatraw", b"clshdng"))


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group: that it is no text, how text looks, and how many signs stand for one of Unicode."""

    is_other: bool = False
    is_hidden: bool = False
    width: int = 1
    color: int = 0
    size: int = 0
    is_bold: bool = False
    has_ground: bool = False
    font: int = -1
    #: The table that a group is, of colours, fonts or styles.
    table: bytes = b""
    #: The story that a group begins, with what was written before it.
    role: Role | None = None


def rtf_lines(data: bytes) -> tuple[list[RawLine], bool]:
    """Return the lines, and whether something in it is hidden; the source is gone through once.

    Raises:
        TooComplexError: far more groups within each other than a CV has.
    """
    reader = _Reader()
    at = 0
    while token := _TOKEN.match(data, at):
        at = token.end() + reader.take(token)
    return reader.lines(), reader.has_hidden


class _Story:
    """What is written in one place: the body, a header, a box."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self._lines: list[RawLine] = []
        self._pieces: list[str] = []
        self._cells: list[list[RawLine]] = []
        self._first: _State | None = None
        self.is_heading = False
        #: Whether a row of a table is being read, and the line that it begins with.
        self._is_in_row, self._row_from = False, 0

    def say(self, text: str, state: _State) -> None:
        if self._first is None and text.strip():
            self._first = state
        self._pieces.append(text)

    def end_line(self) -> None:
        text, first = "".join(self._pieces).strip(" "), self._first or _State()
        self._pieces.clear()
        self._first = None
        role = Role.HEADING if self.is_heading and self.role is Role.BODY else self.role
        if text.strip() and role is Role.HEADING:
            self._lines.append(RawLine())
        self._lines.append(
            RawLine(text=text, role=role, size=first.size / 2 if first.size else None, is_bold=first.is_bold)
        )

    def end_cell(self) -> None:
        self.end_line()
        self._cells.append([line for line in self._lines[self._row_from :] if line.text.strip()])
        del self._lines[self._row_from :]

    def end_row(self) -> None:
        cells, self._cells, self._is_in_row = [cell for cell in self._cells if cell], [], False
        if cells:
            self._lines += row_lines(cells)

    def lines(self) -> list[RawLine]:
        """Return what was written; a row that never ended with it."""
        self.end_line()
        if self._cells:
            self.end_row()
        return self._lines

    def begin_row(self) -> None:
        """Keep what stands before a row apart from its first cell."""
        if not self._is_in_row:
            self._row_from, self._is_in_row = len(self._lines), True


class _Reader:
    def __init__(self) -> None:
        self.has_hidden = False
        self._colors, self._fonts, self._headings = Colors(), Fonts(), Headings()
        self._state = _State()
        self._outer: list[_State] = []
        self._story = _Story(Role.BODY)
        self._stories: list[_Story] = []
        self._apart: list[_Story] = []
        self._to_skip = 0
        self._bytes = bytearray()
        #: Whether paragraphs or cells have a ground.
        self._is_grounded = False

    def take(self, token: re.Match[bytes]) -> int:
        """Act on a token, and return how many bytes behind it are none of the text."""
        word, number, byte, sign, brace, text = token.groups()
        if byte is not None:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._bytes.append(int(byte, 16))
            return 0
        if text is not None:
            self._text(text)
            return 0
        self._flush()
        if word is not None:
            return self._word(word, None if number is None else int(number))
        if brace == b"{":
            self._begin()
        elif brace == b"}":
            self._end()
        elif sign == b"*":
            self._state = replace(self._state, is_other=True)
        elif sign in (b"\n", b"\r"):
            self._line_end()
        elif sign is not None:
            self._say(_ESCAPED.get(sign, ""))
        return 0

    def lines(self) -> list[RawLine]:
        """Return all lines: headers first, then the body, notes and boxes, footers last."""
        self._flush()
        while self._stories:
            self._leave()
        told: dict[Role, list[RawLine]] = {Role.HEADER: [], Role.BODY: self._story.lines(), Role.FOOTER: []}
        said: set[str] = set()
        for story in self._apart:
            lines = story.lines()
            text = "\n".join(line.text for line in lines)
            if text.strip() and text not in said:
                said.add(text)
                told[story.role] += [RawLine(), *lines]
        return [*told[Role.HEADER], RawLine(), *told[Role.BODY], *told[Role.FOOTER]]

    def _begin(self) -> None:
        if len(self._outer) >= MAX_DEPTH:
            raise TooComplexError
        self._outer.append(self._state)
        self._state = replace(self._state, role=None)

    def _end(self) -> None:
        if self._state.role is not None:
            self._leave()
        self._state = self._outer.pop() if self._outer else self._state

    def _leave(self) -> None:
        self._apart.append(self._story)
        self._story = self._stories.pop()

    def _text(self, text: bytes) -> None:
        skipped = text[self._to_skip :]
        self._to_skip = max(0, self._to_skip - len(text))
        if self._state.table == b"colortbl":
            self._colors.end(skipped.count(b";"))
        elif self._state.table == b"stylesheet":
            self._headings.name(skipped)
        elif not self._state.is_other:
            self._bytes += skipped

    def _word(self, word: bytes, number: int | None) -> int:
        state = self._state
        tables: dict[bytes, Colors | Fonts | Headings] = {
            b"colortbl": self._colors,
            b"fonttbl": self._fonts,
            b"stylesheet": self._headings,
        }
        if state.table:
            tables[state.table].word(word, number)
        if word == b"bin":
            return max(number or 0, 0)
        if word in tables:
            self._state = replace(state, is_other=True, table=word)
            return 0
        if word in (b"listtext", b"pntext"):
            self._say(f"{BULLET} ")
            self._state = replace(state, is_other=True)
        elif word in _NO_TEXT:
            self._state = replace(state, is_other=True)
        elif word in _APART and state.role is None:
            self._stories.append(self._story)
            self._story = _Story(_APART[word])
            # A box within an ignorable group is what its reader sees.
            self._state = _State(role=_APART[word])
        elif not state.is_other:
            self._layout(word, number)
            self._look(word, number)
        elif word == b"ansicpg":
            self._fonts.usual = f"cp{number}"
        return 0

    def _layout(self, word: bytes, number: int | None) -> None:
        if word in _ENDS:
            self._line_end()
        elif word in (b"cell", b"nestcell"):
            self._story.end_cell()
        elif word in (b"row", b"nestrow"):
            self._story.end_row()
            self._is_grounded = False
        elif word in (b"trowd", b"intbl"):
            self._story.begin_row()
        elif word == b"pard":
            self._story.is_heading = False
        elif word == b"s" and number is not None:
            self._story.is_heading = number in self._headings.numbers
        elif word == b"outlinelevel":
            self._story.is_heading = number is not None and number < 9
        elif word == b"u" and number is not None:
            self._say(_character(number))
            self._to_skip = self._state.width
        elif word == b"ansicpg":
            self._fonts.usual = f"cp{number}"
        else:
            self._say(_SIGNS.get(word, ""))

    def _look(self, word: bytes, number: int | None) -> None:
        state = self._state
        if word == b"v":
            self._state = replace(state, is_hidden=number != 0)
        elif word == b"plain":
            self._state = _State(is_other=state.is_other, width=state.width, role=state.role)
        elif word == b"b":
            self._state = replace(state, is_bold=number != 0)
        elif word == b"f":
            self._state = replace(state, font=number or 0)
        elif word == b"uc" and number is not None:
            self._state = replace(state, width=min(max(number, 0), 9))
        elif word == b"cf":
            self._state = replace(state, color=number or 0)
        elif word == b"fs" and number is not None:
            self._state = replace(state, size=number)
        elif word in _GROUNDS:
            self._state = replace(state, has_ground=number != 0)
        elif word in _PARAGRAPH_GROUNDS:
            self._is_grounded = True

    def _line_end(self) -> None:
        if not self._state.is_other:
            self._story.end_line()

    def _flush(self) -> None:
        if self._bytes:
            self._say(self._bytes.decode(self._fonts.charset(self._state.font), "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        state = self._state
        if state.is_other or not text:
            return
        if self._is_seen(state):
            self._story.say(text, state)
        else:
            self.has_hidden = self.has_hidden or bool(text.strip())

    def _is_seen(self, state: _State) -> bool:
        is_on_white = not state.has_ground and not self._is_grounded and self._story.role is not None
        ground: RGB | None = WHITE if is_on_white and not self._in_box() else None
        is_read = can_be_read(self._colors.get(state.color), ground)
        return not state.is_hidden and not 0 < state.size < _LEAST_SIZE and is_read

    def _in_box(self) -> bool:
        return bool(self._stories) and self._story.role is Role.BODY


def _character(number: int) -> str:
    code = number % 65_536
    return "" if 0xD800 <= code < 0xE000 or code == 0 else chr(code)
