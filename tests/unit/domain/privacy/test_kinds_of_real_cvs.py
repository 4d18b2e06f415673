"""Places of living told at length, communities in small letters, authors without commas, firms of partners, pages."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact
from cvparser.domain.text.folding import fold

HEAD = "Anna Lindqvist\nNurse\nanna.lindqvist@example.com\n\nEXPERIENCE\nNurse, Kestrel Ltd, 2018 - 2023\n"


def after(*lines: str) -> str:
    return redact(HEAD + "\n".join(lines) + "\n").text


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("I live with my wife and two kids in Hull.", "Hull"),
        ("Ich lebe seit 2010 mit meiner Frau in Duisburg-Marxloh.", "Duisburg-Marxloh"),
        ("J'habite avec ma femme à Nantes.", "Nantes"),
        ("Resido con mi familia en Getafe.", "Getafe"),
        ("Vivo desde 2019 en Zaragoza.", "Zaragoza"),
        ("Vivo com a minha família em Lisboa.", "Lisboa"),
        ("Abito con mio fratello a Milano.", "Milano"),
    ],
)
def test_where_somebody_lives_goes_though_words_part_it_from_the_verb(sentence: str, place: str) -> None:
    assert place not in after(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I live and breathe data in Excel.",
        "Vivo la tecnología en Kubernetes.",
        "I live for code, and in Berlin I led a team.",
        "Ich lebe Agilität in jedem Projekt.",
    ],
)
def test_what_somebody_lives_for_stays(sentence: str) -> None:
    assert sentence in after(sentence)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("residente a Trento in via dei Mille 8, macchinista", "via dei Mille 8"),
        ("residente in Vigliano Biellese (BI), tecnico", "(BI)"),
        ("residente a Bolzano in piazza Walther 4, cuoco", "piazza Walther 4"),
    ],
)
def test_the_street_and_the_province_behind_a_town_go_with_it(sentence: str, place: str) -> None:
    text = after(sentence)

    assert [place in text, sentence.rpartition(" ")[2] in text] == [False, True]


@pytest.mark.parametrize(
    "place",
    [
        "Boston, Massachusetts, United States",
        "Leeds, England, United Kingdom",
        "Pune, Maharashtra, India",
        "Lyon, France",
    ],
)
def test_the_place_below_a_name_and_its_headline_goes(place: str) -> None:
    text = redact(f"Top Skills\nTriage\nWound care\n\nAnna Lindqvist\nNurse at Kestrel\n{place}\nSummary\nx\n").text

    assert [place in text, "Nurse at Kestrel" in text] == [False, True]


@pytest.mark.parametrize("place", ["Peckham, London SE15", "Leeds LS6", "Belfast BT7"])
def test_a_town_with_the_half_of_a_postcode_goes_beside_contacts(place: str) -> None:
    assert place not in redact(f"Anna Lindqvist\nanna@example.com • 07700 900816 • {place}\n\nSKILLS\nx\n").text


@pytest.mark.parametrize(
    ("entry", "community"),
    [
        ("Catequista en la parroquia de San Froilán", "parroquia de San Froilán"),
        ("Catéchiste à la paroisse Saint-Maclou", "paroisse Saint-Maclou"),
        ("Volontaria, parrocchia di San Zeno", "parrocchia di San Zeno"),
        ("Voluntária na igreja Metodista Central", "Metodista Central"),
        ("Vrijwilliger bij parochie Sint Lambertus", "Sint Lambertus"),
        ("Parish catechist, Holy Rood RC Church", "Holy Rood RC Church"),
        ("ver.di-Vertrauensfrau", "ver.di"),
        ("Member, SEIU Local 521", "Local 521"),
        ("RSU FIOM-CGIL", "CGIL"),
    ],
)
def test_a_community_goes_though_its_first_word_is_written_small(entry: str, community: str) -> None:
    assert community not in after("", "OTHER", entry)


@pytest.mark.parametrize(
    "entry",
    ["Pastelera en la calle de la parroquia", "restauration de l'église", "gençlik kolları Proje ekibi", "Kantorin"],
)
def test_what_names_no_community_stays(entry: str) -> None:
    assert entry in after("", "OTHER", f"Membre actif, {entry}")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Brinkschulte T, Eze N: Bayes nets for tariffs. 2021.", ["Brinkschulte", "Eze"]),
        ("1. Sanchis-Roca M, Bofill AM, Okoye C. Energy Policy 2019;12:3-9.", ["Sanchis", "Bofill", "Okoye"]),
        ("Kaya AB, Öz S ve Demir L. Türk Fizik Dergisi, 2016.", ["Kaya", "Öz S"]),
        ("van Dijk P & de Boer J. Soil and salt, 2020", ["Dijk P", "Boer J"]),
    ],
)
def test_authors_whose_initials_no_comma_marks_go(line: str, people: list[str]) -> None:
    text = after("", "PUBLICATIONS", line)

    assert [person for person in people if person in text] == []


@pytest.mark.parametrize(
    "line", ["AutoCAD V, Part B, 2019", "Vitamin C, Hepatitis B: trial of 2019", "SAP R/3, Catia V, 2020"]
)
def test_letters_behind_products_make_no_authors(line: str) -> None:
    assert line in after("", "SKILLS", line)


@pytest.mark.parametrize(
    "firm",
    [
        "Maître Dubosc & Associés",
        "Av. Demirkan ve Ortakları",
        "Dr. Winkelhaus und Partner",
        "Mr Pettigrew & Sons",
        "Ing. Salvatierra y Asociados",
        "Avv. Bonfante e Associati",
    ],
)
def test_a_firm_of_partners_behind_a_title_is_no_person(firm: str) -> None:
    assert firm in after(f"Lawyer at {firm}, 2015 - 2017")


@pytest.mark.parametrize("person", ["Dr. Kerem Demir", "Prof. Dr. Ayşe Çelik"])
def test_a_surname_that_is_also_a_word_of_firms_is_one_behind_a_given_name(person: str) -> None:
    assert person not in after(f"{person} ile çalıştım.")


def test_a_heading_below_makes_nobody_an_organisation() -> None:
    assert "Umut" not in after("Tez danışmanı: Prof. Dr. Engin Umut Karaköy", "Yayınlar", "2016 Kestrel")


@pytest.mark.parametrize(
    "page", ["https://perso.univ.example/~tdlr", "people.kestrel.example/~annal/cv", "www.cs.kestrel.example/~lq"]
)
def test_the_page_of_a_user_of_a_server_goes(page: str) -> None:
    assert "~" not in after(f"Page {page} of mine")


def test_a_site_that_the_address_spells_goes_though_no_name_was_found() -> None:
    text = redact(
        "wei.zhang.chen88@example.com\nFirmware engineer\nhttps://weizhangchen.example/about\n\n"
        "SKILLS\nRust, kernel.example\n"
    ).text

    assert ["weizhangchen" in text, "kernel.example" in text] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        "CUIL 20-38471902-6",
        "CUIT: 20-38471902-6",
        "RIJKSREGISTERNR 85.07.30-033.61",
        "UAN 100482917735",
        "CNIC No: 35202-1234567-1",
        "AHV-Nr. 756.9217.0769.85",
        "Nº colegiado COAATZ 22811",
    ],
)
def test_numbers_of_further_countries_go_behind_their_words(line: str) -> None:
    assert line.rpartition(" ")[2] not in after(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "Je suis suivie pour une sclérose en plaques.",
        "I am in treatment for multiple sclerosis.",
        "Estoy en tratamiento por depresión.",
        "Sono in cura per epilessia.",
        "Em tratamento de epilepsia.",
        "Ich bin in Behandlung wegen Epilepsie.",
        "Ben onder behandeling voor epilepsie.",
    ],
)
def test_an_illness_that_somebody_is_treated_for_goes(sentence: str) -> None:
    illness = sentence.rstrip(".").rsplit(" ", maxsplit=1)[1]

    assert illness not in after(sentence)


@pytest.mark.parametrize(
    ("name", "sentence", "noun"),
    [
        ("Ella Loom", "Ran the loom of the mill and mended loom parts.", "loom"),
        ("Els Molen", "Werkte in de molen van de stad.", "molen"),
        ("Ana Faro", "Cuidó el faro del puerto.", "faro"),
        ("Lea Quai", "Gérait le quai de nuit.", "quai"),
    ],
)
def test_a_noun_that_the_text_writes_small_with_an_article_is_not_the_name(name: str, sentence: str, noun: str) -> None:
    text = redact(f"{name}\nNurse\n{fold(name).replace(' ', '.')}@example.com\n\nEXPERIENCE\n{sentence}\n").text

    assert [f" {noun} " in text, name in text] == [True, False]


def test_a_name_written_small_goes_though_a_noun_is_like_it() -> None:
    text = redact("Ella Loom\nWeaver\nella.loom@example.com\n\nEXPERIENCE\nRan the loom; ask ella loom of it.\n").text

    assert ["the loom" in text, "ella" in text] == [True, False]


@pytest.mark.parametrize(
    ("address", "name"),
    [("c.hoarau.idel", "Clarisse Hoarau"), ("s.aksoylar", "Selma Aksoylar"), ("k.hollenrieder", "Karin Hollenrieder")],
)
def test_a_given_name_before_the_surname_that_an_address_spells_goes(address: str, name: str) -> None:
    text = redact(f"PROFILE\nNurse on many wards. Write to {address}@example.com. {name}\n").text

    assert [word for word in name.split() if word in text] == []


@pytest.mark.parametrize("label", ["TEL", "Telefon", "Doğum tarihi"])
def test_a_label_with_its_number_heads_no_table(label: str) -> None:
    text = redact(f"Anna Lindqvist\n\n{label}   348.555.01.77\nESPERIENZA   Kestrel Imaging, analista\n").text

    assert ["ESPERIENZA   Kestrel Imaging" in text, "348" in text] == [True, False]
