"""Detectors beside the core, through the use case that parses: they add protection, and take none away."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.personal_data_detector.memory import MemoryPersonalDataDetector
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.text_extractor.plain import PlainTextExtractor
from cvparser.application.parse_cv import ParseCV
from cvparser.application.redact_cv import RedactCV
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import UnavailableError
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import Category, Finding
from cvparser.domain.profile import ParsedCV
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.testing.strategies import Curriculum, curricula

CV = "Tran Quoc Bao\nData Engineer\n\nSkills\nPython, Kafka"
thorough = settings(max_examples=examples(20, fuzzed=40), deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Away(PersonalDataDetector):
    """Cannot look now."""

    async def detect(self, text: str) -> Sequence[Finding]:
        raise UnavailableError


async def parsed(text: str, parser: MemoryProfileParser, *detectors: PersonalDataDetector) -> ParsedCV:
    cpu = ThreadCpuPool()
    parse_cv = ParseCV(
        redact_cv=RedactCV(extractor=PlainTextExtractor(), cpu=cpu, detectors=detectors),
        parsers=dict.fromkeys(ParseMode, parser),
        cpu=cpu,
        clock=SystemClock(),
    )
    return await parse_cv(Document(content=text.encode(), type=DocumentType.TEXT))


async def left(text: str, *detectors: PersonalDataDetector) -> tuple[str, str]:
    """Return what a parser that repeats the whole CV is given, and what of its answer comes out."""
    echo = MemoryProfileParser({"basics": {"skills": text.split("\n")[:200]}})
    result = await parsed(text, echo, *detectors)
    return echo.texts[0], result.profile.model_dump_json()


@given(curriculum=curricula(), data=st.data())
@thorough
async def test_nothing_survives_with_a_detector_that_does_not_without_it(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.sampled_from(curriculum.text.split()), max_size=6))
    detector = MemoryPersonalDataDetector({word: data.draw(st.sampled_from(Category)) for word in words})

    alone = await left(curriculum.text)
    told = await left(curriculum.text, detector)

    for with_it, without_it in zip(told, alone, strict=True):
        assert set(curriculum.survivors(with_it)) <= set(curriculum.survivors(without_it))


@pytest.mark.parametrize("category", list(Category))
async def test_a_wrong_finding_of_any_category_does_not_save_the_name(category: Category) -> None:
    given_text, _ = await left(CV, MemoryPersonalDataDetector({"kafka": category}))

    assert given_text == f"[NAME]\nData Engineer\n\nSkills\nPython, {category.placeholder}"


async def test_a_detector_that_cannot_look_ends_the_parse() -> None:
    parser = MemoryProfileParser()

    with pytest.raises(UnavailableError):
        await parsed(CV, parser, MemoryPersonalDataDetector({"Bao": Category.NAME}), Away())

    assert parser.texts == []


async def test_a_placeholder_in_a_cv_is_none_of_ours_to_who_reads_on() -> None:
    text = f"[NAME] [LICENCE]\n{CV}\nTemplates: [EMAIL]"
    parser = MemoryProfileParser({"basics": {"skills": ["Kafka"]}})

    result = await parsed(text, parser)

    assert parser.texts == ["(NAME) (LICENCE)\n[NAME]\nData Engineer\n\nSkills\nPython, Kafka\nTemplates: (EMAIL)"]
    assert result.meta.withheld == {"name": 1}
