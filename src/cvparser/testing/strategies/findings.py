"""What any detector may say of a text, right or wrong."""

from __future__ import annotations

from hypothesis import strategies as st

from cvparser.domain.privacy import Category, Finding


@st.composite
def findings(draw: st.DrawFn, length: int) -> list[Finding]:
    """Draw findings within a text of `length` characters: they overlap, cut words, and are of any category."""
    if not length:
        return []
    starts = draw(st.lists(st.integers(0, length - 1), max_size=8))
    return [
        Finding(
            category=draw(st.sampled_from(Category)),
            start=start,
            end=draw(st.integers(start + 1, min(length, start + draw(st.sampled_from([1, 4, 20, 400]))))),
            rule="drawn",
        )
        for start in starts
    ]
