"""The facts that a source states field by field, which need no parser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from cvparser.domain.cv.document import CVDocument
from cvparser.ports.profile_parser import (
    LocalProfileParser,
    ParserAnswer,
    ProfileParser,
    PureProfileParser,
    QuotingProfileParser,
)


class StatedFacts(LocalProfileParser, QuotingProfileParser, PureProfileParser, ProfileParser):
    """Answers with what the source states: the text says it, too, and went through gate 1."""

    name = "Exact"
    leaves_the_machine = False
    only_quotes = True

    def __init__(self, facts: Mapping[str, object]) -> None:
        self._facts = facts

    @property
    def pure_parse(self) -> Callable[[CVDocument], ParserAnswer]:
        """What gives the answer of `parse`."""
        return partial(_stated, self._facts)

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        """Return the facts; the document's own text is not looked at."""
        return _stated(self._facts, document)


def _stated(facts: Mapping[str, object], _: CVDocument) -> ParserAnswer:
    profile, language = facts.get("profile"), facts.get("cv_language")
    return ParserAnswer(
        profile=profile if isinstance(profile, Mapping) else {},
        cv_language=language if isinstance(language, str) else None,
    )
