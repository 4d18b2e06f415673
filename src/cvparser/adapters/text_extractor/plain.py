"""Plain text and Markdown."""

from __future__ import annotations

import asyncio
import re

from cvparser.adapters.text_extractor.legibility import checked
from cvparser.domain.document import Document, DocumentType, ExtractedText
from cvparser.domain.errors import TypeNotAllowedError
from cvparser.domain.plain_text import decode
from cvparser.ports.text_extractor import TextExtractor

_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]++(.*+)$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$\n?", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[-*+][ \t]+(?=\S)", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,300}?)(?<=[^\s*_])\1(?![\w*_])")
_LINK = re.compile(r"!?\[([^\]\n]{1,300})\]\(([^)\s]{1,500})\)")
_CODE = re.compile(r"`([^`\n]{1,300})`")


class PlainTextExtractor(TextExtractor):
    """Reads plain text and Markdown, in this process: it is decoded, not interpreted."""

    async def extract(self, document: Document) -> ExtractedText:
        if document.type is not DocumentType.TEXT:
            raise TypeNotAllowedError
        return await asyncio.to_thread(read_text, document.content)


def read_text(content: bytes) -> ExtractedText:
    """Give the text of a text file, Markdown's marks unwrapped. Raises as `TextExtractor.extract`."""
    text = decode(content)
    text = _RULE.sub("", text)
    text = _HEADING.sub(_heading, text)
    text = _BULLET.sub(r"\1• ", text)
    text = _LINK.sub(r"\1 (\2)", text)
    text = _CODE.sub(r"\1", _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text)))
    return ExtractedText(text=checked(text))


def _heading(line: re.Match[str]) -> str:
    """Give what a heading says, without the marks that may close it."""
    return "\n" + line[1].rstrip("#").rstrip(" \t")
