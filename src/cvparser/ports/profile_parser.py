"""Redacted documents to facts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.profile import WarningCode
from cvparser.domain.usage import NOTHING_USED, TokenUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserAnswer:
    """What a parser says. Nothing in it is trusted: the allow-list decides what of it may leave.

    Attributes:
        profile: JSON of the form of `domain.profile.Profile`, as far as the parser knows.
        cv_language: ISO 639-1, lower case, or None.
        warnings: What the reader of the profile should know.
        usage: What the answer cost.
    """

    profile: Mapping[str, object]
    cv_language: str | None = None
    warnings: tuple[WarningCode, ...] = ()
    usage: TokenUsage = NOTHING_USED


class ProfileParser(Protocol):
    """Finds professional facts in a document from which personal data was taken out.

    A parser that does not say otherwise, as `LocalProfileParser` does, is taken to send the text to another machine:
    that text is looked at once more before (the leak check); what still seems personal is withheld, and where that
    does not help the parser is not called.

    Safe for concurrent tasks. Suite: `cvparser.testing.conformance.profile_parser`.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """The parser's name for people, such as `OpenAI`; constant."""

    @abstractmethod
    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        """Return what `document` says, and nothing that it does not say.

        Its `text` is 1 to 200,000 characters, with placeholders such as `[NAME]` where personal data was; it has no
        author and no title. How its lines are set may be known or not: a layout may help, and is not needed.
        Strings are in the language of the CV. Durations and totals are left out: they are computed. `today` is the
        day on which current jobs are read.

        Raises:
            ParsingError: no usable answer; its message says why without quoting the text.
            UnavailableError: no answer now; retry later.

        The `usage` of either says what was paid for nothing.
        """


@runtime_checkable
class LocalProfileParser(Protocol):
    """A `ProfileParser` that says whether it needs the leak check."""

    @property
    @abstractmethod
    def leaves_the_machine(self) -> bool:
        """Whether `parse` gives its text to another process or machine, or may; constant. False: no leak check."""


class KeptAnswers(Protocol):
    """What a parser that pays for its answers may keep while one job lasts. No method raises but by being cancelled."""

    @abstractmethod
    async def get(self, key: str) -> str | None:
        """Give the answer that was put under `key`, by this try or an earlier one; None when there is none."""

    @abstractmethod
    async def put(self, key: str, answer: str) -> None:
        """Keep `answer`, ASCII, under `key`: 64 characters that stand for everything that the answer depends on."""


@runtime_checkable
class PayingProfileParser(Protocol):
    """A `ProfileParser` whose answers cost money: it looks among kept ones first, and keeps to limits."""

    @property
    @abstractmethod
    def waiting(self) -> int:
        """How many texts wait for its limits, now."""

    @abstractmethod
    def keeping(self, answers: KeptAnswers) -> ProfileParser:
        """Give this parser as it serves one job: what it pays for goes to `answers` before it is used."""
