"""Belgium."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: Birth date, a number of the day, two check digits.
_NN = re.compile(r"\d(?<![\w.,/+-].)\d\.\d\d\.\d\d-\d{3}[.-]\d\d(?!\w)")

PATTERNS = (
    NumberPattern(
        name="rijksregister",
        category=Category.NATIONAL_ID,
        description="Belgian national numbers, with their check digits",
        example="no ⟦85.07.30-033.28⟧ now",
        pattern=_NN,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("be.nn"),
    ),
)
