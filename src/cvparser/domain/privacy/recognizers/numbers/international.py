"""What all countries share."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.recognizers.number_pattern import NumberPattern, Where, checked_by, compact
from cvparser.domain.text.words import alternatives

#: Two letters, two digits, 11 to 30 letters and digits, in groups: IBAN (ISO 13616), perhaps wrapped.
_IBAN = re.compile(r"[A-Z](?<![^\W_].)[A-Z][ ]?\d{2}(?:[ .\n-]?[A-Z0-9]){11,30}(?![^\W_])")

#: Capitals for a profession or a state, and at least five digits: a version or a year has fewer.
_LICENCE = re.compile(r"[A-Z](?<![^\W_].)[A-Z]{0,3}[ .-]?\d{5,10}(?![^\W_])")


@cache
def _licence() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(words('words', 'licences'))})[\s:#(]{{0,4}}\Z")


def _is_iban(number: str) -> bool:
    account = compact(number)
    is_valid = checked_by("iban")
    # The pattern is greedy: words after the account may have been taken along.
    return (
        is_valid(account)
        or account.startswith("TR")
        or any(is_valid(account[:length]) for length in (16, 18, 20, 22, 24, 26, 27, 28))
    )


PATTERNS = (
    NumberPattern(
        name="iban",
        category=Category.IBAN,
        description="Bank accounts (IBAN, ISO 13616), with their check digits",
        example="at ⟦DE89370400440532013000⟧ now",
        pattern=_IBAN,
        is_valid=_is_iban,
        digits=2,
    ),
    NumberPattern(
        name="licence_number",
        category=Category.REGISTRATION,
        description="Licences of a profession, by capitals and digits behind a word for one",
        example="License ⟦RN-554417⟧ now",
        pattern=_LICENCE,
        where=Where.LINES_WITH_FIVE_DIGITS,
        after=_licence,
    ),
)
