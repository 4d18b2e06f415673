"""What designs do to a CV on its way to text, and how it is read all the same."""

from __future__ import annotations

from typing import Any

import pytest

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page
from cvparser.domain.cv.lines import Role, Setting


def profile(*lines: str) -> Any:
    return read_profile(CVDocument(text="\n".join(lines))).profile


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


def test_the_number_of_an_item_is_no_part_of_a_certificate() -> None:
    assert certificates("1. First Aid, 2019", "2. Forklift, 2020") == [
        ("First Aid", None, 2019),
        ("Forklift", None, 2020),
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
    answer = read_profile(CVDocument(text=text))
    found: Any = answer.profile
    job = found["professional_experiences"][0]

    assert answer.cv_language == language
    assert (job["title"] is not None, "Lumen" in job["company"], job["is_current"]) == (True, True, True)
    assert job["start_date"] == {"year": 2018, "month": 3}
    assert [(each["iso_code"], each["fluency"]) for each in found["languages"]] == [("en", "B2")]


def test_the_dutch_in_is_no_and_in_spanish() -> None:
    assert skills("Habilidades", "Ventas, Trabajo en equipo") == ["Ventas", "Trabajo en equipo"]


@pytest.mark.parametrize(
    "table",
    [
        ("Dates\tEmployer\tPosition\tCity", "02/2019 – now\tKestrel\tNurse\tLeeds", "2017 – 2019\tLumen\tCarer\tYork"),
        ("| Dates | Position | Employer |", "| 02/2019 – now | Nurse | Kestrel |", "| 2017 – 2019 | Carer | Lumen |"),
        ("Dates\t02/2019 – now", "Position\tNurse", "Employer\tKestrel", "Dates\t2017 – 2019", "Position\tCarer",
         "Employer\tLumen"),
    ],
    ids=["cells", "Markdown", "a label in each row"],
)  # fmt: skip
def test_the_labels_of_a_table_say_what_its_cells_are(table: tuple[str, ...]) -> None:
    found = profile("Experience", *table)["professional_experiences"]

    assert [(job["title"], job["company"]) for job in found] == [("Nurse", "Kestrel"), ("Carer", "Lumen")]
    assert [job["is_current"] for job in found] == [True, False]


def test_employer_place_and_dates_may_share_brackets() -> None:
    found = profile("Experience", "Nurse (Kestrel Hospital, Leeds, 06/2020 – today)")["professional_experiences"]

    assert [(job["title"], job["company"], job["location"]) for job in found] == [
        ("Nurse", "Kestrel Hospital", "Leeds")
    ]


def test_other_skills_are_skills() -> None:
    assert skills("Skills", "Clinical: Triage, Suturing", "Other: Excel, Word") == [
        "Triage", "Suturing", "Excel", "Word",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    ["Seminars & Credentials Log", "Certifications obtenues", "QUUX UND ZERTIFIKATE", "✦ Certificates", "★ Licences"],
)
def test_a_heading_is_known_by_a_part_of_it_and_without_its_icon(heading: str) -> None:
    found = profile("[NAME]", "Nurse", "", "Languages", "English", "", heading, "First Aid, 2019")

    assert [each["description"] for each in found["trainings_and_certifications"]] == ["First Aid"]


def test_a_title_that_begins_as_a_heading_does_is_no_heading() -> None:
    found = profile("Experience", "Nurse, Kestrel 2018 - 2020", "", "Software engineer, Lumen 2015 - 2018")

    assert [job["company"] for job in found["professional_experiences"]] == ["Kestrel", "Lumen"]


def test_a_school_below_a_subject_that_nobody_knows_is_the_institution() -> None:
    found = profile("Education", "2013\tBachelor, Quuxology", "Hochschule Ulm")["education"]

    assert [(each["issuing_organization"], each["field_of_study"]) for each in found] == [
        ("Hochschule Ulm", "Quuxology")
    ]


def test_schools_are_found_below_a_heading_that_nobody_knows() -> None:
    found = profile(
        "Experience", "Nurse, Kestrel 2018 - 2020", "", "Zzyzx", "University of York", "BSc, Biology", "2015"
    )

    assert [each["issuing_organization"] for each in found["education"]] == ["University of York"]
    assert len(found["professional_experiences"]) == 1


def test_a_letter_tells_of_a_job_that_goes_on_and_of_a_degree() -> None:
    found = profile(
        "I'm [NAME], currently Analyst at Lumen Ltd in Leeds, where I started in 2020.",
        "I hold a MSc in Supply Chains from University of Exeter (2014).",
    )

    assert [(job["title"], job["is_current"]) for job in found["professional_experiences"]] == [("Analyst", True)]
    assert [(each["issuing_organization"], each["field_of_study"]) for each in found["education"]] == [
        ("University of Exeter", "Supply Chains")
    ]


def test_a_labelled_table_of_schools_gives_institution_degree_and_field() -> None:
    found = profile(
        "Études", "Période\tÉtablissement\tDiplôme\tSpécialité", "2009–2013\tINSA Toulouse\tLicence\tQuuxologie"
    )

    assert [(each["issuing_organization"], each["degree"], each["field_of_study"]) for each in found["education"]] == [
        ("INSA Toulouse", "Licence", "Quuxologie")
    ]


def test_labelled_jobs_without_any_heading_are_jobs() -> None:
    found = profile(
        "Personal details", "Name\t[NAME]", "", "Dates\t02/2019 – now", "Position\tNurse", "Employer\tKestrel"
    )

    assert [(job["title"], job["company"]) for job in found["professional_experiences"]] == [("Nurse", "Kestrel")]


def test_the_profession_among_the_personal_details_is_one() -> None:
    found = profile(
        "Persönliche Daten", "[NAME]", "Beruf: Bauleiter", "", "Werdegang", "2019 - heute Polier, Lumen GmbH"
    )

    assert found["basics"]["profession"] == "Bauleiter"


def test_a_long_list_of_skills_goes_on_within_an_item() -> None:
    found = skills(
        "Skills", "Wound care, Medication, Intensive care, Patient education, Triage, First", "Aid, Suturing"
    )

    assert found[-3:] == ["Triage", "First Aid", "Suturing"]


def test_the_and_of_a_legal_form_parts_nothing() -> None:
    found = profile("2016-2020 arasında Lumen Mobilya San. ve Tic. A.Ş. firmasında Kütüphaneci olarak görev aldım.")

    assert found["professional_experiences"][0]["company"] == "Lumen Mobilya San. ve Tic. A.Ş."


def test_the_profession_above_the_sentences_of_a_summary_is_found() -> None:
    found = profile(
        "[NAME]", "Profile", "Baker", "Baker who loves rye.", "Experience", "Head of Production, Lumen Ltd 2020 - today"
    )

    assert found["basics"]["profession"] == "Baker"


def test_jobs_below_the_schools_are_found_without_a_heading_that_is_known() -> None:
    found = profile(
        "Education", "University of York", "BSc, Biology 2015", "", "== Zzyzx ==", "Kestrel", "Nurse\t2018 – 2020"
    )

    assert [(job["title"], job["company"]) for job in found["professional_experiences"]] == [("Nurse", "Kestrel")]
    assert len(found["education"]) == 1


def test_what_is_repeated_at_the_edge_of_pages_is_no_entry() -> None:
    lines = [
        ("Data Engineer", Role.HEADER, 0),
        ("Education", Role.BODY, 0),
        ("University of Quill, BSc Physics, 2014 - 2017", Role.BODY, 1),
        ("Data Engineer", Role.HEADER, 1),
        ("June 2026 · University of Quill", Role.FOOTER, 1),
    ]
    settings = tuple(Setting(role=role, page=page) for _, role, page in lines)
    document = CVDocument(text="\n".join(text for text, _, _ in lines), settings=settings, pages=(Page(), Page()))

    found: Any = read_profile(document).profile

    assert len(found["education"]) == 1
    assert found["basics"]["profession"] == "Data Engineer"
