"""The promises of `cvparser.ports.document_inspector`."""

from __future__ import annotations

import asyncio

import pytest

from cvparser.domain.document import MAX_TEXT_LENGTH, DocumentType
from cvparser.domain.errors import (
    CVParserError,
    DocxCorruptError,
    FileEmptyError,
    JsonInvalidError,
    TextEmptyError,
    TextNotDecodableError,
    TextTooLongError,
    TypeMismatchError,
    TypeNotAllowedError,
)
from cvparser.ports.document_inspector import DocumentInspector
from cvparser.testing.conformance import Conformance
from cvparser.testing.conformance.text_extractor import docx, pdf


class DocumentInspectorConformance(Conformance):
    """Subclass and give your inspector, opened, in the fixture `inspector`."""

    @pytest.fixture
    def inspector(self) -> DocumentInspector:
        message = "Give your adapter in a fixture named 'inspector'."
        raise NotImplementedError(message)

    @pytest.mark.parametrize(
        ("content", "file_name", "document_type"),
        [
            (pdf("Data Engineer"), "cv.pdf", DocumentType.PDF),
            (docx("Data Engineer"), "Özgeçmiş.docx", DocumentType.DOCX),
            ("İğneada".encode("cp1254"), "cv.txt", DocumentType.TEXT),
            (b"Data Engineer", "", DocumentType.TEXT),
            (pdf("Data Engineer"), "CV.PDF", DocumentType.PDF),
            (pdf("Data Engineer"), "", DocumentType.PDF),
            (b"x" * MAX_TEXT_LENGTH, "cv.txt", DocumentType.TEXT),
            (b"<html><p>Data Engineer</p></html>", "cv.txt", DocumentType.TEXT),
        ],
        ids=["pdf", "docx", "txt", "no name", "capitals", "pdf without name", "longest", "page"],
    )
    async def test_a_document_is_what_its_content_says(
        self, inspector: DocumentInspector, content: bytes, file_name: str, document_type: DocumentType
    ) -> None:
        assert await inspector.identify(content, file_name) is document_type

    @pytest.mark.parametrize(
        ("content", "file_name", "error"),
        [
            (b"", "cv.pdf", FileEmptyError),
            (b"Data Engineer", "cv.exe", TypeNotAllowedError),
            (pdf("Data Engineer"), "cv.docx", TypeMismatchError),
            (b"<?xml version='1.0'?><cv/>", "cv.txt", TypeMismatchError),
            (b"<html><p>Data Engineer</p></html>", "cv.pdf", TypeMismatchError),
            (b"PK\x03\x04 and no more", "cv.docx", DocxCorruptError),
            (b"\x00\x01\x02", "cv.txt", TextNotDecodableError),
            (" \u200b ".encode(), "cv.txt", TextEmptyError),
            (b"x" * (MAX_TEXT_LENGTH + 1), "cv.txt", TextTooLongError),
        ],
        ids=lambda value: value.__name__ if isinstance(value, type) else None,
    )
    async def test_what_is_no_document_is_refused_and_the_next_is_looked_at(
        self, inspector: DocumentInspector, content: bytes, file_name: str, error: type[CVParserError]
    ) -> None:
        with pytest.raises(error):
            await inspector.identify(content, file_name)

        assert await inspector.identify(b"Data Engineer", "cv.txt") is DocumentType.TEXT

    async def test_a_text_that_can_be_used_passes(self, inspector: DocumentInspector) -> None:
        await inspector.check_text("Veri Mühendisi\nİğneada")

    async def test_a_text_as_long_as_is_allowed_passes(self, inspector: DocumentInspector) -> None:
        await inspector.check_text("x" * MAX_TEXT_LENGTH)

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("", TextEmptyError),
            ("\u200b\n", TextEmptyError),
            ("Data\x00Engineer", TextNotDecodableError),
            ("Data\ud800Engineer", TextNotDecodableError),
            ("x" * (MAX_TEXT_LENGTH + 1), TextTooLongError),
            ("\\documentclass{article}", TypeMismatchError),
        ],
        ids=["nothing", "blank", "control character", "lone surrogate", "too long", "source"],
    )
    async def test_a_text_that_cannot_be_used_is_refused(
        self, inspector: DocumentInspector, text: str, error: type[CVParserError]
    ) -> None:
        with pytest.raises(error):
            await inspector.check_text(text)

    async def test_the_fields_of_a_submission_come_out_of_its_json(self, inspector: DocumentInspector) -> None:
        body = '{"user_id": "u1", "text": "Mühendis", "session_id": null, "parse_mode": 7, "more": [1]}'.encode()

        assert await inspector.fields(body) == {
            "user_id": "u1",
            "text": "Mühendis",
            "session_id": None,
            "parse_mode": 7,
        }

    @pytest.mark.parametrize(
        "body",
        [b"", b"[]", b'{"a": 1', b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": 1e400}', b'{"a": "\\ud800"}', b"\xff"],
    )
    async def test_json_that_is_no_object_or_ambiguous_is_refused(
        self, inspector: DocumentInspector, body: bytes
    ) -> None:
        with pytest.raises(JsonInvalidError):
            await inspector.fields(body)

    async def test_json_as_deep_as_it_is_long_is_refused(self, inspector: DocumentInspector) -> None:
        with pytest.raises(JsonInvalidError):
            await inspector.fields(b'{"a":' + b"[" * 100_000)

    async def test_many_are_looked_at_beside_each_other(self, inspector: DocumentInspector) -> None:
        contents = [b"Data Engineer" if number % 2 else b"\x00" for number in range(20)]

        answers = await asyncio.gather(
            *(inspector.identify(content, "cv.txt") for content in contents), return_exceptions=True
        )

        assert all(isinstance(answer, TextNotDecodableError) for answer in answers[::2])
        assert all(answer is DocumentType.TEXT for answer in answers[1::2])
