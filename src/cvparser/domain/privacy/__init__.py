"""What is personal, how it is found, how it is taken out.

`redact` takes personal data out of a text before any parser sees it. `filter_answer` lets nothing of a parser's answer
through that the allow-list does not name, and cleans what it lets through. `withhold_leaks` looks a second time, by
other code, before a text leaves the machine.
"""

from cvparser.domain.privacy.answer_filter import FilteredAnswer, filter_answer
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import DocumentHints, Finding
from cvparser.domain.privacy.leak_check import find_leaks, withhold_leaks
from cvparser.domain.privacy.redaction import Redaction, find, redact

__all__ = [
    "Category",
    "DocumentHints",
    "FilteredAnswer",
    "Finding",
    "Redaction",
    "filter_answer",
    "find",
    "find_leaks",
    "redact",
    "withhold_leaks",
]
