"""How a text is made ready for the rules, and that each character keeps its way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.privacy.prepared_text import ATOM, Span, prepare
from cvparser.domain.text.folding import fold, key, keys
from cvparser.domain.text.normalisation import normalise
from cvparser.domain.text.spacing import superfluous_blanks


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Çağrı IŞILAY", "cagri isilay"),
        ("İıIi", "iiii"),
        ("Øre Łódź Đuro", "ore lodz duro"),
        ("“x” – y — z ‐ a ‑ b − c", "“x” - y - z - a - b - c"),
        ("O’Rourke ‘a’ ʼ´`", "o'rourke 'a' '''"),
        ("STRASSE Straße ẞ", "strasse straße ß"),
        ("a：b", "a:b"),
        ("ΣЖ漢", "σж漢"),
    ],
)
def test_folding_takes_case_and_marks_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    folded = fold(text)

    assert len(folded) == len(text)
    assert [fold(character) for character in text] == list(folded)


@pytest.mark.parametrize("rare", ["", "Ǿø", "\u1fef`’", "".join(map(chr, range(0x100, 0x180)))])
def test_a_long_text_is_folded_as_its_characters_are(rare: str) -> None:
    text = f"Çağrı IŞILAY – {rare} " * 40

    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O'Rourke-Lee_2", {"orourkelee2"}),
        ("Käsbauer", {"kasbauer", "kaesbauer"}),
        ("Søren Ågård", {"sorenagard", "soerenaagaard"}),
        ("Weiß", {"weiss"}),
        ("ÜBER ÖL ÄRA", {"uberolara", "ueberoelaera"}),
        ("--", {""}),
    ],
)
def test_a_key_has_letters_and_digits_in_every_spelling(text: str, found: set[str]) -> None:
    assert keys(text) == found
    assert key(text) in found


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("plain text", "plain text"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("ﬁnance ½ Ⅻ", "finance 1⁄2 XII"),
        ("０５３２ ٣", "0532 3"),
        ("an\u200bna \u00ads\u2060x\ufeff", "anna sx"),
        ("a\u115fb\u1160c\u3164d\uffa0e\u2800f\ufffeg", "abcdefg"),
        ("Ko\u0308rku\u0308", "Körkü"),
        ("q\u0308x", "qx"),
        ("\u0308x", "x"),
        ("a\u20ddb", "ab"),
        ("x\u00a0y", "x y"),
        ("Аnnа Lіnd", "Anna Lind"),
        ("\u043esterreich, О\u0308sterreich", "osterreich, Österreich"),
        ("Анна Линд из Москвы", "Анна Линд из Москвы"),
        ("Senior nurse at the ward of Leeds, ЕОС", "Senior nurse at the ward of Leeds, EOC"),
        ("Senior nurse at the ward of Leeds, Москва", "Senior nurse at the ward of Leeds, Москва"),
        ("Ελένη", "Ελένη"),
        ("ΑΒΕ nurse", "ABE nurse"),
        ("я nurse", "я nurse"),
    ],
)
def test_a_text_is_read_as_a_person_sees_it(text: str, read_as: str) -> None:
    assert normalise(text).text == read_as


@given(st.text(max_size=60))
def test_every_character_knows_its_origin(text: str) -> None:
    normalised = normalise(text)

    assert len(normalised.text) == len(normalised.starts) == len(normalised.ends)
    assert list(normalised.starts) == sorted(normalised.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(normalised.starts, normalised.ends, strict=True))


def test_the_origin_of_a_word_is_all_that_it_was_made_of() -> None:
    text = "x Ko\u0308r\u200bk\u00adu\u0308 ﬁn"
    normalised = normalise(text)

    at = normalised.text.index("Körkü")
    start, end = normalised.origin(at, at + 5)
    assert text[start:end] == "Ko\u0308r\u200bk\u00adu\u0308"
    at = normalised.text.index("fin")
    assert normalised.origin(at, at + 1) == normalised.origin(at + 1, at + 2) == (text.index("ﬁ"), text.index("ﬁ") + 1)
    assert normalised.origin(0, 1) == (0, 1)


@given(st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=40))
def test_reading_a_read_text_changes_nothing(text: str) -> None:
    once = normalise(unicodedata.normalize("NFKC", text)).text

    assert normalise(once).text == once


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("J O H A N N A", "JOHANNA"),
        ("J O H A N N A   F E R R O", "JOHANNA FERRO"),
        ("J O H A N N A  F E R R O, nurse", "JOHANNA FERRO, nurse"),
        ("J O H A N N A       F E R R O", "JOHANNA FERRO"),
        ("L I  W E I", "LI WEI"),
        ("L I \tW E I", "LI WEI"),
        ("A B C", "A B C"),
        ("A B  C, D", "A B  C, D"),
        ("A B C D", "ABCD"),
        ("plan A B C Dx", "plan A B C Dx"),
        ("x1 A B C D", "x1 ABCD"),
    ],
)
def test_letters_set_apart_are_one_word(text: str, read_as: str) -> None:
    assert normalise(text).text == read_as


@pytest.mark.parametrize(("words", "is_habit"), [(9, True), (8, False)])
def test_blanks_that_are_doubled_throughout_part_words_only(words: int, *, is_habit: bool) -> None:
    text = "  ".join(["word"] * words)

    assert normalise(text).text == (" ".join(["word"] * words) if is_habit else text)
    assert len(superfluous_blanks(text)) == (words - 1 if is_habit else 0)


def test_doubled_blanks_among_as_many_single_ones_are_columns() -> None:
    doubled = "  ".join(["word"] * 10)

    assert superfluous_blanks(doubled + "\n" + " ".join(["word"] * 10)) == set()
    assert len(superfluous_blanks(doubled + "\n" + " ".join(["word"] * 9))) == 9


def test_a_reading_has_lines_without_blanks_and_words_of_letters() -> None:
    prepared = prepare("  Anna Lind \n\n\t[NAME] x1y\n")

    assert [prepared.text[start:end] for start, end in prepared.lines] == ["Anna Lind", ATOM * 6 + " x1y"]
    assert [prepared.text[start:end] for start, end in prepared.words] == ["Anna", "Lind", "x", "y"]
    assert prepared.folded == prepared.text.lower()
    assert prepared.origin(2, 6) == (2, 6)


@pytest.mark.parametrize(
    ("line", "segments", "cells"),
    [
        ("a b", ["a b"], ["a b"]),
        ("a  b\tc", ["a", "b", "c"], ["a", "b", "c"]),
        ("a | b|c • d;e ● f", ["a", "b", "c", "d", "e", "f"], ["a", "b", "c", "d", "e", "f"]),
        ("a - b / c -> d ~ e", ["a", "b", "c", "d", "e"], ["a - b / c -> d ~ e"]),
        ("a-b/c", ["a-b/c"], ["a-b/c"]),
        ("• a |", ["a"], ["a"]),
    ],
)
def test_a_line_has_pieces(line: str, segments: list[str], cells: list[str]) -> None:
    prepared = prepare(f"above\n{line}\nbelow")
    span = Span(6, 6 + len(line))

    for _ in range(2):
        assert [prepared.text[start:end] for start, end in prepared.segments(span)] == segments
        assert [prepared.text[start:end] for start, end in prepared.cells(span)] == cells


def test_a_text_that_lost_its_line_ends_is_cut_around_its_headings() -> None:
    told = "I nurse on wards in Leeds and teach others there. " * 6
    all_told = told.strip()

    def lines(text: str) -> list[str]:
        prepared = prepare(text)
        return [prepared.text[start:end] for start, end in prepared.lines]

    assert lines(f"{told}REFERENCES Dr. Ulla Berg {told}") == [all_told, "REFERENCES", f"Dr. Ulla Berg {all_told}"]
    assert lines(f"{told}References: Dr. Ulla Berg {told}")[1] == "References"
    assert lines(f"{told}my references {told}") == [f"{told}my references {all_told}"]
    assert lines("Nurse REFERENCES Dr. Ulla Berg") == ["Nurse REFERENCES Dr. Ulla Berg"]
    assert len(lines("x" * 289 + " REFERENCES x")) == 3
    assert len(lines("x" * 287 + " REFERENCES x")) == 1
