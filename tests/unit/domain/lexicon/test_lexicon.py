from __future__ import annotations

from collections import defaultdict

import pytest

from cvparser.domain.lexicon import languages, lexicon, named_words, words
from cvparser.domain.text.folding import fold

FILES = lexicon()


@pytest.mark.parametrize("code", FILES)
def test_the_words_of_a_section_are_sorted_and_stand_once(code: str) -> None:
    unsorted = [section for section, listed in FILES[code].items() if list(listed) != sorted(set(listed))]

    assert unsorted == []


@pytest.mark.parametrize("code", FILES)
def test_a_heading_is_of_one_kind(code: str) -> None:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for word, kind in named_words("headings", language=code):
        if kind not in {"words", "fillers", "modifiers", "first", "last"}:
            kinds[fold(word)].add(kind)

    assert {word: found for word, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("code", languages())
def test_a_month_has_a_name_in_every_language(code: str) -> None:
    assert {number for _, number in named_words("dates", "months", language=code)} == {str(n) for n in range(1, 13)}


def test_words_of_all_languages_are_found_together_and_of_one_alone() -> None:
    assert {"deneyim", "work experience"} <= set(words("headings", "experience"))
    assert "deneyim" not in words("headings", "experience", language="en")
