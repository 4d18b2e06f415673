"""Parts of a DOCX in another format (`w:altChunk`): a page in HTML, a text in RTF, plain text."""

from __future__ import annotations

import base64
import quopri
import re
from dataclasses import dataclass

from lxml import etree

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.rich_text import rtf_lines
from cvparser.domain.cv.bullets import BULLET
from cvparser.domain.cv.lines import Role
from cvparser.domain.errors import DocxTooComplexError, TextNotDecodableError
from cvparser.domain.plain_text import decode

#: Bytes of a chunk: text that no CV comes near.
MAX_CHUNK = 10 * 2**20

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NO_TEXT = frozenset(("script", "style", "head", "title", "template", "noscript", "object", "select", "textarea"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|p|div|table|h[1-6])\b", re.IGNORECASE)
_MAIL = re.compile(rb"(?:MIME-Version|Content-Type|From|Date|Subject)\s*:", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_PAGE_PART = re.compile(rb"^Content-Type[ \t]*:[ \t]*text/html", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary=\"?([^\"\s;]{1,70})", re.IGNORECASE)
_TRANSFER = re.compile(rb"^Content-Transfer-Encoding[ \t]*:[ \t]*([a-z0-9-]{1,20})", re.IGNORECASE | re.MULTILINE)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of a chunk, and whether something in it is hidden."""

    lines: list[RawLine]
    has_hidden: bool


def chunk_lines(data: bytes) -> Chunk:
    """Return what a chunk says, by its content; nothing where it is in a format that is not read, such as a DOCX.

    Raises `DocxTooComplexError` for a chunk larger than `MAX_CHUNK`.
    """
    if len(data) > MAX_CHUNK:
        raise DocxTooComplexError
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{\\rtf"):
        return Chunk(*rtf_lines(data))
    if _MAIL.match(start):
        data = _saved_page(data)
        return _page(data) if data else Chunk([], has_hidden=False)
    if _PAGE.search(data[:65_536].replace(b"\0", b"")):
        return _page(data)
    try:
        return Chunk([RawLine(text=line.strip(" ")) for line in decode(data).split("\n")], has_hidden=False)
    except TextNotDecodableError:
        return Chunk([], has_hidden=False)


def _saved_page(data: bytes) -> bytes:
    """Return the first page in a file of Word's or a browser's (MHTML), in UTF-8; nothing where there is none."""
    data = data.replace(b"\r\n", b"\n")
    page = _PAGE_PART.search(data)
    if page is None:
        return b""
    head_end = data.find(b"\n\n", page.end())
    if head_end < 0:
        return b""
    head = data[max(data.rfind(b"\n\n", 0, page.start() + 1), 0) : head_end]
    boundary = _BOUNDARY.search(data, 0, head_end)
    end = data.find(b"\n--" + boundary[1], head_end) if boundary else -1
    body = data[head_end : end if end >= 0 else len(data)]
    encoding = _TRANSFER.search(head)
    name = encoding[1].lower() if encoding else b""
    if name == b"quoted-printable":
        body = quopri.decodestring(body)
    elif name == b"base64":
        digits = _NO_BASE64.sub(b"", body)
        # One digit of a group of four says nothing; padding that is too much is no error.
        body = base64.b64decode((digits[:-1] if len(digits) % 4 == 1 else digits) + b"==")
    charset = _CHARSET.search(head)
    return _characters(body, charset[1].decode("ascii")).encode("utf-8", "replace") if charset else body


def _page(data: bytes) -> Chunk:
    text = _characters(data, None)
    # The characters are known; what the page says of its encoding is not asked for again.
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    reader = _PageReader()
    if root is not None:
        reader.read(root)
    return Chunk(reader.lines, reader.has_hidden)


def _characters(data: bytes, charset: str | None) -> str:
    """Return the characters of a page: in the encoding that it names, else as plain text is read."""
    found = _CHARSET.search(data[:4096].replace(b"\0", b""))
    name = charset or (found[1].decode("ascii") if found else None)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    try:
        return data.decode(name or "utf-8").removeprefix("\ufeff")
    except (LookupError, UnicodeError, ValueError):
        return data.decode("cp1254", "replace")


class _PageReader:
    """Gathers the lines of a page, in the order of its source."""

    def __init__(self) -> None:
        self.lines: list[RawLine] = []
        self.has_hidden = False
        self._pieces: list[str] = []
        self._role = Role.BODY

    def read(self, root: etree._Element) -> None:
        """Go over the elements once."""
        unseen: etree._Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if unseen is None and event == "start":
                if element.tag in _NO_TEXT or _is_unseen(element):
                    unseen = element
                    self._note(element)
                    continue
                self._begin(element)
            elif event == "end":
                if unseen is None:
                    self._end(element)
                elif element is unseen:
                    unseen = None
                else:
                    continue
                self._say(element.tail)
        self._close()

    def _note(self, element: etree._Element) -> None:
        if element.tag not in _NO_TEXT:
            self.has_hidden = self.has_hidden or any(text.strip() for text in element.itertext())

    def _begin(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._close()
        if element.tag in _HEADINGS:
            self.lines.append(RawLine())
            self._role = Role.HEADING
        elif element.tag == "li":
            self._pieces.append(f"{BULLET} ")
        elif element.tag in ("td", "th") and self._pieces:
            self._pieces.append("\t")
        self._say(element.text)

    def _end(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._close()
        if element.tag in _HEADINGS:
            self._role = Role.BODY

    def _say(self, text: str | None) -> None:
        if text:
            self._pieces.append(_BLANKS.sub(" ", text))

    def _close(self) -> None:
        text = "\t".join(_BLANKS.sub(" ", part).strip(" ") for part in "".join(self._pieces).split("\t"))
        self._pieces.clear()
        if text.strip(f" \t{BULLET}"):
            self.lines.append(RawLine(text=text.strip(" \t"), role=self._role))


def _is_unseen(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_UNSEEN.search(element.get("style", "")))
