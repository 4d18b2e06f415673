"""What a text is the source of, by how it begins: a page, a message, Europass' XML, a JSON Resume."""

from __future__ import annotations

import json
import re

from cvparser.domain.document import DocumentType
from cvparser.domain.errors import TypeMismatchError
from cvparser.domain.markup import Markup, markup_of

#: Bytes of a text in which its kind shows.
_LOOKED_AT = 65_536
#: Bytes of a JSON Resume.
_MOST_JSON = 4 * 2**20
#: A line of a message's head, at the beginning of the text.
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?[^\r\n]*\r?\n?")
#: Lines of which a message has one at least (RFC 5322, section 3.6).
_OF_MESSAGE = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|delivered-to|from|date|subject|content-type)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
#: Lines that no text has but a message; without a name that says so it needs both.
_ONLY_OF_MESSAGE = (
    re.compile(rb"^mime-version[ \t]*:", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE),
)
_RELATED = re.compile(rb"^content-type[ \t]*:[ \t]*multipart/related", re.IGNORECASE | re.MULTILINE)
#: What a saved page has in its head, where a message tells who sent it to whom.
_SAVED = re.compile(rb"^(?:snapshot-content-location|content-location)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_ADDRESSED = re.compile(rb"^to[ \t]*:", re.IGNORECASE | re.MULTILINE)
_MBOX = re.compile(rb"From \S{1,200} [^\r\n]{1,100}\r?\n")
_EUROPASS = re.compile(
    rb"<(?:[\w.-]{1,30}:)?(?:SkillsPassport[\s/>]|Candidate\s[^<>]{0,2000}(?:hr-xml|hropen|europass))", re.IGNORECASE
)
_FLAT = re.compile(rb"<office:document\s")
#: Parts of a JSON Resume: of `basics`, or of two others, it is one.
_RESUME_PARTS = frozenset(("basics", "work", "education", "skills"))
_TEXTS = frozenset({"", "txt", "text", "md", "markdown"})
_SOURCES = frozenset({"rtf", "html", "htm", "xhtml", "mht", "mhtml", "eml", "xml", "json", "fodt", "doc", "msg"})


def source_type(content: bytes, ending: str) -> DocumentType | None:
    """Return what `content`, whose name has that ending, is the source of; None for a text.

    Raises:
        TypeMismatchError: a name that says what a source it is, and it is none.
    """
    start = content[:_LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"{\\rtf"):
        # Text that was given as such, and bytes without a name, are read by what they hold.
        return None if ending in _TEXTS else DocumentType.RTF
    if start.startswith((b"{", b"[")) and ending in ("", "json"):
        return _of_json(content, ending)
    if start.startswith(b"<"):
        return _of_tags(start, content, ending)
    if ending in ("eml", "mht", "mhtml", "doc", "") and (found := _of_message(start, ending)) is not None:
        return found
    if ending in _SOURCES:
        raise TypeMismatchError
    return None


def _of_json(content: bytes, ending: str) -> DocumentType | None:
    try:
        told = json.loads(content.removeprefix(b"\xef\xbb\xbf")) if len(content) <= _MOST_JSON else None
    except (ValueError, RecursionError):
        told = None
    parts = told.keys() & _RESUME_PARTS if isinstance(told, dict) else frozenset()
    if "basics" in parts or len(parts) > 1:
        return DocumentType.JSON_RESUME
    if ending == "json":
        raise TypeMismatchError
    return None


def _of_tags(start: bytes, content: bytes, ending: str) -> DocumentType | None:
    if ending in _TEXTS and ending:
        return None
    if _EUROPASS.search(start):
        return DocumentType.EUROPASS
    if _FLAT.search(start):
        return DocumentType.FLAT_ODT
    # A kind shows in the first characters, and at the very end.
    ends = content[-200:].replace(b"\0", b"").decode("latin-1")
    if markup_of(start.decode("latin-1") + ends) is Markup.HTML:
        return None if ending in _TEXTS else DocumentType.HTML
    if ending in _SOURCES:
        raise TypeMismatchError
    return None


def _of_message(start: bytes, ending: str) -> DocumentType | None:
    mbox = _MBOX.match(start)
    start = start[mbox.end() :] if mbox else start
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    if not _HEADER.match(head) or not _OF_MESSAGE.search(head):
        return None
    if not ending and not all(line.search(head) for line in _ONLY_OF_MESSAGE):
        return None
    is_page = _RELATED.search(head) is not None and _ADDRESSED.search(head) is None
    if ending in ("mht", "mhtml", "doc") or is_page or (_SAVED.search(head) and not _ADDRESSED.search(head)):
        return DocumentType.MHTML
    return DocumentType.EML
