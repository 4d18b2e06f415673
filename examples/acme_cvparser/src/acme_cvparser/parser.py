"""A parser that knows one thing: lines that say who worked as what."""

from __future__ import annotations

from datetime import date
from types import TracebackType
from typing import Self

from cvparser.domain.cv.document import CVDocument
from cvparser.ports.profile_parser import LocalProfileParser, ParserAnswer, ProfileParser, QuotingProfileParser


class AcmeParser(ProfileParser, LocalProfileParser, QuotingProfileParser):
    """Reads jobs written as `title at company`; stands for a model that is loaded once and takes long to load.

    Args:
        title: Word that a title must have to be read.
    """

    def __init__(self, *, title: str = "") -> None:
        self._title = title
        self._is_loaded = False

    async def __aenter__(self) -> Self:
        self._is_loaded = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_loaded = False

    @property
    def name(self) -> str:
        """`Acme`."""
        return "Acme"

    @property
    def leaves_the_machine(self) -> bool:
        """No."""
        return False

    @property
    def only_quotes(self) -> bool:
        """Yes."""
        return True

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        """Return the jobs of the lines that hold ` at `."""
        parts = [line.partition(" at ") for line in document.text.splitlines()]
        jobs = [{"title": title, "company": company} for title, at, company in parts if at and self._title in title]
        return ParserAnswer(profile={"professional_experiences": jobs})
