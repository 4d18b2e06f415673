"""Running headers, running footers and numbers of pages."""

from __future__ import annotations

import pytest
from tests.adapters.text_extractor.drawing import column, line

from cvparser.adapters.text_extractor import reading_order
from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.domain.cv.lines import Role

Page = list[Glyph]


def roles(*pages: Page) -> list[tuple[Role, str]]:
    return [(each.role, each.text) for each in reading_order.read(*pages) if each.text]


def edges(*pages: Page) -> list[tuple[Role, str]]:
    return [(role, text) for role, text in roles(*pages) if role is not Role.BODY]


def text_of(page: int) -> Page:
    return column(40, 700, *(f"Line {number} of {'abc'[page]}" for number in range(8)))


def test_a_header_that_is_repeated_is_one_and_comes_before_the_text_and_after_it() -> None:
    pages = [line("Curriculum Vitae of Ada Quill", 40, 780) + text_of(page) for page in range(3)]

    found = roles(*pages)

    assert found[0] == (Role.HEADER, "Curriculum Vitae of Ada Quill")
    assert found[-2:] == [(Role.HEADER, "Curriculum Vitae of Ada Quill")] * 2
    assert all(role is Role.BODY for role, _ in found[1:-2])


@pytest.mark.parametrize("form", ["Ada Quill, June 2026, {}", "Ada Quill · {}/2", "{}", "Lebenslauf – Seite {} von 2"])
def test_a_footer_that_is_repeated_is_one_whatever_the_numbers_in_it(form: str) -> None:
    pages = [text_of(page) + line(form.format(page + 1), 200, 40) for page in range(2)]

    assert edges(*pages) == [(Role.FOOTER, form.format(1)), (Role.FOOTER, form.format(2))]


def test_text_goes_on_over_the_edge_of_pages() -> None:
    pages = [text_of(page) + line(f"Ada Quill {page + 1}", 200, 40) for page in range(2)]

    lines = [text for _, text in roles(*pages)]

    assert lines[lines.index("Line 7 of a") + 1] == "Line 0 of b"


@pytest.mark.parametrize("form", ["Page {} of 2", "{}", "- {} -", "Sayfa {} / 2", "S. {}"])
def test_the_number_of_a_page_is_a_footer_on_one_page_alone(form: str) -> None:
    assert edges(text_of(0) + line(form.format(1), 200, 40)) == [(Role.FOOTER, form.format(1))]


@pytest.mark.parametrize("last", ["2019", "7", "Grade 3", "1 child"])
def test_another_number_in_the_last_row_is_text(last: str) -> None:
    assert edges(text_of(0) + line(last, 200, 40)) == []


def test_a_number_close_below_the_text_is_text() -> None:
    assert edges(text_of(0) + line("1", 40, 588)) == []


def test_what_only_one_page_has_is_text() -> None:
    assert edges(line("Ada Quill", 40, 780) + text_of(0), line("Ben Alder", 40, 780) + text_of(1)) == []


def test_years_that_stand_at_the_same_place_of_pages_are_text() -> None:
    assert edges(line("2019 - 2021", 40, 780) + text_of(0), line("2015 - 2018", 40, 780) + text_of(1)) == []


def test_pages_that_say_the_same_are_text() -> None:
    assert edges(text_of(0), text_of(0)) == []


def test_the_same_words_elsewhere_on_a_page_are_text() -> None:
    assert edges(line("Ada Quill", 40, 780) + text_of(0), line("Ada Quill", 40, 740) + text_of(1)) == []
