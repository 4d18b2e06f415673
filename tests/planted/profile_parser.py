"""Parsers with one fault each."""

from __future__ import annotations

import asyncio
import itertools
import logging
from dataclasses import replace
from datetime import date
from typing import Any

from tests.planted.catalogue import Catalogue, faults

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import ParsingError
from cvparser.testing.conformance.profile_parser import ProfileParserConformance


class Parser(OfflineProfileParser):
    """The offline parser, whose answer is spoiled."""

    def __init__(self) -> None:
        super().__init__(ThreadCpuPool())

    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return profile

    async def parse(self, document: CVDocument, *, today: date) -> Any:
        answer: Any = await super().parse(document, today=today)
        return replace(answer, profile=self.spoiled(dict(answer.profile), document))


class HasNoName(Parser):
    name = ""


class HasANewNameEachTime(Parser):
    names = itertools.count()

    @property
    def name(self) -> str:
        return f"Parser {next(self.names)}"


class ChangesWhetherItLeaves(Parser):
    turns = itertools.cycle([True, False])

    @property
    def leaves_the_machine(self) -> bool:
        return next(self.turns)


class ChangesWhetherItQuotes(Parser):
    turns = itertools.cycle([True, False])

    @property
    def only_quotes(self) -> bool:
        return next(self.turns)


class MakesUpASkill(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "basics": {**profile.get("basics", {}), "skills": ["Falconry"]}}


class SaysNothing(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {}


class LosesJobs(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "professional_experiences": []}


class CountsDurations(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "basics": {**profile.get("basics", {}), "total_experience_in_years": 7}}


class GivesEmptyWords(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "basics": {**profile.get("basics", {}), "profession": " "}}


class GivesDates(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "read_on": date(2026, 1, 1)}


class QuotesPlaceholders(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "basics": {**profile.get("basics", {}), "profession": "[NAME]"}}


class SaysTheSummary(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "basics": {**profile.get("basics", {}), "summary": "Civil Engineer"}}


class DrivesACar(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "basics": {**profile.get("basics", {}), "has_driving_license": True}}


class NamesPartsItsOwnWay(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "jobs": profile.get("professional_experiences")}


class WritesYearsAsWords(Parser):
    def spoiled(self, profile: dict[str, Any], document: CVDocument) -> dict[str, Any]:
        return {**profile, "education": [{"end_date": {"year": "2017"}}]}


class NamesLanguagesInFull(Parser):
    async def parse(self, document: CVDocument, *, today: date) -> Any:
        return replace(await super().parse(document, today=today), cv_language="English")


class GivesItsOwnAnswer(Parser):
    answers: Any = None

    async def parse(self, document: CVDocument, *, today: date) -> Any:
        if document.text not in (self.answers or {}):
            self.answers = {**(self.answers or {}), document.text: await super().parse(document, today=today)}
        return self.answers[document.text]


class RemembersTheFirstText(Parser):
    answer: Any = None

    async def parse(self, document: CVDocument, *, today: date) -> Any:
        self.answer = self.answer or await super().parse(document, today=today)
        return self.answer


class MixesTexts(Parser):
    async def parse(self, document: CVDocument, *, today: date) -> Any:
        self.document = document
        await asyncio.sleep(0)
        return await super().parse(self.document, today=today)


class NeedsALayout(Parser):
    async def parse(self, document: CVDocument, *, today: date) -> Any:
        if not document.settings:
            raise ParsingError("No layout.")
        return await super().parse(document, today=today)


class RefusesALayout(Parser):
    async def parse(self, document: CVDocument, *, today: date) -> Any:
        if document.settings:
            raise ParsingError("A layout.")
        return await super().parse(document, today=today)


class RaisesOverShortTexts(Parser):
    async def parse(self, document: CVDocument, *, today: date) -> Any:
        return [await super().parse(document, today=today)][len(document.text) < 5]


class QuotesTheTextInItsErrors(Parser):
    async def parse(self, document: CVDocument, *, today: date) -> Any:
        if len(document.text) < 20:
            raise ParsingError(f"Cannot read {document.text}")
        return await super().parse(document, today=today)


class LogsItsText(Parser):
    async def parse(self, document: CVDocument, *, today: date) -> Any:
        logging.getLogger("parser").info("parsing %s", document.text)
        return await super().parse(document, today=today)


CATALOGUES = {
    "": Catalogue(
        suite=ProfileParserConformance,
        fixtures=lambda make: {"parser": make()},
        sound=Parser,
        faults=faults(globals(), Parser),
    )
}
