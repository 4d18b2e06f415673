"""A list of words that are personal, held in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cvparser.domain.privacy import Category, Finding
from cvparser.ports.personal_data_detector import PersonalDataDetector


class MemoryPersonalDataDetector(PersonalDataDetector):
    """Finds the words it was told, as whole words, in any case. For a company's own list, and for tests."""

    def __init__(self, words: Mapping[str, Category]) -> None:
        self._categories = {word.casefold(): category for word, category in words.items() if word}
        longest_first = sorted(self._categories, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first)) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)

    async def detect(self, text: str) -> Sequence[Finding]:
        return [
            Finding(
                category=self._categories.get(match.group().casefold(), Category.NAME),
                start=match.start(),
                end=match.end(),
                rule="memory_words",
            )
            for match in self._pattern.finditer(text)
        ]
