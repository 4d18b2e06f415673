"""A page of the web in a file, and one saved with what belongs to it (MHTML, RFC 2557)."""

from __future__ import annotations

import asyncio
import html
import re

from cvparser.adapters.text_extractor.assembly import assemble
from cvparser.adapters.text_extractor.mail_parts import parsed_mail, payload_of
from cvparser.adapters.text_extractor.web_page import page_lines
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import DocumentCorruptError, TextNotDecodableError, TypeNotAllowedError
from cvparser.domain.plain_text import decoded
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

_CHARSET = re.compile(
    rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{1,40})|^<\?xml[^>]{0,200}encoding=[\"']([\w-]{1,40})", re.IGNORECASE
)
_AUTHOR = re.compile(
    r"<meta\s[^<>]{0,300}name=[\"']?author[\"']?\s[^<>]{0,300}content=[\"']([^\"'<>]{1,200})", re.IGNORECASE
)
_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
#: Characters in which a page says of itself who wrote it, and how it is encoded.
_HEAD = 8_192
#: Encodings of names and of programs, in which no page is; they are slow, too.
_NO_PAGE = re.compile(r"unicode.?escape|raw.?unicode|idna|punycode", re.IGNORECASE)


class WebFileExtractor(TextExtractor):
    """Reads HTML and MHTML files, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        readers = {DocumentType.HTML: read_html, DocumentType.MHTML: read_mhtml}
        if document.type not in readers:
            raise TypeNotAllowedError
        return await asyncio.to_thread(readers[document.type], document.content)


def read_html(content: bytes, charset: str | None = None) -> CVDocument:
    """Return the text of a page, in an encoding that is known or that it names. Raises as `TextExtractor.extract`."""
    source = characters(content, charset)
    lines, has_hidden = page_lines(source)
    author, title = (pattern.search(source, 0, _HEAD) for pattern in (_AUTHOR, _TITLE))
    return assemble(
        lines,
        author=html.unescape(author[1]) if author else None,
        title=html.unescape(title[1]) if title else None,
        warnings=(WarningCode.HIDDEN_TEXT,) if has_hidden else (),
    )


def read_mhtml(content: bytes) -> CVDocument:
    """Return the text of the page that was saved. Raises as `TextExtractor.extract`."""
    for part in parsed_mail(content).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return read_html(payload_of(part), part.get_content_charset())
    raise DocumentCorruptError


def characters(content: bytes, charset: str | None = None) -> str:
    """Return the characters of a page: in the encoding that is given, that it names, or as plain text is read.

    Raises:
        TextNotDecodableError: it is no text.
    """
    found = _CHARSET.search(content[:_HEAD].replace(b"\0", b""))
    named = charset or (next(name for name in found.groups() if name).decode("ascii") if found else None)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        named = "utf-16"
    elif content.startswith(b"\xef\xbb\xbf") or (named or "").lower().replace("-", "").startswith("utf16"):
        # A page that could be read up to where it names UTF-16 is in none.
        named = "utf-8"
    try:
        if named is None or _NO_PAGE.match(named):
            return decoded(content)
        return content.decode(named).removeprefix("\ufeff").replace("\0", "")
    except (LookupError, UnicodeError, ValueError, TextNotDecodableError):
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("cp1254", "replace")
