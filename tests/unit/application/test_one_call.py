"""How often a parse goes to the pool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from tests.unit.application.house import steps_in

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser
from cvparser.adapters.text_extractor.plain import PlainTextExtractor, read_text
from cvparser.application import steps as module
from cvparser.application.parse_cv import ParseCV, Stage, StageDone
from cvparser.application.redact_cv import RedactCV
from cvparser.application.steps import Stepped
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import TextEmptyError
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import Finding
from cvparser.domain.profile import ParsedCV
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.ports.text_extractor import PureTextExtractor

T = TypeVar("T")

TEXT = "Ada Quill\nada.quill@post.example\n\nExperience\nData Engineer at Kestrel Analytics since 2019"


class Counting(ThreadCpuPool):
    """Remembers the steps of each call."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[Sequence[str]] = []

    async def run(self, function: Callable[..., T], *arguments: object, first: bool = False) -> T:
        self.ran.append(steps_in(arguments))
        return await super().run(function, *arguments, first=first)


class Reading(PureTextExtractor, PlainTextExtractor):
    """Reads texts by a function."""

    def pure_reader(self, document_type: DocumentType) -> Callable[[bytes], CVDocument]:
        return read_text


class Seeing(PersonalDataDetector):
    """Looks at texts elsewhere."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def detect(self, text: str) -> Sequence[Finding]:
        self.texts.append(text)
        return ()


async def parsed(
    cpu: Counting, parser: ProfileParser, stages: list[StageDone], *more: PersonalDataDetector, text: str = TEXT
) -> ParsedCV:
    detectors = (LearnedPersonalDataDetector(cpu), *more)
    parse_cv = ParseCV(
        redact_cv=RedactCV(extractor=Reading(), cpu=cpu, detectors=detectors),
        parsers=dict.fromkeys(ParseMode, parser),
        cpu=cpu,
        clock=SystemClock(),
    )
    return await parse_cv(Document(content=text.encode(), type=DocumentType.TEXT), on_stage=stages.append)


async def test_a_short_text_is_read_looked_at_redacted_parsed_and_filtered_in_one_call() -> None:
    cpu, stages = Counting(), list[StageDone]()

    await parsed(cpu, OfflineProfileParser(cpu), stages)

    assert cpu.ran == [["read", "redacted", "answered", "filtered_of"]]
    assert [done.stage for done in stages] == list(Stage)
    assert all(done.seconds >= 0 for done in stages)


async def test_a_longer_text_goes_stage_by_stage_each_within_its_bounds_and_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short, long, stages = Counting(), Counting(), list[StageDone]()
    told = await parsed(short, OfflineProfileParser(short), [])
    monkeypatch.setattr(module, "LONGEST_OF_ONE_CALL", len(TEXT) - 1)

    assert await parsed(long, OfflineProfileParser(long), stages) == told
    assert long.ran == [["read"], ["redacted"], ["answered"], ["filtered_of"]]
    assert [done.stage for done in stages] == list(Stage)


async def test_a_model_is_asked_between_two_calls() -> None:
    cpu, stages = Counting(), list[StageDone]()

    await parsed(cpu, MemoryProfileParser({"basics": {"profession": "Data Engineer"}}, only_quotes=False), stages)

    assert cpu.ran == [["read", "redacted", "given"], ["believed", "filtered"]]
    assert [done.stage for done in stages] == list(Stage)


async def test_a_text_that_a_detector_elsewhere_must_see_is_read_before_the_call() -> None:
    cpu, stages = Counting(), list[StageDone]()
    seen = Seeing()

    await parsed(cpu, OfflineProfileParser(cpu), stages, seen)

    assert seen.texts == [TEXT]
    assert cpu.ran == [["redacted", "answered", "filtered_of"]]
    assert [done.stage for done in stages] == list(Stage)


async def test_how_long_each_step_took_and_how_long_ago_it_ended() -> None:
    stepped = Stepped(value=None, seconds=(1.0, 2.0, 4.0))

    assert stepped.since == (6.0, 4.0, 0.0)


async def test_what_a_step_raises_ends_the_call() -> None:
    with pytest.raises(TextEmptyError):
        await parsed(Counting(), OfflineProfileParser(ThreadCpuPool()), [], text=" \n")
