"""What is personal, how it is found, how it is taken out.

`redact` takes personal data out of a text before any parser sees it. `filter_answer` lets nothing of a parser's answer
through that the allow-list does not name, and cleans what it lets through. `withhold_leaks` looks a second time, by
other code, before a text leaves the machine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cvparser.domain.privacy.answer_filter import FilteredAnswer, filter_answer
    from cvparser.domain.privacy.categories import Category
    from cvparser.domain.privacy.finding import DocumentHints, Finding
    from cvparser.domain.privacy.leak_check import find_leaks, withhold_leaks
    from cvparser.domain.privacy.own_categories import OwnCategory
    from cvparser.domain.privacy.redaction import Redaction
    from cvparser.domain.privacy.rounds import find, redact

__all__ = [
    "Category",
    "DocumentHints",
    "FilteredAnswer",
    "Finding",
    "OwnCategory",
    "Redaction",
    "filter_answer",
    "find",
    "find_leaks",
    "redact",
    "withhold_leaks",
]

#: Name -> its module, loaded at first use: a process that hands texts to others needs what is found, and no rules.
_ROOMS = {
    "Category": "categories",
    "DocumentHints": "finding",
    "FilteredAnswer": "answer_filter",
    "Finding": "finding",
    "OwnCategory": "own_categories",
    "Redaction": "redaction",
    "filter_answer": "answer_filter",
    "find": "rounds",
    "find_leaks": "leak_check",
    "redact": "rounds",
    "withhold_leaks": "leak_check",
}

if not TYPE_CHECKING:  # a checker that sees __getattr__ believes in every name

    def __getattr__(name: str) -> object:
        if name not in _ROOMS:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
        globals()[name] = value
        return value
