"""Redacted documents to facts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import CVParserError
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
        ask_again: Asks once more and says that the answer before was made up or said nothing; None where that cannot
            be, or is no longer worth its time. Its answer's `usage` is what that cost alone.
    """

    profile: Mapping[str, object]
    cv_language: str | None = None
    warnings: tuple[WarningCode, ...] = ()
    usage: TokenUsage = NOTHING_USED
    ask_again: Callable[[], Awaitable[ParserAnswer | ParserFailure]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserFailure:
    """Why a parser that pays by the token has no answer, and what that cost.

    Attributes:
        error: A ParsingError or an UnavailableError, as `parse` might raise.
        usage: What was paid for nothing.
    """

    error: CVParserError
    usage: TokenUsage


class ProfileParser(Protocol):
    """Finds professional facts in a document from which personal data was taken out.

    A parser that does not say otherwise, as `LocalProfileParser` does, is taken to send the text to another machine:
    that text is looked at once more before (the leak check); what still seems personal is withheld, and where that
    does not help the parser is not called.

    A parser that does not say otherwise, as `QuotingProfileParser` does, is taken to be a language model, which obeys
    and invents: prompt injections are taken out of its text before, and of its answer only what the text says is kept.
    Quotes of the text under `evidence` in an entry are looked for too, and then left out.

    Safe for concurrent tasks. Suite: `cvparser.testing.conformance.profile_parser`.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """The parser's name for people, such as `OpenAI`; constant."""

    @abstractmethod
    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer | ParserFailure:
        """Return what `document` says, and nothing that it does not say.

        Its `text` is 1 to 200,000 characters, with placeholders such as `[NAME]` where personal data was; it has no
        author and no title. How its lines are set may be known or not: a layout may help, and is not needed.
        Strings are in the language of the CV. Durations and totals are left out: they are computed. `today` is the
        day on which current jobs are read.

        Raises:
            ParsingError: no usable answer; its message says why without quoting the text.
            UnavailableError: no answer now; retry later.

        Where calls were paid for that brought no answer, either is returned as a `ParserFailure` instead.
        """


@runtime_checkable
class LocalProfileParser(Protocol):
    """A `ProfileParser` that says whether it needs the leak check."""

    @property
    @abstractmethod
    def leaves_the_machine(self) -> bool:
        """Whether `parse` gives its text to another process or machine, or may; constant. False: no leak check."""


@runtime_checkable
class QuotingProfileParser(Protocol):
    """A `ProfileParser` that says whether its answers must be held against the text."""

    @property
    @abstractmethod
    def only_quotes(self) -> bool:
        """Whether `parse` says nothing but what stands in the text, and obeys no sentence of it; constant."""


@runtime_checkable
class PureProfileParser(Protocol):
    """A `ProfileParser` of which one function does it all: a short text is redacted, read and filtered in one call.

    Used where the parser says that it neither leaves the machine nor does more than quote.
    """

    @property
    @abstractmethod
    def pure_parse(self) -> Callable[[CVDocument], ParserAnswer]:
        """What gives the answer of `parse`, whatever the day: pure, of the top of a module; it can be pickled."""


class ModelResponseCache(Protocol):
    """What a parser that pays for its answers may keep while one job lasts. No method raises but by being cancelled."""

    @abstractmethod
    async def get(self, key: str) -> str | None:
        """Return the answer that was put under `key`, by this try or an earlier one; None when there is none."""

    @abstractmethod
    async def put(self, key: str, answer: str) -> None:
        """Keep `answer`, ASCII, under `key`: 64 characters that stand for everything that the answer depends on."""


@runtime_checkable
class CachingProfileParser(Protocol):
    """A `ProfileParser` whose answers cost money: it looks among kept ones first, and keeps to limits."""

    @property
    @abstractmethod
    def waiting(self) -> int:
        """How many texts wait for its limits, now."""

    @abstractmethod
    def caching(self, answers: ModelResponseCache) -> ProfileParser:
        """Return this parser as it serves one job: what it pays for goes to `answers` before it is used."""
