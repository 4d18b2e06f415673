"""Skills, schools and certificates in the groups, columns and sentences that templates put them in."""

from __future__ import annotations

from typing import Any

import pytest

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument


def profile(*lines: str) -> Any:
    return read_profile(CVDocument(text="\n".join(["[NAME]", "", *lines]))).profile


def skills(*lines: str) -> list[str]:
    found: list[str] = profile(*lines)["basics"]["skills"]
    return found


def schools(*lines: str) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (each["issuing_organization"], each["degree"], each["field_of_study"]) for each in profile(*lines)["education"]
    ]


def certificates(*lines: str) -> list[str]:
    return [each["description"] for each in profile(*lines)["trainings_and_certifications"]]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Skills", "Tech Stack\tPython\t|\tGo\t|\tSQL", "Cloud\tAzure\t|\tTerraform"],
            ["Python", "Go", "SQL", "Azure", "Terraform"],
        ),
        (["Kenntnisse", "Büro\tExcel | Word", "Lager\tSAP WM | Stapler"], ["Excel", "Word", "SAP WM", "Stapler"]),
        (
            ["Beceriler", "Yazılım\tJava, Kotlin", "Veri\tRedis, Kafka", "Bulut\tAzure"],
            ["Java", "Kotlin", "Redis", "Kafka", "Azure"],
        ),
        (
            ["Compétences", "Bureautique » Excel, Word", "Terrain » Levage, Soudure"],
            ["Excel", "Word", "Levage", "Soudure"],
        ),
        (
            [
                "Kenntnisse",
                "Pflege    Wundversorgung, Lagerung, Mobilisation, Dokumentation, Anleitung",
                "EDV    Word, Excel",
            ],
            ["Wundversorgung", "Lagerung", "Mobilisation", "Dokumentation", "Anleitung", "Word", "Excel"],
        ),
        (
            ["Skills", "GIS\tArcGIS · QGIS", "Lab\tPCR · ELISA", "Writing\tReports"],
            ["ArcGIS", "QGIS", "PCR", "ELISA", "Reports"],
        ),
        (["Competenze", "Officina › Tornio, Fresa", "Ufficio › Excel, Word"], ["Tornio", "Fresa", "Excel", "Word"]),
    ],
)
def test_a_label_beside_or_before_a_list_is_no_skill(lines: list[str], expected: list[str]) -> None:
    assert skills(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["Skills", "Tools\tExcel | SPSS", "Interests\tChess | Sailing", "Lab\tPCR | ELISA"],
        ["Kenntnisse", "Software\tExcel | SPSS", "Interessen\tSchach | Segeln", "Labor\tPCR | ELISA"],
        ["Compétences", "Logiciels\tExcel | SPSS", "Loisirs\tÉchecs | Voile", "Laboratoire\tPCR | ELISA"],
    ],
)
def test_interests_among_groups_of_skills_are_no_skills(lines: list[str]) -> None:
    assert skills(*lines)[:2] == ["Excel", "SPSS"]
    assert not {"Chess", "Schach", "Échecs", "Sailing", "Segeln", "Voile"}.intersection(skills(*lines))


@pytest.mark.parametrize(
    "lines",
    [
        ["Skills", "Software: R, SPSS", "Research: Interviews, Surveys", "Other: Driving, Cooking"],
        ["Kenntnisse", "Software: R, SPSS", "Forschung: Interviews, Surveys", "Sonstiges: Driving, Cooking"],
        ["Yetkinlikler", "Yazılım: R, SPSS", "Araştırma: Interviews, Surveys", "Diğer: Driving, Cooking"],
        ["Compétences", "Logiciels : R, SPSS", "Recherche : Interviews, Surveys", "Divers : Driving, Cooking"],
    ],
)
def test_a_heading_that_labels_a_group_of_skills_ends_no_list_of_skills(lines: list[str]) -> None:
    assert skills(*lines) == ["R", "SPSS", "Interviews", "Surveys", "Driving", "Cooking"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Skills", "✔ Rigging ✔ Splicing ✔ Knots"], ["Rigging", "Splicing", "Knots"]),
        (["Vaardigheden", "✓ Wondzorg ✓ Triage"], ["Wondzorg", "Triage"]),
        (
            ["Skills", "Pastry                  Staff training  Stock control"],
            ["Pastry", "Staff training", "Stock control"],
        ),
        (
            ["Competencias", "Facturación. Nóminas. Atención telefónica."],
            ["Facturación", "Nóminas", "Atención telefónica"],
        ),
        (["Competenze", "Fatturazione. Buste paga. Contabilità."], ["Fatturazione", "Buste paga", "Contabilità"]),
        (["Compétences", "Symfony\tExpert\t6 ans", "Vue.js\tAvancé\t4 ans"], ["Symfony", "Vue.js"]),
        (["Kenntnisse", "Python\tsehr gut\t5 Jahre", "Scala\tgut\t2 Jahre"], ["Python", "Scala"]),
        (
            ["Skills", "Java and J2EE", "Git and GitHub", "Docker and Swarm"],
            ["Java", "J2EE", "Git", "GitHub", "Docker", "Swarm"],
        ),
        (["Skills", "HTML and CSS", "Health and Safety"], ["HTML and CSS", "Health and Safety"]),
        (["Skills", "Python", "https://www.example.org/me"], ["Python"]),
    ],
)
def test_a_list_is_parted_by_the_sign_that_it_uses(lines: list[str], expected: list[str]) -> None:
    assert skills(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Eğitim", "Ege Üniversitesi Mühendislik Fakültesi Gıda Mühendisliği Bölümü (2010 - 2014)"],
            ("Ege Üniversitesi", None, "Gıda Mühendisliği"),
        ),
        (
            ["Eğitim", "Toros Üniversitesi Sağlık Yüksekokulu Hemşirelik Bölümü 2010 - 2014"],
            ("Toros Üniversitesi", None, "Hemşirelik"),
        ),
        (
            ["Öğrenim", "Üniversite : Ege Üniversitesi, Kimya Bölümü (2010-2015)  Ort: [ADDRESS]"],
            ("Ege Üniversitesi", None, "Kimya"),
        ),
        (
            ["Formación", "2012-2014 Técnico Superior en Administración. IES Río Duero."],
            ("IES Río Duero", "Técnico Superior", "Administración"),
        ),
        (
            ["Istruzione", "2014 Laurea Magistrale in Fisica. Università di Pavia."],
            ("Università di Pavia", "Laurea Magistrale", "Fisica"),
        ),
        (
            ["Formation", "CPGE PCSI", "Lycée Champollion, Grenoble", "2011 – 2013"],
            ("Lycée Champollion", "CPGE", "PCSI"),
        ),
    ],
)
def test_a_school_is_read_from_one_phrase(lines: list[str], expected: tuple[str | None, ...]) -> None:
    assert schools(*lines) == [expected]


def test_a_table_of_schools_drawn_with_blanks_is_read_by_its_head() -> None:
    found = schools(
        "ACADEMIC PROFILE",
        "S.No  Course        Institution                    Board/University      Year   %",
        "1     B.Tech (Civil Engineering)   Kestrel College of Engineering   JNTU Kakinada   2017-2021   72.4",
        "2     SSC   Heron High School   BSEAP   2015   9.3",
    )

    assert [(school, degree) for school, degree, _ in found] == [
        ("Kestrel College of Engineering", "B.Tech"),
        ("Heron High School", "SSC"),
    ]


def test_the_head_of_a_table_with_two_names_a_column_is_no_school() -> None:
    found = schools(
        "Educational Qualification",
        "Degree / Examination\tSchool / College\tUniversity / Board\tYear of Passing\tPercentage / CGPA",
        "B.E. (Information Technology)\tKestrel College of Engineering\tUniversity of Pune\t2023\t8.4",
        "SSC\tHeron School\tMaharashtra State Board\t2017\t91.20%",
    )

    assert [school for school, _, _ in found] == ["Kestrel College of Engineering", "Heron School"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            [
                "Formation",
                "Mai 2019\tCertificat de secourisme",
                "Juin 2017\tLicence de Physique",
                "Université de Lorraine",
            ],
            "Certificat de secourisme",
        ),
        (
            ["Ausbildung", "2019\tZertifikat Projektleitung", "2017\tBachelor Physik", "Universität Bremen"],
            "Zertifikat Projektleitung",
        ),
        (
            ["Istruzione", "2019\tCertificato di primo soccorso", "2017\tLaurea Fisica", "Università di Pavia"],
            "Certificato di primo soccorso",
        ),
    ],
)
def test_a_certificate_among_schools_is_a_certificate(lines: list[str], name: str) -> None:
    found = profile(*lines)

    assert [each["description"] for each in found["trainings_and_certifications"]] == [name]
    assert len(found["education"]) == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Habilitations", "SST (2023)", "Habilitation électrique BR", "AIPR"],
            ["SST", "Habilitation électrique BR", "AIPR"],
        ),
        (
            ["Certificates", "> Rigging", "> Confined space entry, 2020", "> Working at height"],
            ["Rigging", "Confined space entry", "Working at height"],
        ),
        (
            ["Certifications", "Certified Executive Chef (CEC)", "Food Protection Manager (FPM)"],
            ["Certified Executive Chef (CEC)", "Food Protection Manager (FPM)"],
        ),
    ],
)
def test_each_line_of_a_list_of_certificates_is_one(lines: list[str], expected: list[str]) -> None:
    assert certificates(*lines) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Scottish Gaelic (basic)", "gd"),
        ("Kannada (native)", "kn"),
        ("Burmese", "my"),
        ("Moğolca: orta", "mn"),
        ("Jiddisch (gut)", "yi"),
    ],
)
def test_languages_of_fewer_speakers_are_known(text: str, code: str) -> None:
    assert [each["iso_code"] for each in profile("Languages", text, "English")["languages"]] == [code, "en"]
