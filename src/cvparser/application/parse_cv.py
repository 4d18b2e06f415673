"""From a document to a profile, with no job around it: the heart."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cvparser.application.ask_parser import FULL_OF_TEXT, AskParser, OnUsage
from cvparser.application.redact_cv import RedactCV
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.specimen import specimen
from cvparser.domain.document import Document
from cvparser.domain.errors import ParsingError
from cvparser.domain.experience import with_experience
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import Redaction, filter_answer, redact, withhold_leaks
from cvparser.domain.profile import ParsedCV, ParseMeta, Profile, WarningCode
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.profile_parser import (
    CachingProfileParser,
    LocalProfileParser,
    ModelResponseCache,
    ParserAnswer,
    ProfileParser,
    QuotingProfileParser,
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

    The pure stages run beside the event loop. A text that leaves the machine goes through the leak check first, and no
    model is believed more than the text says, whatever the adapter (`AskParser`). With a
    `fallback`, a CV of which the wanted parser gives no usable answer is parsed by that one, and the result names it.
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

        def done(stage: Stage) -> None:
            nonlocal started
            now = self._clock.monotonic()
            on_stage(StageDone(stage=stage, seconds=now - started, parser=parser.name))
            started = now

        redaction = await self._redact_cv(document, on_extracted=lambda: done(Stage.EXTRACTION))
        done(Stage.REDACTION)
        parser = _stating(redaction) or parser
        today = self._clock.now().date()
        try:
            redaction, answer = await self._told(parser, redaction, today, on_usage)
        except ParsingError as error:
            if self._fallback is None or self._fallback is parser:
                raise
            _log.warning("%s gave no answer (%s); %s steps in", parser.name, error.code, self._fallback.name)
            parser = self._fallback
            redaction, answer = await self._told(parser, redaction, today, on_usage)
        done(Stage.PARSING)
        parsed = await self._cpu.run(_filter, answer, redaction, parser.name, first=True)
        done(Stage.FILTERING)
        return parsed.model_copy(update={"profile": with_experience(parsed.profile, today)})

    async def _told(
        self, parser: ProfileParser, redaction: Redaction, today: date, on_usage: OnUsage
    ) -> tuple[Redaction, ParserAnswer]:
        """Return what `parser` says, and the redaction of which it was given the document."""
        if _leaves_the_machine(parser):
            redaction = await self._cpu.run(withhold_leaks, redaction, first=True)
        return redaction, await self._ask(parser, redaction.redacted, today=today, on_usage=on_usage)


def _leaves_the_machine(parser: ProfileParser) -> bool:
    return not isinstance(parser, LocalProfileParser) or parser.leaves_the_machine


class _StatedParser(LocalProfileParser, QuotingProfileParser, ProfileParser):
    """Answers with what a source states: the text says it, too, and went through gate 1."""

    name = "Exact"
    leaves_the_machine = False
    only_quotes = True

    def __init__(self, facts: Mapping[str, object]) -> None:
        self._facts = facts

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        profile, language = self._facts.get("profile"), self._facts.get("cv_language")
        return ParserAnswer(
            profile=profile if isinstance(profile, Mapping) else {},
            cv_language=language if isinstance(language, str) else None,
        )


def _stating(redaction: Redaction) -> ProfileParser | None:
    """Return what answers for a document that states its facts; None for one that must be parsed."""
    facts = None if redaction.document is None else redaction.document.facts
    return None if facts is None else _StatedParser(facts)


def warm_up() -> None:
    """Load what the pure stages load at their first text, in a process whose children work on texts."""
    redaction = redact(specimen())
    _filter(ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en"), redaction, "Offline")


def _caching(parser: ProfileParser, answers: ModelResponseCache | None) -> ProfileParser:
    return parser if answers is None or not isinstance(parser, CachingProfileParser) else parser.caching(answers)


def _filter(answer: ParserAnswer, redaction: Redaction, parser: str) -> ParsedCV:
    filtered = filter_answer({"profile": answer.profile, "cv_language": answer.cv_language}, redaction)
    warnings = {*redaction.warnings, *answer.warnings, *filtered.warnings}
    if filtered.profile == Profile() and len(redaction.text.split()) >= FULL_OF_TEXT:
        warnings.add(WarningCode.NOTHING_RECOGNISED)
    return ParsedCV(
        profile=filtered.profile,
        cv_language=filtered.cv_language,
        meta=ParseMeta(
            parser=parser,
            warnings=tuple(sorted(warnings)),
            withheld=dict(sorted(redaction.withheld.items())),
        ),
    )
