"""Bytes that are text."""

from __future__ import annotations

import re
import unicodedata

from cvparser.domain.composition import composed
from cvparser.domain.document import MAX_TEXT_LENGTH
from cvparser.domain.errors import TextEmptyError, TextNotDecodableError, TextTooLongError, TypeMismatchError
from cvparser.domain.markup import Markup, markup_of

_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
#: Characters that no text has: controls but tabs and line ends, and halves of a character.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
#: What ends a line beside a line feed. Word copies its soft line end as a vertical tab, browsers' editors as U+2028.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: What is left of İ where a program that knows no Turkish writes it small.
_DOTTED_I = "i\u0307"
#: What a text may be the source of; None stands for words.
_READ = frozenset({None, Markup.HTML, Markup.RTF})
#: Bytes at which cp1254 and cp1252 differ: Ğ İ Ş ğ ı ş against Ð Ý Þ ð ý þ.
_TURKISH = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")
#: Share of letters and usual marks below which bytes in an 8-bit encoding are no text.
_LEAST_TEXTUAL = 0.85
#: Characters that become one in NFC at most: decomposed letters of three marks.
_MOST_COMPOSED = 4


def decode(content: bytes) -> str:
    """Return the text of `content` in NFC with line feeds: UTF-8, UTF-16 with a byte order mark, cp1254 or cp1252.

    The 8-bit encodings agree but in six letters, which are Turkish in cp1254 and Icelandic in cp1252: Turkish it is.

    Raises:
        TextNotDecodableError: no text in any of these.
        TextTooLongError: so many characters that they are too many in NFC as well; that is not tried.
    """
    text = decoded(content)
    if len(text) > _MOST_COMPOSED * MAX_TEXT_LENGTH:
        raise TextTooLongError
    return composed(_LINE_END.sub("\n", text)).replace(_DOTTED_I, "i")


def decoded(content: bytes) -> str:
    """Return the characters of `content` as they are. Raises `TextNotDecodableError` as `decode`."""
    text = _decoded(content)
    if _NO_TEXT.search(text):
        raise TextNotDecodableError
    return text


def check_text(text: str) -> None:
    """See that a text that was given as characters can be used.

    Raises:
        TextTooLongError: more than 200,000 characters.
        TextNotDecodableError: a character that no text has, such as NUL.
        TextEmptyError: none that is visible.
        TypeMismatchError: as `check_is_read`.
    """
    if len(text) > MAX_TEXT_LENGTH:
        raise TextTooLongError
    if _NO_TEXT.search(text):
        raise TextNotDecodableError("The text holds control characters. Send it without them, as UTF-8.")
    if is_blank(text):
        raise TextEmptyError
    check_is_read(text)


def check_is_read(text: str) -> None:
    """See that a text is words, or the source of something that is read: HTML, RTF.

    Raises:
        TypeMismatchError: the source of a document in XML, JSON, LaTeX, PostScript or MIME.
    """
    if markup_of(text) not in _READ:
        raise TypeMismatchError("The text is the source of a document. Send what it shows: as PDF, DOCX or words.")


def is_blank(text: str) -> bool:
    """Return whether `text` has no visible character: blanks, zero-width, format and control characters alone."""
    return all(character.isspace() or unicodedata.category(character)[0] in "CZ" for character in text)


def _decoded(content: bytes) -> str:
    try:
        if content.startswith(_UTF8_MARK):
            return content[len(_UTF8_MARK) :].decode("utf-8")
        if content.startswith(_UTF16_MARKS):
            return content.decode("utf-16")
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if content.startswith((_UTF8_MARK, *_UTF16_MARKS)):
            raise TextNotDecodableError from None
        return _decoded_from_8_bits(content)


def _decoded_from_8_bits(content: bytes) -> str:
    try:
        text = content.decode("cp1254" if _TURKISH & set(content) else "cp1252")
    except UnicodeDecodeError:
        raise TextNotDecodableError from None
    textual = sum(character.isalnum() or character.isspace() or character in ".,;:-/()@+'\"•–—" for character in text)
    if textual < _LEAST_TEXTUAL * len(text):
        raise TextNotDecodableError
    return text
