"""What stays: amounts, versions, languages, firms and posts that look like numbers, addresses and people."""

import pytest

from cvparser.domain.privacy import redact

HEAD = "Ulla Berg\nulla.berg@example.com\n0532 555 01 47\n\nEXPERIENCE\n"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Owned the roadmap for Vestel. (1 250 000 EUR)", "1 250 000 EUR"),
        ("Refonte du réseau (4 262 000 €)", "4 262 000"),
        ("Etat projesi yürütüldü. (1 750 000 TL)", "1 750 000 TL"),
        ("ISBN 978-605-344-912-1, Kapitel 3", "978-605-344-912-1"),
        ("Halden Group\n1996–00\n1995", "1996–00"),
        ("Animatör\nOca 2014 - Ara 2015\n2011–15", "2011–15"),
    ],
)
def test_an_amount_a_book_and_years_are_no_telephone_number(line: str, kept: str) -> None:
    assert kept in redact(HEAD + line + "\n").text


@pytest.mark.parametrize(
    ("heading", "language"),
    [("LANGUAGES", "Turkish"), ("Sprachen", "Deutsch"), ("Langues", "Français"), ("IDIOMAS", "Español")],
)
def test_a_language_above_a_name_is_no_nationality(heading: str, language: str) -> None:
    text = f"Skills\nKafka\n\n{heading}\n{language}\nUlla Berg\nulla.berg@example.com\n"

    assert language in redact(text).text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Passage de Cisco IOS 9.x à Ansys.", "Cisco IOS 9.x"),
        ("Volvo FH (Mercedes Actros 1845, Scania R 450)", "Scania R 450"),
        ("Symfony devreye alındı. (PO 4500008112)", "PO 4500008112"),
        ("Halden Lojistik, 2017-2023, Atlas Sokak No: 4", "Halden Lojistik, 2017-2023"),
    ],
)
def test_a_version_a_model_an_order_and_an_employer_are_no_address(line: str, kept: str) -> None:
    assert kept in redact(f"Ulla Berg\n0532 555 01 47\n{line}\n\nSKILLS\nKafka\n").text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Java Developer — B. HOLDING, Nicholasmouth, 2012-2014", "B. HOLDING, Nicholasmouth, 2012"),
        ("Cut lead time by 464 % with Maria Suite R4.", "Maria Suite R4"),
        ("Monatliche Berichte mit Jonas Ledger v8 und Kafka.", "Jonas Ledger v8"),
        ("The system is known as Halden Demirel AG Portal.", "Halden Demirel AG"),
        ("2014: Fourier-Analyse von Schaltvorgängen, betreut von Prof. Ulla Fenrich", "Fourier-Analyse von"),
        ("Triage • Six Sigma • Social Media • CNN • Oracle 11", "CNN"),
    ],
)
def test_a_firm_a_product_and_a_subject_are_no_person(line: str, kept: str) -> None:
    assert kept in redact(HEAD + line + "\n").text


@pytest.mark.parametrize(
    "line",
    [
        "Grado en Administración y Dirección de Empresas",
        "Máster en Dirección de Hoteles",
        "Experta en Dirección de Arte",
    ],
)
def test_the_field_of_managing_something_is_no_address(line: str) -> None:
    assert line in redact(HEAD + line + "\n").text


@pytest.mark.parametrize("between", ["\t", ": ", "            "])
def test_labels_and_employers_of_a_form_are_nobodys_name(between: str) -> None:
    rows = (("Tarih", "2021 - 2022"), ("Görev", "Depo Elemanı"), ("Firma", "Güneşli Enerji"), ("İş Tanımı", "Rapor"))
    form = "\n".join(f"{label}{between}{value}" for label, value in rows)

    redacted = redact(f"Ayşe Kaya\nDepo Elemanı\n\nİş Tecrübesi\n{form}\n\nDiller\nTürkçe\n").text

    assert form in redacted
    assert "Kaya" not in redacted


def test_the_names_of_columns_are_nobodys_name() -> None:
    text = "Ayşe Kaya\n\nİş Tecrübesi\nFirma\tPozisyon\tBaşlangıç\nDoruk İnşaat\tDepo Elemanı\t2011\n\nDiller\nTürkçe\n"

    assert "Firma\tPozisyon\tBaşlangıç" in redact(text).text


def test_the_spanish_firma_still_signs_with_a_name() -> None:
    redacted = redact("Enfermera\n\nExperiencia\nEnfermera, 2015 - 2019\n\nIdiomas\nInglés\n\nFirma: Ana Belmar\n").text

    assert "Belmar" not in redacted


@pytest.mark.parametrize(
    "line", ["Licence 2012-2015", "Apache License 2.0", "Licence 3 Informatique", "License to 2024"]
)
def test_a_licence_with_a_year_or_a_version_stays(line: str) -> None:
    assert line in redact(HEAD + line + "\n").text


@pytest.mark.parametrize(
    "line", ["License RN-554417", "Licencia ENF 482913", "Lizenz #AB55123", "Licence LPN12345", "Licenza B-90412"]
)
def test_the_number_of_a_licence_goes(line: str) -> None:
    assert "[REGISTRATION]" in redact(HEAD + line + "\n").text
