"""Adapters that a program passes in, called in the event loop of who asked for a CV.

What they hold, such as a pool of connections, belongs to that loop; it would not work in ours. Without a loop, in a
call that waits, they are called in ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from typing import TypeVar

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document
from cvparser.domain.privacy import Finding
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import (
    LocalProfileParser,
    ParserAnswer,
    ParserFailure,
    ProfileParser,
    QuotingProfileParser,
)
from cvparser.ports.text_extractor import TextExtractor

T = TypeVar("T")

#: The event loop of who asked for the CV that is worked on; None where nobody awaits.
caller: ContextVar[asyncio.AbstractEventLoop | None] = ContextVar("caller", default=None)


class CallersExtractor(TextExtractor):
    """Reads with `extractor` in the caller's loop."""

    def __init__(self, extractor: TextExtractor) -> None:
        self._extractor = extractor

    async def extract(self, document: Document) -> CVDocument:
        """Return what the extractor reads."""
        return await _at_the_caller(lambda: self._extractor.extract(document))


class CallersDetector(PersonalDataDetector):
    """Looks with `detector` in the caller's loop."""

    def __init__(self, detector: PersonalDataDetector) -> None:
        self._detector = detector

    async def detect(self, text: str) -> Sequence[Finding]:
        """Return what the detector finds."""
        return await _at_the_caller(lambda: self._detector.detect(text))


class CallersParser(ProfileParser, LocalProfileParser, QuotingProfileParser):
    """Asks `parser` in the caller's loop, and says of it what it says of itself."""

    def __init__(self, parser: ProfileParser) -> None:
        self._parser = parser

    @property
    def name(self) -> str:
        """The parser's."""
        return self._parser.name

    @property
    def leaves_the_machine(self) -> bool:
        """As the parser says; it does where that says nothing."""
        return not isinstance(self._parser, LocalProfileParser) or self._parser.leaves_the_machine

    @property
    def only_quotes(self) -> bool:
        """As the parser says; it does not where that says nothing."""
        return isinstance(self._parser, QuotingProfileParser) and self._parser.only_quotes

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer | ParserFailure:
        """Return what the parser answers."""
        return _asking(await _at_the_caller(lambda: self._parser.parse(document, today=today)))


def _asking(answer: ParserAnswer | ParserFailure) -> ParserAnswer | ParserFailure:
    """Return the answer, with another to be asked for in the caller's loop too."""
    if isinstance(answer, ParserFailure) or answer.ask_again is None:
        return answer
    again = answer.ask_again

    async def ask_again() -> ParserAnswer | ParserFailure:
        return _asking(await _at_the_caller(again))

    return replace(answer, ask_again=ask_again)


async def _at_the_caller(call: Callable[[], Awaitable[T]]) -> T:
    loop = caller.get()
    if loop is None or loop is asyncio.get_running_loop():
        return await call()

    async def called() -> T:
        return await call()

    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(called(), loop))
