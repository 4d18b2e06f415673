"""Ask a parser, and believe of a model's answer what the text says: the same for every adapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cvparser.application.pure_stages import FULL_OF_TEXT, grounded, without_injections
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.profile import WarningCode
from cvparser.domain.usage import TokenUsage
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.model_errors import AnswerError, AnswerSaysNothingError, AnswerUngroundedError
from cvparser.ports.profile_parser import ParserAnswer, ParserFailure, ProfileParser, QuotingProfileParser

if TYPE_CHECKING:
    from cvparser.domain.grounding import Grounded

#: Told the name of a parser that pays by the token and what it used for this CV, whatever came of it.
OnUsage = Callable[[str, TokenUsage], None]


class AskParser:
    """Take prompt injections out of the text, ask, and leave out of the answer what the text does not say.

    Where much of the answer is made up, or it says nothing of a document full of text, the parser is asked once more if
    it offers that; then the answer is not believed. A parser that says that it only quotes is asked, and no more.
    """

    def __init__(self, *, cpu: CpuPool) -> None:
        self._cpu = cpu

    async def __call__(
        self, parser: ProfileParser, document: CVDocument, *, today: date, on_usage: OnUsage = lambda *_: None
    ) -> ParserAnswer:
        """Return what `parser` says of `document`, as far as its text says it.

        Raises:
            AnswerUngroundedError: the answer was made up, twice where the parser could be asked twice.
            AnswerSaysNothingError: it said nothing of a document full of text, likewise.
            ParsingError, UnavailableError: as `ProfileParser.parse`.
        """
        if isinstance(parser, QuotingProfileParser) and parser.only_quotes:
            return _told(parser, await parser.parse(document, today=today), on_usage)
        safe = await self._cpu.run(without_injections, document.text, first=True)
        if safe.text != document.text:
            document = CVDocument(text=safe.text)
        answer = _told(parser, await parser.parse(document, today=today), on_usage)
        said = await self._grounded(answer, safe.text)
        if _fault(said, safe.text) is not None and answer.ask_again is not None:
            answer = _told(parser, await answer.ask_again(), on_usage)
            said = await self._grounded(answer, safe.text)
        fault = _fault(said, safe.text)
        if fault is not None:
            raise fault
        reasons = {WarningCode.UNGROUNDED_DROPPED: said.dropped, WarningCode.INSTRUCTIONS_IGNORED: safe.found}
        warnings = {*answer.warnings, *(code for code, is_so in reasons.items() if is_so)}
        return replace(answer, profile=said.profile, warnings=tuple(sorted(warnings)), ask_again=None)

    async def _grounded(self, answer: ParserAnswer, text: str) -> Grounded:
        return await self._cpu.run(grounded, answer.profile, text, first=True)


def _fault(said: Grounded, text: str) -> AnswerError | None:
    """Return why an answer is not believed."""
    if said.is_made_up:
        return AnswerUngroundedError()
    says_nothing = not _says_something(said.profile) and len(text.split()) >= FULL_OF_TEXT
    return AnswerSaysNothingError() if says_nothing else None


def _says_something(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_says_something, value.values()))
    return any(map(_says_something, value)) if isinstance(value, list | tuple) else value is not None


def _told(parser: ProfileParser, told: ParserAnswer | ParserFailure, on_usage: OnUsage) -> ParserAnswer:
    """Return an answer that was told, and count what it cost.

    Raises:
        ParsingError, UnavailableError: what was told is why there is none.
    """
    on_usage(parser.name, told.usage)
    if isinstance(told, ParserFailure):
        raise told.error
    return told
