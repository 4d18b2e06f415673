"""Military and alternative service that stands as a job: `Network technician (compulsory military service)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.text.words import alternatives, first_words

#: What stands before and after something that fills a part of a line.
_BEFORE = re.compile(r"(?:(?<![^\n])|[(,|•·;:/–—\t*-]|  )[ ]{0,3}\Z")
_AFTER = re.compile(r"[ ]?(?:\Z|[\n(),|•·;/–—*-]|\d{2})")
_REACH = 8


@cache
def _service() -> re.Pattern[str]:
    """Return service with what says that it is compulsory, before it or after it."""
    listed = ("military_service", "compulsory", "service")
    service, compulsory, any_service = (alternatives(words("small", name)) for name in listed)
    return re.compile(
        rf"(?<![^\W_])(?:(?P<sure>(?:{compulsory})[ ](?:(?:{compulsory})[ ])?(?:{service}|{any_service})"
        rf"|(?:{service})[ ](?:{compulsory}))|(?P<bare>{service}))(?![^\W_])"
    )


def find_service(context: Context) -> Iterator[Match]:
    """Find service that is called compulsory, and such as fills a part of a line; the job and its dates stay."""
    prepared = context.prepared
    folded = prepared.folded
    for match in matches_at(_service(), folded, (word.start for word in prepared.words_among(_beginnings()))):
        before = _BEFORE.search(folded, max(0, match.start() - _REACH), match.start())
        fills = before is not None and _AFTER.match(folded, match.end()) is not None
        is_bracket = folded[match.start() - 1 : match.start()] == "("
        if fills or is_bracket or (match["sure"] is not None and _names_service(match["sure"])):
            yield Match(*match.span(), Category.MILITARY, "service")


@cache
def _beginnings() -> frozenset[str]:
    return first_words((*words("small", "military_service"), *words("small", "compulsory")))


@cache
def _named() -> re.Pattern[str]:
    return re.compile(alternatives(words("small", "military_service")))


def _names_service(folded: str) -> bool:
    """Return whether it is service of an army: `mandatory service` alone may be a customer's."""
    return _named().search(folded) is not None


RECOGNIZERS = (
    FunctionRecognizer(
        name="military_service",
        stage=Stage.LABELLED,
        categories=of(Category.MILITARY),
        description="Military and alternative service that stands as a job",
        rules={"service": "SKILLS\nTechnician (⟦compulsory military service⟧)"},
        find=find_service,
    ),
)
