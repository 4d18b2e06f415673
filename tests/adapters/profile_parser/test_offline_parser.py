from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser, read_profile
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.profile import Profile

TODAY = date(2026, 1, 15)


def profile(text: str) -> Any:
    return read_profile(CVDocument(text=text)).profile


def jobs(*lines: str) -> list[tuple[str | None, str | None, str | None]]:
    found = profile("\n".join(["Experience", *lines]))["professional_experiences"]
    return [(job["title"], job["company"], job["location"]) for job in found]


@pytest.mark.parametrize(
    "head",
    [
        "Staff Nurse, Fernhill Hospital, Leeds 03/2018 - 05/2020",
        "Fernhill Hospital - Staff Nurse (Leeds) 03/2018 - 05/2020",
        "Staff Nurse | Fernhill Hospital | Leeds | 03/2018 - 05/2020",
        "03/2018 - 05/2020\tStaff Nurse\tFernhill Hospital\tLeeds",
        "03/2018 - 05/2020: Staff Nurse at Fernhill Hospital, Leeds",
        "Fernhill Hospital, Leeds\nStaff Nurse\n03/2018 - 05/2020",
        "Staff Nurse 03/2018 - 05/2020\nFernhill Hospital, Leeds",
        "03/2018 - 05/2020\nStaff Nurse\nFernhill Hospital, Leeds",
        "Leeds: Fernhill Hospital, Staff Nurse, 03/2018 - 05/2020",
        "Employer: Fernhill Hospital\nPosition: Staff Nurse\nLocation: Leeds\nDates: 03/2018 - 05/2020",
    ],
)
def test_title_employer_and_place_are_told_apart_in_any_order(head: str) -> None:
    assert jobs(*head.splitlines()) == [("Staff Nurse", "Fernhill Hospital", "Leeds")]


def test_words_that_say_nothing_are_placed_as_in_the_other_entries() -> None:
    found = jobs(
        "Thistledown, Luthier 2016 - 2020",
        "Quillon & Daughters Ltd, Teacher 2014 - 2016",
        "Brae, Assistant 2012 - 2014",
    )

    assert [(title, company) for title, company, _ in found] == [
        ("Luthier", "Thistledown"),
        ("Teacher", "Quillon & Daughters Ltd"),
        ("Assistant", "Brae"),
    ]


def test_dates_below_the_descriptions_belong_to_the_entry_above() -> None:
    text = "Experience\nAcme Ltd, Nurse\n• Wards.\nLeeds\n2018 - 2020\nZenith Ltd, Carer\n• Homes.\nYork\n2015 - 2018"

    found = profile(text)["professional_experiences"]

    assert [(job["title"], job["start_date"]["year"], job["location"]) for job in found] == [
        ("Nurse", 2018, "Leeds"),
        ("Carer", 2015, "York"),
    ]


def test_roles_under_one_employer_have_its_name() -> None:
    found = jobs("Acme Ltd, Leeds", "Head Nurse | 2018 - 2020", "- Wards", "Nurse | 2015 - 2018", "- Nights")

    assert found == [("Head Nurse", "Acme Ltd", "Leeds"), ("Nurse", "Acme Ltd", "Leeds")]


def test_a_label_within_a_job_ends_no_section() -> None:
    found = jobs("Nurse, Acme Ltd 2018 - 2020", "Key achievements:", "• Audits", "Carer, Zenith Ltd 2015 - 2018")

    assert [title for title, _, _ in found] == ["Nurse", "Carer"]


def test_a_year_in_a_description_starts_no_entry() -> None:
    found = jobs("Nurse, Acme Ltd 2018 - 2020", "In 2019 I moved the ward to a new building.", "• Audited in 2019")

    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Driving licence: Yes", True),
        ("Driving licence: [LICENCE]", True),
        ("Ehliyet: Yok", False),
        ("Sürücü belgesi: B sınıfı", True),
        ("Kein Führerschein", False),
        ("Permis B", True),
        ("Carnet de conducir: no", False),
        ("I drive results", None),
    ],
)
def test_the_licence_is_yes_no_or_not_said(text: str, expected: bool | None) -> None:
    assert profile(f"[NAME]\nNurse\n{text}")["basics"]["has_driving_license"] is expected


def test_a_page_footer_is_no_part_of_a_cv() -> None:
    text = "[NAME]\nNurse\nSkills\nTriage\nPage 1 of 2\n[NAME] - 2/2\nLast updated in Nov 2026\nSuturing"

    assert profile(text)["basics"]["skills"] == ["Triage", "Suturing"]


def test_a_text_that_says_nothing_gives_nothing() -> None:
    assert profile("lorem ipsum") == {
        "basics": {"profession": None, "summary": None, "has_driving_license": None, "skills": []},
        "professional_experiences": [],
        "education": [],
        "languages": [],
        "trainings_and_certifications": [],
        "awards": [],
        "projects": [],
    }


async def test_the_event_loop_is_free_while_rules_run() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    text = "Experience\n" + "Nurse, Acme Ltd 2018 - 2020\n" * 500
    await OfflineProfileParser(ThreadCpuPool()).parse(CVDocument(text=text), today=TODAY)
    ticking.cancel()

    assert ticks > 1


HEADS = st.sampled_from(
    ["Experience", "Eğitim", "Skills", "Sprachen", "Certifications", "Projets", "[NAME]", "• ", "", "Acme Ltd,"]
)
LINES = st.lists(
    st.one_of(HEADS, st.text(max_size=40), st.from_regex(r"(19|20)\d\d ?[-–] ?(\d{4})?", fullmatch=True)), max_size=15
)


@given(LINES)
def test_any_text_gives_a_profile_that_the_allow_list_takes(lines: list[str]) -> None:
    answer = read_profile(CVDocument(text="\n".join(lines)))

    assert isinstance(Profile.model_validate(answer.profile), Profile)
    assert read_profile(CVDocument(text="\n".join(lines))) == answer
