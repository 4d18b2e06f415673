"""Detectors with one fault each."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.personal_data_detector.memory import MemoryPersonalDataDetector
from cvparser.domain.privacy import Category, Finding
from cvparser.testing.conformance.personal_data_detector import PersonalDataDetectorConformance

TEXT = "Led PROJECT NIGHTJAR for Zervanka Ombolik."


class Words(MemoryPersonalDataDetector):
    """Knows two."""

    def __init__(self) -> None:
        super().__init__({"Project Nightjar": Category.PERSONAL, "Zervanka Ombolik": Category.NAME})


class FindsNothing(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return []


class FindsTheFirstAlone(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return (await super().detect(text))[:1]


class FindsTheFirstWordOfEach(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [replace(each, end=text.index(" ", each.start)) for each in await super().detect(text)]


class EndsOneTooEarly(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [replace(each, end=each.end - 1) for each in await super().detect(text)]


class EndsOneTooLate(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [replace(each, end=each.end + 1) for each in await super().detect(text)]


class BeginsOneTooLate(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [replace(each, start=each.start + 1) for each in await super().detect(text)]


class FindsAll(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [Finding(category=Category.NAME, start=0, end=len(text), rule="all")] if text else []


class CountsBytes(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [
            replace(each, start=len(text[: each.start].encode()), end=len(text[: each.end].encode()))
            for each in await super().detect(text)
        ]


class CountsUtf16(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [
            replace(each, start=len(text[: each.start].encode("utf-16-le", "surrogatepass")) // 2)
            for each in await super().detect(text)
        ]


class StripsTheText(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return await super().detect(text.strip())


class JoinsLineEnds(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return await super().detect(text.replace("\r\n", "\n"))


class LowersTheText(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return await super().detect(text.lower())


class LooksAtTheBeginning(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return await super().detect(text[:10_000])


class LooksAtTheFirstHundredThousand(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return await super().detect(text[:100_000])


class FindsEachOnce(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        first = {text[each.start : each.end]: each for each in reversed(await super().detect(text))}
        return list(first.values())


class HasOneCategory(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [replace(each, category=Category.NAME) for each in await super().detect(text)]


class NamesTheWords(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [replace(each, rule=text[each.start : each.end].lower()) for each in await super().detect(text)]


class NamesRulesInCapitals(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [replace(each, rule="WORDS") for each in await super().detect(text)]


class LogsTheWords(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        logging.getLogger("detector").debug("looking at %s", text)
        return await super().detect(text)


class KeepsWhatItFound(Words):
    found: Any = None

    async def detect(self, text: str) -> Sequence[Finding]:
        self.found = self.found or await super().detect(text)
        return self.found  # type: ignore[no-any-return]


class RemembersItsText(Words):
    text = ""

    async def detect(self, text: str) -> Sequence[Finding]:
        self.text = text
        await asyncio.sleep(0)
        return await super().detect(self.text)


class FindsSomethingElseEachTime(Words):
    times = 0

    async def detect(self, text: str) -> Sequence[Finding]:
        self.times += 1
        return (await super().detect(text))[self.times % 2 :]


class RefusesNothing(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        if not text:
            raise ValueError("empty")
        return await super().detect(text)


class FindsNothingWithoutLetters(Words):
    """An empty stretch."""

    async def detect(self, text: str) -> Sequence[Finding]:
        empty = [
            Finding(category=Category.NAME, start=each.start(), end=each.end(), rule="x")
            for each in re.finditer("$", text)
        ]
        return [*await super().detect(text), *empty]


class GivesTheSameTwice(Words):
    async def detect(self, text: str) -> Sequence[Finding]:
        return [each for each in await super().detect(text) for _ in range(2)]


def fixtures(make: Any) -> Fixtures:
    expected = [("PROJECT NIGHTJAR", Category.PERSONAL), ("Zervanka Ombolik", Category.NAME)]
    return {"detector": make(), "personal_text": TEXT, "expected": expected}


CATALOGUES = {
    "": Catalogue(
        suite=PersonalDataDetectorConformance, fixtures=fixtures, sound=Words, faults=faults(globals(), Words)
    )
}
