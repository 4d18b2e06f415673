"""Certificates that sentences tell of: `In 2019 I took the first aid certificate`, `2019 den Kurs Wundpflege`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cvparser.adapters.profile_parser.offline.certifications import year_and_rest
from cvparser.adapters.profile_parser.offline.school_words import has_institution
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Match, Phrases, Word, phrase_set, words_of

_EDGES = " \t\n,;:.!()–—-"
#: Words of a certificate.
_LONGEST = 9

Certificate = dict[str, object]


def told_certificate(clause: str, *, goes_on: bool) -> Certificate | None:
    """Return the certificate that a clause with one date tells of, None where it tells of none.

    Args:
        clause: A part of a sentence.
        goes_on: Whether the part before it told of one, so that this one need not say what it is.
    """
    periods = find_periods(clause)
    if len(periods) != 1 or periods[0].is_range or periods[0].is_current:
        return None
    year, rest = year_and_rest(clause)
    for part in reversed(rest.split(" | ")):
        found = words_of(part)
        noun = next(iter(_nouns().find(found)), None)
        if noun is None and not goes_on:
            continue
        name = _name(part, found, noun)
        if name is not None and (goes_on or not has_institution(clause)):
            return {"year": year, "issuing_organization": None, "description": name}
    return None


def _name(text: str, found: Sequence[Word], noun: Match[bool] | None) -> str | None:
    """Return the words around the one that says that something is a certificate which name it."""
    stop = noun.stop if noun is not None else len(found)
    first = max((match.stop for match in _articles().find(found) if match.stop < stop), default=None)
    first = first if first is not None else next((at for at in range(stop) if text[found[at].start].isupper()), stop)
    if noun is not None and first >= noun.first:
        # `Kurs Palliative Care`: what it is stands before its name.
        first, stop = noun.first, noun.stop
        while stop < len(found) and (_is_of_name(text, found[stop]) or stop == noun.stop):
            stop += 1
        stop = stop if stop > noun.stop and _is_of_name(text, found[stop - 1]) else noun.stop
    if all(
        _small_words().at(found, at) for at in range(first, stop) if noun is None or not noun.first <= at < noun.stop
    ):
        # `Of course`
        return None
    is_name = 1 < stop - first <= _LONGEST if noun is not None else 0 < stop - first <= _LONGEST
    return text[found[first].start : found[stop - 1].end].strip(_EDGES) if is_name else None


def _is_of_name(text: str, word: Word) -> bool:
    return text[word.start].isupper() or text[word.start].isdigit()


@cache
def _nouns() -> Phrases[bool]:
    return phrase_set(words("prose", "certificates"))


@cache
def _small_words() -> Phrases[bool]:
    return phrase_set(words("function_words"))


@cache
def _articles() -> Phrases[bool]:
    return phrase_set(words("prose", "articles"))
