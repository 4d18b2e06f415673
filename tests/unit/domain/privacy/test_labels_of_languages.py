"""What a label declares personal is withheld in every language whose CVs the parser reads."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

AFTER = "\n\nExperience\n2018 - 2023  Project Manager, Kestrel BV\n"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Luogo e data di nascita: Viterbo, 3 giugno 1984", "Viterbo"),
        ("Stato civile: nubile", "nubile"),
        ("Obblighi di leva: assolti", "assolti"),
        ("Cittadinanza: moldava", "moldava"),
        ("Categorie protette: L. 68/99", "68/99"),
        ("Figli a carico: due", "due"),
        ("Altezza: 1,78 m", "1,78"),
        ("Orientamento politico: socialista", "socialista"),
        ("Geboorteplaats: Zutphen", "Zutphen"),
        ("Nationaliteit: Surinaamse", "Surinaamse"),
        ("Rijksregisternummer: volgt later", "volgt"),
        ("Geloofsovertuiging: gereformeerd", "gereformeerd"),
        ("Woonplaats: Deventer", "Deventer"),
        ("Aantal kinderen: drie", "drie"),
        ("Bloedgroep: AB+", "AB+"),
        ("Lidmaatschap: Vakbond De Haven", "Haven"),
        ("Naturalidade: Guarda", "Guarda"),
        ("Situação conjugal: solteira", "solteira"),
        ("Número de contribuinte: por indicar", "indicar"),
        ("CPF: a informar", "informar"),
        ("Nome da mãe: Benedita Sorais", "Benedita"),
        ("Doenças crónicas: asma", "asma"),
        ("Carta de condução: B-7304455", "7304455"),
        ("Raça/cor: parda", "parda"),
        ("Imię i nazwisko: Bożena Kwiatuszek", "Kwiatuszek"),
        ("Data urodzenia: 3 czerwca 1984", "1984"),
        ("Stan cywilny: mężatka", "mężatka"),
        ("Obywatelstwo: ukraińskie", "ukraińskie"),
        ("Adres zamieszkania: Lipowa 14/3, Zamość", "Zamość"),
        ("Wyznanie: prawosławne", "prawosławne"),
        ("Imię ojca: Wacław", "Wacław"),
        ("Stosunek do służby wojskowej: uregulowany", "uregulowany"),
    ],
)
def test_a_labelled_value_is_withheld_in_italian_dutch_portuguese_and_polish(line: str, value: str) -> None:
    redacted = redact(f"{line}{AFTER}").text

    assert value not in redacted
    assert "Project Manager, Kestrel BV" in redacted


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Sono nata a Viterbo e lavoro come analista.", "Viterbo"),
        ("Sono coniugata con due figli e lavoro in banca.", "due figli"),
        ("Sono iscritto alle categorie protette dal 2011.", "categorie protette"),
        ("Ik ben getrouwd en werk als analist.", "getrouwd"),
        ("Ik heb drie kinderen en werk bij een bank.", "drie kinderen"),
        ("Ik ben lid van de VVD.", "VVD"),
        ("Sou divorciada e trabalho como analista.", "divorciada"),
        ("Tenho três filhos e trabalho num banco.", "três filhos"),
        ("Sou diabético desde criança.", "diabético"),
        ("Jestem zamężna i pracuję jako analityk.", "zamężna"),
        ("Mam dwoje dzieci i pracuję w banku.", "dwoje dzieci"),
        ("Choruję na cukrzycę od lat.", "cukrzycę"),
    ],
)
def test_what_people_say_of_themselves_is_withheld_in_italian_dutch_portuguese_and_polish(
    sentence: str, value: str
) -> None:
    assert value not in redact(f"Profile\n{sentence}{AFTER}").text


@pytest.mark.parametrize(
    "line",
    [
        "Corso di laurea: Ingegneria gestionale",
        "Ruolo: Responsabile acquisti",
        "Opleiding: Werktuigbouwkunde",
        "Functie: Teamleider logistiek",
        "Curso: Gestão hoteleira",
        "Cargo: Chefe de cozinha",
        "País: Portugal",
        "Stanowisko: Kierownik magazynu",
        "Uczelnia: Politechnika Rzeszowska",
        "CRM: Salesforce, HubSpot",
    ],
)
def test_a_labelled_value_of_work_and_study_stays(line: str) -> None:
    assert line in redact(f"Ulla Brandt\nulla@example.com\n\nExperience\n{line}{AFTER}").text
