"""Every category has its traits, and the table of what is personal says the same as they."""

from __future__ import annotations

import re
from pathlib import Path

from cvparser.domain.privacy.categories import TRAITS, Category

PAGE = Path(__file__).parents[2] / "docs/explanation/privacy.md"


def test_every_category_has_traits_and_a_law() -> None:
    assert list(TRAITS) == list(Category)
    assert all(traits.what and "KVKK" in traits.law for traits in TRAITS.values())


def test_a_special_category_is_one_that_article_6_protects() -> None:
    assert all(traits.is_special == ("art. 6(1)" in traits.law) for traits in TRAITS.values())


def test_the_documented_categories_are_the_ones_there_are() -> None:
    rows = re.findall(r"^\| (\w+) \| (.+?) \| (.+?) \| (?:(yes) )?\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [
        (category.value, traits.what, traits.law, "yes" if traits.is_special else "")
        for category, traits in TRAITS.items()
    ]
