"""Brazil."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: Eleven digits, the last two behind a hyphen.
_CPF = re.compile(r"\d(?<![\w.,/+-].)\d\d\.\d{3}\.\d{3}-\d\d(?![\w-])")

PATTERNS = (
    NumberPattern(
        name="cpf",
        category=Category.TAX_NUMBER,
        description="Brazilian tax numbers of people (CPF), with their check digits",
        example="no ⟦390.533.447-05⟧ now",
        pattern=_CPF,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("br.cpf"),
    ),
)
