"""Places that follow a word for birth or for living somewhere; no list of towns is needed for them."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

PLACE_WORD = re.compile(r"[^\W\d_][\w'’.-]{1,30}")
_COUNTRY_GAP = re.compile(r",[ ]|[ ]?\([ ]?")
_MAXPLACE_WORDS = 4
#: Letters and dot of a place cut short, as in `St. Pölten`; a longer word's dot ends its sentence.
_LONGEST_SHORT = 4


@cache
def _to_place() -> re.Pattern[str]:
    """Return what leads from a word for birth, or a date, to a place."""
    return re.compile(
        rf"[ ,:]{{0,3}}[(/–—-]?[ ]{{0,2}}(?P<in>(?:{alternatives(words('small', 'to_place'))})[ ]{{1,2}})?"
    )


@cache
def _place_gap() -> re.Pattern[str]:
    """Return what stands between the words of a place."""
    within = alternatives(words("small", "within_place"))
    return re.compile(rf"[ ](?:{within})[ ](?=[^\W\d_])|[ ]|[ ]?[/-][ ]?")


@cache
def _leads() -> list[list[str]]:
    """Return what a phrase that a place follows ends with."""
    return [[word] for word in words("small", "place_lead")]


def place_after(prepared: PreparedText, start: int, *, is_certain: bool = True) -> Span | None:
    """Return the place that follows a word for birth or a date; unless `is_certain` a known one, or after `in`."""
    lead = _to_place().match(prepared.folded, start)
    if lead is None:
        return None
    words: list[re.Match[str]] = []
    position = lead.end()
    is_within = False
    while len(words) < _MAXPLACE_WORDS:
        word = PLACE_WORD.match(prepared.text, position)
        # "Molina de Segura": behind a small word a capital goes on with the place, whatever else it means.
        is_joined = is_within and word is not None and word.group()[0].isupper() and prepared.is_cased
        if word is None or not (is_joined or _is_place_word(prepared, word, is_first=not words)):
            break
        words.append(word)
        if word.group().endswith(".") and len(word.group()) > _LONGEST_SHORT:
            break
        gap = _place_gap().match(prepared.folded, word.end()) or _COUNTRY_GAP.match(prepared.folded, word.end())
        if gap is None:
            break
        further = PLACE_WORD.match(prepared.text, gap.end())
        is_country = further is not None and fold(further.group()).rstrip(".") in vocabulary().places
        if gap.re is _COUNTRY_GAP and not is_country:
            break
        position = gap.end()
        is_within = gap.re is _place_gap() and any(map(str.isalpha, gap.group()))
    if not words:
        return None
    is_known = fold(words[0].group()).split("'")[0] in vocabulary().places
    is_led = bool(lead["in"]) or prepared.folded[max(0, start - 8) : start].split()[-1:] in _leads()
    end = words[-1].end() - words[-1].group().endswith(".")
    return Span(words[0].start(), end) if is_certain or is_known or is_led else None


def _is_place_word(prepared: PreparedText, word: re.Match[str], *, is_first: bool) -> bool:
    folded = fold(word.group())
    if folded.split("'")[0] in vocabulary().places:
        return True
    if prepared.is_cased and not word.group()[0].isupper():
        return False
    return (prepared.is_cased or is_first) and not names_work(folded)


def names_work(folded: str) -> bool:
    """Return whether a folded word belongs to work, not to places."""
    return any(word in vocabulary().professional for word in re.split(r"[\W\d_]+", folded) if len(word) > 3)
