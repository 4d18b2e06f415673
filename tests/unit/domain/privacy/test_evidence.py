"""The candidate's name is found by all signals together; no one of them ends the search of another."""

from __future__ import annotations

import pytest

from cvparser.domain.cv.lines import Role, Setting
from cvparser.domain.privacy import Category, DocumentHints, Finding, redact
from cvparser.domain.privacy.people.evidence import BIAS, weights
from cvparser.domain.privacy.people.signal_names import Signal
from cvparser.domain.profile import WarningCode

BODY = "\n\nEXPERIENCE\nData Engineer, Kestrel Ltd, 2018 - 2023\n\nSKILLS\nPython, Kafka\n"


def test_each_signal_has_its_weight_and_each_weight_its_signal() -> None:
    assert set(weights()) == {BIAS, *Signal}


@pytest.mark.parametrize(
    "sentence",
    [
        "Umstellung auf das System, bekannt als Kafka.",
        "Je suis Oracle certifié.",
        "Soy Salesforce certificado.",
        "Ich bin Jenkins zertifiziert.",
        "Adım Adım Kalite projesini yürüttüm.",
        "The tool goes by Grafana.",
        "Application of Kotlin in payments.",
    ],
)
def test_a_sentence_that_looks_like_an_introduction_saves_no_name_and_costs_no_product(sentence: str) -> None:
    text = redact(f"Solène Desrosiers\nIngénieure{BODY}\nPROJECTS\n- {sentence}\n").text

    assert [part in text for part in ("Solène", "Desrosiers", sentence)] == [False, False, True]


@pytest.mark.parametrize(
    ("hints", "stays"),
    [
        (DocumentHints(file_name="Kotlin_Developer_CV.pdf"), "Kotlin Developer, Kestrel, 2019\nBuilt Kotlin services"),
        (DocumentHints(file_name="hemsire vestel.docx"), "Hemşire, Vestel, 2019 - 2022"),
        (DocumentHints(author="python-docx"), "Python, SQL"),
        (DocumentHints(author="Apache POI"), "Apache Spark, Python"),
        (DocumentHints(title="Lebenslauf Oracle Berater"), "Oracle Berater, Siemens, 2018 - 2020"),
        (DocumentHints(author="Team Jobbie"), "Analyst, Jobbie, June 2020 - Present\nAnalysed data at Jobbie"),
    ],
)
def test_hints_take_nothing_that_the_text_or_a_list_knows_as_professional(hints: DocumentHints, stays: str) -> None:
    text = redact(f"Deniz Aslan\ndeniz.aslan@example.com\n\nEXPERIENCE\n{stays}.\n\nSKILLS\nSQL\n", hints).text

    assert [part in text for part in (stays, "Aslan")] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "Contact\nwww.linkedin.com/in/kt42\nTop Skills\nRevit\nSQL\n{name}\nBauingenieur bei Hollenberg AG\nHamburg",
        "KONTAKT\nmail4@post.example\nSPRACHEN\nDeutsch\n\n{name}\nBauingenieur\nBERUFSERFAHRUNG\nHollenberg AG",
        "Expérience\n2018 - 2023  Chef de projet, Valmarin\n\nCompétences\nSAP, Jira\n\n{name}\ncv@post.example",
        "Nurse\nEXPERIENCE\nWard nurse, 2019 - 2021\nSKILLS\nTriage, CPR\n\n{name}",
        "Nurse\n\nEXPERIENCE\nWard nurse, 2019 - 2021\n\n{name} - 2/3",
        "Enfermera\n\nEXPERIENCIA\nEnfermera, 2019 - 2021\n\n{name}    Página 1 de 2",
        "Krankenpfleger\n\nERFAHRUNG\nPflege, 2019 - 2021\n\nSeite 2 von 3 | {name}",
        "{name} | Bauingenieur | +49 30 12345678 | cv@post.example\n\nBerufserfahrung\nHollenberg AG, 2019",
        "RESUME\n{name}\nsr77@example.com\n\nOBJECTIVE\nTo grow.\n\nEXPERIENCE\nSite Engineer, 2015",
        "ÖZGEÇMİŞ\n\n{name}\nsr77@example.com\n\nDENEYİM\nİnşaat Mühendisi, 2015",
    ],
)
@pytest.mark.parametrize(
    "name", ["Zerrin Karaosman", "Nguyen Thi Mai", "Kwabena Mensah", "Ludmila Novotná", "Willemijn van der Meulen"]
)
def test_a_name_is_found_wherever_it_stands(text: str, name: str) -> None:
    redacted = redact(text.replace("{name}", name)).text

    assert not [word for word in name.split() if len(word) > 3 and word in redacted]


@pytest.mark.parametrize(
    "name",
    [
        "Deepthi S", "S. Ramanathan", "AYŞE.K", "KAYALVIZHI.K", "imtiaz khan", "KARAOSMAN Zerrin", "Wulandari",
        "Dr. med. univ. Ottilie Brandstätter", "Dipl.-Ing. Friederike von Trautenau", "Harriet Ashcroft, MBA", "李娜",
        "김민준", "Ольга Петренко", "Δημήτρης Παππάς", "ليلى حداد", "Íñigo Ibáñez de la Fuente", "Seo-yeon Park",
    ],
)  # fmt: skip
def test_a_name_is_found_in_many_forms(name: str) -> None:
    redacted = redact(f"{name}\nData Engineer\ncv77@post.example{BODY}").text

    assert not [word for word in name.replace(".", " ").split() if len(word) > 4 and word in redacted]
    assert [part in redacted for part in (name, "Kestrel Ltd", "Python, Kafka")] == [False, True, True]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thandiwe Nkosi is a Data Engineer with ten years in retail.",
        "Selma Aksoy has worked as a buyer since 2013.",
        "Jonas Weidner ist ein Bauingenieur mit zehn Jahren Erfahrung.",
        "Maëlle Le Goff travaille comme infirmière depuis 2012.",
        "Lucía Etxeberria es una contable con experiencia.",
        "Çağrı Öztürkmen 2015 yılından beri Veri Mühendisi olarak çalışmaktadır.",
    ],
)
def test_the_subject_of_a_summary_is_the_candidate(sentence: str) -> None:
    text = redact(f"Profile\n\n{sentence}{BODY}").text

    assert not [word for word in sentence.split()[:2] if word in text]


@pytest.mark.parametrize(
    "sentence",
    ["I worked as a nurse at Halden.", "He is a nurse at Halden Ltd in Leeds.", "This is the nurse at work on wards."],
)
def test_a_pronoun_is_no_subject(sentence: str) -> None:
    assert sentence in redact(f"Profile\n\n{sentence}{BODY}").text


@pytest.mark.parametrize("look", [Setting(role=Role.FOOTER), Setting(size=24.0)])
def test_how_a_line_is_set_tells_a_name_that_its_place_alone_does_not(look: Setting) -> None:
    lines = ["EXPERIENCE", "Data Engineer", "Orsk Vurl", "Built pipelines in Python.", "2011 - 2015"]
    settings = tuple(look if line == "Orsk Vurl" else Setting(size=10.0) for line in lines)

    assert "Orsk Vurl" in redact("\n".join(lines)).text
    assert "Orsk Vurl" not in redact("\n".join(lines), DocumentHints(settings=settings)).text


def test_settings_that_are_another_texts_count_for_nothing() -> None:
    hints = DocumentHints(settings=(Setting(size=24.0),))

    assert redact("Orsk Vurl\nNurse of wards\n", hints).text == redact("Orsk Vurl\nNurse of wards\n").text


@pytest.mark.parametrize("start", [0, 3])
def test_what_another_detector_found_ends_no_search(start: int) -> None:
    text = f"Jonas Weidner\nSoftware Engineer{BODY}"
    at = text.index("Kafka") if start else text.index("Kestrel")
    found = Finding(category=Category.NAME, start=at, end=at + 5, rule="other")

    assert "Weidner" not in redact(text, more=[found]).text


@pytest.mark.parametrize("first", ["RESUME", "CURRICULUM VITAE", "[NAME]", "Lebenslauf", "ÖZGEÇMİŞ", "CV"])
def test_the_head_is_withheld_where_nothing_is_a_name(first: str) -> None:
    redaction = redact(f"{first}\nxqz zzt\nx77@example.com\n\nSKILLS\nPython\n")

    assert "xqz zzt" not in redaction.text
    assert WarningCode.HEADER_WITHHELD in redaction.warnings
    assert "Python" in redaction.text


@pytest.mark.parametrize(
    ("row", "gone"),
    [
        ("cv@post.example | kestrelhome.example | dkz92 | Ankara", ["kestrelhome.example", "dkz92"]),
        ("yunzhw | +49 30 12345678 | cv@post.example | yunzhw", ["yunzhw"]),
        ("+44 7700 900123 • ada-writes.example/about • Leeds", ["ada-writes.example"]),
        ("indeed.com/r/Anvika-B/a1b2c3d4e5f60718", ["a1b2c3d4e5f60718", "Anvika-B"]),
        ("cv@post.example · k_w88 · Hamburg", []),
        ("github.com/dkz92 | linkedin.com/in/dkz-92", ["dkz92", "dkz-92"]),
    ],
)
def test_sites_and_accounts_of_a_contact_row_go(row: str, gone: list[str]) -> None:
    text = redact(f"Deniz Aslan\n{row}{BODY}").text

    assert [each for each in gone if each in text] == []


@pytest.mark.parametrize(
    "row", ["cv@post.example | node.js | remote | full-time", "cv@post.example | freelance | ISO9001"]
)
def test_words_of_work_in_a_contact_row_stay(row: str) -> None:
    text = redact(f"Deniz Aslan\n{row}{BODY}").text

    assert row.partition(" | ")[2] in text


@pytest.mark.parametrize(
    "skills",
    [
        "Social Media: Facebook, Twitter, Instagram",
        "Sosyal Medya: LinkedIn, TikTok",
        "Réseaux sociaux : Instagram, Twitter",
    ],
)
def test_a_list_of_networks_is_no_account(skills: str) -> None:
    assert skills in redact(f"Deniz Aslan\ncv@post.example\n\nSKILLS\n{skills}\n").text
