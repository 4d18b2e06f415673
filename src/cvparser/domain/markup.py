"""Texts that are the source of something: what a reader of it sees is not what it says."""

from __future__ import annotations

import re
from enum import StrEnum

#: Characters of a text by which its kind is told.
_LOOKED_AT = 4_096


class Markup(StrEnum):
    """What a text is the source of."""

    HTML = "html"
    RTF = "rtf"
    XML = "xml"
    JSON = "json"
    LATEX = "latex"
    #: PostScript, MIME or a picture: no text at all.
    OTHER = "other"


#: Elements of HTML that end a line.
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "b", "em", "font", "i", "img", "label", "link", "meta", "script", "small", "span", "strong", "style",
    "sub", "sup", "td", "th", "u",
})  # fmt: skip
#: Comments before the first element, as browsers and Word write them.
_COMMENTS = re.compile(r"(?:\s*+<!--(?:(?!-->).){0,1000}+-->)*+\s*+", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_DECLARED = re.compile(r"<\?xml[\s?]|<!doctype\s+\w{1,60}(?:\s+(?:system|public)\b|\s{0,10}[\[>])", re.IGNORECASE)
_OPENED = re.compile(r"<([A-Za-z_][\w.:-]{0,60})(?:\s[^<>]{0,1000})?/?>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
#: Tags at the beginning of a text from which on it quotes none.
_MANY = 5
_JSON_KEY = re.compile(r"\"[^\"\n]{1,60}\"\s{0,10}:")
_LATEX = re.compile(r"^\s{0,20}\\(?:documentclass\b|begin\s?\{document\}|usepackage\b|documentstyle\b)", re.MULTILINE)
_OTHER = ("%!ps", "<svg", "mime-version:")


def markup_of(text: str) -> Markup | None:
    r"""Return what `text` is the source of, None where it is words; a text that quotes a tag is words.

    >>> markup_of("<p>Ada Quill</p>"), markup_of("<Name>Ada</Name>"), markup_of("Ada <ada@quill.example>")
    (<Markup.HTML: 'html'>, <Markup.XML: 'xml'>, None)
    """
    start = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n\f\v")
    if start.startswith("{\\rtf"):
        return Markup.RTF
    if start[:15].lower().startswith(_OTHER):
        return Markup.OTHER
    if start.startswith("<"):
        return _tagged(start[_end_of_comments(start) :], text.rstrip())
    if start.startswith(("{", "[")) and text.rstrip().endswith(("}", "]")) and _JSON_KEY.search(start):
        return Markup.JSON
    return Markup.LATEX if _LATEX.search(start) else None


def _end_of_comments(start: str) -> int:
    match = _COMMENTS.match(start)
    return match.end() if match else 0


def _tagged(start: str, text: str) -> Markup | None:
    """Return the kind of a text that begins with a tag and, if it declares nothing, ends with one or has many."""
    if _PAGE.match(start):
        return Markup.HTML
    is_declared = _DECLARED.match(start) is not None
    if is_declared and _PAGE.search(start):
        return Markup.HTML
    first = _OPENED.search(start) if is_declared else _OPENED.match(start)
    name = first[1].lower() if first else ""
    if is_declared:
        return Markup.XML
    ends_with_one = text.endswith(">") and "</" in text
    if first is None or not (ends_with_one or len(_TAG.findall(start)) >= _MANY):
        return None
    return Markup.HTML if name in BLOCKS or name in _INLINE else Markup.XML
