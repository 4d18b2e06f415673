"""How often a parse goes to the pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser
from cvparser.adapters.text_extractor.plain import PlainTextExtractor
from cvparser.application import parse_cv as module
from cvparser.application.parse_cv import ParseCV, Stage, StageDone
from cvparser.application.redact_cv import RedactCV
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.job import ParseMode
from cvparser.domain.profile import ParsedCV
from cvparser.ports.profile_parser import ProfileParser

T = TypeVar("T")

TEXT = "Ada Quill\nada.quill@post.example\n\nExperience\nData Engineer at Kestrel Analytics since 2019"


class Counting(ThreadCpuPool):
    """Remembers which functions it ran."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    async def run(self, function: Callable[..., T], *arguments: object, first: bool = False) -> T:
        self.ran.append(function.__name__)
        return await super().run(function, *arguments, first=first)


async def parsed(cpu: Counting, parser: ProfileParser, stages: list[StageDone]) -> ParsedCV:
    detectors = (LearnedPersonalDataDetector(cpu),)
    parse_cv = ParseCV(
        redact_cv=RedactCV(extractor=PlainTextExtractor(), cpu=cpu, detectors=detectors),
        parsers=dict.fromkeys(ParseMode, parser),
        cpu=cpu,
        clock=SystemClock(),
    )
    return await parse_cv(Document(content=TEXT.encode(), type=DocumentType.TEXT), on_stage=stages.append)


async def test_a_short_text_is_looked_at_redacted_read_and_filtered_in_one_call() -> None:
    cpu, stages = Counting(), list[StageDone]()

    await parsed(cpu, OfflineProfileParser(cpu), stages)

    assert cpu.ran == ["parsed_in_one_call"]
    assert [done.stage for done in stages] == list(Stage)
    assert all(done.seconds >= 0 for done in stages)


async def test_a_longer_text_goes_stage_by_stage_each_within_its_bounds_and_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short, long = Counting(), Counting()
    told = await parsed(short, OfflineProfileParser(short), [])
    monkeypatch.setattr(module, "LONGEST_OF_ONE_CALL", len(TEXT) - 1)

    assert await parsed(long, OfflineProfileParser(long), []) == told
    assert long.ran == ["redacted", "read_profile", "filtered"]


async def test_a_parser_that_says_nothing_of_itself_is_asked_between_two_calls() -> None:
    cpu = Counting()

    await parsed(cpu, MemoryProfileParser({"basics": {"profession": "Data Engineer"}}), [])

    assert cpu.ran[0] == "redacted"
    assert cpu.ran[-1] == "filtered"
    assert "parsed_in_one_call" not in cpu.ran
