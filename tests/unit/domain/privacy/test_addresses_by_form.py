"""Where somebody lives is told by the form of an address; no list holds these towns."""

from __future__ import annotations

import re

import pytest

from cvparser.domain.privacy import redact

CV = """Ada Quill
{}

EXPERIENCE
Site Engineer, Delta Build Ltd, Denver, CO
Jan 2015 - Mar 2018
"""


def left(head: str) -> str:
    """Give what is left of a CV with these lines in its head."""
    return redact(CV.format(head)).text


@pytest.mark.parametrize(
    "head",
    [
        "ada@example.com\nVill- Bisauli, Post- Kotwan, Teh- Chhata, Dist.- Mathura (U.P.) 281403",
        "ada@example.com\nH.No.45/2, Gali No.3, Lotus Vihar\nGhaziabad, (U.P) 201005",
        "Plot No-12, Ward No. 4, Near Bus Stand, Jhajjar\n9811122233",
        "PLZ: 50667, Ort: Entenhausen, Hausnr: 3",
        "CP: 44000, Ville: Montcuq",
        "CAP: 20121, Città: Vattelapesca\nada@example.com",
        "Kod: 00-950, Miejscowość: Wilkowyje",
        "Mah: Cumhuriyet, Sok: Gül, Kapı No: 5, İlçe: Bornova",
        "C.P.: 28013, Localidad: Villarriba",
        "ada@example.com\n50667 Entenhausen",
        "ada@example.com\n1010 Schilda",
        "ada@example.com\n9000 Gent, België",
        "ada@example.com | Sarasota, FL",
        "Sarasota, FL • (212) 555-0142 • ada@example.com",
        "ada@example.com | Todmorden, UK",
        "Vattelapesca, Italia | ada@example.com",
        "ada@example.com\nBusto Arsizio (VA), Italia",
        "20121 Vattelapesca (MI)\n+39 333 1234567",
        "00-950 Wilkowyje\nada@example.com",
        "ada@example.com, 1200-109 Bragançal",
        "Bengaluru - 560001\nada@example.com",
        "Nieuwegein, Nederland - ada@example.com",
        "Villarriba, España | ada@example.com",
        "Saint-Cyr-sur-Loire, France\n06 12 34 56 78",
    ],
)
def test_an_address_in_the_head_goes_by_its_form(head: str) -> None:
    text = left(head).partition("EXPERIENCE")[0]
    known = {"Kod", "Miejscowość", "Mah", "Sok", "Add"}
    assert [word for word in re.findall(r"\w{4,}", re.sub(r"\[\w+\]", "", text)) if word not in known] == []


@pytest.mark.parametrize(
    "head",
    [
        "Software Engineer, IT\nada@example.com",
        "Data Analyst | Python, SQL | ada@example.com",
        "Senior Developer, Kestrel Labs, UK\nada@example.com",
        "Backend: Java, Block: 4\nada@example.com",
    ],
)
def test_a_profession_or_an_employer_in_the_head_is_no_town(head: str) -> None:
    assert head.replace("ada@example.com", "").strip(" |\n") in left(head)


def test_the_town_of_a_job_stays() -> None:
    assert "Delta Build Ltd, Denver, CO" in left("ada@example.com | Sarasota, FL")
