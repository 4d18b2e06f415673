"""What of a file's name is nobody's: it is decided when a file comes, before anybody has read whose CV it is."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.cv.headings import heading_first_words, heading_words
from cvparser.domain.privacy.people.name_forms import CAPITALS
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold

#: A version, a number, or letters up to the next capital: `AdaQuillCV2024`.
_TOKEN = re.compile(rf"[vV]\d{{1,2}}(?![^\W_])|\d+|[{CAPITALS}]+[^\W\d_{CAPITALS}]*|[^\W\d_{CAPITALS}]+")
_MAIL = re.compile(r"[^\s@]{1,60}@[^\s@]{1,60}")
_YEAR = re.compile(YEAR)
_VERSION = re.compile(r"v\d{1,2}")
_BETWEEN = re.compile(r"[\W_]*")
#: Digits of a page or a version; more, or several such numbers, may be a part of somebody's number.
_MAX_DIGITS = 2


@remembered
def impersonal(stem: str) -> str:
    """Return the words of a file's name that are known to be nobody's, as they stand; empty where there is none.

    Known are words of documents, of work, of degrees and languages, months, years and versions. What is a name as well
    goes, and whatever no list has: names, numbers, addresses.

    >>> impersonal("Ada Quill 0532 111 22 33 CV")
    'CV'
    >>> impersonal("Data-Engineer_Resume-2024")
    'Data-Engineer_Resume-2024'
    """
    free = _MAIL.sub(lambda mail: " " * len(mail.group()), stem)
    numbers = [token for token in _TOKEN.findall(free) if token.isdigit() and _YEAR.fullmatch(token) is None]
    tokens = [match.span() for match in _TOKEN.finditer(free)]
    kept = [span for span in tokens if _is_known(free[slice(*span)], numbers)]
    while kept and fold(free[slice(*kept[-1])]) in vocabulary().particles:
        kept.pop()
    if not any(map(str.isalpha, "".join(free[slice(*span)] for span in kept))):
        # Digits alone may be a date of birth.
        return ""
    pieces = []
    for index, (start, end) in enumerate(kept):
        # What stood between two words that both stay, else one sign of it.
        gap = stem[kept[index - 1][1] : start] if index else ""
        pieces.append(gap if _BETWEEN.fullmatch(gap) else gap[:1] if not gap[:1].isalnum() else " ")
        pieces.append(stem[start:end])
    return "".join(pieces)


def _is_known(token: str, numbers: list[str]) -> bool:
    """Return whether a word is nobody's; a number is where it is a year, or the only short one."""
    if token.isdigit():
        return _YEAR.fullmatch(token) is not None or (len(numbers) == 1 and len(token) <= _MAX_DIGITS)
    folded = fold(token)
    known = vocabulary()
    if len(folded) == 1 or _VERSION.fullmatch(folded):
        return _VERSION.fullmatch(folded) is not None
    is_name = folded in known.given or (folded in known.homonyms and folded not in known.months)
    return not is_name and folded not in known.trades and _belongs_to_work(known, folded)


def _belongs_to_work(known: Vocabulary, folded: str) -> bool:
    return folded in _words() or folded in known.professional or folded in heading_words()


@cache
def _words() -> frozenset[str]:
    known = vocabulary()
    return known.generic | known.months | known.languages | known.degrees | heading_first_words() | known.levels
