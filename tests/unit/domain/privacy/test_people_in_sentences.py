"""People beside a post, in lists, with their surname first, and behind words for working together."""

import pytest

from cvparser.domain.privacy import redact

HEAD = "Ulla Berg\nulla.berg@example.com\n\nEXPERIENCE\nData Engineer, Kestrel Ltd, 2018 - 2023\n"


def left(sentence: str, *parts: str) -> list[str]:
    redacted = redact(f"{HEAD}{sentence}\n").text
    return [part for part in parts if part in redacted]


@pytest.mark.parametrize(
    ("sentence", "surname"),
    [
        ("Riportavo al direttore di stabilimento Ottavio Marchesini; budget 2 milioni.", "Marchesini"),
        ("Dal 2015 riportavo alla responsabile Federica Tozzi.", "Tozzi"),
        ("Reported to the plant manager Kofi Ostrander from day one.", "Ostrander"),
        ("Berichtete an den Abteilungsleiter Detlef Quandt.", "Quandt"),
        ("Rattachée à la directrice commerciale Solène Kermorvan.", "Kermorvan"),
        ("Reportaba al jefe de planta Koldo Etxaniz.", "Etxaniz"),
        ("Reportava ao gestor de obra Everton Pacheco.", "Pacheco"),
        ("Il mio capo è Alvise Toso.", "Toso"),
        ("Zuletzt berichtete ich an die kaufmännische Leiterin Gesine Trautvetter.", "Trautvetter"),
        ("Floor nurse, precepted by Lorraine Duchovny.", "Duchovny"),
        ("Kaan Başar'a raporladım.", "Başar"),
    ],
)
def test_who_stands_behind_a_post_to_which_somebody_reported_goes(sentence: str, surname: str) -> None:
    assert left(sentence, surname) == []


@pytest.mark.parametrize(
    ("sentence", "surnames"),
    [
        ("Ekip arkadaşlarım Melis Uluç ve Ozan Gürpınar ile kurduk.", ("Uluç", "Gürpınar")),
        ("Reporting to Maria Ostrander and Pieter Vantongeren.", ("Ostrander", "Vantongeren")),
        ("Mis compañeros Jorge Belmonte y Lorena Arroyo.", ("Belmonte", "Arroyo")),
    ],
)
def test_all_of_several_people_go(sentence: str, surnames: tuple[str, ...]) -> None:
    assert left(sentence, *surnames) == []


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Supervisor: NKOSI, Oluwaseun", ("NKOSI", "Oluwaseun")),
        ("Reported to MCALLISTER, Elliot", ("MCALLISTER", "Elliot")),
        ("Worked closely with Víťazoslav Černiská, the plant's manager.", ("Víťazoslav", "Černiská")),
        ("J'ai travaillé quatre ans pour Philippe Derouet, directeur financier.", ("Philippe", "Derouet")),
        ("The board was led by chairman Sir Kenneth Crewe.", ("Kenneth", "Crewe")),
        ("Supervisor: 李娜", ("李娜",)),
        ("Thesis advisor: Prof. صلاح الدّين", ("صلاح",)),
        ("In Zusammenarbeit mit Marija Novak.", ("Marija", "Novak")),
    ],
)
def test_people_of_unusual_forms_go(sentence: str, parts: tuple[str, ...]) -> None:
    assert left(sentence, *parts) == []


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Reported to the board of Halden Foods.", "Halden Foods"),
        ("Reported to the head of finance at Morgan Stanley.", "Morgan Stanley"),
        ("Riportavo al team di Magneti Marelli.", "Magneti Marelli"),
        ("Análise de 712 amostras com Ralph Lauren.", "Ralph Lauren"),
        ("Worked closely with Charles Schwab.", "Charles Schwab"),
        ("Built pipelines with Ada Spark and Scala.", "Ada Spark"),
        ("Reporting to the CFO of Kestrel Ltd, Head of Data.", "Head of Data"),
    ],
)
def test_firms_behind_the_same_words_stay(sentence: str, kept: str) -> None:
    assert left(sentence, kept) == [kept]
