"""What a value of a category looks like, alone, beside another one, and at the beginning of a longer text."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy.known_values import KnownValues

VALUES = KnownValues(["Single", "born in *"], facts=["Danish", "French", "Franco-Danish"], forms=[r"\d\d[ ]?ans"])


@pytest.mark.parametrize(
    "folded",
    ["single", "single.", "born in leeds", "danish", "danish/french", "danish - 22 ans", "franco-danish/danish"],
)
def test_a_value_is_a_phrase_or_one_or_two_facts(folded: str) -> None:
    assert VALUES.has(folded)


@pytest.mark.parametrize(
    "folded",
    [
        "",
        ".",
        "single..",
        "singles",
        "born in ",
        "danish.",
        "danish/",
        "danish  / french",
        "danish/french/danish",
        "2 ans",
    ],
)
def test_what_goes_on_or_is_cut_short_is_no_value(folded: str) -> None:
    assert not VALUES.has(folded)


@pytest.mark.parametrize(("folded", "end"), [("single nurse", 6), ("danish/french team", 13), ("nurse", None)])
def test_a_text_may_begin_with_a_value(folded: str, end: int | None) -> None:
    assert VALUES.end(folded) == end
