"""Numbers are looked for where digits stand, and nowhere else."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact
from cvparser.domain.privacy.changed_lines import lines_with_digits, lines_with_five_digits, those_within
from cvparser.domain.privacy.prepared_text import Span


@pytest.mark.parametrize("text", ["", "a\nb", "a1\nb\nc\n2", "1\n2\n\n3", "\n1\n", "a\n" * 5 + "9"])
def test_lines_with_digits_are_whole_lines_that_hold_all_digits_and_no_line_without_one(text: str) -> None:
    places = lines_with_digits(text, (Span(0, len(text)),))

    lines = [line for place in places for line in text[slice(*place)].split("\n")]
    assert lines == [line for line in text.split("\n") if any(map(str.isdigit, line))]


def test_lines_with_five_digits_are_those_where_one_blank_dot_or_hyphen_at_most_parts_two_of_them() -> None:
    text = "2019 - 2023\n1.2-3 45\n12 34\n1--2345\nno 12345 now"

    places = lines_with_five_digits(text, (Span(0, len(text)),))

    assert [text[slice(*place)] for place in places] == ["1.2-3 45", "no 12345 now"]


def test_what_starts_at_a_place_is_within_it_however_far_it_goes() -> None:
    spans = [Span(0, 1), Span(2, 9), Span(4, 5), Span(6, 7)]

    assert those_within((Span(1, 2), Span(4, 6)), spans) == [Span(2, 9), Span(4, 5), Span(6, 7)]


def test_a_place_bounds_the_lines_with_digits() -> None:
    assert lines_with_digits("1 a 2\n3", (Span(2, 3), Span(4, 7))) == (Span(4, 7),)


@pytest.mark.parametrize("number", ["123-45-6789", "85.07.30-033.28", "1234\n5678Z", "DE68 2105 0170 0012 3456\n78"])
def test_a_number_goes_between_lines_without_digits_and_where_a_line_end_parts_it(number: str) -> None:
    found = redact(f"SKILLS\nlathes and drills\nsee {number} now\nmills")

    assert number not in found.text
    assert "lathes and drills" in found.text
