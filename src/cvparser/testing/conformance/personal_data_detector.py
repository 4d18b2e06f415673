"""The promises of `cvparser.ports.personal_data_detector`."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterable

import pytest

from cvparser.domain.privacy import Finding, redact
from cvparser.ports.personal_data_detector import PersonalDataDetector, PureDetector
from cvparser.testing.conformance import Conformance

TEXTS = (
    "",
    "Ada Quill\nData Engineer\n+44 7700 900017\nGB82 WEST 1234 5698 7654 32",
    "Çağla Öztürkmen 😀 İstanbul\u200b\n" * 50,
    "a.a.a. @@@ 1 2 3 " * 200,
)


class PersonalDataDetectorConformance(Conformance):
    """Subclass, give your detector in the fixture `detector` and a text in which it finds something."""

    @pytest.fixture
    def detector(self) -> PersonalDataDetector:
        message = "Give your adapter in a fixture named 'detector'."
        raise NotImplementedError(message)

    @pytest.fixture
    def personal_text(self) -> str:
        message = "Give a text in which your adapter finds something in a fixture named 'personal_text'."
        raise NotImplementedError(message)

    async def test_it_finds_something_in_the_text_it_was_given(
        self, detector: PersonalDataDetector, personal_text: str
    ) -> None:
        assert await detector.detect(personal_text)

    @pytest.mark.parametrize("text", TEXTS, ids=["empty", "cv", "unicode", "hostile"])
    async def test_findings_lie_within_the_text(self, detector: PersonalDataDetector, text: str) -> None:
        for finding in await detector.detect(text):
            assert 0 <= finding.start < finding.end <= len(text)

    async def test_the_same_text_gives_the_same_findings_in_any_number_of_tasks(
        self, detector: PersonalDataDetector, personal_text: str
    ) -> None:
        answers = await asyncio.gather(*(detector.detect(personal_text) for _ in range(4)))

        assert all(list(answer) == list(answers[0]) for answer in answers)

    async def test_its_pure_function_where_it_has_one_finds_the_same_in_another_process(
        self, detector: PersonalDataDetector, personal_text: str
    ) -> None:
        if isinstance(detector, PureDetector):
            sent = pickle.loads(pickle.dumps(detector.pure_detect))  # noqa: S301 - what we wrote
            assert list(sent(personal_text)) == list(await detector.detect(personal_text))

    @pytest.mark.parametrize("text", TEXTS, ids=["empty", "cv", "unicode", "hostile"])
    async def test_nothing_survives_with_it_that_does_not_without_it(
        self, detector: PersonalDataDetector, text: str, personal_text: str
    ) -> None:
        for each in (text, f"{text}\n{personal_text}"):
            more = await detector.detect(each)

            told = _withheld(redact(each, more=more).findings)

            assert told >= _withheld(redact(each).findings)
            assert told >= _withheld(more)

    async def test_a_rule_names_no_word_of_the_text(self, detector: PersonalDataDetector, personal_text: str) -> None:
        for finding in await detector.detect(personal_text):
            assert finding.rule == finding.rule.lower()
            assert personal_text[finding.start : finding.end].lower() not in finding.rule


def _withheld(findings: Iterable[Finding]) -> set[int]:
    return {at for each in findings for at in range(each.start, each.end)}
