"""Poland."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: Birth date, a number of the day, a check digit.
_PESEL = re.compile(r"\d(?<![\w.,/+-].)\d[0-389]\d[0-3]\d{6}(?![ .,/-]?\d|\w)")

PATTERNS = (
    NumberPattern(
        name="pesel",
        category=Category.NATIONAL_ID,
        description="Polish identity numbers (PESEL), with their check digit",
        example="no ⟦44051401359⟧ now",
        pattern=_PESEL,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("pl.pesel"),
    ),
)
