"""The signs that people and programs write in telephone numbers, read as digits and hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Signs written for a hyphen, all but the line that has a meaning of its own in prose.
HYPHENS = str.maketrans(dict.fromkeys("–‐‑‒−﹣－⁃", "-"))
_HYPHEN = re.compile(f"[{''.join(map(chr, HYPHENS))}]")
_MIDDLE_DOT = re.compile(r"(?<=\d)[·∙⋅‧•](?=\d)")
#: Letters that look like digits, beside some.
_LETTER_BY_DIGIT = re.compile(r"\d(?:(?<=[OolI].)|(?=[OolI]))")
_LONGEST = 15
_LETTERED = re.compile(rf"(?<![^\W_])[\dOolI]{{2,{_LONGEST}}}+(?![^\W_])")
_DIGIT_LIKE = str.maketrans("OolI", "0011")


def with_plain_signs(text: str) -> str:
    """Return `text`, as long as before, with hyphens, dots and digits for the signs that people write for them."""
    if not text.isascii():
        text = _MIDDLE_DOT.sub(".", _HYPHEN.sub("-", text))
    pieces: list[str] = []
    position = 0
    for group in _lettered(text):
        pieces += [text[position : group.start()], group.group().translate(_DIGIT_LIKE)]
        position = group.end()
    return "".join([*pieces, text[position:]]) if pieces else text


def _lettered(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of digits and letters that look like them, some of either, in order."""
    end = 0
    for sign in _LETTER_BY_DIGIT.finditer(text):
        start = sign.start()
        if start < end:
            continue
        while start > max(0, sign.start() - _LONGEST) and _is_digit_like(text[start - 1]):
            start -= 1
        group = _LETTERED.match(text, start)
        if group is not None:
            yield group
            end = group.end()


def _is_digit_like(character: str) -> bool:
    return character.isdecimal() or ord(character) in _DIGIT_LIKE
