"""From a document to a profile, with no job around it: the heart."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cvparser.application.ask_parser import AskParser, OnUsage
from cvparser.application.pure_stages import filtered, parsed_in_one_call, without_leaks
from cvparser.application.redact_cv import RedactCV
from cvparser.application.stated_facts import StatedFacts
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document
from cvparser.domain.errors import ParsingError
from cvparser.domain.experience import with_experience
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import Redaction
from cvparser.domain.profile import ParsedCV
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.profile_parser import (
    CachingProfileParser,
    LocalProfileParser,
    ModelResponseCache,
    ParserAnswer,
    ProfileParser,
    PureProfileParser,
    QuotingProfileParser,
)

#: Characters of a text that is redacted, read and filtered in one call: each of these may take long for a longer one,
#: and a call is bounded.
LONGEST_OF_ONE_CALL = 20_000
_log = logging.getLogger(__name__)


class Stage(StrEnum):
    """What takes time while a CV is parsed."""

    #: Document to text.
    EXTRACTION = "extraction"
    #: Text to text without personal data.
    REDACTION = "redaction"
    #: Redacted text to facts.
    PARSING = "parsing"
    #: Facts to what may leave.
    FILTERING = "filtering"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDone:
    """A stage that ended well.

    Attributes:
        stage: Which.
        seconds: How long it took.
        parser: Name of the parser that serves this CV.
    """

    stage: Stage
    seconds: float
    parser: str


OnStage = Callable[[StageDone], None]


class ParseCV:
    """Extract, redact, parse, filter the answer, compute. What a source states field by field is not parsed.

    The pure stages run beside the event loop, those of a short text in one call where the parser is pure. A text that
    leaves the machine goes through the leak check first, and no model is believed more than the text says, whatever
    the adapter (`AskParser`). With a `fallback`, a CV of which the wanted parser gives no usable answer is parsed by
    that one, and the result names it.
    """

    def __init__(
        self,
        *,
        redact_cv: RedactCV,
        parsers: Mapping[ParseMode, ProfileParser],
        cpu: CpuPool,
        clock: Clock,
        fallback: ProfileParser | None = None,
    ) -> None:
        self._redact_cv = redact_cv
        self._cpu = cpu
        self._ask = AskParser(cpu=cpu)
        self._parsers = parsers
        self._clock = clock
        self._fallback = fallback

    async def __call__(
        self,
        document: Document,
        *,
        mode: ParseMode = ParseMode.ADVANCED,
        on_stage: OnStage = lambda _: None,
        on_usage: OnUsage = lambda *_: None,
        answers: ModelResponseCache | None = None,
    ) -> ParsedCV:
        """Return what the document says of a professional.

        A profile without any fact, of a document full of text, comes with the warning `nothing_recognised`.

        A parser that pays for its answers keeps them in `answers`, and looks there first.

        Raises:
            DocumentError, TextError, ExtractionError, UnavailableError: as `RedactCV`.
            PersonalDataLeftError: what still seems personal cannot be taken out; no text left the machine.
            ParsingError, UnavailableError: as `AskParser`.
        """
        parser = _caching(self._parsers[mode], answers)
        started = self._clock.monotonic()

        def done(stage: Stage, *, before: float = 0.0) -> None:
            """Tell that a stage ended so many seconds ago."""
            nonlocal started
            now = max(started, self._clock.monotonic() - before)
            on_stage(StageDone(stage=stage, seconds=now - started, parser=parser.name))
            started = now

        looked = await self._redact_cv.look_at(document, on_extracted=lambda: done(Stage.EXTRACTION))
        if looked.document.facts is not None:
            parser = StatedFacts(looked.document.facts)
        today = self._clock.now().date()
        read = _read_by(parser)
        if read is not None and len(looked.document.text) <= LONGEST_OF_ONE_CALL:
            came = await self._cpu.run(parsed_in_one_call, looked, read, parser.name)
            done(Stage.REDACTION, before=came.parsing_s + came.filtering_s)
            done(Stage.PARSING, before=came.filtering_s)
            done(Stage.FILTERING)
            return _with_experience(came.parsed, today)
        redaction = await self._redact_cv.redact(looked)
        done(Stage.REDACTION)
        try:
            redaction, answer = await self._told(parser, redaction, today, on_usage)
        except ParsingError as error:
            if self._fallback is None or self._fallback is parser:
                raise
            _log.warning("%s gave no answer (%s); %s steps in", parser.name, error.code, self._fallback.name)
            parser = self._fallback
            redaction, answer = await self._told(parser, redaction, today, on_usage)
        done(Stage.PARSING)
        parsed = await self._cpu.run(filtered, answer, redaction, parser.name, first=True)
        done(Stage.FILTERING)
        return _with_experience(parsed, today)

    async def _told(
        self, parser: ProfileParser, redaction: Redaction, today: date, on_usage: OnUsage
    ) -> tuple[Redaction, ParserAnswer]:
        """Return what `parser` says, and the redaction of which it was given the document."""
        if _leaves_the_machine(parser):
            redaction = await self._cpu.run(without_leaks, redaction, first=True)
        return redaction, await self._ask(parser, redaction.redacted, today=today, on_usage=on_usage)


def _leaves_the_machine(parser: ProfileParser) -> bool:
    return not isinstance(parser, LocalProfileParser) or parser.leaves_the_machine


def _read_by(parser: ProfileParser) -> Callable[[CVDocument], ParserAnswer] | None:
    """Return the function of a parser whose answers need neither a leak check nor to be held against the text."""
    quotes = isinstance(parser, QuotingProfileParser) and parser.only_quotes
    if not isinstance(parser, PureProfileParser) or not quotes or _leaves_the_machine(parser):
        return None
    return parser.pure_parse


def _with_experience(parsed: ParsedCV, today: date) -> ParsedCV:
    return parsed.model_copy(update={"profile": with_experience(parsed.profile, today)})


def _caching(parser: ProfileParser, answers: ModelResponseCache | None) -> ProfileParser:
    return parser if answers is None or not isinstance(parser, CachingProfileParser) else parser.caching(answers)
