"""Whether the candidate may drive."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of

#: Words after the licence in which a `none` still speaks of it.
_REACH = 4


def has_driving_licence(text: str) -> bool | None:
    """Return whether redacted `text` says that there is a driving licence, None where it does not say."""
    said: list[bool] = []
    lines = text.splitlines()
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        said.extend(_in_line(line, following))
    if said:
        return any(said)
    return True if Category.LICENCE.placeholder in text else None


def mentions_licence(text: str) -> bool:
    """Return whether `text` speaks of a driving licence."""
    return bool(_licences().find(words_of(text)))


def _in_line(line: str, following: str) -> list[bool]:
    answers: list[bool] = []
    for sentence in re.split(r"(?<=[.;!?])\s+|\s[|·•]\s", line):
        found = words_of(sentence)
        for match in _licences().find(found):
            near = found[max(0, match.first - _REACH) : match.stop + _REACH]
            if match.stop == len(found) <= _REACH:
                near = [*near, *words_of(following)[:_REACH]]
            answers.append(not _none().find(near))
    return answers


@cache
def _licences() -> Phrases[bool]:
    return phrase_set(words("licence", "words"))


@cache
def _none() -> Phrases[bool]:
    return phrase_set(words("licence", "none"))
