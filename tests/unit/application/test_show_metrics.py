from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.application.show_metrics import ShowMetrics
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.job import ParseMode
from cvparser.ports.profile_parser import CachingProfileParser, ModelResponseCache, ParserAnswer, ProfileParser
from cvparser.testing.conformance.job_repository import START


class Busy(ProfileParser, CachingProfileParser):
    """A parser at whose limits three texts wait."""

    @property
    def name(self) -> str:
        return "Busy"

    @property
    def waiting(self) -> int:
        return 3

    def caching(self, answers: ModelResponseCache) -> ProfileParser:
        return self

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        return ParserAnswer(profile={})


async def gauges(parsers: Mapping[ParseMode, ProfileParser]) -> Mapping[str, float]:
    jobs = MemoryJobRepository(clock=FrozenClock(START))
    return await ShowMetrics(jobs=jobs, queue=MemoryJobQueue(), parsers=parsers).gauges()


async def test_what_waits_for_a_model_is_a_gauge() -> None:
    busy = Busy()

    assert (await gauges({ParseMode.ADVANCED: busy, ParseMode.BASIC: busy}))["model_waiting"] == 3


async def test_without_a_model_nothing_waits_for_one() -> None:
    assert "model_waiting" not in await gauges(dict.fromkeys(ParseMode, MemoryProfileParser()))
