"""What Acme adds to the categories of personal data. For more than a form, write a detector: `employee_numbers`."""

from __future__ import annotations

from cvparser.domain.privacy import OwnCategory

EMPLOYEE_NUMBER = OwnCategory(
    name="employee_number", pattern=r"\bACME-\d{6}\b", what="Employee numbers of Acme", law="GDPR art. 4(1)"
)
