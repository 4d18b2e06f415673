from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.text.lookup import OPENING, Stretches, phrases_in, pieces_in

STRETCHES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))))
PIECES = st.frozensets(st.text("ab", min_size=OPENING, max_size=OPENING + 3))
PHRASES = st.frozensets(st.lists(st.sampled_from("ab"), min_size=2, max_size=4).map(tuple))


@given(STRETCHES, st.integers(0, 30), st.integers(1, 9))
def test_a_stretch_touches_others_as_comparing_with_each_says(
    stretches: list[tuple[int, int]], start: int, length: int
) -> None:
    end = start + length
    expected = any(other < end and start < stop for other, stop in stretches)
    assert Stretches(stretches).touch(start, end) is expected


@given(st.text("ab", max_size=20), PIECES)
def test_pieces_are_found_where_each_alone_is(text: str, pieces: frozenset[str]) -> None:
    expected = {(at, at + len(piece)) for piece in pieces for at in range(len(text)) if text.startswith(piece, at)}
    assert set(pieces_in(text, pieces)) == expected


@given(st.lists(st.sampled_from("ab"), max_size=20), PHRASES)
def test_phrases_are_found_where_each_alone_is(words: list[str], phrases: frozenset[tuple[str, ...]]) -> None:
    expected = {
        (at, at + len(phrase))
        for phrase in phrases
        for at in range(len(words))
        if tuple(words[at : at + len(phrase)]) == phrase
    }
    assert set(phrases_in(words, phrases)) == expected
