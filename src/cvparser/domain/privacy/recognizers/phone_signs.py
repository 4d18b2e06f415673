"""The signs that people and programs write in telephone numbers, read as digits and hyphens."""

from __future__ import annotations

import re

#: Signs written for a hyphen, all but the line that has a meaning of its own in prose.
HYPHENS = str.maketrans(dict.fromkeys("–‐‑‒−﹣－⁃", "-"))
_HYPHEN = re.compile(f"[{''.join(map(chr, HYPHENS))}]")
_MIDDLE_DOT = re.compile(r"(?<=\d)[·∙⋅‧•](?=\d)")
#: Letters that look like digits, beside some.
_LETTER_BY_DIGIT = re.compile(r"\d[OolI]|[OolI]\d")
_LETTERED = re.compile(r"(?<![^\W_])[\dOolI]{2,15}+(?![^\W_])")
_DIGIT_LIKE = str.maketrans("OolI", "0011")


def with_plain_signs(text: str) -> str:
    """Return `text`, as long as before, with hyphens, dots and digits for the signs that people write for them."""
    if not text.isascii():
        text = _MIDDLE_DOT.sub(".", _HYPHEN.sub("-", text))
    return _LETTERED.sub(_as_digits, text) if _LETTER_BY_DIGIT.search(text) is not None else text


def _as_digits(group: re.Match[str]) -> str:
    return group.group().translate(_DIGIT_LIKE) if any(map(str.isdigit, group.group())) else group.group()
