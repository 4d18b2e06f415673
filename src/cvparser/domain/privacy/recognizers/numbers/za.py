"""South Africa."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: 13 digits that begin with a birth date: identity number (South Africa).
_ZA = re.compile(r"\d(?<!\w.)\d{5}[ ]?\d{4}[ ]?\d{3}(?!\w)")

PATTERNS = (
    NumberPattern(
        name="za_id",
        category=Category.NATIONAL_ID,
        description="South African identity numbers, with their check digit",
        example="no ⟦8001015009087⟧ now",
        pattern=_ZA,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("za.idnr"),
    ),
)
