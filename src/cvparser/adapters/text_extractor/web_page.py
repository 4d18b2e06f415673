"""A page in HTML, as its reader sees it: blocks as lines, rows of tables as rows, what is not shown left out."""

from __future__ import annotations

import html
import re

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.table_rows import row_lines
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
_UNSEEN = re.compile(
    r"(?:\s|^)hidden(?:[\s=/]|$)|display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
    r"|font-size\s{0,9}:\s{0,9}0(?:px|pt|em|%)?\s{0,9}(?:[;\"']|$)",
    re.IGNORECASE,
)
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
        #: The element that hides what stands in it, and how many of its name are open within.
        self._unseen, self._depth = "", 0

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
        if self._unseen:
            self._go_on_unseen(name, is_end=bool(tag["close"]))
        elif tag["close"]:
            self._end(name)
        elif name not in _VOID and _UNSEEN.search(tag["more"]):
            self._unseen, self._depth = name, 1
        else:
            self._begin(name)
        return tag.end()

    def _go_on_unseen(self, name: str, *, is_end: bool) -> None:
        if name == self._unseen:
            self._depth += -1 if is_end else 1
            if not self._depth:
                self._unseen = ""

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
        elif name in BLOCKS:
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
        if self._unseen:
            self.has_hidden = self.has_hidden or bool(text.strip())
        elif text:
            self._pieces.append(text)

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", html.unescape("".join(self._pieces))).strip(" ")
        self._pieces.clear()
        if text.strip(f" {BULLET}\xa0"):
            self.lines.append(RawLine(text=text, role=self._role))
