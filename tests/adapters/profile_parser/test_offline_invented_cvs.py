"""What invented CVs of many hands showed: sentences, firms of partners, wrapped names, courses, withheld service."""

from __future__ import annotations

from typing import Any

import pytest

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument


def read(text: str) -> Any:
    return read_profile(CVDocument(text=text)).profile


def jobs(text: str) -> list[tuple[str | None, str | None]]:
    return [(job["title"], job["company"]) for job in read(text)["professional_experiences"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EXPERIENCE\nAudit Trainee - Okonjo, Bello & Co. 2009 - 2012", ("Audit Trainee", "Okonjo, Bello & Co.")),
        ("EXPÉRIENCE\nVendeur – Alpes Emballages\nSAS, Annecy\n2020 - 2022", ("Vendeur", "Alpes Emballages SAS")),
        (
            "Seit Mai 2011 bin ich Leiter Rechnungswesen der Emscher Stahlhandel KG",
            ("Leiter Rechnungswesen", "Emscher Stahlhandel KG"),
        ),
        ("Since 2011 she has been a barrister at Copperfield Chambers.", ("barrister", "Copperfield Chambers")),
    ],
)
def test_the_employer_is_whole_and_apart_from_the_title(text: str, expected: tuple[str, str]) -> None:
    assert jobs(text) == [expected]


def test_the_dates_of_withheld_service_are_no_other_jobs() -> None:
    text = (
        "EXPERIENCE\nDriver, Harbour Foods Ltd, 2012 - 2020\n[MILITARY], [MILITARY]\n2010 - 2011\n"
        "Clerk, Kestrel Ltd\n2008 - 2010"
    )
    found = read(text)["professional_experiences"]
    assert [(job["company"], job["start_date"]["year"]) for job in found] == [
        ("Harbour Foods Ltd", 2012),
        ("Kestrel Ltd", 2008),
    ]


def test_a_job_of_which_dates_alone_are_left_is_none() -> None:
    assert jobs("EXPERIENCE\nDriver, Harbour Foods Ltd, 2012 - 2020\n[MILITARY], [MILITARY], 2010 - 2011") == [
        ("Driver", "Harbour Foods Ltd")
    ]


def test_a_sentence_of_tools_and_languages_tells_both() -> None:
    profile = read("Ich beherrsche DATEV, SAP FI und Excel und spreche gut Englisch.")
    assert profile["basics"]["skills"] == ["DATEV", "SAP FI", "Excel"]
    assert [each["iso_code"] for each in profile["languages"]] == ["en"]


def test_courses_beside_a_section_of_degrees_are_certificates() -> None:
    profile = read(
        "DIPLÔMES\n2013 - Diplôme d'État d'infirmier, IFSI de Quimper\n\n"
        "FORMATIONS\nGestes d'urgence AFGSU 2, 2021\nHémodiafiltration, 2019"
    )
    assert [each["description"] for each in profile["trainings_and_certifications"]] == [
        "Gestes d'urgence AFGSU 2",
        "Hémodiafiltration",
    ]
    assert len(profile["education"]) == 1


@pytest.mark.parametrize(
    ("head", "end"),
    [
        ("İşyeri\tGörevi\tGiriş\tÇıkış", "Devam ediyor"),
        ("Employer\tPosition\tFrom\tTo", "Present"),
        ("Arbeitgeber\tPosition\tBeginn\tEnde", "heute"),
    ],
)
def test_two_columns_of_dates_are_one_period(head: str, end: str) -> None:
    text = f"EXPERIENCE\n{head}\nKestrel A.Ş.\tAnalyst\t03/2014\t{end}\nHalden A.Ş.\tTester\t06/2008\t02/2014"
    found = read(text)["professional_experiences"]
    assert [(job["company"], job["start_date"], job["end_date"], job["is_current"]) for job in found] == [
        ("Kestrel A.Ş.", {"year": 2014, "month": 3}, None, True),
        ("Halden A.Ş.", {"year": 2008, "month": 6}, {"year": 2014, "month": 2}, False),
    ]


def test_an_empty_column_for_the_end_says_that_a_job_goes_on() -> None:
    (job,) = read("EXPERIENCE\n2019-        Kestrel Ltd - Nurse")["professional_experiences"]
    assert job["is_current"]


def test_two_years_with_a_slash_are_a_period_and_no_count_of_pages() -> None:
    (job,) = read("EXPERIENCIA\nAyudante de cocina - Bar Casa Curro\n2012/2015")["professional_experiences"]
    assert (job["start_date"]["year"], job["end_date"]["year"]) == (2012, 2015)
