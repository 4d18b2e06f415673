"""In which order a profile lists what it dates, and what it computes beside."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.experience import duration_in_months, total_months, with_experience, years
from cvparser.domain.profile import Basics, Education, Experience, Profile, YearMonth

TODAY = date(2026, 11, 24)
DATES = st.none() | st.builds(YearMonth, year=st.integers(2000, 2004), month=st.none() | st.integers(1, 12))
JOBS = st.builds(Experience, start_date=DATES, end_date=DATES, is_current=st.booleans())


def month(text: str | None) -> YearMonth | None:
    if text is None:
        return None
    year, _, number = text.partition("-")
    return YearMonth(year=int(year), month=int(number) if number else None)


def job(start: str | None = None, end: str | None = None, *, is_current: bool = False) -> Experience:
    return Experience(start_date=month(start), end_date=month(end), is_current=is_current)


def school(start: str | None = None, end: str | None = None, *, is_current: bool = False) -> Education:
    return Education(start_date=month(start), end_date=month(end), is_current=is_current)


def listed(*jobs: Experience) -> list[Experience]:
    found = with_experience(Profile(professional_experiences=jobs), TODAY).professional_experiences
    return [each.model_copy(update={"duration_in_months": None}) for each in found]


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        (job("2001", is_current=True), job("2010", "2020")),
        (job("2001", "2012"), job("2010", "2011")),
        (job("2008", "2012"), job("2004", "2012")),
        (job("2009-01", "2009-01"), job("2008-12", "2008-12")),
        (job("2001", "2009"), job("2001", "2009-11")),
        (job("2015"), job("2001", "2014")),
        (job("2001", "2002"), job()),
        (job(None, "2012"), job("2001", "2011")),
    ],
    ids=["current", "later end", "same end", "January after December", "year alone", "no end", "no date", "no start"],
)
def test_the_newer_job_comes_first(newer: Experience, older: Experience) -> None:
    assert listed(older, newer) == listed(newer, older) == [newer, older]


def test_schools_stand_newest_first_and_the_present_one_at_the_head() -> None:
    first, second, third = school("2001", "2003"), school("2004", "2009"), school("2002", is_current=True)

    found = with_experience(Profile(education=(first, second, third)), TODAY).education

    assert found == (third, second, first)


def test_jobs_of_the_same_dates_keep_their_order() -> None:
    december, year_alone = job("2001-01", "2009-12"), job("2001-01", "2009")

    assert listed(december, year_alone) == [december, year_alone]
    assert listed(year_alone, december) == [year_alone, december]


@given(st.lists(JOBS))
def test_sorting_a_sorted_profile_changes_nothing(jobs: list[Experience]) -> None:
    once = with_experience(Profile(professional_experiences=tuple(jobs)), TODAY)

    assert with_experience(once, TODAY) == once


@given(st.lists(JOBS))
def test_every_job_gets_its_months_and_the_profile_their_total(jobs: list[Experience]) -> None:
    found = with_experience(Profile(professional_experiences=tuple(jobs)), TODAY)

    total = total_months(jobs, TODAY)
    assert all(each.duration_in_months == duration_in_months(each, TODAY) for each in found.professional_experiences)
    assert found.basics.total_experience_in_years == (None if total is None else years(total))


def test_what_is_not_dated_stays_as_it_is() -> None:
    profile = Profile(basics=Basics(profession="Nurse", total_experience_in_years=40), education=(school("2001"),))

    assert with_experience(profile, TODAY) == profile.model_copy(update={"basics": Basics(profession="Nurse")})


@pytest.mark.parametrize(
    ("months", "said"), [(60, 5), (66, 5.5), (1, 0.1), (0, 0), (12, 1), (7, 0.6), (119, 9.9), (120, 10)]
)
def test_months_are_said_in_years(months: int, said: float) -> None:
    assert years(months) == said
    assert isinstance(years(months), int) == (said == int(said))


@pytest.mark.parametrize(
    ("experience", "months"),
    [
        (job("2026-01", "2026-12"), 11),
        (job("2026-01", "2027-03"), 11),
        (job("2026-11", "2026-11"), 1),
        (job("2026-12", "2026-12"), None),
        (job("2020-12", "2021-01"), 2),
        (job("2020-01", "2019-12"), None),
        (job("2018", "2017"), None),
        (job("2018-03", "2018"), 10),
        (job(None, is_current=True), None),
    ],
)
def test_what_lies_after_today_and_crossed_ends_do_not_count(experience: Experience, months: int | None) -> None:
    assert duration_in_months(experience, TODAY) == months


def test_gaps_between_jobs_do_not_count_and_overlaps_count_once() -> None:
    jobs = [job("2010-01", "2010-06"), job("2010-04", "2010-05"), job("2010-06", "2010-09"), job("2012-01", "2012-01")]

    assert total_months(jobs, TODAY) == 10
    assert total_months([], TODAY) is None
