"""Checked by the type checker, never run: the public face as a user writes it, and strangers' classes as adapters."""

from __future__ import annotations

from datetime import date
from typing import assert_type

import cvparser
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser
from cvparser.ports.text_extractor import TextExtractor


class StrangersParser:
    """Has the methods of the port and does not derive from it."""

    @property
    def name(self) -> str:
        return "Strangers"

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        return ParserAnswer(profile={"basics": {"summary": document.text[:100]}}, cv_language=None)


class StrangersExtractor:
    """As above, for documents."""

    async def extract(self, document: Document) -> CVDocument:
        return CVDocument(text=document.content.decode())


async def a_user_writes() -> None:
    parser: ProfileParser = StrangersParser()
    extractor: TextExtractor = StrangersExtractor()
    async with cvparser.CVParser(parser=parser, extractor=extractor) as face:
        assert_type(await face.parse_file_async("cv.pdf"), cvparser.ParsedCV)
    parsed = cvparser.parse_text("...")
    assert_type(parsed.profile, cvparser.Profile)
    assert_type(parsed.cv_language, str | None)
    assert_type(parsed.meta.withheld, dict[str, int])
