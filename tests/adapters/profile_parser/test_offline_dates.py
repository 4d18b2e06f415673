from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.dates.points import Moment

RANGES = {
    "03/2018 – 05/2020": ((2018, 3), (2020, 5)),
    "03.2018-05.2020": ((2018, 3), (2020, 5)),
    "2018-03 to 2020-05": ((2018, 3), (2020, 5)),
    "2018/03 ~ 2020/05": ((2018, 3), (2020, 5)),
    "01.03.2018 bis 31.05.2020": ((2018, 3), (2020, 5)),
    "March 2018 until May 2020": ((2018, 3), (2020, 5)),
    "Mar '18 - May '20": ((2018, 3), (2020, 5)),
    "03/18 - 05/20": ((2018, 3), (2020, 5)),
    "III/2018 – V/2020": ((2018, 3), (2020, 5)),
    "Mart 2018 – Mayıs 2020": ((2018, 3), (2020, 5)),
    "MAYIS 2018 - AĞUSTOS 2020": ((2018, 5), (2020, 8)),
    "März 2018 bis Mai 2020": ((2018, 3), (2020, 5)),
    "de mars 2018 à mai 2020": ((2018, 3), (2020, 5)),
    "marzo de 2018 hasta mayo de 2020": ((2018, 3), (2020, 5)),
    "March – May 2020": ((2020, 3), (2020, 5)),
    "2015-2018": ((2015, None), (2018, None)),
    "2015/16": ((2015, None), (2016, None)),
    "2015'ten 2018'e kadar": ((2015, None), (2018, None)),
    "between 2015 and 2018": ((2015, None), (2018, None)),
    "zwischen 2015 und 2018": ((2015, None), (2018, None)),
    "entre 2015 et 2018": ((2015, None), (2018, None)),
    "Summer 2015 – Spring 2018": ((2015, None), (2018, None)),
}

SEASONS = [
    "Summer 2018",
    "Summer '18",
    "2018 Summer",
    "Q3 2018",
    "Q3/2018",
    "2018 Q3",
    "2018-Q3",
    "Sommer 2018",
    "3. Quartal 2018",
    "été 2018",
    "3e trimestre 2018",
    "verano de 2018",
    "2018 Yaz",
    "Yaz 2018",
    "estate 2018",
    "lato 2018",
]

OPEN = [
    "since 03/2018",
    "seit 03/2018",
    "depuis mars 2018",
    "desde marzo de 2018",
    "Mart 2018'den beri",
    "03/2018 - Present",
    "03.2018 – halen",
    "März 2018 – heute",
    "mars 2018 à ce jour",
    "marzo 2018 - actualidad",
    "2018-03 –",
    "(03/2018 - ...)",
]

NO_DATES = ["ISO 9001", "24/7 support", "Windows 10", "1.5 million", "phone 5550123456", "present", "May and June", ""]


@pytest.mark.parametrize(("text", "ends"), RANGES.items())
def test_a_range_is_read_in_each_notation(
    text: str, ends: tuple[tuple[int, int | None], tuple[int, int | None]]
) -> None:
    [period] = find_periods(text)

    assert (period.start, period.end) == (Moment(*ends[0]), Moment(*ends[1]))
    assert period.is_range
    assert not period.is_current


@pytest.mark.parametrize("text", SEASONS)
def test_a_season_is_a_stretch_of_its_year(text: str) -> None:
    [period] = find_periods(text)

    assert (period.first, period.stop) == (0, len(text))
    assert (period.start, period.end, period.is_season) == (Moment(2018), Moment(2018), True)
    assert not period.is_range


@pytest.mark.parametrize("text", OPEN)
def test_an_open_end_is_current(text: str) -> None:
    [period] = find_periods(text)

    assert (period.start, period.end, period.is_current) == (Moment(2018, 3), None, True)


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert find_periods(text) == []


def test_an_end_before_its_start_is_no_range() -> None:
    assert [period.is_range for period in find_periods("2020 - 2015")] == [False, False]


@given(st.text(alphabet="0123456789 /.-–MayMart'’()sincebisile\t", max_size=60))
def test_periods_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    periods = find_periods(text)

    edges = [edge for period in periods for edge in (period.first, period.stop)]
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(period.first < period.stop for period in periods)
    assert all(before.stop <= after.first for before, after in pairwise(periods))


@given(st.integers(1, 12), st.integers(1950, 2060), st.integers(0, 30), st.sampled_from(["–", " - ", " to ", " bis "]))
def test_any_numeric_range_is_read_as_written(month: int, year: int, years: int, sign: str) -> None:
    [period] = find_periods(f"{month:02}/{year}{sign}12/{year + years}")

    assert (period.start, period.end) == (Moment(year, month), Moment(year + years, 12))
