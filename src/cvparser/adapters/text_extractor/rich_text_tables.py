"""The tables at the head of a document in RTF: its colours, and its fonts with the encodings of their characters."""

from __future__ import annotations

import codecs

from cvparser.adapters.text_extractor.colors import RGB

#: Colours and fonts that are told apart.
_MOST = 1_000
#: How names of styles of headings begin, as programs of several languages write them.
_HEADINGS = (b"heading", b"title", b"subtitle", b"\xfcberschrift", b"titre", b"titel")
#: Number of a character set (RTF 1.9.1, `fcharset`) -> its encoding.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


class Colors:
    """The table of colours."""

    def __init__(self) -> None:
        self._colors: list[RGB | None] = []
        self._parts: dict[bytes, int] = {}

    def word(self, word: bytes, number: int | None) -> None:
        """Take a part of a colour."""
        if word in (b"red", b"green", b"blue") and number is not None:
            self._parts[word] = min(max(number, 0), 255)

    def end(self, count: int) -> None:
        """End as many colours; one without parts is automatic."""
        for _ in range(min(count, _MOST - len(self._colors))):
            red, green, blue = (self._parts.get(name, 0) for name in (b"red", b"green", b"blue"))
            self._colors.append((red, green, blue) if self._parts else None)
            self._parts.clear()

    def get(self, number: int) -> RGB | None:
        """Return a colour, None for the automatic one and for what is not in the table."""
        return self._colors[number] if 0 <= number < len(self._colors) else None


class Headings:
    """The table of styles, of which those of headings are kept."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self._style = 0

    def word(self, word: bytes, number: int | None) -> None:
        """Take what is said of a style."""
        if word in (b"s", b"cs", b"ds", b"ts"):
            self._style = (number or 0) if word == b"s" else -1
        elif word == b"outlinelevel" and number is not None and number < 9:
            self._add()

    def name(self, text: bytes) -> None:
        """Take the name of a style."""
        if text.strip().lower().startswith(_HEADINGS):
            self._add()

    def _add(self) -> None:
        if self._style > 0 and len(self.numbers) < _MOST:
            self.numbers.add(self._style)


class Fonts:
    """The table of fonts, and the encoding of characters in none of them."""

    def __init__(self) -> None:
        self.usual = "cp1252"
        self._charsets: dict[int, str] = {}
        self._font = -1

    def word(self, word: bytes, number: int | None) -> None:
        """Take what is said of a font."""
        if word == b"f" and number is not None:
            self._font = number
        elif word == b"fcharset" and number in _CHARSETS and len(self._charsets) < _MOST:
            self._charsets[self._font] = _CHARSETS[number]

    def charset(self, font: int) -> str:
        """Return the encoding of a font."""
        return _known(self._charsets.get(font, self.usual))


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return "cp1252"
