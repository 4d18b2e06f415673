"""What befalls a text between its author and us: each noise rewrites marked segments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from benchmarks.privacy.marking import Segment
from benchmarks.privacy.tricks import TRICKS

#: Tricks of the other generator, and how often in a thousand documents.
_SHARED = {
    "obfuscated_email": 20, "zero_width": 10, "wrapped": 25, "soft_hyphen": 5, "bidi": 5, "capitals": 15,
    "small_letters": 10, "decomposed": 10, "no_break_spaces": 20, "doubled_blanks": 30, "windows_lines": 25,
    "curly_apostrophe": 25,
}  # fmt: skip
_LIGATURES = {"fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}


def tricks(rng: Random) -> list[str]:
    """Return the names of what befalls a document; mostly nothing."""
    return [name for name, share in _SHARED.items() if name in TRICKS and rng.random() < share / 1000]


def broken(parts: Sequence[Segment], rng: Random) -> list[Segment]:
    """Return the parts with broken lines, blank lines between lines, ligatures or odd blanks between words."""
    kind = rng.choices(["none", "narrow", "airy", "ligatures", "thin", "trailing"], [74, 8, 6, 4, 4, 4])[0]
    if kind == "narrow":
        return _narrow(parts, rng.randrange(38, 70))
    if kind == "airy":
        return [part.replaced(part.text.replace("\n", "\n\n")) for part in parts]
    if kind == "ligatures":
        return [
            part if "@" in part.text or part.mark == "url" else part.replaced(_ligated(part.text)) for part in parts
        ]
    if kind == "thin":
        return [part.replaced(re.sub(r"(?<=\S) (?=\S)", "\u2009", part.text)) for part in parts]
    if kind == "trailing":
        return [part.replaced(part.text.replace("\n", "  \n ")) for part in parts]
    return list(parts)


def _ligated(text: str) -> str:
    for letters, sign in _LIGATURES.items():
        text = text.replace(letters, sign)
    return text


def _narrow(parts: Sequence[Segment], width: int) -> list[Segment]:
    """Break lines at blanks between parts where they grow too long, as a narrow column does."""
    column, result = 0, []
    for part in parts:
        text = ""
        for piece in re.split(r"( |\n)", part.text):
            if piece == "\n" or (piece == " " and column > width):
                text, column = text + "\n", 0
            else:
                text, column = text + piece, column + len(piece)
        result.append(part.replaced(text))
    return result
