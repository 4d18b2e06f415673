"""United Kingdom."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where

#: Two letters, six digits, one letter: National Insurance number (UK); QQ stands in examples.
_NINO = re.compile(r"(?:[A-CEGHJ-PR-TW-Z](?<!\w.)[A-CEGHJ-NPR-TW-Z]|Q(?<!\w.)Q)[ ]?\d\d[ ]?\d\d[ ]?\d\d[ ]?[A-D](?!\w)")

PATTERNS = (
    NumberPattern(
        name="nino",
        category=Category.SOCIAL_SECURITY,
        description="British National Insurance numbers",
        example="no ⟦AB123456C⟧ now",
        pattern=_NINO,
        where=Where.LINES_WITH_FIVE_DIGITS,
    ),
)
