"""The bench of professional terms counts what a redaction touches, and always draws the same."""

from __future__ import annotations

import pytest
from benchmarks.privacy import terms as bench
from tests.effort import IS_FUZZED

#: One term in so many is tried, all kinds among them; `make fuzz` tries each.
EVERY = 1 if IS_FUZZED else 3


@pytest.mark.parametrize("language", bench.LOCALES)
def test_the_terms_of_a_language_are_always_the_same_and_of_every_kind(language: str) -> None:
    drawn = bench.terms(language)
    assert drawn == bench.terms(language)
    assert {kind for kind, each in drawn.items() if each} == set(bench.MOST)


def test_a_term_that_goes_is_counted_with_its_line_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        bench, "lines", lambda _: iter([("job", "Clerk", "A Clerk."), ("job", "Ulla Brandt", "Ulla Brandt.")])
    )
    found, count = bench.touched("en")
    assert count == 2
    assert [each.line for each in found] == ["Ulla Brandt."]
    assert found[0].rules


def test_at_most_two_in_a_thousand_terms_are_touched() -> None:
    tried = [bench.touched(language, every=EVERY) for language in bench.LOCALES]

    lines = [each.line for found, _ in tried for each in found]
    assert len(lines) <= 0.002 * sum(count for _, count in tried), lines
