"""Single values as models write them, in the form that was asked for: the form may vary, the fact may not.

Each function takes any JSON value and returns the value in its form, or None where it holds no such fact.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache

from cvparser.domain.cv.dates.notation import STATED_YEAR
from cvparser.domain.cv.dates.points import Point, points_in
from cvparser.domain.lexicon import named_words
from cvparser.domain.profile import Fluency
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, words_of

#: What models write where they have nothing to say, folded and without punctuation at the ends.
_NOTHING = frozenset(
    """
    n/a|na|n.a|nil|none|null|nan|undefined|unknown|unspecified|not specified|not given|not stated|not mentioned
    |not provided|not available|not applicable|not found|no data|empty|tbd|k.a|keine angabe|unbekannt|belirtilmemis
    |belirtilmedi|yok|bilinmiyor|non precise|non specifie|non renseigne|inconnu|no especificado|no indicado
    |desconocido|non specificato|sconosciuto|nao informado|onbekend|nie podano|brak
    """.replace("\n    ", "").split("|")
) | {""}
_EDGES = " \t\r\n.-_<>[](){}?*\"'"
#: Members that hold what an object is about, in the order of trust.
_TELLING = ("value", "text", "name", "title", "label", "content", "description", "skill", "item", "iso", "raw")
_YEAR = re.compile(rf"(?<!\d){STATED_YEAR}(?!\d)")
#: As asked for, or with a day and a time behind.
_ISO_DATE = re.compile(rf"({STATED_YEAR})-(0[1-9]|1[0-2])(?:-\d\d(?:[T ].*)?)?")
#: A year and a month as one number.
_YEAR_AND_MONTH = re.compile(rf"({STATED_YEAR})(0[1-9]|1[0-2])(?:[0-3]\d)?")
#: In the very form that was asked for, as most dates are: nothing else needs to be looked for in it.
_PLAIN_DATE = re.compile(rf"{STATED_YEAR}(?:-(?:0[1-9]|1[0-2]))?")
_LEVEL = re.compile(r"(?<![^\W_])(?:a1|a2|b1|b2|c1|c2)(?![^\W_])")
_TRUE = frozenset({"true", "yes", "y", "1", "ja", "oui", "si", "evet", "sim", "tak", "on"})
_FALSE = frozenset({"false", "no", "n", "0", "nein", "non", "hayir", "nao", "nee", "nie", "off"})
#: A date is never longer; what is read of a longer one is its beginning.
_LONGEST_DATE = 80
_LONGEST_WORD = 200
#: No number of a CV is larger; Python refuses to write the largest as digits.
_LARGEST = 10**15
#: Levels of lists and objects within a value that are read.
DEEPEST = 6


def is_nothing(value: object, *, depth: int = DEEPEST) -> bool:
    """Return whether `value` says nothing: null, empty, too deep to be read, or a word that stands for that."""
    if value is None:
        return True
    if isinstance(value, str):
        return len(value) <= _LONGEST_DATE and fold(value).strip(_EDGES) in _NOTHING
    if isinstance(value, Mapping | list):
        inner = value.values() if isinstance(value, Mapping) else value
        return depth == 0 or all(is_nothing(each, depth=depth - 1) for each in inner)
    return isinstance(value, float) and not math.isfinite(value)


def as_text(value: object, *, between: str = ", ", depth: int = DEEPEST) -> str | None:
    """Return a string: numbers as such, of an object what it is about, a list's strings with `between` them."""
    if isinstance(value, bool) or is_nothing(value, depth=depth):
        return None
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float):
        return _digits(value)
    if isinstance(value, Mapping):
        return as_text(_told(value), between=between, depth=depth - 1)
    listed = value if isinstance(value, list) else ()
    parts = (as_text(each, between=between, depth=depth - 1) for each in listed)
    return between.join(part for part in parts if part) or None


def _digits(value: float) -> str | None:
    if abs(value) >= _LARGEST:
        return None
    return str(int(value)) if float(value).is_integer() else str(value)


def as_date(value: object, *, last: bool = False) -> str | None:
    """Return `YYYY-MM` or `YYYY` of a date in any notation; of a range its first date, or its `last` one.

    >>> as_date("March 2019"), as_date("03/2019"), as_date(2019), as_date({"year": "2019", "month": "March"})
    ('2019-03', '2019-03', '2019', '2019-03')
    """
    if isinstance(value, Mapping):
        return _date_of_parts(value, last=last)
    text = (as_text(value) or "")[:_LONGEST_DATE]
    if _PLAIN_DATE.fullmatch(text):
        return text
    exact = _ISO_DATE.fullmatch(text) or _YEAR_AND_MONTH.fullmatch(text)
    if exact:
        return f"{exact[1]}-{exact[2]}"
    points = [point for point in _points(text) if point.year is not None]
    if points:
        point = points[-1 if last else 0]
        return f"{point.year}-{point.month:02d}" if point.month else str(point.year)
    year = _YEAR.search(text)
    return year.group() if year else None


def is_present(value: object) -> bool:
    """Return whether a date is this day: `Present`, `heute`, `2019 - today`."""
    text = (as_text(value) or "")[:_LONGEST_DATE]
    if not text or _PLAIN_DATE.fullmatch(text):
        return False
    return any(point.is_present for point in _points(text))


def as_year(value: object) -> int | None:
    """Return the year of a year or a date."""
    date = as_date(value)
    found = _YEAR.match(date or "")
    return int(found.group()) if found else None


def as_flag(value: object) -> bool | None:
    """Return whether a flag is set, in words, numbers or as such."""
    if isinstance(value, bool):
        return value
    word = fold((as_text(value) or "")[:_LONGEST_WORD]).strip(_EDGES)
    if word in _TRUE or (word and is_present(word)):
        return True
    return False if word in _FALSE else None


def as_fluency(value: object) -> Fluency | None:
    """Return a level: one of the reference framework where it is named, else what the words of a level mean.

    >>> as_fluency("c1 (advanced)"), as_fluency("Mother tongue"), as_fluency("so so")
    (<Fluency.C1: 'C1'>, <Fluency.NATIVE: 'native'>, None)
    """
    text = (as_text(value) or "")[:_LONGEST_WORD]
    level = _LEVEL.search(fold(text))
    if level is not None:
        return Fluency(level.group().upper())
    found = _levels().find(words_of(text))
    return Fluency(found[0].value) if found else None


def as_code(value: object) -> str | None:
    """Return an ISO 639-1 code of a code, a locale or the name of a language."""
    text = fold((as_text(value) or "")[:_LONGEST_WORD])
    if re.fullmatch(r"[a-z]{2}(?:[-_][^\W_]{2,8})*+", text):
        return text[:2]
    return _language_names().whole(text)


def _told(value: Mapping[str, object]) -> object:
    """Return what an object is about: a member that says so, or its only string."""
    named = {name.lower(): each for name, each in value.items()}
    for name in _TELLING:
        if isinstance(named.get(name), str | int | float) and not is_nothing(named[name]):
            return named[name]
    strings = [each for each in value.values() if isinstance(each, str) and not is_nothing(each)]
    return strings[0] if len(strings) == 1 else None


def _date_of_parts(value: Mapping[str, object], *, last: bool) -> str | None:
    parts = {name.lower(): each for name, each in value.items()}
    if is_nothing(parts.get("year")):
        return as_date(_told(value), last=last)
    year, month = as_text(parts["year"]), as_text(parts.get("month"))
    if month is None:
        return as_date(year, last=last)
    number = f"{int(month):02d}" if re.fullmatch(r"\d{1,2}", month, re.ASCII) else month
    return as_date(f"{year}-{number}" if number.isdigit() else f"{number} {year}") or as_date(year)


def _points(text: str) -> list[Point]:
    return points_in(fold(text)) if text else []


@cache
def _levels() -> Phrases[str]:
    return Phrases(named_words("languages", "fluency"))


@cache
def _language_names() -> Phrases[str]:
    return Phrases(named_words("languages", "names"))
