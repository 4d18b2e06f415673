"""The candidate's name below its label, in a row of contacts, in two halves, behind a formal introduction."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

JOBS = "\n\nEXPERIENCE\nData Engineer, Kestrel Ltd, 2018 - 2023\nPython, Kafka\n"


def kept(text: str, *parts: str) -> list[bool]:
    redacted = redact(text).text
    return [part in redacted for part in parts]


@pytest.mark.parametrize(
    ("surname", "given"),
    [
        ("Nom\nRASOLONDRAIBE", "Prénom\nTojo"),
        ("Surname\nVETTUKATTIL", "First name\nBiju"),
        ("Soyadı\nGÜMÜŞPALA", "Adı\nRûken"),
        ("Nachname\nKRZYWOSZ", "Vorname\nTadea"),
        ("Apellidos\nTXOPERENA", "Nombre\nOier"),
        ("Cognome\nSPADAVECCHIA", "Nome\nOronzo"),
        ("Nazwisko\nWĄCHOCKA", "Imię\nJagna"),
        ("Achternaam\nHOEKSEMA", "Voornaam\nSietske"),
    ],
)
def test_a_name_below_its_label_goes(surname: str, given: str) -> None:
    text = f"EXPERIENCE\nEngineer, Kestrel Ltd, 2018 - 2023\n\nOTHER\n{surname}\n{given}\n"

    assert kept(text, surname.split("\n")[1], given.split("\n")[1], "Kestrel Ltd") == [False, False, True]


@pytest.mark.parametrize("label", ["Name", "Nome", "Nom"])
@pytest.mark.parametrize("below", ["SKILLS\nPython", "Engineer", "2018 - 2023 Kestrel"])
def test_what_is_no_name_stays_below_a_label_for_one(label: str, below: str) -> None:
    assert kept(f"Anna Lindqvist{JOBS}\n{label}\n{below}\n", below) == [True]


@pytest.mark.parametrize(
    "introduction",
    [
        "Il sottoscritto {}, nato nel 1971, dichiara",
        "La sottoscritta {} dichiara",
        "El que suscribe, {}, declara",
        "Eu, abaixo assinado, {}, declaro",
        "Die Unterzeichnete, {}, erklärt",
        "Je soussignée {}, certifie",
        "Ondergetekende, {}, verklaart",
        "Ja, niżej podpisana {}, oświadczam",
        "I, the undersigned {}, declare",
    ],
)
def test_who_introduces_herself_as_the_undersigned_goes(introduction: str) -> None:
    text = f"{introduction.format('Fiorella Tomaselli')} il vero.{JOBS}"

    assert kept(text, "Fiorella", "Tomaselli", "Kestrel Ltd") == [False, False, True]


@pytest.mark.parametrize(
    "name",
    [
        "María del Rocío Fernández-Cuesta y Gómez",
        "Jordi Puigdevall i Riera",
        "Inês Rua e Castro",
        "Pedro Calle y Monte",
    ],
)
def test_words_that_join_surnames_and_streets_within_them_speak_against_no_name(name: str) -> None:
    assert kept(f"{name}\nDNI 53442178-K{JOBS}", *name.split()[:1], name.rsplit(maxsplit=1)[-1]) == [False, False]


@pytest.mark.parametrize("page", ["SEITE 1 VON 1", "Page 2", "2 / 2"])
def test_a_name_in_a_row_of_contacts_below_the_jobs_goes_though_a_page_number_follows(page: str) -> None:
    text = (
        "BERUFSERFAHRUNG\nHOLLENBERG ENERGIE – PROJEKTLEITER (03/2016 – HEUTE)\nAUSBILDUNG\nM.SC. ELEKTROTECHNIK\n"
        f"THANH TÙNG LÊ · 0911 / 30 91 77 · TT.LE@EXAMPLE.COM\n{page}\n"
    )

    assert kept(text, "THANH", "TÙNG", "HOLLENBERG ENERGIE") == [False, False, True]


@pytest.mark.parametrize("first", ["Matthias   Öztürk-Baumann", "Selma\tAksoy", "Paula    Hofmann"])
def test_two_halves_of_a_name_that_a_gap_parts_in_the_first_line_go(first: str) -> None:
    text = f"{first}\nTel  :   0201  –  77  43  10\n\nTätigkeiten\n2012  –  2016   Hollenberg   Chemikant\n"

    assert kept(text, *first.split(), "Hollenberg") == [False, False, True]


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("iratxe punto goiri arroba example punto es", "Iratxe Goiri"),
        ("anna dot lindqvist at example dot com", "Anna Lindqvist"),
        ("selma (nokta) aksoy (at) example (nokta) com", "Selma Aksoy"),
    ],
)
def test_an_address_whose_dots_are_words_spells_a_name_within_a_sentence(email: str, name: str) -> None:
    text = f"PROFILE\nNurses of the ward know that {name} leads it.\nWrite to {email}.{JOBS}"

    assert kept(text, *name.split()) == [False, False]


@pytest.mark.parametrize(
    "last",
    [
        "BTS FED, Lycée Marcel Sembat",
        "IUT de Béthune, GEA",
        "IES Miguel de Cervantes",
        "ITIS Quintino Sella",
        "HTL Ferlach",
    ],
)
def test_a_school_or_degree_in_the_last_line_is_nobodys_name(last: str) -> None:
    assert kept(f"CV\ntel 06 39 98 50 13\n\nExpérience\nchez Kestrel, 2018 - 2023\n\nFormation\n{last}\n", last) == [
        True
    ]


@pytest.mark.parametrize(
    ("footer", "number"),
    [
        ("Serhat Oğuz – Sayfa 1 / 2 – 0 (555) 480 22 19", "480 22 19"),
        ("Anna Lindqvist - Page 1/2 - 020 7946 0123", "7946 0123"),
        ("Anna Lindqvist | Seite 2 / 3 | 0201 77 43 10", "77 43 10"),
    ],
)
def test_the_number_of_a_page_before_a_telephone_number_is_no_part_of_it(footer: str, number: str) -> None:
    redacted = redact(f"EXPERIENCE\nWard nurse, Kestrel, 2018 - 2023\n{footer}\n").text

    assert [number in redacted, "[PHONE]" in redacted] == [False, True]


@pytest.mark.parametrize(
    "citation", ["Energy 214 (2021) 118957", "Tetrahedron Lett. 51 (2010) 1123", "J. Fluids 118 (1998) 3456789"]
)
def test_volume_year_and_page_are_no_telephone_number(citation: str) -> None:
    assert kept(f"Anna Lindqvist\nanna@example.com\nWork in {citation}.{JOBS}", citation) == [True]
