"""What templates do to a CV: labels that repeat, cells that wrap, grids with long heads, no headings at all."""

from __future__ import annotations

import pytest
from tests.adapters.profile_parser.reading import certificates, languages, profile, schools, skills


def _jobs(lines: list[str]) -> list[tuple[str | None, str | None]]:
    return [(job["title"], job["company"]) for job in profile(lines)["professional_experiences"]]


@pytest.mark.parametrize(
    ("heading", "place"),
    [("Experience", "Boise, Idaho, United States"), ("Erfahrung", "Murnau, Bayern, Deutschland")],
)
def test_a_place_below_one_role_tells_nothing_of_the_title_of_another(heading: str, place: str) -> None:
    lines = [
        heading,
        "Northquay Foods",
        "9 years 6 months",
        "Supply Chain Manager",
        "March 2020 - Present",
        place,
        "",
        "Demand Planner",
        "June 2017 - February 2020",
        place,
        "",
        "Hollis & Trent Freight",
        "Logistics Analyst",
        "August 2014 - May 2017",
        place,
    ]

    assert _jobs(lines) == [
        ("Supply Chain Manager", "Northquay Foods"),
        ("Demand Planner", "Northquay Foods"),
        ("Logistics Analyst", "Hollis & Trent Freight"),
    ]


@pytest.mark.parametrize("label", ["Highlights", "Accomplishments", "Achievements"])
def test_a_label_that_several_jobs_have_heads_no_section(label: str) -> None:
    lines = ["Work", "Nurse\t2019-02 — Present", "St Anne Hospital", label, "- Led a ward of twelve beds."]
    lines += ["Care Assistant\t2016-09 — 2019-01", "Elm Lodge Ltd", label, "- Helped at night."]

    assert _jobs(lines) == [("Nurse", "St Anne Hospital"), ("Care Assistant", "Elm Lodge Ltd")]


@pytest.mark.parametrize(
    ("line", "job"),
    [
        ("TÉCNICO DE MANTENIMIENTO ENVASADOS ATLÁNTICO S.L.", ("TÉCNICO DE MANTENIMIENTO", "ENVASADOS ATLÁNTICO S.L.")),
        ("SOFTWARE ENGINEER BRIGHTWATER LTD", ("SOFTWARE ENGINEER", "BRIGHTWATER LTD")),
        ("PROJEKTLEITERIN STADTWERKE ULM", ("PROJEKTLEITERIN", "STADTWERKE ULM")),
    ],
)
def test_capitals_are_parted_behind_the_title_where_the_type_alone_told_the_employer(
    line: str, job: tuple[str, str]
) -> None:
    assert _jobs(["Work experience", "01/03/2019 – 30/06/2021 Vigo, Spain", line, "- Eight lines."]) == [job]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Data Analytics", "Professional Certificate"], [("Data Analytics Professional Certificate", None, None)]),
        (["HSE Diver Issued by Dive Council on 2018-04-11"], [("HSE Diver", "Dive Council", 2018)]),
        (["Secourisme délivré par Croix-Rouge en 2019"], [("Secourisme", "Croix-Rouge", 2019)]),
        (["2022\tKubernetes Expert, Linux Board\tOnline"], [("Kubernetes Expert", "Linux Board", 2022)]),
        (["First aid, Red Cross, 2019", "27 November 2026 | Résumé | 1"], [("First aid", "Red Cross", 2019)]),
        (["İlk Yardım", "Kızılay | 2018", "", "Bu özgeçmiş 12.11.2026 tarihlidir."], [("İlk Yardım", "Kızılay", 2018)]),
    ],
)  # fmt: skip
def test_a_certificate_keeps_its_name_and_who_gave_it(
    lines: list[str], expected: list[tuple[str, str | None, int | None]]
) -> None:
    assert certificates(["Certificates", *lines]) == expected


def test_a_range_closes_in_the_next_line() -> None:
    lines = ["Education", "Portland State University", "MBA, Operations Management · (2015 -", "2017)"]

    found = profile(lines)["education"]
    assert [(each["start_date"]["year"], each["end_date"]["year"]) for each in found] == [(2015, 2017)]


@pytest.mark.parametrize(
    ("name", "institution"),
    [
        ("Université Toulouse III - Paul Sabatier", "Université Toulouse III - Paul Sabatier"),
        ("Université Lyon 2 - Lumière", "Université Lyon 2 - Lumière"),
        ("Université de Lille - Lille", "Université de Lille"),
    ],
)
def test_the_name_of_a_university_goes_on_behind_its_number(name: str, institution: str) -> None:
    assert schools(["Formation", name, "Master, Statistique · 2016 – 2018"])[0][0] == institution


def test_a_town_that_a_cell_wraps_is_no_field_of_study() -> None:
    lines = ["Ausbildung", "08/2002 – 06/2008\tMittlere Reife", "Gesamtschule Niederwalgern, Weimar", "(Lahn)"]

    assert schools(lines) == [("Gesamtschule Niederwalgern", "Mittlere Reife", None)]


def test_the_wrapped_head_of_a_grid_of_languages_is_no_skill() -> None:
    lines = ["Compétences", "Langue maternelle\tFrançais", "Autres langues\tCOMPRENDRE\tPARLER\tÉCRIRE"]
    lines += ["Prendre part à une\tS’exprimer oralement", "conversation\ten continu", "Anglais\tC1\tC1\tB2\tB2\tB2"]

    assert languages(lines) == [("fr", "native"), ("en", "B2")]
    assert skills(lines) == []


@pytest.mark.parametrize(
    "rows",
    [
        ["Langages\tJava, Kotlin\tCadriciels\tSymfony", "Données\tPostgreSQL"],
        ["Diller\tJava, Kotlin\tÇatılar\tSymfony", "Veri\tPostgreSQL"],
    ],
)
def test_rows_of_two_labels_give_what_stands_beside_them(rows: list[str]) -> None:
    assert skills(["Skills", *rows]) == ["Java", "Kotlin", "Symfony", "PostgreSQL"]


def test_a_label_that_a_cell_wraps_is_one_and_heads_no_section() -> None:
    lines = ["Work experience", "Dates\tAugust 2018 – Present", "Occupation or position held\tHydrologist"]
    lines += ["Main activities and\tBuilt a flood model for eleven rivers of the county.", "responsibilities"]
    lines += ["Name and address of employer\tVestland Water Institute, Bergen, Norway"]

    assert _jobs(lines) == [("Hydrologist", "Vestland Water Institute")]


def test_icons_of_a_font_say_nothing() -> None:
    lines = ["Experience", "Account Manager", "Cedar & Finch Media", "\uf073 06/2016 - 02/2020\t\uf041 Tacoma, WA"]

    job = profile(lines)["professional_experiences"][0]
    assert (job["start_date"], job["end_date"]) == ({"year": 2016, "month": 6}, {"year": 2020, "month": 2})


@pytest.mark.parametrize("label", ["Emploi recherché", "Puesto deseado", "Desired position", "Başvurulan pozisyon"])
def test_the_job_that_is_looked_for_heads_no_jobs(label: str) -> None:
    lines = [f"{label}\tProject Manager", "Work experience", "2018 – 2020\tTeam Leader", "Rivages Verts Ltd, Lille"]

    assert profile(lines)["basics"]["profession"] == "Project Manager"
    assert _jobs(lines) == [("Team Leader", "Rivages Verts Ltd")]


@pytest.mark.parametrize(
    ("school", "tongue", "job"),
    [
        ("Juin 1997\tLicence de Mathématiques (Université de Pau)", "Anglais\tCourant", "Enseignant"),
        ("June 1997\tBachelor of Science (University of Leeds)", "French\tFluent", "Teacher"),
        ("Haziran 1997\tLisans, Matematik (Ege Üniversitesi)", "İngilizce\tİyi", "Öğretmen"),
    ],
)
def test_a_cv_without_headings_is_read_block_by_block(school: str, tongue: str, job: str) -> None:
    lines = [job, "", school, "", tongue, "", f"2006 - 2010\t{job}", "Elm Lodge Ltd", f"2003 - 2006\t{job}", "Ash Ltd"]
    lines += ["", "Novels\tTwo books on sequences", "Computers\tA site of my own", "Cinema\tComedies"]

    found = profile(lines)
    assert _jobs(lines) == [(job, "Elm Lodge Ltd"), (job, "Ash Ltd")]
    assert len(found["education"]) == 1
    assert len(found["languages"]) == 1
    assert found["basics"] | {"summary": None} == found["basics"] | {"profession": job, "skills": []}


def test_a_profession_that_a_column_wraps_is_whole() -> None:
    assert profile(["Enseignant en", "", "Mathématiques", "", "Expérience"])["basics"]["profession"] == (
        "Enseignant en Mathématiques"
    )
