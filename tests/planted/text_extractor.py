"""Extractors with one fault each, of texts."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.planted.catalogue import Catalogue, faults

from cvparser.adapters.text_extractor.plain import PlainTextExtractor, read_text
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Setting
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import TextEmptyError, TextNotDecodableError, TextTooLongError, TypeNotAllowedError
from cvparser.ports.text_extractor import PureTextExtractor
from cvparser.testing.conformance.text_extractor import TextExtractorConformance


class Texts(TextExtractorConformance):
    supports_pdf = supports_docx = False


class Spoiling(PlainTextExtractor):
    """Spoils the text it read."""

    spoil: Callable[[str], str] = staticmethod(str)

    async def extract(self, document: Document) -> CVDocument:
        found = await super().extract(document)
        text = self.spoil(found.text)
        return found if text == found.text else replace(found, text=text, settings=())


class LosesTheLastCharacter(Spoiling):
    spoil = staticmethod(lambda text: text[:-1])


class LosesTheLastLine(Spoiling):
    spoil = staticmethod(lambda text: "\n".join(text.split("\n")[:-1]) or text)


class TurnsLines(Spoiling):
    spoil = staticmethod(lambda text: "\n".join(reversed(text.split("\n"))))


class SortsLines(Spoiling):
    spoil = staticmethod(lambda text: "\n".join(sorted(text.split("\n"))))


class JoinsLines(Spoiling):
    spoil = staticmethod(lambda text: text.replace("\n", " "))


class LowersWords(Spoiling):
    spoil = staticmethod(str.lower)


class TakesAsciiAlone(Spoiling):
    spoil = staticmethod(lambda text: text.encode("ascii", "replace").decode())


class TakesAccentsApart(Spoiling):
    spoil = staticmethod(lambda text: unicodedata.normalize("NFD", text))


class LeavesSoftHyphens(Spoiling):
    spoil = staticmethod(lambda text: text.replace("engineer", "engi\u00adneer"))


class LeavesLigatures(Spoiling):
    spoil = staticmethod(lambda text: text.replace("fi", "\ufb01"))


class CutsLongTexts(Spoiling):
    spoil = staticmethod(lambda text: text[:100_000])


class LosesDoubleLines(Spoiling):
    spoil = staticmethod(lambda text: "\n".join(dict.fromkeys(text.split("\n"))))


class ReadsUtf8Alone(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        try:
            document.content.decode()
        except UnicodeDecodeError:
            raise TextNotDecodableError from None
        return await super().extract(document)


class ReadsAnything(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        try:
            return await super().extract(document)
        except TextNotDecodableError:
            return CVDocument(text=document.content.decode("latin-1"))


class GivesAnEmptyText(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        try:
            return await super().extract(document)
        except TextEmptyError:
            return CVDocument(text="")


class CutsWhatIsTooLong(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        try:
            return await super().extract(document)
        except TextTooLongError:
            return await super().extract(replace(document, content=document.content[:200_000]))


class RefusesTheLongest(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        if len(document.content) >= 200_000:
            raise TextTooLongError
        return await super().extract(document)


class ReadsEveryTypeAsText(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        return CVDocument(text=document.content.decode("latin-1"))


class SaysThatTypesAreValues(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        try:
            return await super().extract(document)
        except TypeNotAllowedError:
            raise ValueError(document.type) from None


class RaisesUnicodeErrors(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        try:
            return await super().extract(document)
        except TextNotDecodableError:
            raise UnicodeError from None


class ReportsNothing(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        return replace(await super().extract(document), warnings=())


class HasNoPages(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        return replace(await super().extract(document), pages=())


class SetsTheFirstLineAlone(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        found = await super().extract(document)
        return replace(found, settings=(Setting(),))


class MixesDocuments(PlainTextExtractor):
    async def extract(self, document: Document) -> CVDocument:
        self.document = document
        await asyncio.sleep(0)
        return await super().extract(self.document)


class BreaksWithABadOne(PlainTextExtractor):
    is_broken = False

    async def extract(self, document: Document) -> CVDocument:
        if self.is_broken:
            raise TextNotDecodableError
        try:
            return await super().extract(document)
        except TextNotDecodableError:
            self.is_broken = True
            raise


class RemembersTheFirst(PlainTextExtractor):
    found: Any = None

    async def extract(self, document: Document) -> CVDocument:
        self.found = self.found or await super().extract(document)
        return self.found  # type: ignore[no-any-return]


class ReadsOtherwiseByFunction(PureTextExtractor, PlainTextExtractor):
    def pure_reader(self, document_type: DocumentType) -> Callable[[bytes], CVDocument] | None:
        return _lowered if document_type is DocumentType.TEXT else None


class TakesAnythingByFunction(PureTextExtractor, PlainTextExtractor):
    def pure_reader(self, document_type: DocumentType) -> Callable[[bytes], CVDocument] | None:
        return _forgiving if document_type is DocumentType.TEXT else None


class ReadsByWhatCannotBeSent(PureTextExtractor, PlainTextExtractor):
    def pure_reader(self, document_type: DocumentType) -> Callable[[bytes], CVDocument] | None:
        def read(content: bytes) -> CVDocument:
            return read_text(content)

        return read


def _lowered(content: bytes) -> CVDocument:
    return read_text(content.lower())


def _forgiving(content: bytes) -> CVDocument:
    try:
        return read_text(content)
    except TextEmptyError:
        return CVDocument(text="-")


CATALOGUES = {
    "": Catalogue(
        suite=Texts,
        fixtures=lambda make: {"extractor": make()},
        sound=PlainTextExtractor,
        faults=[each for each in faults(globals(), PlainTextExtractor) if each is not Spoiling],
    )
}
