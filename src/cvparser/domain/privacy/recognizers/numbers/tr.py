"""Turkey."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by
from cvparser.domain.text.words import alternatives

#: Eleven digits, each perhaps after one blank, dash or dot: TCKN (Turkey).
_ELEVEN = re.compile(r"[1-9](?<![\w.,/+-].)(?:[ .\-]?\n?\d){10}(?![\w]|[.,]\d)")
#: Letter, two digits, letter, five digits behind a word for it: serial number of an identity card (Turkey).
_CARD_TR = re.compile(r"[A-Z](?<!\w.)\d\d[A-Z]\d{5}(?!\w)")


@cache
def _serial() -> re.Pattern[str]:
    """Return words for a serial number."""
    return re.compile(rf"(?<![a-z])(?:{alternatives(words('small', 'serial'))})(?![a-z])")


def _is_tckn(number: str) -> bool:
    # Dots and a line end: the end of one version number and an address of a network.
    return not ("." in number and "\n" in number) and checked_by("tr.tckimlik")(number)


PATTERNS = (
    NumberPattern(
        name="tckn",
        category=Category.NATIONAL_ID,
        description="Turkish identity numbers (TCKN), with their check digits",
        example="no ⟦10000000146⟧ now",
        pattern=_ELEVEN,
        where=Where.LINES_WITH_DIGITS,
        digits=11,
        is_valid=_is_tckn,
    ),
    NumberPattern(
        name="card_tr",
        category=Category.NATIONAL_ID,
        description="Serial numbers of Turkish identity cards",
        example="seri no ⟦A12B34567⟧ now",
        pattern=_CARD_TR,
        where=Where.LINES_WITH_FIVE_DIGITS,
        after=_serial,
    ),
)
