from __future__ import annotations

from datetime import date

import pytest

from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import ParsingError

TODAY = date(2026, 1, 15)


async def test_it_answers_what_it_was_told_and_remembers_what_it_was_asked() -> None:
    parser = MemoryProfileParser({"basics": {"profession": "Luthier"}}, cv_language="en")

    answer = await parser.parse(CVDocument(text="[NAME], luthier"), today=TODAY)

    assert answer.profile == {"basics": {"profession": "Luthier"}}
    assert answer.cv_language == "en"
    assert parser.texts == ["[NAME], luthier"]


async def test_it_fails_as_it_was_told() -> None:
    parser = MemoryProfileParser(error=ParsingError())

    with pytest.raises(ParsingError):
        await parser.parse(CVDocument(text="[NAME]"), today=TODAY)
