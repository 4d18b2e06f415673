"""Inspectors with one fault each."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.planted.catalogue import Catalogue, faults

from cvparser.adapters.document_inspector.in_process import InProcessDocumentInspector
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import (
    DocxCorruptError,
    FileEmptyError,
    TextEmptyError,
    TextNotDecodableError,
    TextTooLongError,
    TypeMismatchError,
    TypeNotAllowedError,
)
from cvparser.testing.conformance.document_inspector import DocumentInspectorConformance


class BelievesTheName(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        return DocumentType(file_name.rpartition(".")[2].lower() or "txt")


class IgnoresTheName(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        return await super().identify(content, "")


class NeedsAName(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        if "." not in file_name:
            raise TypeNotAllowedError
        return await super().identify(content, file_name)


class NeedsSmallLetters(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        if file_name != file_name.lower() and file_name.isascii():
            raise TypeNotAllowedError
        return await super().identify(content, file_name)


class TakesEmptyFiles(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        try:
            return await super().identify(content, file_name)
        except FileEmptyError:
            return DocumentType.PDF


class TakesWhateverBeginsAsAZip(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        try:
            return await super().identify(content, file_name)
        except DocxCorruptError:
            return DocumentType.DOCX


class RaisesAnotherErrorOfTheTree(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        try:
            return await super().identify(content, file_name)
        except TypeMismatchError:
            raise TypeNotAllowedError from None


class TakesTextsOfControlCharacters(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        return await super().identify(content.replace(b"\0", b"x").replace(b"\1", b"x").replace(b"\2", b"x"), file_name)


class LooksAtTheBeginning(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        return await super().identify(content[:100_000], file_name)


class GivesText(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        return str((await super().identify(content, file_name)).value)  # type: ignore[return-value]


class MixesDocuments(InProcessDocumentInspector):
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        self.content = content
        await asyncio.sleep(0)
        return await super().identify(self.content, file_name)


class StopsAfterARefusal(InProcessDocumentInspector):
    is_broken = False

    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        if self.is_broken:
            raise TypeNotAllowedError
        self.is_broken = True
        found = await super().identify(content, file_name)
        self.is_broken = False
        return found


class ChecksNoText(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        return None


class TakesBlankTexts(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        if text.isspace() or text.strip("\u200b\n") == "":
            return
        await super().check_text(text)


class TakesLoneSurrogates(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        await super().check_text(text.encode("utf-8", "replace").decode())


class TakesOneCharacterMore(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        await super().check_text(text[:-1] if len(text) > 200_000 else text)


class RefusesTheLongest(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        if len(text) >= 200_000:
            raise TextTooLongError
        await super().check_text(text)


class TakesAsciiAlone(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        if (
            text
            and not text.isascii()
            and text.isprintable() is False
            and "\u200b" not in text
            and "\ud800" not in text
        ):
            raise TextNotDecodableError
        await super().check_text(text)


class TakesSources(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        await super().check_text(text.replace("\\documentclass", "documentclass"))


class RaisesForEmptyTextsAsTooLong(InProcessDocumentInspector):
    async def check_text(self, text: str) -> None:
        try:
            await super().check_text(text)
        except TextEmptyError:
            raise TextTooLongError from None


class GivesEveryField(InProcessDocumentInspector):
    async def fields(self, body: bytes) -> dict[str, Any]:
        await super().fields(body)
        return json.loads(body)  # type: ignore[no-any-return]


class LeavesOutNone(InProcessDocumentInspector):
    async def fields(self, body: bytes) -> dict[str, Any]:
        return {name: value for name, value in (await super().fields(body)).items() if value is not None}


class WritesNumbersAsWords(InProcessDocumentInspector):
    async def fields(self, body: bytes) -> dict[str, Any]:
        return {n: str(v) if isinstance(v, int) else v for n, v in (await super().fields(body)).items()}


class TakesTheLastOfTwo(InProcessDocumentInspector):
    async def fields(self, body: bytes) -> dict[str, Any]:
        return await super().fields(b'{"a": 2}' if body.count(b'"a"') == 2 else body)


class TakesNoNumbers(InProcessDocumentInspector):
    async def fields(self, body: bytes) -> dict[str, Any]:
        return await super().fields(body.replace(b"NaN", b"1"))


class ReadsNothingAsAnEmptyObject(InProcessDocumentInspector):
    async def fields(self, body: bytes) -> dict[str, Any]:
        return await super().fields(body or b"{}")


class RaisesAsItsLibrary(InProcessDocumentInspector):
    async def fields(self, body: bytes) -> dict[str, Any]:
        json.loads(body)
        return await super().fields(body)


CATALOGUES = {
    "": Catalogue(
        suite=DocumentInspectorConformance,
        fixtures=lambda make: {"inspector": make()},
        sound=InProcessDocumentInspector,
        faults=faults(globals(), InProcessDocumentInspector),
    )
}
