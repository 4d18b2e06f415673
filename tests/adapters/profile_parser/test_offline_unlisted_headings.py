"""Headings that no list has: known by how they are set, and told apart by what stands below them."""

from __future__ import annotations

from typing import Any

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument

CV = """
WORK EXPERIENCE
Data Analyst, Harbour Foods Ltd, 2017 - 2020

EDUCATION
BSc Economics, Leeds University, 2016

{0}
"""


def read(section: str, cv: str = CV) -> Any:
    return read_profile(CVDocument(text=cv.format(section))).profile


def test_a_list_of_tools_below_an_unknown_heading_are_skills() -> None:
    assert read("MY QUIVER\nPython, Excel, Power BI")["basics"]["skills"] == ["Python", "Excel", "Power BI"]


def test_languages_below_an_unknown_heading_are_languages() -> None:
    languages = read("MOUTHS\nGerman (B2), French (A1)")["languages"]
    assert [each["iso_code"] for each in languages] == ["de", "fr"]


def test_single_years_below_an_unknown_heading_are_certificates() -> None:
    found = read("BADGES EARNED\nFood Safety Supervisor, 2020\nManual Handling, 2019")["trainings_and_certifications"]
    assert [(each["description"], each["year"]) for each in found] == [
        ("Food Safety Supervisor", 2020),
        ("Manual Handling", 2019),
    ]


def test_what_stands_below_an_unknown_heading_is_not_taken_for_a_school() -> None:
    schools = read("ODDMENTS\nI keep bees and sing.")["education"]
    assert [(each["issuing_organization"], each["field_of_study"]) for each in schools] == [
        ("Leeds University", "Economics")
    ]


ENTRIES = """
WORK EXPERIENCE

HARBOUR FOODS
Data Analyst, 2017 - 2020

KESTREL LABS
Tester, 2015 - 2017

EDUCATION
BSc Economics, Leeds University, 2016
"""


def test_an_employer_in_capitals_is_no_heading() -> None:
    jobs = read("", ENTRIES)["professional_experiences"]
    assert [(each["title"], each["company"]) for each in jobs] == [
        ("Data Analyst", "HARBOUR FOODS"),
        ("Tester", "KESTREL LABS"),
    ]


BLOCKS = """
Work experience
Cook, Harbour Foods Ltd, 2017 - 2020

Education
Diploma in Cookery, Leeds College, 2016

Whatever else there is
HACCP, Excel, Baking

Languages
Danish (B1)
"""


def test_a_line_that_begins_a_block_where_headings_begin_all_others_is_a_heading() -> None:
    profile = read("", BLOCKS)
    assert profile["basics"]["skills"] == ["HACCP", "Excel", "Baking"]
    assert [each["issuing_organization"] for each in profile["education"]] == ["Leeds College"]
