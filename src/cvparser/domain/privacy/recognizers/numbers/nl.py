"""Netherlands."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: Nine digits as they are spoken; without groups only a label says what they are.
_BSN = re.compile(r"\d(?<![\w.,/+-].)\d{3}(?P<sign>[ .-])\d\d(?P=sign)\d{3}(?![ .,/-]?\d|\w)")

PATTERNS = (
    NumberPattern(
        name="bsn",
        category=Category.NATIONAL_ID,
        description="Dutch citizen service numbers (BSN), with their check digit",
        example="no ⟦1112.22.333⟧ now",
        pattern=_BSN,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("nl.bsn"),
    ),
)
