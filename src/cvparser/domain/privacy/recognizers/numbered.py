"""Numbers behind a word that says what they are, without a colon: `passport U98765432`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.words import alternatives

_YEAR = re.compile(YEAR)
_PIECE = re.compile(r"[A-Z0-9]+")
_MIN_ACCOUNT_DIGITS = 6
_MIN_DIGITS = 4
#: Letters of the short name of a register.
_SHORTEST_COLLEGE, _LONGEST_COLLEGE = 4, 8
#: A year, or a letter glued to one digit, is a version: "AUTO CAD 2D", "Auto CAD 2019".
_VERSION = re.compile(rf"(?<![A-Z0-9])(?:\d[A-Z]|{YEAR})(?![A-Z0-9])")
#: Digits and capitals, both: 34 ABC 123, M-ÜL 929, BD51 SMR, 4821 KLM, AB-344-CD.
_PLATE = re.compile(
    r"(?=.{5,12}$)(?=[^\d]{0,12}\d)(?=[^A-Z]{0,12}[A-Z])[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4}){0,3}|[A-Z0-9]{6,8}"
)


@cache
def _after_word() -> re.Pattern[str]:
    """Return what follows a word such as `passport` without a colon: pieces of digits and capitals."""
    number = alternatives(words("small", "number_before"))
    return re.compile(
        rf"[\s.:#(]{{0,4}}(?:(?:{number}|n°|nº)\b[\s.:#]{{0,3}})?"
        r"(?P<value>[A-Z0-9]{1,17}(?:[ ./-]?[A-Z0-9]{1,17}){0,7})",
        re.IGNORECASE,
    )


def find_numbered(context: Context) -> Iterator[Match]:
    """Find numbers of any form behind words for them."""
    prepared = context.prepared
    known = vocabulary().number_cues
    for _, end, kind in known.find(prepared.folded, prepared.words_among(known.first_words)):
        yield from _behind(prepared.text, prepared.in_capitals, end, Category(kind))


def _behind(text: str, spoken: str, end: int, category: Category) -> Iterator[Match]:
    match = _after_word().match(text, end)
    if match is None:
        return
    pieces = list(_PIECE.finditer(spoken, *match.span("value")))
    if category is Category.REGISTRATION and len(pieces) > 1 and _is_college(text, pieces[0], pieces[1]):
        # "colegiado COAATZ 2281"
        pieces.pop(0)
    taken = list(takewhile(lambda piece: _is_number_piece(spoken, piece), pieces))
    if not taken:
        return
    value = spoken[taken[0].start() : taken[-1].end()]
    digits = sum(map(str.isdigit, value))
    is_year = _YEAR.fullmatch(value) is not None
    if category is Category.IBAN and digits < _MIN_ACCOUNT_DIGITS:
        return
    is_plate = category is Category.PLATE and _PLATE.fullmatch(value) and not _VERSION.search(value)
    if not is_year and ((digits >= _MIN_DIGITS and category is not Category.PLATE) or is_plate):
        yield Match(taken[0].start(), taken[-1].end(), category, "number_cue")


def _is_college(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Return whether capitals before a number name who gave it."""
    is_name = text[slice(*first.span())].isupper() and _SHORTEST_COLLEGE <= len(first.group()) <= _LONGEST_COLLEGE
    return is_name and not any(map(str.isdigit, first.group())) and any(map(str.isdigit, second.group()))


def _is_number_piece(text: str, piece: re.Match[str]) -> bool:
    """Return whether a piece has a digit, or is a group of capitals that no small letter goes on."""
    is_whole = not text[piece.end() : piece.end() + 1].isalpha()
    return is_whole and (any(map(str.isdigit, piece.group())) or len(piece.group()) <= 3)


RECOGNIZERS = (
    FunctionRecognizer(
        name="numbered",
        stage=Stage.IDENTIFIERS,
        categories=frozenset(category for category in Category if category.traits.is_numbered),
        description="Numbers behind a word that says what they are",
        rules={
            "number_cue": "passport ⟦U98765432⟧ now",
        },
        find=find_numbered,
        anchors=Anchors(words=lambda: vocabulary().number_cues.first_words),
    ),
)
