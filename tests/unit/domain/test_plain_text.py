from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.errors import (
    InputError,
    TextEmptyError,
    TextNotDecodableError,
    TextTooLongError,
    TypeMismatchError,
)
from cvparser.domain.plain_text import check_text, decode, is_blank

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
    assert decode("a\vb\x85c\u2028d\u2029e".encode()) == "a\nb\nc\nd\ne"


def test_an_i_that_was_written_small_by_a_program_without_turkish_is_an_i() -> None:
    assert decode("i\u0307ş deneyi\u0307mi\u0307, I\u0307zmir".encode()) == "iş deneyimi, İzmir"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Nurse\x00", TextNotDecodableError),
        ("\x1b[31mNurse", TextNotDecodableError),
        ("Nurse \ud800", TextNotDecodableError),
        ("\u200b\v", TextEmptyError),
        ("x" * 200_001, TextTooLongError),
        ("<Person><Name>Ada Quill</Name></Person>", TypeMismatchError),
        ('{"basics": {"name": "Ada Quill"}}', TypeMismatchError),
        ("\\documentclass{article}\n\\name{Ada Quill}", TypeMismatchError),
    ],
)
def test_characters_that_are_no_text_are_refused(text: str, error: type[InputError]) -> None:
    with pytest.raises(error):
        check_text(text)


@pytest.mark.parametrize("text", ["Ada\vNurse", "Ada\fNurse", "Ada\x85Nurse\u2028Leeds", "\tAda\r\n", "x" * 200_000])
def test_characters_that_are_text_are_taken(text: str) -> None:
    check_text(text)


@pytest.mark.parametrize("text", ["", " \t\n", "\u200b\u200d\ufeff", "\u00ad", "\u2028\u00a0"])
def test_text_without_a_visible_character_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}x")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Işık Şahin, İzmir ğ".encode("cp1254"), "Işık Şahin, İzmir ğ"),
        ("Žižek".encode("cp1252"), "Žižek"),
        ("Cafe\u0301".encode(), "Café"),
        ("Cafe\u0301".encode("utf-16"), "Café"),
        (b"\xef\xbb\xbfCV", "CV"),
        (b"", ""),
        (b"a\tb\n", "a\tb\n"),
        (b"a\r\n\r\nb", "a\n\nb"),
        (b"a\fb\r", "a\nb\n"),
    ],
)
def test_text_is_read_to_the_letter(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize("control", [0, 1, 8, 14, 27, 31, 127])
def test_a_control_character_makes_bytes_no_text(control: int) -> None:
    with pytest.raises(TextNotDecodableError):
        decode(b"CV" + bytes([control]))


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_after_a_byte_order_mark_no_other_encoding_is_tried(mark: str) -> None:
    with pytest.raises(TextNotDecodableError):
        decode("CV of Anna, nurse in Leeds".encode(mark) + b"\xe9")


@pytest.mark.parametrize(("noise", "is_text"), [(2, True), (3, True), (4, False)])
def test_bytes_of_which_more_than_fifteen_in_a_hundred_are_odd_signs_are_no_text(*, noise: int, is_text: bool) -> None:
    content = b"\xe9" * (20 - noise) + b"\xa7" * noise

    if is_text:
        assert decode(content) == "é" * (20 - noise) + "§" * noise
    else:
        with pytest.raises(TextNotDecodableError):
            decode(content)


def test_blanks_and_the_usual_marks_are_text_in_an_eight_bit_encoding() -> None:
    marks = ".,;:-/()@+'\"•–— \n"

    assert decode(("é" + marks * 5).encode("cp1252")) == "é" + marks * 5


@pytest.mark.parametrize("text", ["-", " a", "\u200b1\n"])
def test_text_with_a_visible_character_is_not_blank(text: str) -> None:
    assert not is_blank(text)
