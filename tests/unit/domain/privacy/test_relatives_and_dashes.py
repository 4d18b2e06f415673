"""Relatives are withheld however their label is spelt, and a dash in a column of its own ends a label."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

BEFORE = "Imran Qadri\nCivil Engineer\nimran.qadri@example.com\n\nWORK EXPERIENCE\nSite Engineer, Delta Build Ltd\n\n"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Guardians Name : Tariq Bhatti", "Bhatti"),
        ("Wifes name- Saira Bhatti", "Saira"),
        ("S/o Sh. Arjun Nambiar", "Nambiar"),
        ("D/O: Late Govind Pillai", "Govind"),
        ("c/o Meera Nambiar, Kochi", "Meera"),
        ("H/o Smt. Meera Nambiar", "Nambiar"),
        ("son of Govind Pillai", "Pillai"),
        ("Vorname des Vaters: Karl", "Karl"),
        ("W/o Late Arjun Nambiar", "Arjun"),
        ("Vatersname: Karl", "Karl"),
        ("Tuteur légal : Luc Ferrand", "Ferrand"),
        ("Zoon van Joost Kloetwijk", "Joost"),
        ("Imię brata: Wacław", "Wacław"),
        ("Hija de Ramón Iglesia", "Ramón"),
        ("Baba İsmi: Rasim", "Rasim"),
        ("Figlio di Tizio Fiorbello", "Fiorbello"),
        ("Filha de Benedita Sorais", "Benedita"),
    ],
)
def test_the_name_of_a_relative_is_withheld(line: str, name: str) -> None:
    redacted = redact(f"{BEFORE}{line}\n").text

    assert name not in redacted
    assert "Site Engineer, Delta Build Ltd" in redacted


@pytest.mark.parametrize(
    "line",
    [
        "Deployed w/o Docker and Kubernetes",
        "Ran releases w/o downtime",
        "c/o Kestrel Engineering Ltd",
        "Measured I/o and d/o ratios",
    ],
)
def test_a_sign_for_a_relative_that_means_something_else_takes_nothing(line: str) -> None:
    assert line in redact(f"{BEFORE}{line}\n").text


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Religion :-   Sikh", "Sikh"),
        ("Blood Group      -     O+", "O+"),
        ("Nationality\t-\tNepalese", "Nepalese"),
        ("Gender -Female", "Female"),
        ("Height     -     178 cm", "178"),
        ("Religion- Sikh", "Sikh"),
        ("Konfession :-   evangelisch", "evangelisch"),
        ("Familienstand\t–\tverwitwet", "verwitwet"),
        ("Kan Grubu     -     0 Rh+", "Rh+"),
        ("Doğum Yeri\t:-\tBartın", "Bartın"),
        ("Nationalité\t:-\tsuisse", "suisse"),
        ("Estado civil\t-\tviuda", "viuda"),
        ("Stato civile\t—\tnubile", "nubile"),
        ("Bloedgroep     -     AB+", "AB+"),
    ],
)
def test_a_dash_in_a_column_of_its_own_ends_a_label(line: str, value: str) -> None:
    assert value not in redact(f"{BEFORE}{line}\n").text


@pytest.mark.parametrize(
    "line",
    [
        "Site Engineer  -  Delta Build Ltd",
        "Health-care logistics\t-\tDelta Build Ltd",
        "Kinder- und Jugendhilfe",
        "KINDER- UND JUGENDHILFE",
        "Manager\t-\tRetail",
        "Languages  -  English, Urdu",
    ],
)
def test_a_dash_between_words_of_work_takes_nothing(line: str) -> None:
    assert line in redact(f"{BEFORE}{line}\n").text


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("She lives in town with her partner Wiremu and works as a nurse.", "Wiremu"),
        ("Ella vive con su pareja Itxaso y es ingeniera.", "Itxaso"),
        ("Sie lebt mit ihrem Partner Kilian in der Stadt.", "Kilian"),
        ("Elle vit avec son compagnon Mamadou en ville.", "Mamadou"),
        ("Zij woont samen met haar partner Joris in de stad.", "Joris"),
        ("Ela vive com o companheiro Caetano no centro.", "Caetano"),
    ],
)
def test_the_partner_of_whom_others_tell_is_taken_out(sentence: str, name: str) -> None:
    assert name not in redact(f"{BEFORE}{sentence}\n").text


@pytest.mark.parametrize(
    "line",
    [
        "I +90 555 019 28 37 • # doruk@example.com • § kestrelefe",
        "☎ +44 7700 900123 | ✉ anna@example.com | § kestrelefe",
    ],
)
def test_the_handle_behind_an_icon_at_the_foot_of_a_page_is_taken_out(line: str) -> None:
    assert "kestrelefe" not in redact(f"{BEFORE}\n\nSKILLS\nPython\n\n{line}\n").text
