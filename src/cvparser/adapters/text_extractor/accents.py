"""Accents that are set as signs of their own above or below a letter, as TeX does, become one letter with it."""

from __future__ import annotations

import sys
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from cvparser.adapters.text_extractor.rows import Glyph

#: Signs with a width of their own, and the marks that combine.
_MARKS = {
    "`": "\u0300",
    "´": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
    "˛": "\u0328",
}
#: Share of the size by which the middle of an accent may stand beside its letter, and its baseline elsewhere.
_BESIDE, _HIGHER = 0.1, 0.6

#: Points of baselines that are looked through together, and letters of them that an accent may belong to.
_BAND, _MOST_NEAR = 20.0, 12

#: By their baselines: where letters begin, and which.
Bands = dict[int, list[tuple[float, int]]]
#: A glyph, and where PDFium has it.
Found = tuple[Glyph, int]


def with_accents(found: Sequence[Found]) -> Sequence[Found]:
    """Return glyphs, in their order, in which each letter has the accents that stand above or below it."""
    accents = [at for at, (glyph, _) in enumerate(found) if glyph.text in _MARKS]
    if not accents:
        return found
    glyphs: list[Glyph | None] = [glyph for glyph, _ in found]
    bands = _bands(found)
    for at in accents:
        accent = found[at][0]
        joined = [(near, whole) for near in _near(bands, accent) if (whole := _joined(glyphs[near], accent))]
        if not joined:
            continue
        letter, glyphs[letter] = min(joined, key=lambda each: abs(each[1].x0 + each[1].x1 - accent.x0 - accent.x1))
        glyphs[at] = None
        for beside in (at - 1, at + 1):
            # The blank comes of the accent: a gap that is one is seen without it.
            if 0 <= beside < len(glyphs) and _is_made_up(glyphs[beside]):
                glyphs[beside] = None
    return [(glyph, position) for glyph, (_, position) in zip(glyphs, found, strict=True) if glyph is not None]


def _bands(found: Sequence[Found]) -> Bands:
    bands: Bands = defaultdict(list)
    for at, (glyph, _) in enumerate(found):
        if glyph.text.isalpha() and glyph.text not in _MARKS:
            bands[int(glyph.baseline // _BAND)].append((glyph.x0, at))
    for band in bands.values():
        band.sort()
    return bands


def _near(bands: Bands, accent: Glyph) -> Iterator[int]:
    """Yield letters that begin left of the middle of an accent, or a little right of it."""
    middle, beside = (accent.x0 + accent.x1) / 2, _BESIDE * accent.size
    own = int(accent.baseline // _BAND)
    for band in (bands[number] for number in (own - 1, own, own + 1) if number in bands):
        end = bisect_right(band, (middle + beside, sys.maxsize))
        yield from (at for _, at in band[max(end - _MOST_NEAR, 0) : end])


def _is_made_up(glyph: Glyph | None) -> bool:
    """Return whether PDFium put a blank where it saw a gap."""
    return glyph is not None and glyph.text == " " and glyph.x0 == glyph.x1


def _joined(letter: Glyph | None, accent: Glyph) -> Glyph | None:
    """Return the letter that a letter and an accent are; None where the accent stands elsewhere, or is none of it."""
    if letter is None:
        return None
    middle, beside = (accent.x0 + accent.x1) / 2, _BESIDE * letter.size
    if not letter.x0 - beside <= middle <= letter.x1 + beside:
        return None
    if abs(accent.baseline - letter.baseline) > _HIGHER * letter.size:
        return None
    whole = unicodedata.normalize("NFC", letter.text.replace("ı", "i") + _MARKS[accent.text])
    whole = "i" if whole == "i\u0307" else whole
    return letter._replace(text=whole) if len(whole) == 1 and whole.isalpha() else None
