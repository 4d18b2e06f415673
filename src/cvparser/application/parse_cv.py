"""From a document to a profile, with no job around it: the heart."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import cast

from cvparser.application.ask_parser import AskParser, OnUsage, leaves_the_machine, may_obey
from cvparser.application.pure_stages import Checks, Given, LookedAt, Unread, answered, filtered, filtered_of, given
from cvparser.application.redact_cv import RedactCV, steps_of
from cvparser.application.stated_facts import StatedFacts
from cvparser.application.steps import Step, Stepped, take_in_pool
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document
from cvparser.domain.errors import ParsingError
from cvparser.domain.experience import with_experience
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import DocumentHints
from cvparser.domain.profile import ParsedCV
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.profile_parser import (
    CachingProfileParser,
    ModelResponseCache,
    ParserAnswer,
    ProfileParser,
    PureProfileParser,
)

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

    The pure stages run beside the event loop, those of a short text in one call, where a model is asked in one before
    and one after. A text that leaves the machine goes through the leak check first, and no model is believed more than
    the text says, whatever the adapter (`AskParser`). With a `fallback`, a CV of which the wanted parser gives no
    usable answer is parsed by that one, and the result names it.
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
        self._ask = AskParser(cpu=cpu, clock=clock)
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
        stages = _Stages(self._clock, on_stage, parser.name)
        looked = await self._redact_cv.look_at(document, on_extracted=lambda: stages.done(Stage.EXTRACTION))
        if isinstance(looked.document, CVDocument) and looked.document.facts is not None:
            parser = StatedFacts(looked.document.facts)
            stages.parser = parser.name
        today = self._clock.now().date()
        pure = _pure_parse(parser)
        if pure is not None:
            parsed = await self._read_here(looked, pure, stages)
        else:
            parsed = await self._told(parser, looked, today, on_usage, stages)
        return parsed.model_copy(update={"profile": with_experience(parsed.profile, today)})

    async def _read_here(
        self, looked: LookedAt, parse: Callable[[CVDocument], ParserAnswer], stages: _Stages
    ) -> ParsedCV:
        """Return what a parser says whose answers need neither a leak check nor to be held against the text."""
        then = (partial(answered, parse=parse), partial(filtered_of, parser=stages.parser))
        came = await take_in_pool(self._cpu, looked, *steps_of(looked), *then, length=looked.length)
        stages.stepped(came, looked, Stage.REDACTION, Stage.PARSING, Stage.FILTERING)
        return cast("ParsedCV", came.value)

    async def _told(
        self, parser: ProfileParser, looked: LookedAt, today: date, on_usage: OnUsage, stages: _Stages
    ) -> ParsedCV:
        """Return what a parser says that is given a text, or else the one that steps in for it."""
        steps: tuple[Step, ...] = (*steps_of(looked), _given_to(parser))
        came = await take_in_pool(self._cpu, looked, *steps, length=looked.length)
        stages.stepped(came, looked, Stage.REDACTION)
        told: Given = came.value
        try:
            said = await self._ask.ask(parser, told, _filter(told, parser), today=today, on_usage=on_usage)
        except ParsingError as error:
            if self._fallback is None or self._fallback is parser:
                raise
            parser = self._fallback
            _log.warning("%s gave no answer (%s); %s steps in", stages.parser, error.code, parser.name)
            stages.parser = parser.name
            length = len(told.redaction.text)
            told = (await take_in_pool(self._cpu, told.redaction, _given_to(parser), length=length, first=True)).value
            said = await self._ask.ask(parser, told, _filter(told, parser), today=today, on_usage=on_usage)
        stages.done(Stage.PARSING, before=said.seconds[-1])
        stages.done(Stage.FILTERING)
        return cast("ParsedCV", said.value)


class _Stages:
    """Tells of the stages of one parse as they end.

    Attributes:
        parser: Name of the parser that serves this CV.
    """

    def __init__(self, clock: Clock, on_stage: OnStage, parser: str) -> None:
        self.parser = parser
        self._clock = clock
        self._on_stage = on_stage
        self._started = clock.monotonic()

    def done(self, stage: Stage, *, before: float = 0.0) -> None:
        """Tell that a stage ended so many seconds ago."""
        now = max(self._started, self._clock.monotonic() - before)
        self._on_stage(StageDone(stage=stage, seconds=now - self._started, parser=self.parser))
        self._started = now

    def stepped(self, came: Stepped, looked: LookedAt, *stages: Stage) -> None:
        """Tell that stages ended which were a step each, after the one in which the document was read, if it was."""
        read = (Stage.EXTRACTION,) if isinstance(looked.document, Unread) else ()
        # What follows the stages is a step of another.
        for stage, before in zip((*read, *stages), came.since, strict=False):
            self.done(stage, before=before)


def _pure_parse(parser: ProfileParser) -> Callable[[CVDocument], ParserAnswer] | None:
    """Return the function of a parser whose answers need neither a leak check nor to be held against the text."""
    if not isinstance(parser, PureProfileParser) or may_obey(parser) or leaves_the_machine(parser):
        return None
    return parser.pure_parse


def _given_to(parser: ProfileParser) -> Step:
    """Return the step to what a parser is given."""
    return partial(given, checks=Checks(leaks=leaves_the_machine(parser), injections=may_obey(parser)))


def _filter(told: Given, parser: ProfileParser) -> Step:
    """Return the step that lets out of its answer what may leave; how the document is set is nothing to that."""
    redaction = replace(told.redaction, document=None, hints=DocumentHints())
    return partial(filtered, redaction=redaction, parser=parser.name)


def _caching(parser: ProfileParser, answers: ModelResponseCache | None) -> ProfileParser:
    return parser if answers is None or not isinstance(parser, CachingProfileParser) else parser.caching(answers)
