"""Military and alternative service that stands as a job, and the army's unit beside it.

`Network technician (compulsory military service)`; `Grundwehrdienst, Panzerbataillon 33 Neustadt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.text.words import alternatives, first_words

#: What stands before and after something that fills a part of a line.
_BEFORE = re.compile(r"(?:(?<![^\n])|[(,|•·;:/–—\t*-]|  |(?<=\d{4}))[ ]{0,3}\Z")
_AFTER = re.compile(r"[ ]?(?:\Z|[\n(),|•·;/–—*-]|\d{2})")
_REACH = 8
#: A part of a line between commas, dashes, brackets, cells; and the years around it, which stay.
_PART = re.compile(r"[^\n,|•·;()\t–—]{2,80}+")
_YEARS_FIRST = re.compile(r"[ ]*+(?:(?:\d{1,2}[./])?\d{4}[ ]?-?[ ]?)*+[ -]*+")
_YEARS_LAST = re.compile(r"(?:[ ]?-?[ ]?(?:\d{1,2}[./])?(?<!\d)\d{4}){1,2}\Z")
_LONGEST_LINE = 200


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
    """Find service that is called compulsory, and such as fills a part of a line; the job and its dates stay.

    A rank or a unit of an army in its line, or in the lines beside it, tells of the same service.
    """
    prepared = context.prepared
    folded = prepared.folded
    for match in matches_at(_service(), folded, (word.start for word in prepared.words_among(_beginnings()))):
        before = _BEFORE.search(folded, max(0, match.start() - _REACH), match.start())
        fills = before is not None and _AFTER.match(folded, match.end()) is not None
        is_bracket = folded[match.start() - 1 : match.start()] == "("
        if fills or is_bracket or (match["sure"] is not None and _names_service(match["sure"])):
            yield Match(*match.span(), Category.MILITARY, "service")
        if before is not None or is_bracket:
            yield from _units(prepared, match)


def _units(prepared: PreparedText, service: re.Match[str]) -> Iterator[Match]:
    """Find the parts of the lines around service that name a rank or a unit of an army."""
    folded = prepared.folded
    line_end = prepared.line_end(service.end())
    is_named = False
    start = prepared.line_start(max(0, prepared.line_start(service.start()) - 1))
    end = prepared.line_end(min(len(folded), prepared.line_end(service.end()) + 1))
    for part in _PART.finditer(
        folded, max(start, service.start() - _LONGEST_LINE), min(end, service.end() + _LONGEST_LINE)
    ):
        is_itself = part.start() < service.end() and service.start() < part.end()
        # Behind the unit stands its garrison: `Panzerbataillon 33, Neustadt`.
        is_garrison = is_named and part.end() <= line_end and not any(map(str.isdigit, part.group()))
        is_unit = _army().search(part.group()) is not None
        if is_itself or ATOM in part.group() or not (is_unit or is_garrison):
            continue
        is_named = is_named or (is_unit and part.start() > service.end() and part.end() <= line_end)
        first = _YEARS_FIRST.match(part.group())
        told = part.group().rstrip(" -")
        last = _YEARS_LAST.search(told)
        lead = first.end() if first is not None else 0
        stop = last.start() if last is not None else len(told)
        if lead < stop:
            yield Match(part.start() + lead, part.start() + stop, Category.MILITARY, "unit")


@cache
def _army() -> re.Pattern[str]:
    """Return words for ranks and units of an army, which count beside service alone."""
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words('words', 'army'))})")


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
        rules={
            "service": "SKILLS\nTechnician (⟦compulsory military service⟧)",
            "unit": "SKILLS\nwehrdienst, ⟦Panzerbataillon 33⟧",
        },
        find=find_service,
        anchors=Anchors(words=_beginnings),
    ),
)
