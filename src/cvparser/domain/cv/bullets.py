"""Signs before items of a list."""

from __future__ import annotations

import re

_BULLET = re.compile(r"^(?:[•◦▪▫‣●○■□◆◇➢➤►▶✓✔✦❖→⁃∙·*\uf0b7\uf0a7\uf0d8\uf076\uf0fc]|(?:[-–—+]|o)(?=\s))(?!\S*\*\*)\s*")


def without_bullet(text: str) -> tuple[str, bool]:
    """Return `text` without the bullet that it starts with, and whether it did."""
    bullet = _BULLET.match(text)
    return (text[bullet.end() :], True) if bullet else (text, False)
