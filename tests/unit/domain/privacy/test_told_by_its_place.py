"""What is personal because of where it stands: army units beside service, students, signatures, wrapped births, kin."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

HEAD = "Anna Lindqvist\nNurse\nanna.lindqvist@example.com\n\nEXPERIENCE\nNurse, Kestrel Ltd, 2018 - 2023\n"


def after(lines: str) -> str:
    return redact(f"{HEAD}{lines}\n").text


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ("Compulsory military service, Hellenic Army, 2010 - 2011", ["Hellenic Army"]),
        ("Kısa dönem er, Sarıkamış 9. Tugay, 2010 - 2011", ["Kısa dönem er", "Sarıkamış"]),
        ("Grundwehrdienst, Panzerbataillon 33, Neustadt, 2010 - 2011", ["Panzerbataillon", "Neustadt"]),
        ("Mili en Melilla, Regimiento de Regulares 52, 1993", ["Melilla", "Regimiento"]),
        ("2010 - 2011 Service militaire, 1er Régiment de parachutistes", ["Régiment"]),
        ("ASTEĞMEN (VATANİ GÖREV)\nHAKKARİ KOMANDO TUGAYI\nAĞUSTOS 2006", ["ASTEĞMEN", "HAKKARİ"]),
    ],
)
def test_the_rank_and_the_unit_beside_military_service_go_with_it(lines: str, gone: list[str]) -> None:
    text = after(lines)
    assert not [word for word in gone if word in text]
    assert "2018 - 2023" in text


def test_an_army_that_pays_somebody_stays_an_employer() -> None:
    assert "Royal Navy" in after("Nurse, Royal Navy, 2010 - 2014")


@pytest.mark.parametrize(
    "lines",
    [
        "ADVISEES\nHannah Pevensie (PhD 2021), Kofi Amoako (in progress)",
        "YÖNETİLEN TEZLER\nHannah Pevensie, Yüksek Lisans, 2019",
        "BETREUTE ARBEITEN\nHannah Pevensie (Masterarbeit 2019)",
        "EXHIBITIONS\n2022 Tidelines, Harbour Gallery (with Hannah Pevensie and Kofi Amoako)",
        "Takım lideri Hannah Tığlı ile kart sistemlerini geliştirdik.",
        "Hamburg, den 12.01.2024\nHannah Pevensie",
        "Bilgilerimin doğruluğunu beyan ederim.\nHannah Pevensie",
        "I declare that the above is true.\nHannah Pevensie",
    ],
)
def test_students_company_in_brackets_and_signatures_are_persons(lines: str) -> None:
    text = after(lines)
    assert "Hannah" not in text
    assert "Amoako" not in text


@pytest.mark.parametrize(
    "line", ["Rewrote it (with Apache Kafka and Spring Boot)", "Harbour Gallery (with Visual Basic)"]
)
def test_tools_in_brackets_are_nobody(line: str) -> None:
    assert line in after(line)


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Nacida en Écija\nel 9-8-1988.", "9-8-1988"),
        ("I was born in Leeds on\n4 July 1990.", "1990"),
        ("D.O.B 2nd March 1985", "1985"),
        ("Nací en Cali, Colombia.", "Colombia"),
        ("je suis né à Kaolack au Sénégal", "Sénégal"),
    ],
)
def test_a_birth_goes_whole_though_its_line_ends_or_a_country_follows(line: str, gone: str) -> None:
    assert gone not in after(line)


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("my sons Finn and Cormac", ["Finn", "Cormac"]),
        ("She lives there with her wife Tamsin.", ["Tamsin"]),
        ("mis hijas Lucía y Carmen", ["Lucía", "Carmen"]),
        ("kızlarım Ela ve Defne", ["Ela", "Defne"]),
        ("I am married to Abena and have twins.", ["Abena"]),
    ],
)
def test_relatives_of_one_name_go_as_do_all_of_a_list(line: str, gone: list[str]) -> None:
    text = after(line)
    assert not [word for word in gone if word in text]


@pytest.mark.parametrize("firm", ["Bergmann & Sohn KG", "Dombey & Sons Builders", "Hijos de Rivera S.A."])
def test_a_firm_of_kin_stays(firm: str) -> None:
    assert firm in after(f"Nurse, {firm}, 2010 - 2014")


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("INTERESTS\nchoir at St Cuthbert's RC church", "Cuthbert"),
        ("INTERESTS\nHillel Jewish Student Union, treasurer", "Hillel"),
        ("ZAINTERESOWANIA\nNSZZ Solidarność", "Solidarność"),
        ("EHRENAMT\nFridays for Future Tübingen", "Fridays"),
        ("OTHER\nBlutgruppe A+, wegen einer Schwerbehinderung", "Schwerbehinderung"),
        ("OTHER\nI have had my hip replaced but am fit.", "hip"),
        ("DİĞER\ntansiyon ilacı kullanıyorum", "tansiyon"),
        ("OTHER\nPronouns they/them", "they/them"),
        ("OTHER\nClean licence (no. MORGA 657054 SM9IJ)", "657054"),
        ("OTHER\npasaportum var: U12345678", "U12345678"),
    ],
)
def test_further_ways_to_tell_what_is_protected(line: str, gone: str) -> None:
    assert gone not in after(line)
