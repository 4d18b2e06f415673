"""Certificates, schools and lists as sentences and narrow lines tell of them, each kind in several languages."""

from __future__ import annotations

import pytest
from tests.adapters.profile_parser.reading import certificates, languages, profile, schools, skills


def names(lines: list[str]) -> list[tuple[str, int | None]]:
    return [(name, year) for name, _, year in certificates(lines)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I worked as a cook at Hotel Tern. In 2019 I took the HACCP certificate and in 2021 the Callebaut Diploma.",
            [("HACCP certificate", 2019), ("Callebaut Diploma", 2021)],
        ),
        (
            "Ich arbeite als Koch. 2013 habe ich die Weiterbildung zum Ausbilder absolviert, 2017 den Kurs Pilze.",
            [("Weiterbildung zum Ausbilder", 2013), ("Kurs Pilze", 2017)],
        ),
        (
            "Öğretmen olarak çalışıyorum. Ayrıca 2019'da Drama Eğitmenliği sertifikasını aldım.",
            [("Drama Eğitmenliği sertifikasını", 2019)],
        ),
        ("I worked as a cook at Hotel Tern from 2012 to 2016. Of course I cooked there in 2014.", []),
    ],
)
def test_certificates_are_read_from_sentences(text: str, expected: list[tuple[str, int]]) -> None:
    assert names([text]) == expected


def test_a_turkish_sentence_tells_month_behind_year_and_the_end_in_another_clause() -> None:
    text = (
        "Mesleğe 2008 yılının Eylül ayında Turhal İlkokulu'nda sınıf öğretmeni olarak başladım ve 2014 yılı Haziran "
        "ayına kadar orada görev yaptım. İngilizcem orta seviyededir."
    )
    job = profile([text])["professional_experiences"][0]

    assert (job["company"], job["start_date"], job["end_date"]) == (
        "Turhal İlkokulu",
        {"year": 2008, "month": 9},
        {"year": 2014, "month": 6},
    )
    assert languages([text]) == [("en", "B1")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Ausbildung",
                "2004 - 2008  Ausbildung zum Metallbauer, Fachrichtung Konstruktion",
                "Metallbau Uhlig, Zwickau",
            ],
            [("Metallbau Uhlig", "Ausbildung", "Metallbauer")],
        ),
        (
            ["Formation", "2016  Licence de gestion, option finance", "Université de Lyon"],
            [("Université de Lyon", "Licence", "gestion")],
        ),
        (
            ["Formación", "2016  Grado en Historia, especialidad en archivos", "Universidad de Vigo"],
            [("Universidad de Vigo", "Grado", "Historia")],
        ),
        (
            ["Education", "2015  Bachelor of Science in Nursing", "College of St. Brigid"],
            [("College of St. Brigid", "Bachelor of Science in Nursing", "Nursing")],
        ),
        (
            ["Studium", "2021  Promotion (Dr. rer. nat.) in Geophysik, Universität Potsdam"],
            [("Universität Potsdam", "Promotion", "Geophysik")],
        ),
        (
            ["Eğitim", "Ön Lisans: Uludağ Üniversitesi Sosyal Bilimler MYO, Büro Yönetimi, 2010 – 2012"],
            [("Uludağ Üniversitesi", "Ön Lisans", "Büro Yönetimi")],
        ),
        (
            [
                "Schulbildung",
                "1989 bis 1998\tGymnasium Leopoldinum, Passau",
                "Abitur",
                "1998 bis 1999\t[MILITARY], Haus Anna",
            ],
            [("Gymnasium Leopoldinum", "Abitur", None)],
        ),
    ],
)
def test_a_speciality_or_a_part_of_a_school_is_neither_school_nor_another_field(
    lines: list[str], expected: list[tuple[str, str, str | None]]
) -> None:
    assert schools(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Skills", "Selenium (9 years, expert)", "Java (12 years, advanced)"], ["Selenium", "Java"]),
        (
            ["Kenntnisse", "WIG-, MAG- und Autogenschweißen; Kranführen"],
            ["WIG-, MAG- und Autogenschweißen", "Kranführen"],
        ),
        (
            ["Sprachen und EDV", "Englisch: gut; Französisch: Grundkenntnisse", "GeoGebra, MATLAB, Moodle"],
            ["GeoGebra", "MATLAB", "Moodle"],
        ),
        (["Languages", "English, French, German"], []),
        (["Languages", "Welsh (fluent)", "", "OUTSIDE SCHOOL", "Chapel organ, choir, rowing"], []),
        (
            ["Skills", "Media planning", "Stock control", "Nielsen, Brandwatch"],
            ["Media planning", "Stock control", "Nielsen", "Brandwatch"],
        ),
        (["Top Skills", "Clinical Research", "GCP", "Audits"], ["Clinical Research", "GCP", "Audits"]),
        (["Competencias", "Manejo de vía aérea", "Manejo de Excel"], ["Manejo de vía aérea", "Excel"]),
        (["Kenntnisse", "Hydraulik (5 Jahre, sehr gut)", "Pneumatik (3 Jahre, gut)"], ["Hydraulik", "Pneumatik"]),
    ],
)
def test_skills_are_read_without_levels_and_leads_and_beside_languages(lines: list[str], expected: list[str]) -> None:
    assert skills(lines) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("First Aid at Work (2023), Manual Handling (2021)", [("First Aid at Work", 2023), ("Manual Handling", 2021)]),
        ("SRC 3 Belgesi, ADR Belgesi", [("SRC 3 Belgesi", None), ("ADR Belgesi", None)]),
        ("Erste Hilfe (2020), Staplerschein (2019)", [("Erste Hilfe", 2020), ("Staplerschein", 2019)]),
    ],
)
def test_certificates_side_by_side_are_told_apart(line: str, expected: list[tuple[str, int | None]]) -> None:
    assert names(["Certificates", line]) == expected


def test_letters_for_a_name_in_small_letters_issued_nothing() -> None:
    assert certificates(["Habilitations", "Sauveteur secouriste du travail (SST), 2023"]) == [
        ("Sauveteur secouriste du travail (SST)", None, 2023)
    ]


def test_a_course_below_a_school_in_capitals_is_no_field_of_it() -> None:
    lines = [
        "AŞÇIBAŞI",
        "",
        "2019-DEVAM EDİYOR    AŞÇIBAŞI    TURKUAZ KOY OTEL, BODRUM",
        "2014-2019    MUTFAK ŞEFİ    KERVANSARAY OTEL A.Ş., ANTALYA",
        "",
        "MERSİN TURİZM MESLEK LİSESİ, 2007",
        "MENGEN AŞÇILIK KURSU, 2008",
    ]

    assert schools(lines) == [("MERSİN TURİZM MESLEK LİSESİ", None, None)]
    assert names(lines) == [("MENGEN AŞÇILIK KURSU", 2008)]


def test_a_certificate_in_capitals_is_no_school() -> None:
    lines = [
        "2016 TO 2020 - CARE HOME NURSE, ROSEBANK CARE HOME, CRIEFF",
        "2012 TO 2016 - CARE ASSISTANT, STRATHEARN HOMECARE LTD",
        "",
        "SVQ LEVEL 3 HEALTH AND SOCIAL CARE, PERTH COLLEGE, 2013",
        "",
        "MANUAL HANDLING CERTIFICATE (2022)",
        "IV THERAPY, WOUND CARE, CATHETERISATION",
    ]

    assert schools(lines) == [("PERTH COLLEGE", "SVQ LEVEL 3", "HEALTH AND SOCIAL CARE")]
    assert names(lines) == [("MANUAL HANDLING CERTIFICATE", 2022)]
    assert skills(lines) == ["IV THERAPY", "WOUND CARE", "CATHETERISATION"]


def test_below_jobs_and_schools_without_headings_each_line_says_what_it_is() -> None:
    lines = [
        "Warehouse supervisor, Belfast",
        "",
        "Feb 2017 - Jul 2021: Forklift Operator, Lagan Cold Store Ltd",
        "2012-2015: Stock Assistant, Harland Hardware, Belfast",
        "",
        "Level 2 Diploma in Warehousing, Belfast Metropolitan College, 2014",
        "",
        "First Aid at Work (2023)",
        "Counterbalance truck licence (RTITB)",
        "French (basic), German (good)",
        "",
        "Stock control, rota planning, handheld scanners",
    ]

    assert names(lines) == [("First Aid at Work", 2023), ("Counterbalance truck licence", None)]
    assert [code for code, _ in languages(lines)] == ["fr", "de"]
    assert skills(lines) == ["Stock control", "rota planning", "handheld scanners"]
