"""Signs before the items of a list, and between them."""

from __future__ import annotations

import re

#: What is written for a bullet, whatever sign the document has.
BULLET = "•"
#: Bullets that are also set between the items of one line.
BETWEEN_ITEMS = "•·●▪◦‣■□►"
#: Dots that part items of one line and stand at the ends of what is cut out of it.
DOTS = "·•∙"
#: Marks and arrows that are set before each item of one line.
BEFORE_ITEMS = "✓✔►▸➢➤❖✦"
#: U+F000 and up: Word's Symbol and Wingdings.
_SIGNS = BETWEEN_ITEMS + BEFORE_ITEMS + "▫◾◼○◆◇▶→➔⁃∙\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
#: Bullets on a page; in text they begin a quotation or a rating.
_DRAWN_SIGNS = _SIGNS + "★»›"
_WRITTEN = re.compile(rf"^(?:[{_SIGNS}*]|(?:[-–—+>]|o)(?=\s))(?!\S*\*\*)\s*")
_DRAWN = re.compile(rf"^[{_DRAWN_SIGNS}](?:\s+|(?=[^\W_])|$)")
_DASH = re.compile(r"^[–*-](?:\s|$)")
_MARKDOWN = re.compile(r"^([ \t]*)[-*+][ \t]+(?=\S)", re.MULTILINE)


def without_bullet(text: str) -> tuple[str, bool]:
    """Return `text` without the bullet that it starts with, and whether it did."""
    bullet = _WRITTEN.match(text)
    return (text[bullet.end() :], True) if bullet else (text, False)


def drawn_bullet(text: str) -> int:
    """Return the length of the bullet, with the blanks after it, that `text` of a page starts with; 0 without one."""
    bullet = _DRAWN.match(text)
    return bullet.end() if bullet else 0


def is_drawn_item(text: str) -> bool:
    """Return whether `text` of a page starts with a bullet or a dash."""
    return drawn_bullet(text) > 0 or _DASH.match(text) is not None


def is_bullet(character: str) -> bool:
    """Return whether a character may stand before an item: a bullet, a dash, a star."""
    return character in _DRAWN_SIGNS or character in "*-–—"


def with_markdown_bullets(text: str) -> str:
    """Return `text` with `BULLET` for Markdown's marks of items."""
    return _MARKDOWN.sub(rf"\1{BULLET} ", text)
