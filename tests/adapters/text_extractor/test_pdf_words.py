"""Words of a PDF are whole, however its fonts and its writer note them."""

from __future__ import annotations

import pytest
from tests.adapters.text_extractor.raw_pdf import FONT, raw_pdf, stream

from cvparser.adapters.text_extractor.pdfium import read_pdf

ACCENTS = "/dieresis/breve/cedilla/dotaccent/acute/grave/circumflex/caron/dotlessi"
TEX = f"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Differences[1{ACCENTS}]>>>>>>"
LATIN = "begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <FF> <0020> endbfrange endcmap end end"
CMAP = f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 {LATIN}"
MAPPED = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 5 0 R>>>>"


def set_apart(*parts: tuple[str, float, float]) -> str:
    """Return the text of a page that sets each part at its x and so much higher."""
    drawn = "\n".join(f"BT /F 10 Tf 1 0 0 1 {x} {700 + up} Tm ({text}) Tj ET" for text, x, up in parts)
    return read_pdf(raw_pdf(drawn.encode("latin-1"), resources=TEX)).text


# Times: a, e 4.44, o, g 5, i 2.78, I 3.33, C 6.67, S 5.56, s 3.89; accents 3.33 wide.
@pytest.mark.parametrize(
    ("parts", "text"),
    [
        pytest.param([("Ba", 72, 0), ("\003", 83.4, 0), ("suz", 83.11, 0)], "Başuz", id="below, before its letter"),
        pytest.param([("Ba", 72, 0), ("suz", 83.11, 0), ("\003", 83.4, 0)], "Başuz", id="below, after its letter"),
        pytest.param([("\004", 72, 2), ("Izmir", 72, 0)], "İzmir", id="raised above a capital"),
        pytest.param(
            [("na", 72, 0), ("\001", 81.1, 0), ("\011ve", 81.44, 0)], "naïve", id="above a letter without dot"
        ),
        pytest.param([("Muse", 72, 0), ("\005", 94.6, 0), ("e", 94.11, 0)], "Museé", id="at the end of a word"),
        pytest.param([("Caf", 72, 0), ("\005", 87.0, 0), ("e Zoo", 86.44, 0)], "Café Zoo", id="before a blank"),
        pytest.param([("don", 72, 0), ("\005", 87.0, 0), ("t", 90.33, 0)], "don´t", id="a sign of its own"),
    ],
)
def test_an_accent_set_apart_is_part_of_its_letter(parts: list[tuple[str, float, float]], text: str) -> None:
    assert set_apart(*parts) == text


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (b"2018 \xad 2021", "2018 - 2021"),
        (b"high\xadimpact, cloud\xadnative", "high-impact, cloud-native"),
        (b"2018\xad2021", "2018-2021"),
        (b"on-\xadcampus", "on-campus"),
    ],
)
def test_a_soft_hyphen_that_is_drawn_within_a_line_is_a_hyphen(drawn: bytes, text: str) -> None:
    content = b"BT /F 12 Tf 72 700 Td (" + drawn + b") Tj ET"

    assert read_pdf(raw_pdf(content, stream(CMAP.encode()), resources=MAPPED)).text == text


def test_a_soft_hyphen_at_the_end_of_a_line_joins_a_word() -> None:
    content = b"BT /F 12 Tf 72 700 Td (Engi\xad) Tj 0 -14 Td (neering) Tj ET"

    assert read_pdf(raw_pdf(content, stream(CMAP.encode()), resources=MAPPED)).text == "Engineering"


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (rb"O\036cer, Scienti\034c", "Officer, Scientific"),
        (rb"sta\033 work\035ow", "staff workflow"),
        (rb"\034nance, ba\037e", "finance, baffle"),
        (rb"a \034 b", "a b"),
    ],
)
def test_ligatures_of_a_font_without_a_map_are_letters_within_a_word(drawn: bytes, text: str) -> None:
    assert read_pdf(raw_pdf(b"BT /F 12 Tf 72 700 Td (" + drawn + b") Tj ET")).text == text


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (rb"2019 \025 2021", "2019 – 2021"),
        (rb"a \023 note \024, a \020word\021", "a « note », a “word”"),
        (rb"Lyon \026 Lille", "Lyon — Lille"),
    ],
)
def test_dashes_and_quotes_of_a_font_without_a_map_are_signs(drawn: bytes, text: str) -> None:
    assert read_pdf(raw_pdf(b"BT /F 12 Tf 72 700 Td (" + drawn + b") Tj ET")).text == text


@pytest.mark.parametrize("scale", [0.24, 0.6, 0.75, 1.5])
def test_blanks_that_are_gaps_stay_between_words_at_any_scale(scale: float) -> None:
    sentence = "Team meetings, New York, Amazon Web Services, a portfolio of two"
    shown = " -250 ".join(f"({word})" for word in sentence.split())
    content = f"{scale} 0 0 {scale} 0 0 cm BT /F {11 / scale} Tf {60 / scale} {700 / scale} Td [{shown}] TJ ET"

    assert read_pdf(raw_pdf(content.encode(), resources=FONT)).text == sentence
