"""Ask a parser, and believe of a model's answer what the text says: the same for every adapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import cast

from cvparser.application.pure_stages import Checks, Given, believed, given
from cvparser.application.steps import Step, Stepped, take_in_pool
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import PersonalDataLeftError
from cvparser.domain.privacy import Redaction
from cvparser.domain.usage import TokenUsage
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.model_errors import AnswerError
from cvparser.ports.profile_parser import (
    LocalProfileParser,
    ParserAnswer,
    ParserFailure,
    ProfileParser,
    QuotingProfileParser,
)

#: Told the name of a parser that pays by the token and what it used for this CV, whatever came of it.
OnUsage = Callable[[str, TokenUsage], None]


class AskParser:
    """Ask, and leave out of the answer what the text does not say.

    Where much of the answer is made up, or it says nothing of a document full of text, the parser is asked once more if
    it offers that; then the answer is not believed. A parser that says that it only quotes is asked, and no more.
    """

    def __init__(self, *, cpu: CpuPool, clock: Clock) -> None:
        self._cpu = cpu
        self._clock = clock

    async def __call__(
        self, parser: ProfileParser, document: CVDocument, *, today: date, on_usage: OnUsage = lambda *_: None
    ) -> ParserAnswer:
        """Return what `parser` says of `document`, which went through the leak check; raises as `ask`."""
        checks = Checks(leaks=False, injections=may_obey(parser))
        redaction = Redaction(text=document.text, original=document.text, document=document)
        came = await take_in_pool(self._cpu, redaction, partial(given, checks=checks), length=len(document.text))
        told = await self.ask(parser, came.value, today=today, on_usage=on_usage)
        return cast("ParserAnswer", told.value)

    async def ask(
        self, parser: ProfileParser, told: Given, *steps: Step, today: date, on_usage: OnUsage = lambda *_: None
    ) -> Stepped:
        """Return what came of `steps` over what `parser` says of what it was given, as far as the text says it.

        The last of the seconds are those of the steps, none longer than the clock says that all of them took.

        Raises:
            PersonalDataLeftError: nothing may be given to it.
            AnswerUngroundedError: the answer was made up, twice where the parser could be asked twice.
            AnswerSaysNothingError: it said nothing of a document full of text, likewise.
            ParsingError, UnavailableError: as `ProfileParser.parse`.
        """
        document = told.document
        if document is None:
            raise PersonalDataLeftError
        if may_obey(parser):
            steps = (partial(believed, text=document.text, is_stripped=told.is_stripped), *steps)
        answer = _paid(parser, await parser.parse(document, today=today), on_usage)
        try:
            return await self._stepped(answer, steps, document)
        except AnswerError:
            if answer.ask_again is None:
                raise
        answer = _paid(parser, await answer.ask_again(), on_usage)
        return await self._stepped(answer, steps, document)

    async def _stepped(self, answer: ParserAnswer, steps: tuple[Step, ...], document: CVDocument) -> Stepped:
        if not steps:
            return Stepped(value=answer, seconds=())
        # What asks again stays here.
        told = replace(answer, ask_again=None)
        begun = self._clock.monotonic()
        came = await take_in_pool(self._cpu, told, *steps, length=len(document.text), first=True)
        took = self._clock.monotonic() - begun
        return replace(came, seconds=tuple(min(each, took) for each in came.seconds))


def may_obey(parser: ProfileParser) -> bool:
    """Return whether a parser may obey what the text says, and invent what it does not."""
    return not isinstance(parser, QuotingProfileParser) or not parser.only_quotes


def leaves_the_machine(parser: ProfileParser) -> bool:
    """Return whether a parser may give its text to another machine."""
    return not isinstance(parser, LocalProfileParser) or parser.leaves_the_machine


def _paid(parser: ProfileParser, told: ParserAnswer | ParserFailure, on_usage: OnUsage) -> ParserAnswer:
    """Return an answer that was told, and count what it cost.

    Raises:
        ParsingError, UnavailableError: what was told is why there is none.
    """
    on_usage(parser.name, told.usage)
    if isinstance(told, ParserFailure):
        raise told.error
    return told
