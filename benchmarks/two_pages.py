"""The CV that is submitted a thousand times: one invented person, two pages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

_TEXT = Path(__file__).with_suffix(".txt")
#: So that the text takes two pages.
_SET = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 11pt)\n'


@cache
def two_pages() -> str:
    """Give its text, about 3,000 characters."""
    return _TEXT.read_text(encoding="utf-8")


@cache
def two_pages_pdf() -> bytes:
    """Give it typeset."""
    content: bytes = typst.compile(f"{_SET}#text({json.dumps(two_pages(), ensure_ascii=False)})".encode())
    return content
