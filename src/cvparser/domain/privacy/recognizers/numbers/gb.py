"""United Kingdom."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where

#: Two letters, six digits, one letter: National Insurance number (UK); QQ stands in examples.
_NINO = re.compile(r"(?:[A-CEGHJ-PR-TW-Z](?<!\w.)[A-CEGHJ-NPR-TW-Z]|Q(?<!\w.)Q)[ ]?\d\d[ ]?\d\d[ ]?\d\d[ ]?[A-D](?!\w)")
#: Five letters of a surname, filled with nines; the birth date, month first, fifty more for women; initials, checks.
_DRIVER = re.compile(
    r"[A-Z](?<![^\W_].)(?:[A-Z]{4}|[A-Z]{3}9|[A-Z]{2}99|[A-Z]999)[ ]?"
    r"\d[0156]\d[0-3]\d\d[ ]?[A-Z][A-Z9][ ]?\d[A-Z]{2}(?!\w)"
)

PATTERNS = (
    NumberPattern(
        name="driver_number",
        category=Category.LICENCE,
        description="British driver numbers, with the birth date in them",
        example="no ⟦MORGA657054SM9IJ⟧ now",
        pattern=_DRIVER,
        where=Where.LINES_WITH_FIVE_DIGITS,
    ),
    NumberPattern(
        name="nino",
        category=Category.SOCIAL_SECURITY,
        description="British National Insurance numbers",
        example="no ⟦AB123456C⟧ now",
        pattern=_NINO,
        where=Where.LINES_WITH_FIVE_DIGITS,
    ),
)
