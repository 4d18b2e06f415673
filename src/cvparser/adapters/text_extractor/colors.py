"""Colours as text formats name them, and whether one can be told from another."""

from __future__ import annotations

import re

RGB = tuple[int, int, int]

WHITE: RGB = (255, 255, 255)
#: By how much, of 255, two colours must differ in red, green or blue to be told apart: F2F2F2 on white is not seen.
LEAST_DISTANCE = 28

_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])", re.IGNORECASE)
_PARTS = re.compile(r"rgba?\(\s{0,9}(\d{1,3})[\s,]{1,9}(\d{1,3})[\s,]{1,9}(\d{1,3})", re.IGNORECASE)
_NAMES = {
    "black": "000000", "white": "ffffff", "red": "ff0000", "green": "008000", "blue": "0000ff", "navy": "000080",
    "gray": "808080", "grey": "808080", "silver": "c0c0c0", "teal": "008080", "maroon": "800000", "purple": "800080",
    "yellow": "ffff00", "orange": "ffa500", "snow": "fffafa", "ivory": "fffff0", "whitesmoke": "f5f5f5",
    "ghostwhite": "f8f8ff", "floralwhite": "fffaf0", "mintcream": "f5fffa", "azure": "f0ffff", "seashell": "fff5ee",
    "aliceblue": "f0f8ff", "darkblue": "00008b", "darkgreen": "006400", "lightgray": "d3d3d3", "lightgrey": "d3d3d3",
    "darkgray": "a9a9a9", "darkgrey": "a9a9a9", "dimgray": "696969", "dimgrey": "696969", "beige": "f5f5dc",
}  # fmt: skip


def color_of(text: str | None) -> RGB | None:
    """Return the colour that `#ffffff`, `#fff`, `rgb(255, 255, 255)` or a name stand for; None for anything else."""
    word = (text or "").strip().lower()[:60]
    if parts := _PARTS.match(word):
        red, green, blue = (min(int(part), 255) for part in parts.groups())
        return red, green, blue
    found = _HEX.match(f"#{_NAMES[word]}" if word in _NAMES else word)
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def can_be_read(color: RGB | None, ground: RGB | None) -> bool:
    """Return whether text in a colour shows on a ground; it does where either is not known."""
    if color is None or ground is None:
        return True
    return any(abs(one - other) >= LEAST_DISTANCE for one, other in zip(color, ground, strict=True))
