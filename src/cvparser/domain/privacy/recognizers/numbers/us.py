"""United States."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: 3-2-4 digits: social security number (USA).
_SSN = re.compile(r"\d(?<![\w-].)\d{2}-\d{2}-\d{4}(?![\w-])")

PATTERNS = (
    NumberPattern(
        name="ssn",
        category=Category.SOCIAL_SECURITY,
        description="American social security numbers",
        example="no ⟦536-90-4399⟧ now",
        pattern=_SSN,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("us.ssn"),
    ),
)
