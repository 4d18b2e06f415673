"""What is personal, how it is found, how it is taken out.

Gate 1, `redact`, takes personal data out of a text before any parser sees it. Gate 2, `admit`, lets nothing of a
parser's answer through that the allow-list does not name, and cleans what it lets through. `withhold_leaks` looks a
second time, by other code, before a text leaves the machine.
"""

from cvparser.domain.privacy.answer_filter import Admitted, admit
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import Finding, Hints
from cvparser.domain.privacy.leak_check import find_leaks, withhold_leaks
from cvparser.domain.privacy.redaction import Redaction, find, redact

__all__ = [
    "Admitted",
    "Category",
    "Finding",
    "Hints",
    "Redaction",
    "admit",
    "find",
    "find_leaks",
    "redact",
    "withhold_leaks",
]
