"""Germany."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where

#: Two digits, birth date, letter, three digits: social insurance number (Germany).
_SVNR = re.compile(r"\d(?<!\w.)\d[ ]?[0-3]\d[01]\d\d\d[ ]?[A-Z][ ]?\d{3}(?!\w)")

PATTERNS = (
    NumberPattern(
        name="svnr",
        category=Category.SOCIAL_SECURITY,
        description="German social insurance numbers",
        example="no ⟦65170839J003⟧ now",
        pattern=_SVNR,
        where=Where.LINES_WITH_FIVE_DIGITS,
    ),
)
