"""Class and number of a driving licence in running text; that there is one stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Classes of vehicles in the European Union (directive 2006/126).
_VEHICLE = r"(?:am|a1|a2|a|b1|b|be|c1e|c1|ce|c|d1e|d1|d)"
_REACH = 24
#: First letters that tell of a word for a licence; none has fewer.
_BEGINNING = 4


@cache
def _class() -> str:
    return rf"(?:{_VEHICLE}(?:\s?[,/+]\s?|\s(?:{alternatives(words('small', 'and'))})\s)?){{1,6}}"


@cache
def _kind() -> str:
    """Return the words for a class."""
    return rf"(?:{alternatives(words('licence', 'class'))})"


@cache
def _licence() -> re.Pattern[str]:
    """Return a licence with its class behind it: `driving licence class B`, `Führerschein B (2004)`."""
    return re.compile(
        rf"(?<![a-z])(?:{alternatives(words('licence', 'before_class'))})"
        rf"[ ,(:-]{{1,3}}(?:{_kind()}[ :]{{1,2}}(?P<after>{_class()})"
        rf"|(?P<bare>{_class()}(?:[ ]?\({YEAR}\))?)(?:[ ]{_kind()})?)(?![\w'’])"
    )


@cache
def _before() -> re.Pattern[str]:
    """Return a class with its word before a licence: `class B driving licence`."""
    return re.compile(
        rf"(?<![\w])(?:{_kind()}[ ](?P<class>{_class()})|(?P<named>{_class()})[ -]{_kind()})[ ]"
        rf"(?:{alternatives(words('licence', 'after_class'))})"
    )


@cache
def _alone() -> re.Pattern[str]:
    """Return a licence that a class may stand before without a word for it: `B ehliyetim var`."""
    return re.compile(alternatives(words("licence", "after_class_alone")))


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?P<beside>{_class()})[ ]\Z")


@cache
def _first_words() -> re.Pattern[str]:
    """Return how a word for a licence begins."""
    phrases = (*words("licence", "before_class"), *words("licence", "after_class"))
    return re.compile(alternatives(phrase.split()[0].rstrip("*") for phrase in phrases))


@cache
def _stems() -> tuple[str, ...]:
    """Return what a text holds that has a word for a class."""
    return tuple(fold(word).rstrip("*") for word in words("licence", "class"))


def find_licences(context: Context) -> Iterator[Match]:
    """Find classes beside the word for a licence."""
    prepared = context.prepared
    folded = prepared.folded
    starts = [word.start() for word in _first_words().finditer(folded)]
    if not starts:
        return
    has_kind = any(stem in folded for stem in _stems())
    alone = (start for start in starts if _alone().match(folded, start) is not None)
    before = (_beside().search(folded, max(0, start - _REACH), start) for start in alone)
    beside = (match for match in before if match is not None)
    for matches in (matches_at(_licence(), folded, starts), _before().finditer(folded) if has_kind else (), beside):
        for match in matches:
            for group, value in match.groupdict().items():
                if value:
                    yield Match(match.start(group), match.end(group), Category.LICENCE, "licence_class")


def _holds_word(context: Context) -> bool:
    """Return whether a text holds how a word for a licence begins."""
    folded = context.prepared.folded
    return any(each in folded for each in _beginnings())


@cache
def _beginnings() -> frozenset[str]:
    phrases = (*words("licence", "before_class"), *words("licence", "after_class"))
    return frozenset(fold(phrase)[:_BEGINNING] for phrase in phrases)


RECOGNIZERS = (
    FunctionRecognizer(
        name="licence",
        stage=Stage.LABELLED,
        categories=of(Category.LICENCE),
        description="Classes of a driving licence beside the word for it",
        rules={
            "licence_class": "driving licence ⟦B⟧ now",
        },
        find=find_licences,
        anchors=Anchors(holds=_holds_word),
    ),
)
