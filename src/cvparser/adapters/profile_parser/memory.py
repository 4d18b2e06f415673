"""A parser that answers what it was told."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import CVParserError
from cvparser.ports.profile_parser import LocalProfileParser, ParserAnswer, ProfileParser, QuotingProfileParser


class MemoryProfileParser(ProfileParser, LocalProfileParser, QuotingProfileParser):
    """Gives the answer that it holds, for tests and for programs that already have a profile.

    Attributes:
        texts: The texts that it was given, oldest first.
    """

    def __init__(
        self,
        profile: Mapping[str, object] | None = None,
        *,
        cv_language: str | None = None,
        error: CVParserError | None = None,
        name: str = "Memory",
        leaves_the_machine: bool = False,
        only_quotes: bool = True,
    ) -> None:
        """Answer with `profile` and `cv_language`, or fail with `error` where there is one."""
        self._profile = deepcopy(dict(profile or {}))
        self._cv_language = cv_language
        self._error = error
        self._name = name
        self._leaves_the_machine = leaves_the_machine
        self._only_quotes = only_quotes
        self.texts: list[str] = []

    @property
    def name(self) -> str:
        """The name it was given."""
        return self._name

    @property
    def leaves_the_machine(self) -> bool:
        """As it was told."""
        return self._leaves_the_machine

    @property
    def only_quotes(self) -> bool:
        """As it was told."""
        return self._only_quotes

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        """Return a copy of the answer, whatever the document.

        Raises:
            CVParserError: the error it was given.
        """
        self.texts.append(document.text)
        if self._error is not None:
            raise self._error
        return ParserAnswer(profile=deepcopy(self._profile), cv_language=self._cv_language)
