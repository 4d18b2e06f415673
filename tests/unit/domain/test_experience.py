from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.experience import duration_in_months, total_months, with_experience, years
from cvparser.domain.profile import Education, Experience, Profile, YearMonth

TODAY = date(2026, 11, 24)
MONTHS = st.builds(YearMonth, year=st.integers(1980, 2025), month=st.integers(1, 12))
DATES = st.builds(YearMonth, year=st.integers(1980, 2025), month=st.none() | st.integers(1, 12))
JOBS = st.builds(Experience, start_date=DATES, end_date=st.none() | DATES, is_current=st.booleans())


def job(start: str | None, end: str | None = None, *, is_current: bool = False) -> Experience:
    return Experience(start_date=month(start), end_date=month(end), is_current=is_current)


def month(text: str | None) -> YearMonth | None:
    if text is None:
        return None
    year, _, number = text.partition("-")
    return YearMonth(year=int(year), month=int(number) if number else None)


@pytest.mark.parametrize(
    ("experience", "months"),
    [
        (job("2020-01", "2020-03"), 3),
        (job("2020-05", "2020-05"), 1),
        (job("2016", "2018"), 24),
        (job("2018", "2018"), 12),
        (job("2016-07", "2018"), 30),
        (job("2016", "2018-03"), 27),
        (job("2026-11", is_current=True), 1),
        (job("2026-10", "2020-01", is_current=True), 2),
        (job("2020-03", "2020-01"), None),
        (job("2020-01"), None),
        (job(None, "2020-01"), None),
        (job("2027-01", is_current=True), None),
    ],
)
def test_months_are_counted_as_a_reader_counts(experience: Experience, months: int | None) -> None:
    assert duration_in_months(experience, TODAY) == months


@given(st.lists(JOBS))
def test_the_order_of_jobs_does_not_matter(jobs: list[Experience]) -> None:
    assert total_months(jobs, TODAY) == total_months(reversed(jobs), TODAY)


@given(st.lists(JOBS, min_size=1))
def test_the_total_lies_between_the_longest_job_and_the_sum(jobs: list[Experience]) -> None:
    durations = [months for each in jobs if (months := duration_in_months(each, TODAY)) is not None]
    total = total_months(jobs, TODAY)

    assert (total is None) == (not durations)
    assert total is None or max(durations) <= total <= sum(durations)


@given(st.lists(JOBS), JOBS)
def test_another_job_never_makes_the_total_less(jobs: list[Experience], another: Experience) -> None:
    assert (total_months([*jobs, another], TODAY) or 0) >= (total_months(jobs, TODAY) or 0)


@given(st.lists(JOBS))
def test_the_same_jobs_twice_count_once(jobs: list[Experience]) -> None:
    assert total_months([*jobs, *jobs], TODAY) == total_months(jobs, TODAY)


@given(MONTHS, MONTHS, MONTHS)
def test_a_job_cut_in_two_lasts_as_long_as_the_whole(first: YearMonth, second: YearMonth, third: YearMonth) -> None:
    start, middle, end = sorted((first, second, third), key=lambda each: (each.year, each.month))
    following = YearMonth(year=middle.year + (middle.month == 12), month=(middle.month or 0) % 12 + 1)
    whole = Experience(start_date=start, end_date=end)
    parts = [Experience(start_date=start, end_date=middle), Experience(start_date=following, end_date=end)]

    assert total_months(parts, TODAY) == total_months([whole], TODAY)


@given(st.integers(0, 1200))
def test_years_have_at_most_one_decimal_and_whole_ones_are_integers(months: int) -> None:
    found = years(months)

    assert abs(found - months / 12) <= 0.05 + 1e-9
    assert isinstance(found, int) or round(found, 1) == found != int(found)


def test_a_profile_gets_its_figures_and_its_lists_newest_first() -> None:
    profile = Profile(
        professional_experiences=(job("2010-01", "2012-12"), job("2020-01", is_current=True), job("2013", "2019")),
        education=(Education(end_date=month("2005")), Education(end_date=month("2009"))),
    )

    found = with_experience(profile, TODAY)

    assert [each.start_date.year for each in found.professional_experiences if each.start_date] == [2020, 2013, 2010]
    assert [each.end_date.year for each in found.education if each.end_date] == [2009, 2005]
    assert found.basics.total_experience_in_years == years(36 + 72 + 83)
