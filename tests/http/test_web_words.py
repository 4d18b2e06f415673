"""The pages' words, in every language for everything that there is to say."""

from __future__ import annotations

import re
from importlib.resources import files

from cvparser.domain.privacy.categories import Category
from cvparser.domain.profile import WarningCode

WEB = files("cvparser.entrypoints.http") / "web"


def words(language: str) -> dict[str, str]:
    found = re.findall(r'(\w+): ("(?:[^"\\]|\\.)*")', (WEB / f"{language}.js").read_text(encoding="utf-8"))
    assert len({name for name, _ in found}) == len(found)
    return dict(found)


def test_every_language_has_the_same_words_with_the_same_values() -> None:
    english, turkish = words("en"), words("tr")

    assert english.keys() == turkish.keys()
    values = {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in english.items()}
    assert values == {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in turkish.items()}


def test_every_category_and_every_warning_has_words() -> None:
    wanted = {f"c_{each}" for each in Category} | {f"warning_{each}" for each in WarningCode}

    assert wanted <= words("en").keys()


def test_every_word_that_a_page_names_is_there() -> None:
    named = {
        name
        for each in WEB.iterdir()
        if each.name.endswith((".js", ".html"))
        for name in re.findall(r'(?:data-t(?:-label)?="|\bt\(")(\w+)"', each.read_text(encoding="utf-8"))
    }

    assert "title" in named
    assert named <= words("en").keys()
