"""Headings are recognised once; redaction and the parser ask for kinds of their own."""

from __future__ import annotations

import pytest

from cvparser.domain.cv.headings import (
    Heading,
    bare_heading,
    has_only_heading_words,
    heading_of,
    is_listed_heading,
    is_modifier,
    loose_heading_of,
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("II. WORK EXPERIENCE:", ("experience",)),
        ("<h2>Deneyim</h2>", ("experience",)),
        (r"\section{Ausbildung}", ("education",)),
        ("\u260e Referenzen", ("references",)),
        ("Lebenslauf", ("document",)),
        ("Relevant work experience (selected)", ("experience",)),
        ("Career summary and experience", ("experience",)),
        ("Wehrdienst", ("military",)),
    ],
)
def test_a_heading_is_of_the_lists_that_have_it_whatever_is_set_around_it(text: str, kinds: tuple[str, ...]) -> None:
    heading = heading_of(text)

    assert heading is not None
    assert heading.kinds == kinds


def test_parts_that_lists_have_are_told_apart() -> None:
    assert heading_of("Skills / Kontakt") == Heading(("skills",), (("skills",), ("contact",)))


@pytest.mark.parametrize("text", ["", "Acme Ltd", "Ada Quill", "experience of 3 wards", "x" * 200])
def test_what_says_more_than_headings_do_is_none(text: str) -> None:
    assert heading_of(text) is None


def test_a_few_words_of_headings_are_a_heading_that_no_list_has() -> None:
    assert has_only_heading_words("additional courses and honours")
    assert not has_only_heading_words("additional courses at Leeds")
    assert not has_only_heading_words("and of")


@pytest.mark.parametrize(("text", "kinds"), [("Skills obtained", ("skills",)), ("Wards & awards", ("awards",))])
def test_a_heading_may_be_known_in_part(text: str, kinds: tuple[str, ...]) -> None:
    assert loose_heading_of(text) == Heading(kinds)


def test_a_heading_is_read_without_numbers_signs_and_remarks() -> None:
    assert bare_heading("3) == Projects (selected) ==") == "Projects"
    assert is_listed_heading("projects")
    assert not is_listed_heading("relevant")
    assert is_modifier("relevant")
