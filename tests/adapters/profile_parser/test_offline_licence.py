"""The driving licence, from the box that is ticked in a document to the profile."""

from __future__ import annotations

import pytest

import cvparser
from cvparser.adapters.profile_parser.offline.driving_licence import has_driving_licence


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Führerschein: ☐ ja ☒ nein", False),
        ("Führerschein: ☒ ja ☐ nein", True),
        ("Permis de conduire : [x] oui [ ] non", True),
        ("Permis de conduire : ☐ oui ☑ non", False),
        ("Permiso de conducir: ( ) Sí (X) No", False),
        ("Carnet de conducir: ☑ Sí ☐ No", True),
        ("Sürücü Belgesi: Var ( ) Yok (X)", False),
        ("Sürücü Belgesi: Var (X) Yok ( )", True),
        ("Ehliyet: [x] Var [ ] Yok", True),
        ("Ehliyet: ☐ Evet ☑ Hayır", False),
        ("Patente di guida: [ ] sì [X] no", False),
        ("Patente: ☑ sì ☐ no", True),
        ("Carta de condução: ☐ sim ☒ não", False),
        ("Rijbewijs: ☐ ja ☒ nee", False),
        ("Prawo jazdy: ☐ tak ☑ nie", False),
        ("Prawo jazdy: ☑ tak ☐ nie", True),
        ("Driving licence\n☐ Yes\n☒ No", False),
        ("Driving licence\n☒ Yes\n☐ No", True),
        ("Sürücü Belgesi\nVar [X] Yok [ ]", True),
        ("Driver's license: Yes [ ] No [X]", False),
        ("Driver's license: Yes ● No ○", True),
        ("Driver's license: ○ Yes ● No", False),
        ("Driving licence: ✓", True),
        ("Driving licence: ✗", False),
        ("keine Fahrerlaubnis", False),
        ("No driving licence", False),
        ("Ich habe keinen Führerschein.", False),
        ("Pas de permis", False),
        ("Sin carnet de conducir", False),
        ("Nie posiadam prawa jazdy", False),
        ("Geen rijbewijs", False),
        ("Ehliyetim bulunmamaktadır.", False),
        ("Sürücü belgesi: Yok", False),
        ("Driving licence: none", False),
        ("I do not have a driving licence.", False),
        ("Full clean driving licence", True),
        ("Führerschein Klasse B vorhanden", True),
        ("B sınıfı ehliyetim var.", True),
        ("Permis B et véhicule", True),
        ("Prawo jazdy kat. B", True),
        ("Non possiedo la patente", False),
        ("Patente B, automunito", True),
        ("Não possuo carta de condução", False),
        ("Driving licence: [ ] A [x] B [ ] C", True),
        ("Driving licence: yes (x) no ( )", True),
        ("Ehliyet Durumu: Yok", False),
        ("Führerschein: ja", True),
        ("Driving licence: ☑", True),
        ("Driving licence: ☐", False),
    ],
)
def test_a_licence_is_what_is_ticked_or_said(answer: str, expected: bool) -> None:
    text = cvparser.redact(f"Zerrin Karaosman\n{answer}\nSkills\nPython\n").text

    assert has_driving_licence(text) is expected


@pytest.mark.parametrize("answer", ["Driving licence: yes / no", "Führerschein: ja / nein"])
def test_an_answer_that_was_not_chosen_says_nothing(answer: str) -> None:
    assert has_driving_licence(answer) is None


def test_a_class_of_vehicles_beside_a_box_stays_personal() -> None:
    assert cvparser.redact("Driving licence: [ ] A [x] B").text == "Driving licence: [LICENCE]"
