"""What is a date and nothing else, as in a column or a cell of its own."""

from __future__ import annotations

import pytest

from cvparser.domain.cv.dates.alone import is_date, is_range, is_range_without_end


@pytest.mark.parametrize(
    "text",
    [
        "2019", "03/2018", "Mart 2018", "2018 – 2020", "2019 - Present", "2019 bis heute", "2019 jusqu'à aujourd'hui",
        "2018 do 2020", "2018 até o momento", "(2018–", "05/18",
    ],
)  # fmt: skip
def test_a_date_or_a_range_alone_is_one_in_every_language(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["Nurse", "2019 – Present Kestrel", "Room 12", "2019 Nurse at Kestrel", ""])
def test_a_date_beside_something_else_is_not_alone(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(("text", "is_open"), [("2019 –", True), ("03/2018 - Mart", True), ("2019", False)])
def test_a_range_may_go_on_below(text: str, *, is_open: bool) -> None:
    assert is_range_without_end(text) is is_open


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("March 2020 to March 2025", True),
        ("2019 – heute", True),
        ("2019 –", False),
        ("March 2020", False),
        ("X", False),
    ],
)
def test_a_range_has_both_its_ends(text: str, *, is_whole: bool) -> None:
    assert is_range(text) is is_whole
