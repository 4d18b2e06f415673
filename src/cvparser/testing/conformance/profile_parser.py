"""What every ProfileParser promises."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
from contextlib import suppress
from datetime import date
from typing import ClassVar

import pytest

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Role, Setting
from cvparser.domain.errors import CVParserError
from cvparser.domain.grounding import ground
from cvparser.domain.profile import Profile
from cvparser.ports.profile_parser import (
    LocalProfileParser,
    ParserAnswer,
    ParserFailure,
    ProfileParser,
    PureProfileParser,
    QuotingProfileParser,
)
from cvparser.testing.conformance import Conformance

TODAY = date(2026, 1, 15)

#: A CV as redaction leaves it.
CV = """\
[NAME]
Civil Engineer
[EMAIL] | [PHONE]

Experience
Project Engineer, Larkfield Bridges Ltd, Leeds 03/2018 - Present
- Checked the drawings of nine footbridges.

Education
University of Sheffield, BEng Civil Engineering, 2013 - 2017

Skills
AutoCAD, Revit, Eurocode 2

Languages
English (native), Spanish (B1)
"""

DOCUMENT = CVDocument(text=CV)

_COMPUTED = ("total_experience_in_years", "duration_in_months")


async def answered(parser: ProfileParser, text: str) -> ParserAnswer:
    """Return what `parser` says.

    Raises:
        CVParserError: why it says nothing, raised or returned.
    """
    told = await parser.parse(CVDocument(text=text), today=TODAY)
    if isinstance(told, ParserFailure):
        raise told.error
    return told


class ProfileParserConformance(Conformance):
    """The promises of `cvparser.ports.profile_parser.ProfileParser`.

    A subclass gives a parser in the fixture `parser`. One that answers what it was told is told of `CV`.

    Attributes:
        supports_every_fact: False for a parser that looks for some facts alone.
    """

    supports_every_fact: ClassVar[bool] = True

    @pytest.fixture
    def parser(self) -> ProfileParser:
        """Return the parser under test."""
        raise NotImplementedError

    async def test_its_pure_function_where_it_has_one_answers_the_same_in_another_process(
        self, parser: ProfileParser
    ) -> None:
        if not isinstance(parser, PureProfileParser):
            pytest.skip(f"{type(parser).__name__} is no PureProfileParser")
        sent = pickle.loads(pickle.dumps(parser.pure_parse))  # noqa: S301 - what we wrote
        assert sent(DOCUMENT) == await parser.parse(DOCUMENT, today=TODAY)

    async def test_its_name_is_constant_and_not_empty(self, parser: ProfileParser) -> None:
        before = parser.name
        await answered(parser, CV)

        assert before.strip() == before != ""
        assert parser.name == before

    async def test_whether_its_text_leaves_the_machine_is_constant(self, parser: ProfileParser) -> None:
        if not isinstance(parser, LocalProfileParser):
            pytest.skip(f"{type(parser).__name__} is no LocalProfileParser")
        before = parser.leaves_the_machine
        await answered(parser, CV)

        assert before in {True, False}
        assert parser.leaves_the_machine is before

    async def test_whether_it_only_quotes_is_constant_and_so(self, parser: ProfileParser) -> None:
        if not isinstance(parser, QuotingProfileParser):
            pytest.skip(f"{type(parser).__name__} is no QuotingProfileParser")
        before = parser.only_quotes
        answer = await answered(parser, CV)

        assert before in {True, False}
        assert parser.only_quotes is before
        if before:
            assert ground(answer.profile, CV).dropped == 0

    async def test_an_answer_is_json_of_known_parts(self, parser: ProfileParser) -> None:
        answer = await answered(parser, CV)

        assert isinstance(json.loads(json.dumps(answer.profile)), dict)
        assert answer.cv_language is None or (len(answer.cv_language) == 2 and answer.cv_language.islower())

    async def test_durations_and_totals_are_left_to_arithmetic(self, parser: ProfileParser) -> None:
        answer = await answered(parser, CV)

        stated = [value for name, value in _members(answer.profile) if name in _COMPUTED]
        assert not [value for value in stated if value is not None]

    async def test_no_string_is_empty(self, parser: ProfileParser) -> None:
        answer = await answered(parser, CV)

        assert not [name for name, value in _members(answer.profile) if isinstance(value, str) and not value.strip()]

    async def test_placeholders_are_not_facts(self, parser: ProfileParser) -> None:
        answer = await answered(parser, CV)

        assert "[NAME]" not in json.dumps(answer.profile)
        assert "[PHONE]" not in json.dumps(answer.profile)

    async def test_concurrent_parses_do_not_mix_their_texts(self, parser: ProfileParser) -> None:
        texts = [CV, *(f"Skills\nskill number {index}" for index in range(4)), CV]
        alone = [_facts(await answered(parser, text)) for text in texts]

        together = await asyncio.gather(*(answered(parser, text) for text in texts))

        assert [_facts(answer) for answer in together] == alone

    async def test_an_answer_is_the_callers_to_change(self, parser: ProfileParser) -> None:
        first = await answered(parser, CV)
        expected = _facts(first)
        _spoil(first.profile)

        assert _facts(await answered(parser, CV)) == expected

    async def test_a_document_whose_layout_is_known_is_parsed(self, parser: ProfileParser) -> None:
        settings = tuple(Setting(role=Role.BODY, size=11.0) for _ in DOCUMENT.lines)

        told = await parser.parse(CVDocument(text=CV, settings=settings), today=TODAY)

        assert isinstance(told, ParserAnswer)
        assert isinstance(json.loads(json.dumps(told.profile)), dict)

    @pytest.mark.parametrize(
        "text", [" ", "x", "[NAME]", "\n\n\n", "•\n•\n", "2019 -", "((((", "Experience", "🙂" * 50, "a" * 200_000]
    )
    async def test_any_text_gives_an_answer_or_an_error_of_the_tree(self, parser: ProfileParser, text: str) -> None:
        try:
            answer: ParserAnswer | CVParserError = await answered(parser, text)
        except CVParserError as error:
            answer = error

        assert isinstance(answer, ParserAnswer) or len(text) < 3 or text not in answer.message

    async def test_jobs_schools_skills_and_languages_are_found(self, parser: ProfileParser) -> None:
        if not self.supports_every_fact:
            pytest.skip(f"{type(self).__name__} declares supports_every_fact = False")
        said = json.dumps((await answered(parser, CV)).profile)

        for fact in ("Project Engineer", "Larkfield Bridges", "University of Sheffield", "Eurocode 2", "2018"):
            assert fact in said

    async def test_nothing_is_remembered_of_an_earlier_text(self, parser: ProfileParser) -> None:
        if not self.supports_every_fact:
            pytest.skip(f"{type(self).__name__} declares supports_every_fact = False")
        alone = await answered(parser, CV)
        with suppress(CVParserError):
            await answered(parser, "Skills\nZymurgy, Falconry\n")

        again = await answered(parser, CV)

        assert _facts(again) == _facts(alone)
        assert "Falconry" not in json.dumps(again.profile)

    async def test_nothing_of_the_text_is_logged(self, parser: ProfileParser, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            await answered(parser, CV)

        assert "Larkfield" not in caplog.text
        assert "footbridges" not in caplog.text

    async def test_an_answer_has_the_forms_of_a_profile(self, parser: ProfileParser) -> None:
        answer = await answered(parser, CV)

        assert set(answer.profile) <= set(Profile.model_fields)
        assert isinstance(answer.warnings, tuple)
        assert answer.usage.calls >= 0
        years = [value for name, value in _members(answer.profile) if name == "year" and value is not None]
        assert all(isinstance(year, int) and 1900 <= year <= TODAY.year + 10 for year in years)

    async def test_a_parse_can_be_cancelled_and_the_next_is_served(self, parser: ProfileParser) -> None:
        parsing = asyncio.ensure_future(parser.parse(DOCUMENT, today=TODAY))
        await asyncio.sleep(0)
        parsing.cancel()
        await asyncio.gather(parsing, return_exceptions=True)

        assert isinstance(await parser.parse(DOCUMENT, today=TODAY), ParserAnswer)

    async def test_a_document_is_left_as_it_is(self, parser: ProfileParser) -> None:
        document = CVDocument(text=CV)
        await parser.parse(document, today=TODAY)

        assert document == CVDocument(text=CV)

    async def test_what_the_text_does_not_say_is_not_said(self, parser: ProfileParser) -> None:
        basics = dict(_members((await answered(parser, CV)).profile))

        assert basics.get("has_driving_license") is None
        assert basics.get("summary") is None


def _facts(answer: ParserAnswer) -> str:
    return json.dumps([answer.profile, answer.cv_language], sort_keys=True)


def _members(value: object) -> list[tuple[str, object]]:
    """Return every named value in JSON, at any depth."""
    if isinstance(value, dict):
        return [pair for name, each in value.items() for pair in [(name, each), *_members(each)]]
    if isinstance(value, list | tuple):
        return [pair for each in value for pair in _members(each)]
    return []


def _spoil(value: object) -> None:
    if isinstance(value, dict):
        for each in value.values():
            _spoil(each)
        value["spoiled"] = True
    elif isinstance(value, list):
        for each in value:
            _spoil(each)
        value.append("spoiled")
