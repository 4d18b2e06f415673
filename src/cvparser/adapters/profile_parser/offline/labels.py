"""Labels: what the words before a colon or in the cell beside a value say that it is.

Forms write them in many ways: `Employer`, `Name of employer`, `Cargo o función`, `Erworbener Abschluss`. The words for
what is meant are listed; what forms put around them and between two of them is composed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, Word, alternatives, words_of

#: Kinds of labels whose values a profile has, and `name`, whose value it never has.
_LABELS = frozenset(
    {
        "company",
        "dates",
        "degree",
        "description",
        "field",
        "grade",
        "institution",
        "name",
        "place",
        "profession",
        "title",
    }
)
#: Words of a label.
_MOST_WORDS = 9
#: What a composed label may name: elsewhere the words around it change what it says.
_COMPOSED = frozenset({"company", "degree", "institution", "profession", "title"})


def label_of(line: str) -> str | None:
    """Return what the words before the colon say that the rest of `line` is, None where they say nothing known."""
    head, colon, rest = line.partition(":")
    return label_named(head) if colon and rest.strip() else None


@remembered
def label_named(text: str) -> str | None:
    """Return what `text`, as a label, says of what it stands beside, None where it is none that is known.

    >>> label_named("Name of employer"), label_named("Cargo o función"), label_named("Head of the company")
    ('company', 'title', None)
    """
    return _labels().whole(text) or _composed(text)


def _composed(text: str) -> str | None:
    """Read a label of which each part names the same, or no more than what forms put around labels."""
    found = words_of(text)
    if not 1 < len(found) <= _MOST_WORDS or any(map(str.isdigit, text)):
        return None
    if "/" not in text and _words().isdisjoint(word.text for word in found):
        return None
    told = [_around(part) for part in _between().split(fold(text)) if part]
    kinds = {kind for kind in told if kind != ""}
    if kinds == {"profession", "title"}:
        return "title"
    return kinds.pop() if len(kinds) == 1 else None


def _around(part: str) -> str | None:
    """Return what a part names, without the words around it; nothing where it is made of these alone."""
    if (kind := _labels().whole(part)) is not None:
        return kind
    found = words_of(part)
    first, stop = 0, len(found)
    while first < stop:
        kind = _labels().whole(_written(part, found[first:stop]))
        if kind in _COMPOSED:
            return kind
        if found[stop - 1].text in _words():
            stop -= 1
        elif found[first].text in _words():
            first += 1
        else:
            return None
    return ""


def _written(part: str, found: Sequence[Word]) -> str:
    return part[found[0].start : found[-1].end]


@cache
def _labels() -> Phrases[str]:
    return Phrases((word, kind) for word, kind in named_words("labels") if kind in _LABELS)


@cache
def _words() -> frozenset[str]:
    around = (*words("forms", "label_words"), *words("forms", "between_labels"))
    return frozenset(token.text for word in around for token in words_of(word)) | {"'"}


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s{{1,5}}(?:{alternatives(words('forms', 'between_labels'))})\s{{1,5}}|\s{{0,5}}/\s{{0,5}}")
