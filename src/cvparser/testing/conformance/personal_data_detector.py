"""The promises of `cvparser.ports.personal_data_detector`."""

from __future__ import annotations

import asyncio
import logging
import pickle
from collections.abc import Iterable, Sequence
from typing import ClassVar

import pytest

from cvparser.domain.privacy import Category, Finding, redact
from cvparser.ports.personal_data_detector import PersonalDataDetector, PureDetector
from cvparser.testing.conformance import Conformance

TEXTS = (
    "",
    "Ada Quill\nData Engineer\n+44 7700 900017\nGB82 WEST 1234 5698 7654 32",
    "Çağla Öztürkmen 😀 İstanbul\u200b\n" * 50,
    "a.a.a. @@@ 1 2 3 " * 200,
)

#: Stretches of a text, each as it stands there and once, with its category.
Expected = Sequence[tuple[str, Category]]


class PersonalDataDetectorConformance(Conformance):
    """Subclass, give your detector in the fixture `detector` and a text in which it finds something.

    Give in `expected` what exactly it finds there: without it, stretches are skipped. Texts of your own go into
    `texts`.

    Attributes:
        most_characters: Of a text in which the end is found too; less for a detector that takes minutes for as much.
    """

    most_characters: ClassVar[int] = 200_000

    @pytest.fixture
    def detector(self) -> PersonalDataDetector:
        message = "Give your adapter in a fixture named 'detector'."
        raise NotImplementedError(message)

    @pytest.fixture
    def personal_text(self) -> str:
        message = "Give a text in which your adapter finds something in a fixture named 'personal_text'."
        raise NotImplementedError(message)

    @pytest.fixture
    def expected(self) -> Expected:
        pytest.skip(f"{type(self).__name__} gives no fixture 'expected'")

    @pytest.fixture
    def texts(self) -> Sequence[str]:
        return TEXTS

    async def test_it_finds_the_very_stretches_and_their_categories(
        self, detector: PersonalDataDetector, personal_text: str, expected: Expected
    ) -> None:
        found = [(personal_text[each.start : each.end], each.category) for each in await detector.detect(personal_text)]

        assert sorted(found) == sorted(expected)

    @pytest.mark.parametrize(
        "before", ["\U0001f600\U0001f600\n\n", "e\u0301 \u0130\ufb01\n\n", "\r\n\t\r\n"], ids=ascii
    )
    async def test_positions_are_characters_whatever_stands_before(
        self, detector: PersonalDataDetector, personal_text: str, expected: Expected, before: str
    ) -> None:
        found = await detector.detect(before + personal_text)

        withheld = _withheld(found)
        for words, _ in expected:
            start = len(before) + personal_text.index(words)
            assert withheld >= set(range(start, start + len(words)))

    async def test_what_stands_at_the_end_of_a_long_text_is_found(
        self, detector: PersonalDataDetector, personal_text: str, expected: Expected
    ) -> None:
        line = "worked on the line\n"
        before = line * ((self.most_characters - len(personal_text)) // len(line))

        withheld = _withheld(await detector.detect(before + personal_text))

        for words, _ in expected:
            start = len(before) + personal_text.index(words)
            assert withheld >= set(range(start, start + len(words)))

    async def test_what_comes_twice_is_found_twice(
        self, detector: PersonalDataDetector, personal_text: str, expected: Expected
    ) -> None:
        text = f"{personal_text}\n\n{personal_text}"

        withheld = _withheld(await detector.detect(text))

        for words, _ in expected:
            for start in (text.index(words), text.rindex(words)):
                assert withheld >= set(range(start, start + len(words)))

    async def test_a_text_that_says_nothing_personal_is_left_alone(
        self, detector: PersonalDataDetector, expected: Expected
    ) -> None:
        assert expected
        for text in ("", " ", "\n\n", "worked on the line\n" * 20):
            assert list(await detector.detect(text)) == []

    async def test_texts_that_are_looked_at_at_once_are_told_apart(
        self, detector: PersonalDataDetector, personal_text: str, expected: Expected
    ) -> None:
        texts = ["worked on the line" if number % 2 else personal_text for number in range(8)]

        found = await asyncio.gather(*map(detector.detect, texts))

        assert [bool(each) for each in found] == [True, False] * 4
        assert expected

    async def test_findings_are_the_callers_to_change(self, detector: PersonalDataDetector, personal_text: str) -> None:
        before = await detector.detect(personal_text)
        found = list(before)
        if isinstance(before, list):
            before.clear()

        assert list(await detector.detect(personal_text)) == found

    async def test_nothing_of_the_text_is_logged(
        self, detector: PersonalDataDetector, personal_text: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            found = await detector.detect(personal_text)

        for each in found:
            assert personal_text[each.start : each.end] not in caplog.text

    async def test_it_finds_something_in_the_text_it_was_given(
        self, detector: PersonalDataDetector, personal_text: str
    ) -> None:
        assert await detector.detect(personal_text)

    async def test_findings_lie_within_the_text(
        self, detector: PersonalDataDetector, texts: Sequence[str], personal_text: str
    ) -> None:
        for text in (*texts, personal_text):
            for finding in await detector.detect(text):
                assert 0 <= finding.start < finding.end <= len(text)
                assert finding.category in set(Category)

    async def test_the_same_text_gives_the_same_findings_in_any_number_of_tasks(
        self, detector: PersonalDataDetector, personal_text: str
    ) -> None:
        answers = await asyncio.gather(*(detector.detect(personal_text) for _ in range(4)))

        assert all(list(answer) == list(answers[0]) for answer in answers)

    async def test_its_pure_function_where_it_has_one_finds_the_same_in_another_process(
        self, detector: PersonalDataDetector, personal_text: str
    ) -> None:
        if not isinstance(detector, PureDetector):
            pytest.skip(f"{type(detector).__name__} is no PureDetector")
        sent = pickle.loads(pickle.dumps(detector.pure_detect))  # noqa: S301 - what we wrote
        assert list(sent(personal_text)) == list(await detector.detect(personal_text))

    async def test_nothing_survives_with_it_that_does_not_without_it(
        self, detector: PersonalDataDetector, texts: Sequence[str], personal_text: str
    ) -> None:
        for each in (*texts, *(f"{text}\n{personal_text}" for text in texts)):
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
