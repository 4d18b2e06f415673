from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.errors import TextNotDecodableError
from cvparser.domain.plain_text import decode, is_blank

LETTERS = "abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ0123456789 .,-\n"
TURKISH = st.text(LETTERS, min_size=1)


@given(TURKISH, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1254"]))
def test_turkish_text_is_read_in_every_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == unicodedata.normalize("NFC", text)


def test_western_punctuation_of_cp1252_is_read() -> None:
    assert decode("Résumé – “senior” • Öl €".encode("cp1252")) == "Résumé – “senior” • Öl €"


@pytest.mark.parametrize(
    "content",
    [b"CV\x00", "CV".encode("utf-16-le"), b"\xef\xbb\xbf\xff\xfe", b"\xff\xfeC", bytes(range(128, 256)), b"\x1b[31m"],
    ids=["nul", "utf-16 without mark", "broken utf-8", "broken utf-16", "binary", "escape"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(TextNotDecodableError):
        decode(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_without_control_characters_or_are_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except TextNotDecodableError:
        return
    assert not any(
        unicodedata.category(character) == "Cc" and character not in "\t\n" for character in text if character.isascii()
    )


def test_line_ends_become_line_feeds() -> None:
    assert decode(b"a\r\nb\rc\fd") == "a\nb\nc\nd"


@pytest.mark.parametrize("text", ["", " \t\n", "\u200b\u200d\ufeff", "\u00ad", "\u2028\u00a0"])
def test_text_without_a_visible_character_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}x")
