"""Spain."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: A digit group and a letter: DNI and NIE (Spain).
_DNI = re.compile(
    r"[XYZ\d](?<![\w.].)"
    r"(?:(?<=[XYZ])[- ]?\d{7}|(?<=\d)(?:\d{7}|\d?\.\d{3}\.\d{3}|(?=[\d\n]{8}[- ]?[A-Z])\d{1,5}\n\d{2,6}))"
    r"[- ]?[A-Z](?!\w)"
)


def _is_dni(number: str) -> bool:
    return checked_by("es.dni")(number) or checked_by("es.nie")(number)


PATTERNS = (
    NumberPattern(
        name="dni",
        category=Category.NATIONAL_ID,
        description="Spanish identity numbers (DNI, NIE), with their letter",
        example="no ⟦12345678Z⟧ now",
        pattern=_DNI,
        where=Where.LINES_WITH_DIGITS,
        digits=7,
        is_valid=_is_dni,
    ),
)
