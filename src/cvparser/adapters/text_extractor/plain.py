"""Plain text, Markdown, and the source of a page in HTML or a text in RTF that came as text."""

from __future__ import annotations

import asyncio
import re

from cvparser.adapters.text_extractor.assembly import RawLine, assemble
from cvparser.adapters.text_extractor.plain_columns import without_columns
from cvparser.adapters.text_extractor.rich_text import rtf_lines
from cvparser.adapters.text_extractor.web_page import page_lines
from cvparser.domain.cv.bullets import with_markdown_bullets
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Role
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import TypeNotAllowedError
from cvparser.domain.markup import Markup, markup_of
from cvparser.domain.plain_text import check_is_read, decode
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]++(.*+)")
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$\n?", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,300}?)(?<=[^\s*_])\1(?![\w*_])")
_LINK = re.compile(r"!?\[([^\]\n]{1,300})\]\(([^)\s]{1,500})\)")
_CODE = re.compile(r"`([^`\n]{1,300})`")


class PlainTextExtractor(TextExtractor):
    """Reads plain text, Markdown, HTML and RTF, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.TEXT:
            raise TypeNotAllowedError
        return await asyncio.to_thread(read_text, document.content)


def read_text(content: bytes) -> CVDocument:
    """Return what a text file shows, Markdown's marks unwrapped. Raises as `TextExtractor.extract`."""
    source = decode(content)
    check_is_read(source)
    kind = markup_of(source)
    if kind is not None:
        lines, has_hidden = page_lines(source) if kind is Markup.HTML else rtf_lines(source.encode("cp1252", "replace"))
        return assemble(lines, warnings=(WarningCode.HIDDEN_TEXT,) if has_hidden else ())
    return _marked_down(source)


def _marked_down(source: str) -> CVDocument:
    lines, headings = _without_heading_marks(without_columns(_RULE.sub("", source)))
    text = with_markdown_bullets("\n".join(lines))
    text = _LINK.sub(r"\1 (\2)", text)
    text = _CODE.sub(r"\1", _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text)))
    # None of these marks reaches over a line end.
    return assemble(
        [
            RawLine(text=line, role=Role.HEADING if number in headings else Role.BODY)
            for number, line in enumerate(text.split("\n"))
        ]
    )


def _without_heading_marks(text: str) -> tuple[list[str], set[int]]:
    """Return the lines, an empty one before each heading, and which are headings; marks may close one, too."""
    lines: list[str] = []
    headings: set[int] = set()
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        headings.add(len(lines) + 1)
        lines += ["", heading[1].rstrip("#").rstrip(" \t")]
    return lines, headings
