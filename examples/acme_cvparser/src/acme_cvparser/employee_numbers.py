"""Employee numbers of Acme, which nobody else knows to be personal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cvparser.domain.privacy import Category, Finding
from cvparser.ports.personal_data_detector import PersonalDataDetector


class EmployeeNumberDetector(PersonalDataDetector):
    """Finds employee numbers, such as `ACME-004211`.

    Args:
        prefix: What stands before the six digits.
    """

    def __init__(self, *, prefix: str = "ACME") -> None:
        self._number = re.compile(rf"\b{re.escape(prefix)}-\d{{6}}\b")

    async def detect(self, text: str) -> Sequence[Finding]:
        """Return where the numbers stand."""
        return [
            Finding(category=Category.PERSONAL, start=each.start(), end=each.end(), rule="acme_employee_number")
            for each in self._number.finditer(text)
        ]
