"""What designs do to a CV on its way to text, and how it is read all the same."""

from __future__ import annotations

from typing import Any

import pytest

from cvparser.adapters.profile_parser.offline.parser import read_profile


def profile(*lines: str) -> Any:
    return read_profile("\n".join(lines)).profile


def skills(*lines: str) -> list[str]:
    found: list[str] = profile("[NAME]", "Nurse", *lines)["basics"]["skills"]
    return found


def certificates(*lines: str) -> list[tuple[str, str | None, int | None]]:
    found = profile("Certificates", *lines)["trainings_and_certifications"]
    return [(each["description"], each["issuing_organization"], each["year"]) for each in found]


def test_a_label_at_the_end_of_a_paragraph_takes_no_sentence_with_it() -> None:
    found = profile(
        "Ich bin seit 2019 bei Kestrel GmbH als Bauleiter tätig. Sie finden mich hier. Anschrift: [ADDRESS]"
    )

    assert [(job["title"], job["company"]) for job in found["professional_experiences"]] == [
        ("Bauleiter", "Kestrel GmbH")
    ]


def test_a_sentence_goes_on_after_a_legal_form_before_a_small_turkish_letter() -> None:
    found = profile("2020 yılından bu yana Doruk Gıda A.Ş. şirketinde Kalite Uzmanı olarak görev yapıyorum.")

    assert [(job["title"], job["company"]) for job in found["professional_experiences"]] == [
        ("Kalite Uzmanı", "Doruk Gıda A.Ş.")
    ]


def test_a_preposition_within_an_employers_name_parts_it_from_nothing() -> None:
    found = profile("Von 2017 bis 2019 war ich als Bauleiter bei Werkstatt am Hafen beschäftigt.")

    assert found["professional_experiences"][0]["company"] == "Werkstatt am Hafen"


@pytest.mark.parametrize(
    "heading",
    [
        ("Conocimientos de", "idiomas"),
        ("CONNAISSANCES", "LINGUISTIQUES"),
    ],
)
def test_a_heading_that_a_narrow_column_wraps_is_one_heading(heading: tuple[str, str]) -> None:
    found = profile("[NAME]", "Enfermera", "", "Skills", "Triage", "", *heading, "Español B2")

    assert found["basics"]["skills"] == ["Triage"]
    assert [each["iso_code"] for each in found["languages"]] == ["es"]


def test_a_heading_that_its_cell_wraps_beside_the_text_is_one_heading() -> None:
    found = profile(
        "PARCOURS\tInfirmière",
        "PROFESSIONNEL\tClinique Lumen (2019 – 2021)",
        "• Soins.",
        "",
        "PARCOURS\tUniversité de Lille",
        "ACADÉMIQUE\tLicence, Biologie",
        "2018",
    )

    assert [(job["title"], job["company"]) for job in found["professional_experiences"]] == [
        ("Infirmière", "Clinique Lumen")
    ]
    assert [(each["issuing_organization"], each["field_of_study"]) for each in found["education"]] == [
        ("Université de Lille", "Biologie")
    ]


def test_two_headings_below_each_other_stay_two() -> None:
    found = profile("[NAME]", "Nurse", "Skills", "Languages", "English C1")

    assert found["basics"]["skills"] == []
    assert [each["iso_code"] for each in found["languages"]] == ["en"]


def test_jobs_are_found_below_a_heading_that_nobody_knows() -> None:
    found = profile("[NAME]", "Nurse", "", "Zzyzx Quux", "[ 03/2018 – 05/2020 ]", "Nurse", "Kestrel Hospital")

    assert [(job["title"], job["company"]) for job in found["professional_experiences"]] == [
        ("Nurse", "Kestrel Hospital")
    ]


def test_the_profession_above_a_summary_is_found_after_the_sidebar_that_holds_the_name() -> None:
    found = profile(
        "[NAME]", "[PHONE]", "Languages", "English, C1", "", "Tax Adviser", "Adviser to small firms and founders.",
        "Experience", "Senior Clerk, Kestrel Ltd 2018 - 2020",
    )  # fmt: skip

    assert found["basics"]["profession"] == "Tax Adviser"


def test_a_bullet_beside_its_heading_begins_the_list() -> None:
    assert skills("SKILLS\t• Triage", "• Suturing") == ["Triage", "Suturing"]


def test_a_cell_beside_a_list_of_skills_names_the_group() -> None:
    assert skills("Skills", "Clinical\tTriage, Suturing", "Office\tExcel, Word") == [
        "Triage", "Suturing", "Excel", "Word",
    ]  # fmt: skip


def test_certificates_parted_by_empty_lines_are_one_each() -> None:
    assert certificates("First Aid", "Red Falcon", "2019", "", "Forklift", "Kestrel Academy", "2020") == [
        ("First Aid", "Red Falcon", 2019),
        ("Forklift", "Kestrel Academy", 2020),
    ]


def test_a_year_in_brackets_is_no_part_of_a_certificate() -> None:
    assert certificates("[ 2020 ] First Aid") == [("First Aid", None, 2020)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "it",
            "Esperienze lavorative\nGeometra presso Lumen S.r.l.\nda marzo 2018 a oggi\nLingue\nInglese: buono",
        ),
        ("nl", "Werkervaring\nTimmerman bij Bouwbedrijf Lumen\nmaart 2018 tot heden\nTalen\nEngels: goed"),
        ("pt", "Experiência profissional\nPedreiro, Construções Lumen\nmarço de 2018 - atual\nIdiomas\nInglês: bom"),
    ],
)
def test_a_cv_is_read_in_its_own_language(language: str, text: str) -> None:
    answer = read_profile(text)
    found: Any = answer.profile
    job = found["professional_experiences"][0]

    assert answer.cv_language == language
    assert (job["title"] is not None, "Lumen" in job["company"], job["is_current"]) == (True, True, True)
    assert job["start_date"] == {"year": 2018, "month": 3}
    assert [(each["iso_code"], each["fluency"]) for each in found["languages"]] == [("en", "B2")]


def test_the_dutch_in_is_no_and_in_spanish() -> None:
    assert skills("Habilidades", "Ventas, Trabajo en equipo") == ["Ventas", "Trabajo en equipo"]
