"""A page in HTML, as its reader sees it: blocks as lines, rows of tables as rows, what is not shown left out."""

from __future__ import annotations

import html
import re

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.table_rows import row_lines
from cvparser.adapters.text_extractor.web_styles import Look, Styles
from cvparser.domain.cv.bullets import BULLET
from cvparser.domain.cv.lines import Role
from cvparser.domain.markup import BLOCKS

#: A comment, a tag with its attributes, or a declaration. Attributes are bounded: what is never closed is text.
_TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<close>/?)(?P<name>[A-Za-z][\w:-]{0,40}+)(?P<more>[^<>]{0,4000}+)>|[!?][^<>]{0,4000}+>)"
)
#: Tables within each other whose rows are told apart; each is gone through once more for the one around it.
MOST_NESTED = 12
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: What no reader sees, up to where it is closed; whatever stands in it is no tag.
_NO_TEXT = frozenset(
    ("script", "style", "title", "template", "noscript", "object", "select", "textarea", "svg", "iframe")
)
#: Elements that hold nothing and are not closed.
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
#: Elements whose looks are kept, beyond which they are those of what holds them; and of how many an end may be.
_MOST_OPEN, _MOST_ENDED = 400, 60
#: Elements that end where the next of them begins.
_ENDS_ITSELF = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "option"))
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def page_lines(source: str) -> tuple[list[RawLine], bool]:
    """Return the lines of a page, and whether something in it is hidden; the source is gone through once."""
    reader = _Reader(source)
    reader.read()
    return reader.lines, reader.has_hidden


class _Reader:
    def __init__(self, source: str) -> None:
        self.lines: list[RawLine] = []
        self.has_hidden = False
        self._source, self._folded = source, source.lower()
        self._pieces: list[str] = []
        self._role = Role.BODY
        #: How many tables are open; of each open row in how many it stands, the lines around it, its cells so far.
        self._tables = 0
        self._rows: list[tuple[int, list[RawLine], list[list[RawLine]]]] = []
        #: The elements that are open, and how text in each is seen.
        self._styles, self._open = Styles(source), [("", Look())]

    def read(self) -> None:
        at = 0
        while True:
            tag = _TAG.search(self._source, at)
            self._say(self._source[at : len(self._source) if tag is None else tag.start()])
            if tag is None:
                break
            at = self._after(tag)
        self._end_rows(0)

    def _after(self, tag: re.Match[str]) -> int:
        """Act on a tag, and return where to go on."""
        if tag["comment"]:
            end = self._source.find("-->", tag.end())
            return len(self._source) if end < 0 else end + 3
        if tag["name"] is None:
            return tag.end()
        name = tag["name"].lower()
        if name in _NO_TEXT and not tag["close"]:
            end = self._folded.find(f"</{name}", tag.end()) if not tag["more"].endswith("/") else tag.end()
            return len(self._source) if end < 0 else end
        was_hidden = self._look.is_hidden
        if tag["close"]:
            self._shut(name)
        elif name not in _VOID and not tag["more"].endswith("/"):
            self._enter(name, tag["more"])
        # What is hidden ends no line of what is not.
        if not was_hidden and not self._look.is_hidden:
            (self._end if tag["close"] else self._begin)(name)
        return tag.end()

    @property
    def _look(self) -> Look:
        return self._open[-1][1]

    def _enter(self, name: str, more: str) -> None:
        # One that is hidden goes on: what a reader sees of such a page is anybody's guess.
        if name in _ENDS_ITSELF and self._open[-1][0] == name and not self._look.is_hidden:
            self._open.pop()
        if len(self._open) < _MOST_OPEN:
            self._open.append((name, self._styles.look(self._look, name, more)))

    def _shut(self, name: str) -> None:
        for at in range(len(self._open) - 1, max(0, len(self._open) - _MOST_ENDED), -1):
            if self._open[at][0] == name:
                del self._open[at:]
                break

    def _begin(self, name: str) -> None:
        if name == "table":
            self._tables += 1
        if name == "tr":
            self._end_rows(self._tables)
            if len(self._rows) < MOST_NESTED:
                self._rows.append((self._tables, self.lines, []))
        elif name in ("td", "th") and self._rows:
            self._end_line()
            self.lines = []
            self._rows[-1][2].append(self.lines)
        elif name in BLOCKS and (name == "li" or "".join(self._pieces).strip() != BULLET):
            # The first block of an item stands behind its bullet.
            self._end_line()
        if name in _HEADINGS:
            self.lines.append(RawLine())
            self._role = Role.HEADING
        elif name == "li":
            self._pieces.append(f"{BULLET} ")

    def _end(self, name: str) -> None:
        if name in BLOCKS or name in ("td", "th"):
            self._end_line()
        if name in ("tr", "table"):
            self._end_rows(self._tables)
        if name == "table" and self._tables:
            self._tables -= 1
        if name in _HEADINGS:
            self._role = Role.BODY

    def _end_rows(self, tables: int) -> None:
        """End the rows that stand in as many tables or more."""
        self._end_line()
        while self._rows and self._rows[-1][0] >= tables:
            _, self.lines, cells = self._rows.pop()
            filled = [[line for line in cell if line.text] for cell in cells]
            self.lines += row_lines([cell for cell in filled if cell])

    def _say(self, text: str) -> None:
        if not self._look.is_seen:
            self.has_hidden = self.has_hidden or bool(text.strip())
        elif text:
            self._pieces.append(text)

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", html.unescape("".join(self._pieces))).strip(" ")
        self._pieces.clear()
        if text.strip(f" {BULLET}\xa0"):
            self.lines.append(RawLine(text=text, role=self._role))
