"""Turkey."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, checked_by

#: Eleven digits, each perhaps after one blank, dash or dot: TCKN (Turkey).
_ELEVEN = re.compile(r"[1-9](?<![\w.,/+-].)(?:[ .\-]?\n?\d){10}(?![\w]|[.,]\d)")
#: Letter, two digits, letter, five digits behind a word for it: serial number of an identity card (Turkey).
_CARD_TR = re.compile(r"[A-Z](?<!\w.)\d\d[A-Z]\d{5}(?!\w)")
_SERIAL = re.compile("(?<![a-z])seri(?![a-z])")


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
        is_valid=_is_tckn,
    ),
    NumberPattern(
        name="card_tr",
        category=Category.NATIONAL_ID,
        description="Serial numbers of Turkish identity cards",
        example="seri no ⟦A12B34567⟧ now",
        pattern=_CARD_TR,
        after=_SERIAL,
    ),
)
