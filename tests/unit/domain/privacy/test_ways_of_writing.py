"""Ways in which people write what is personal, and what looks like it."""

from __future__ import annotations

import pytest
from tests.unit.domain.privacy.findings import found


def within(line: str) -> list[tuple[str, str]]:
    """Give what is found in a line of prose of a CV without a head."""
    return found(f"EXPERIENCE\nthe ward\n{line}\nthe floor\n")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Tezimi Ahmet Karatay danışmanlığında yazdım.", ["Ahmet Karatay"]),
        ("Projeyi Mehmet Karatay ile birlikte yürüttük.", ["Mehmet Karatay"]),
        ("Ayşe Karatay'ın yönetiminde çalıştım.", ["Ayşe Karatay"]),
        ("Koç Holding liderliğinde bir proje", []),
        ("Siemens ile birlikte", []),
        ("Reviewed-by: Ulla Vergberg <uv@example.com>", ["Ulla Vergberg"]),
        ("ulla vergberg <ullavergberg@example.com>", ["ulla vergberg"]),
        ("She wrote <anna@example.com>", []),
        ("“She led the ward well.”, Ulla Vergberg, CTO", ["Ulla Vergberg"]),
        ("“She led the ward well.”, Ulla Vergberg Holding", []),
        ("the deputy was Ulla Vergberg there", ["Ulla Vergberg"]),
        ("eşim Ferit ile", ["Ferit"]),
        ("Ph.D. Pharmacology, 2012", []),
        ("William & Mary, B.Sc. Kinesiology, 2012; Harbour University, M.S., 2016", []),
        ("Frau Ottilie Brandstätter, die Leiterin", ["Frau Ottilie Brandstätter"]),
        ("I worked with Dr. Ines Vergberg. Later Vergberg left, and Roswitha Vergberg came.",
         ["Dr. Ines Vergberg", "Vergberg", "Roswitha Vergberg"]),
        ("- Abdulkarim Vergberg, nurse, 0332 000 65 40", ["Abdulkarim Vergberg"]),
        ("my line manager there, Fergan Vergberg, can tell", ["Fergan Vergberg"]),
        ("the line manager there, Fergan Vergberg can tell", []),
        ('Hwang, S., Patel, D. and Öberg, L. "Fast sampling"', ["Hwang, S.", "Patel, D.", "Öberg, L."]),
        ('Hwang, S., Patel, D. "Fast sampling"', []),
        ("Dr. Ines Vergberg of Vergberg Holding", ["Dr. Ines Vergberg"]),
    ],
)  # fmt: skip
def test_other_people_are_named_in_many_ways(line: str, names: list[str]) -> None:
    assert [value for category, value in within(line) if category == "name"] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Author: Anna Lindqvist <anna@example.com>\nthe org chart", ["Anna Lindqvist"]),
        ("Name: Anna Lindqvist\nsee AnnaLindqvist_CV.pdf", ["Anna Lindqvist", "AnnaLindqvist"]),
        ("Diş Hekimi Ayşe Vergberg\nVergberg'in hastası\n0532 555 01 47", ["Ayşe Vergberg", "Vergberg"]),
        ("Short word: Bulur Vergberg\nBulur led. Vergberg's team\n0532 555 01 47",
         ["Bulur Vergberg", "Bulur", "Vergberg"]),
        ("Short word: Bulur Vergberg\nthe team\n0532 555 01 47", []),
        ("Simay Vergbergİç Mimar\nMail: a@example.com\nVergberg geldi", ["Simay Vergberg", "Vergberg"]),
        ("Fiachra Ó Dubhthaigh\nNurse\nfod@example.com", ["Fiachra Ó Dubhthaigh"]),
        ("anna lindqvist | Nurse at the Ward | annalindqvist@example.com", ["anna lindqvist"]),
        ("team lead here | Nurse at the Ward | annalindqvist@example.com", []),
        ("Anna Lindqvist\nNurse\nhttps://github.com/ulla/Vault\n\nEXPERIENCE\nVault 1.15", ["Anna Lindqvist"]),
        ("Von: Anna Lindqvist <a.l@example.com>\nAn: Ulla Vergberg\n\nLindqvist",
         ["Anna Lindqvist", "Ulla Vergberg", "Lindqvist"]),
    ],
)  # fmt: skip
def test_the_candidate_is_named_in_many_ways(text: str, names: list[str]) -> None:
    assert [value for category, value in found(text) if category == "name"] == names


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Anna Lindqvist | 1979, Rize | evli | 0532 555 01 47", ["1979, Rize"]),
        ("Anna Lindqvist | 1979, ward | evli | 0532 555 01 47", []),
        ("d. 05/IX/1988 Sivas", ["d. 05/IX/1988 Sivas"]),
        ("d. wards", []),
    ],
)
def test_births_stand_in_lines_of_facts(text: str, values: list[str]) -> None:
    assert [value for category, value in found(f"{text}\nanna@example.com\n") if category == "birth"] == values


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("tel: sıfır beş yüz otuz yedi, 000, yetmiş bir, sıfır dört",
         [("phone", "sıfır beş yüz otuz yedi, 000, yetmiş bir, sıfır dört")]),
        ("Tel. +1 (312) 555-\n0129", [("phone", "+1 (312) 555-\n0129")]),
        ("Tel: 0312 555 01 47 / 1412", [("phone", "0312 555 01 47 / 1412")]),
        ("skype lindqvist.84 at work", [("handle", "lindqvist.84")]),
        ("skype v8.90, github actions, x test_1", []),
        ("anna_l: hello\nulla: hello\nanna_l: ward", [("handle", "anna_l"), ("handle", "anna_l")]),
        ("anna_l: hello once", []),
        ("on anna#4417", [("handle", "anna#4417")]),
        ("issue ward/x#4417, C#2012", []),
        ("Lives in Todmorden, West Yorkshire.", [("address", "Todmorden, West Yorkshire")]),
        ("Lives in Todmorden, West Yorkshire wards", [("address", "Todmorden")]),
        ("Çekici: 41 ABK 047 ile", [("plate", "41 ABK 047")]),
        ("RAM: 16 GB 3200", []),
        ("Ehliyet CE (2008)", [("licence", "CE (2008)")]),
        ("ACCA Member, ACCA, 2018", []),
        ("Veteran: the navy", [("military", "the navy")]),
        ("im CSU-Ortsverband", [("politics", "CSU-Ortsverband")]),
        ("Namibian by birth", [("nationality", "Namibian by birth")]),
        ("Vergberg, E. B., Diaz, O. (2022). On wards", [("name", "Vergberg, E. B."), ("name", "Diaz, O.")]),
        ("She was b. 1985 there", [("birth", "1985")]),
        ("Ich komme gebürtig aus Emden. Als Pflegerin", [("birth", "Emden")]),
        ("mail anna (at) example (punkt) org. Frau im Dienst", [("email", "anna (at) example (punkt) org")]),
        ("a D.Phil. in chemistry, 2012", []),
        ("Oda: Peyzaj Mimarları Odası", [("membership", "Peyzaj Mimarları Odası")]),
        ("clone git@example.org:tools/scan.git", []),
        ("Grew up in Leeds", [("birth", "Leeds")]),
        ("Emergency contact: Ulla 0532 555 01 47\n\nThe ward", [("references", "Ulla 0532 555 01 47")]),
        ("Ehliyet: C, E sınıfı, belge no 418207, SRC-4 var", [("licence", "C, E sınıfı, belge no 418207")]),
        ("RIB iTWO 2021", []),
        ("Member of IEEE since 2014", [("membership", "Member of IEEE")]),
        ("Member of the SAP team", []),
        ("MEMBER OF THE TEAM, 2014", []),
        ("Siyasi faaliyet: Kuzgun Partisi kadın kolları", [("politics", "Kuzgun Partisi kadın kolları")]),
        ("Genetic: carrier of a trait", [("genetic", "carrier of a trait")]),
        ("Pronouns she/her; lesbian; Pentecostal; Black African",
         [("gender", "she/her"), ("sexual_life", "lesbian"), ("religion", "Pentecostal"),
          ("ethnicity", "Black African")]),
    ],
)  # fmt: skip
def test_identifiers_and_facts_are_written_in_many_ways(line: str, values: list[tuple[str, str]]) -> None:
    assert within(line) == values


@pytest.mark.parametrize(
    "text",
    [
        "SITES\nThomas-Mann-Straße 12-48, DN 250, 1.340 m\nKäthe-Kollwitz-Schule",
        "EMPLOYERS\nMax Bögl, Sengenthal; Wayss & Freytag\nThomas-Mann-Straße 12, Halle 3",
    ],
)
def test_streets_and_companies_of_nobody_stay(text: str) -> None:
    assert found(text) == []


def test_a_name_above_an_address_made_of_it_is_no_part_of_it() -> None:
    assert found("Anna Vergberg\nanna@example.com\nNurse\n") == [
        ("name", "Anna Vergberg"),
        ("email", "anna@example.com"),
    ]
