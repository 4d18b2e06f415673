"""Portugal."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: Nine digits in groups; those of people begin with 1 to 3. Without groups only a label says what they are.
_NIF = re.compile(r"[1-3](?<![\w.,/+-].)\d\d(?P<sign>[ .])\d{3}(?P=sign)(?!000)\d{3}(?![ .,/-]?\d|\w)")
#: Eight digits, a check digit, two letters and another check digit: citizen card.
_CC = re.compile(r"\d(?<![\w.,/+-].)\d{7}[ -]?\d[ -]?[A-Z]{2}\d(?!\w)")

PATTERNS = (
    NumberPattern(
        name="nif",
        category=Category.TAX_NUMBER,
        description="Portuguese tax numbers (NIF) of people, with their check digit",
        example="no ⟦265 964 849⟧ now",
        pattern=_NIF,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("pt.nif"),
    ),
    NumberPattern(
        name="cartao_de_cidadao",
        category=Category.NATIONAL_ID,
        description="Portuguese citizen cards, with their check digits",
        example="no ⟦00000000 0 ZZ4⟧ now",
        pattern=_CC,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("pt.cc"),
    ),
)
