"""India."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: Five letters, the fourth of them the holder's kind, four digits, a letter: permanent account number.
_PAN = re.compile(r"[A-Z](?<!\w.)[A-Z]{2}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?!\w)")
#: Twelve digits in groups of four: Aadhaar. Without groups only a label says what they are.
_AADHAAR = re.compile(r"[2-9](?<![\w.,/+-].)\d{3}(?P<sign>[ -])\d{4}(?P=sign)\d{4}(?![ -]?\d|\w)")

PATTERNS = (
    NumberPattern(
        name="pan",
        category=Category.TAX_NUMBER,
        description="Indian tax numbers (PAN), with the letter of the kind of holder",
        example="no ⟦ACUPA7085R⟧ now",
        pattern=_PAN,
        where=Where.LINES_WITH_DIGITS,
        digits=4,
        is_valid=checked_by("in_.pan"),
    ),
    NumberPattern(
        name="aadhaar",
        category=Category.NATIONAL_ID,
        description="Indian identity numbers (Aadhaar), with their check digit",
        example="no ⟦2341 2341 2346⟧ now",
        pattern=_AADHAAR,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("in_.aadhaar"),
    ),
)
