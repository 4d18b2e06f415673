"""Gate 1: personal data leaves the text before any parser, local or remote, sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cvparser.domain.profile import WarningCode


class Category(StrEnum):
    """Kinds of personal data. The value in capitals is the placeholder: `[NAME]`."""

    #: Names of the candidate and of anybody else.
    NAME = "name"
    #: E-mail addresses.
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a document beside its text, and can point to the candidate's name."""

    #: The uploaded file's name.
    file_name: str | None = None
    #: The author that the document's metadata names.
    author: str | None = None
    #: The title that the document's metadata names.
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stretch of personal data in the original text."""

    category: Category
    #: First character, in the original text.
    start: int
    #: One past the last character.
    end: int
    #: Name of the rule that found it.
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A text without its personal data. `findings` and what they point to are personal: memory only."""

    #: The text with `[CATEGORY]` in the place of each finding.
    text: str
    #: The text as it was. Personal.
    original: str
    #: Sorted, not overlapping.
    findings: tuple[Finding, ...] = ()
    #: What the reader of the profile should know.
    warnings: tuple[WarningCode, ...] = ()

    @property
    def withheld(self) -> Mapping[str, int]:
        """How many places of each category were taken out."""
        return Counter(finding.category.value for finding in self.findings)


def redact(text: str, hints: Hints) -> Redaction:
    """Take personal data out of `text`."""
    raise NotImplementedError
