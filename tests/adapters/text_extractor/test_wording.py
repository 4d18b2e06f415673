from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.adapters.text_extractor.wording import tidy


@pytest.mark.parametrize(
    ("typeset", "read"),
    [
        ("eﬃcient ﬁles", "efficient files"),
        ("Daten\u00adbank", "Datenbank"),
        ("Daten\u00ad\nbank", "Datenbank"),
        ("well-\nknown", "well-\nknown"),
        ("E X P E R I E N C E", "EXPERIENCE"),
        ("İ Ş   D E N E Y İ M İ", "İŞ DENEYİMİ"),
        ("A B C", "A B C"),
        ("e\u0301te\u0301", "été"),
        ("a\xa0b", "a b"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
    ],
)
def test_what_typesetting_did_to_words_is_undone(typeset: str, read: str) -> None:
    assert tidy(typeset).text == read


@given(st.text())
def test_tidying_again_changes_nothing(text: str) -> None:
    assert tidy(tidy(text).text).text == tidy(text).text
