"""France."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by

#: 15 digits beginning with 1 or 2, year, month, place: NIR (France).
_NIR = re.compile(r"[12](?<![\w.].)[ .]?\d\d[ .]?[0-9]\d[ .]?\d[0-9AB][ .]?\d{3}[ .]?\d{3}[ .]?\d\d(?!\w)")
#: Two letters, three digits, two letters: plate (France); its letters are never I, O, U.
_PLATE_FR = re.compile(r"[A-HJ-NP-TV-Z](?<![\w-].)[A-HJ-NP-TV-Z]-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])")

PATTERNS = (
    NumberPattern(
        name="nir",
        category=Category.SOCIAL_SECURITY,
        description="French social security numbers (NIR), with their check digits",
        example="no ⟦184127645108946⟧ now",
        pattern=_NIR,
        where=Where.LINES_WITH_FIVE_DIGITS,
        is_valid=checked_by("fr.nir"),
    ),
    NumberPattern(
        name="plate_fr",
        category=Category.PLATE,
        description="French licence plates",
        example="plate ⟦AB-344-CD⟧ now",
        pattern=_PLATE_FR,
        where=Where.LINES_WITH_DIGITS,
        digits=3,
    ),
)
