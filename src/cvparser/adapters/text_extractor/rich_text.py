"""The text of a document in RTF, its formatting aside."""

from __future__ import annotations

import codecs
import re

#: A word with its number, a byte in hexadecimal, another sign, a brace, or text; every character is looked at once.
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
#: Groups of what is not text of the document.
_NO_TEXT = frozenset(
    (
        b"fonttbl colortbl stylesheet info pict object listtable listoverridetable rsidtbl generator themedata "
        b"xmlnstbl colorschememapping latentstyles datastore fldinst template bkmkstart bkmkend annotation deleted "
        b"mmathPr revtbl filetbl shppict nonshppict"
    ).split()
)
_BREAKS = {b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t"}
_SIGNS = {
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n", b"{": "{", b"}": "}", b"\\": "\\"}


def rtf_text(data: bytes) -> tuple[str, bool]:
    """Return the text, and whether something in it is hidden."""
    reader = _Reader()
    for token in _TOKEN.finditer(data):
        reader.take(token)
    return reader.text(), reader.has_hidden


class _Reader:
    def __init__(self) -> None:
        self.has_hidden = False
        self._pieces: list[str] = []
        self._charset = "cp1252"
        #: Whether text is none of the document's, whether it is hidden, and how many signs stand for one of Unicode.
        self._state = (False, False, 1)
        self._outer: list[tuple[bool, bool, int]] = []
        self._to_skip = 0
        self._bytes = bytearray()

    def take(self, token: re.Match[bytes]) -> None:
        word, number, byte, sign, brace, text = token.groups()
        if byte is not None:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._bytes.append(int(byte, 16))
            return
        if text is not None:
            skipped = text[self._to_skip :]
            self._to_skip = max(0, self._to_skip - len(text))
            self._bytes += skipped
            return
        self._flush()
        if brace == b"{":
            self._outer.append(self._state)
        elif brace == b"}":
            self._state = self._outer.pop() if self._outer else self._state
        elif sign == b"*":
            self._state = (True, *self._state[1:])
        elif sign is not None:
            self._say(_ESCAPED.get(sign, ""))
        elif word is not None:
            self._word(word, None if number is None else int(number))

    def text(self) -> str:
        self._flush()
        return "".join(self._pieces)

    def _word(self, word: bytes, number: int | None) -> None:
        is_other, is_hidden, width = self._state
        if word in _NO_TEXT:
            self._state = (True, is_hidden, width)
        elif word == b"v":
            self._state = (is_other, number != 0, width)
        elif word == b"plain":
            self._state = (is_other, False, width)
        elif word == b"uc" and number is not None:
            self._state = (is_other, is_hidden, min(max(number, 0), 9))
        elif word == b"u" and number is not None:
            self._say(_character(number))
            self._to_skip = width
        elif word == b"ansicpg" and number is not None:
            self._charset = _known(f"cp{number}")
        else:
            self._say(_BREAKS.get(word) or _SIGNS.get(word, ""))

    def _flush(self) -> None:
        if self._bytes:
            self._say(self._bytes.decode(self._charset, "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        is_other, is_hidden, _ = self._state
        if is_other:
            return
        if is_hidden:
            self.has_hidden = self.has_hidden or bool(text.strip())
        else:
            self._pieces.append(text)


def _character(number: int) -> str:
    code = number % 65_536
    return "" if 0xD800 <= code < 0xE000 or code == 0 else chr(code)


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return "cp1252"
