"""Italy."""

from __future__ import annotations

import re

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern

#: Letters of the names, birth date, place, check letter; letters may stand for digits. Nothing else has this form, so
#: that a mistyped one is one, too.
_CODICE_FISCALE = re.compile(
    r"[A-Z](?<!\w.)[A-Z]{2}[ ]?[A-Z]{3}[ ]?[\dLMNP-V]{2}[ABCDEHLMPRST][\dLMNP-V]{2}[ ]?[A-Z][\dLMNP-V]{3}[ ]?"
    r"[A-Z](?!\w)"
)

PATTERNS = (
    NumberPattern(
        name="codice_fiscale",
        category=Category.TAX_NUMBER,
        description="Italian tax numbers (codice fiscale)",
        example="no ⟦RCCMNL83S18D969H⟧ now",
        pattern=_CODICE_FISCALE,
    ),
)
