"""The promises of `cvparser.ports.text_extractor`."""

from __future__ import annotations

import asyncio
import pickle
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import ClassVar

import pytest

from cvparser.domain.document import MAX_TEXT_LENGTH, Document, DocumentType
from cvparser.domain.errors import (
    DocxCorruptError,
    InputError,
    NoTextLayerError,
    PdfCorruptError,
    TextEmptyError,
    TextNotDecodableError,
    TextTooLongError,
    TextUnreadableError,
    TooManyPagesError,
    TypeMismatchError,
    TypeNotAllowedError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import PureTextExtractor, TextExtractor
from cvparser.testing.conformance import Conformance

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FONT = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"

_SUPPORTS = {DocumentType.PDF: "pdf", DocumentType.DOCX: "docx", DocumentType.TEXT: "text"}


def pdf(*pages: str) -> bytes:
    """Return a PDF with a line of ASCII text on each page; an empty page for an empty line."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    for text in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        stream = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET" if text else "0 0 m"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {len(objects) + 2} 0 R{_FONT}>>",
            f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
        ]
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]>>"
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n"
    )
    return body + trailer.encode() + b"%%EOF"


def docx(*paragraphs: str) -> bytes:
    """Return a DOCX with these paragraphs."""
    lines = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return packed(f'<w:document xmlns:w="{_WORD}"><w:body>{lines}</w:body></w:document>')


def packed(document: str) -> bytes:
    """Return a DOCX with this main part."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
    }
    packed_parts = BytesIO()
    with zipfile.ZipFile(packed_parts, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed_parts.getvalue()


class TextExtractorConformance(Conformance):
    """Subclass, give your extractor, opened, in the fixture `extractor`, and declare what it does not read."""

    supports_pdf: ClassVar[bool] = True
    supports_docx: ClassVar[bool] = True
    supports_text: ClassVar[bool] = True

    @pytest.fixture
    def extractor(self) -> TextExtractor:
        message = "Give your adapter in a fixture named 'extractor'."
        raise NotImplementedError(message)

    async def _needs(self, extractor: TextExtractor, document_type: DocumentType) -> None:
        """Skip by name what the adapter declares that it does not read, once it has said so itself."""
        if await self._refuses(extractor, document_type):
            pytest.skip(f"{type(self).__name__} declares supports_{_SUPPORTS[document_type]} = False")

    async def _refuses(self, extractor: TextExtractor, document_type: DocumentType) -> bool:
        """Return whether the adapter declared that it does not read this type, and make sure that it says so."""
        supported = {
            DocumentType.PDF: self.supports_pdf,
            DocumentType.DOCX: self.supports_docx,
            DocumentType.TEXT: self.supports_text,
        }
        if supported[document_type]:
            return False
        content = {DocumentType.PDF: pdf("x"), DocumentType.DOCX: docx("x"), DocumentType.TEXT: b"x"}[document_type]
        with pytest.raises(TypeNotAllowedError):
            await extractor.extract(Document(content=content, type=document_type))
        return True

    @pytest.mark.parametrize(
        ("document_type", "content"),
        [
            (DocumentType.PDF, pdf("Data Engineer")),
            (DocumentType.DOCX, docx("Data Engineer")),
            (DocumentType.TEXT, b"Data Engineer"),
        ],
        ids=["pdf", "docx", "txt"],
    )
    async def test_the_text_comes_out(
        self, extractor: TextExtractor, document_type: DocumentType, content: bytes
    ) -> None:
        await self._needs(extractor, document_type)

        extracted = await extractor.extract(Document(content=content, type=document_type))

        assert extracted.text.strip() == "Data Engineer"
        assert len(extracted.pages) == 1
        assert extracted.warnings == ()

    async def test_each_line_is_set_on_a_page_of_the_document_or_none_is(self, extractor: TextExtractor) -> None:
        contents = {
            DocumentType.PDF: pdf("first", "third"),
            DocumentType.DOCX: docx("first"),
            DocumentType.TEXT: b"first\n\nsecond",
        }
        for document_type, content in contents.items():
            if await self._refuses(extractor, document_type):
                continue

            document = await extractor.extract(Document(content=content, type=document_type))

            lines = [line.strip() for line in document.text.splitlines() if line.strip()]
            assert [document.text[line.start : line.end] for line in document.lines] == lines
            assert all(0 <= line.page < len(document.pages) for line in document.lines)

    async def test_pages_come_in_order(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.PDF)

        extracted = await extractor.extract(Document(content=pdf("first", "", "third"), type=DocumentType.PDF))

        assert extracted.text.split() == ["first", "third"]
        assert len(extracted.pages) == 3

    async def test_a_pdf_without_text_says_so(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.PDF)

        with pytest.raises(NoTextLayerError):
            await extractor.extract(Document(content=pdf(""), type=DocumentType.PDF))

    async def test_a_pdf_whose_letters_stand_for_others_says_so(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.PDF)
        line = "Senior Data Engineer at Kestrel Analytics, Dunholm"
        next_letters = "".join(chr(ord(letter) + 1) if letter.isalpha() else letter for letter in line)

        with pytest.raises(TextUnreadableError):
            await extractor.extract(Document(content=pdf(next_letters), type=DocumentType.PDF))

    async def test_a_pdf_of_too_many_pages_is_refused(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.PDF)

        with pytest.raises(TooManyPagesError):
            await extractor.extract(Document(content=pdf(*["page"] * 51), type=DocumentType.PDF))

    @pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n\x00\xff garbage %%EOF", pdf("x")[:80]])
    async def test_a_damaged_pdf_is_refused(self, extractor: TextExtractor, content: bytes) -> None:
        await self._needs(extractor, DocumentType.PDF)

        with pytest.raises(PdfCorruptError):
            await extractor.extract(Document(content=content, type=DocumentType.PDF))

    @pytest.mark.parametrize("content", [b"PK\x03\x04", docx("x")[:200], packed("<w:document>"), b""])
    async def test_a_damaged_docx_is_refused(self, extractor: TextExtractor, content: bytes) -> None:
        await self._needs(extractor, DocumentType.DOCX)

        with pytest.raises(DocxCorruptError):
            await extractor.extract(Document(content=content, type=DocumentType.DOCX))

    async def test_a_docx_without_text_says_so(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.DOCX)

        with pytest.raises(TextEmptyError):
            await extractor.extract(Document(content=docx(" "), type=DocumentType.DOCX))

    async def test_bytes_that_are_no_text_are_refused(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.TEXT)

        with pytest.raises(TextNotDecodableError):
            await extractor.extract(Document(content=b"\x00\x01\x02", type=DocumentType.TEXT))

    async def test_the_source_of_a_page_comes_out_as_its_reader_sees_it(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.TEXT)
        source = b"<html><style>p { margin: 0 }</style><h2>Work</h2><p>Data <b>Engineer</b></p><p hidden>x</p></html>"

        document = await extractor.extract(Document(content=source, type=DocumentType.TEXT))

        assert document.text == "Work\nData Engineer"
        assert document.warnings == (WarningCode.HIDDEN_TEXT,)

    @pytest.mark.parametrize("source", [b"<?xml version='1.0'?><cv/>", b'{"basics": {"label": "Data Engineer"}}'])
    async def test_a_source_that_is_not_read_is_refused(self, extractor: TextExtractor, source: bytes) -> None:
        await self._needs(extractor, DocumentType.TEXT)

        with pytest.raises(TypeMismatchError):
            await extractor.extract(Document(content=source, type=DocumentType.TEXT))

    async def test_turkish_text_comes_out_in_its_letters(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.TEXT)

        extracted = await extractor.extract(Document(content="İğneada ışığı".encode("cp1254"), type=DocumentType.TEXT))

        assert extracted.text == "İğneada ışığı"

    async def test_documents_are_read_beside_each_other_and_a_bad_one_harms_no_other(
        self, extractor: TextExtractor
    ) -> None:
        kinds = {DocumentType.PDF: pdf("good"), DocumentType.DOCX: docx("good"), DocumentType.TEXT: b"good"}
        supported = {
            DocumentType.PDF: self.supports_pdf,
            DocumentType.DOCX: self.supports_docx,
            DocumentType.TEXT: self.supports_text,
        }
        content, kind = next((kinds[each], each) for each in kinds if supported[each])
        documents = [Document(content=content if number % 2 else b"\x00bad", type=kind) for number in range(10)]

        answers = await asyncio.gather(*map(extractor.extract, documents), return_exceptions=True)

        assert all(isinstance(answer, InputError) for answer in answers[::2])
        assert not any(isinstance(answer, BaseException) for answer in answers[1::2])
        assert (await extractor.extract(documents[1])).text.strip() == "good"

    async def test_the_order_of_lines_and_paragraphs_is_kept_and_all_of_them_come(
        self, extractor: TextExtractor
    ) -> None:
        lines = [f"line number {number}" for number in range(200)]
        contents = {
            DocumentType.PDF: pdf(*lines[:40]),
            DocumentType.DOCX: docx(*lines),
            DocumentType.TEXT: "\n".join(lines).encode(),
        }
        for document_type, content in contents.items():
            if await self._refuses(extractor, document_type):
                continue

            document = await extractor.extract(Document(content=content, type=document_type))

            found = [line for line in document.text.splitlines() if line.strip()]
            assert found == (lines[:40] if document_type is DocumentType.PDF else lines)

    async def test_as_many_pages_as_are_allowed_are_read(self, extractor: TextExtractor) -> None:
        await self._needs(extractor, DocumentType.PDF)

        document = await extractor.extract(Document(content=pdf(*["page"] * 50), type=DocumentType.PDF))

        assert len(document.pages) == 50

    async def test_a_text_of_as_many_characters_as_are_allowed_is_read_and_one_more_is_not(
        self, extractor: TextExtractor
    ) -> None:
        await self._needs(extractor, DocumentType.TEXT)
        line = "Data Engineer at work\n"
        text = (line * (MAX_TEXT_LENGTH // len(line) + 1))[: MAX_TEXT_LENGTH - 1] + "e"

        document = await extractor.extract(Document(content=text.encode(), type=DocumentType.TEXT))

        assert document.text.split() == text.split()
        with pytest.raises(TextTooLongError):
            await extractor.extract(Document(content=(text + "e").encode(), type=DocumentType.TEXT))

    @pytest.mark.parametrize("content", [b"", b" \n", "\u200b".encode()], ids=["nothing", "blank", "unseen"])
    async def test_a_text_that_shows_nothing_says_so(self, extractor: TextExtractor, content: bytes) -> None:
        await self._needs(extractor, DocumentType.TEXT)

        with pytest.raises(TextEmptyError):
            await extractor.extract(Document(content=content, type=DocumentType.TEXT))

    async def test_letters_of_many_scripts_come_out_composed_and_whole(self, extractor: TextExtractor) -> None:
        words = "Çağla Öztürk Zoë Łódź Ωmega Юрий 日本 😀 naïve"
        for document_type, content in (
            (DocumentType.TEXT, words.encode()),
            (DocumentType.TEXT, words.encode("utf-16")),
            (DocumentType.DOCX, docx(words)),
        ):
            if await self._refuses(extractor, document_type):
                continue

            document = await extractor.extract(Document(content=content, type=document_type))

            assert document.text.strip() == words

    async def test_soft_hyphens_and_ligatures_are_undone(self, extractor: TextExtractor) -> None:
        written = "of\ufb01ce engi\u00adneer"
        for document_type, content in ((DocumentType.TEXT, written.encode()), (DocumentType.DOCX, docx(written))):
            if await self._refuses(extractor, document_type):
                continue

            document = await extractor.extract(Document(content=content, type=document_type))

            assert document.text.strip() == "office engineer"

    async def test_the_same_document_reads_the_same_again(self, extractor: TextExtractor) -> None:
        kinds = {DocumentType.PDF: pdf("good"), DocumentType.DOCX: docx("good"), DocumentType.TEXT: b"good"}
        for document_type, content in kinds.items():
            if await self._refuses(extractor, document_type):
                continue
            document = Document(content=content, type=document_type)

            assert await extractor.extract(document) == await extractor.extract(document)

    async def test_documents_that_are_read_at_once_are_told_apart(self, extractor: TextExtractor) -> None:
        make: dict[DocumentType, Callable[[str], bytes]] = {
            DocumentType.PDF: pdf,
            DocumentType.DOCX: docx,
            DocumentType.TEXT: str.encode,
        }
        for document_type, made in make.items():
            if await self._refuses(extractor, document_type):
                continue
            documents = [Document(content=made(f"number {number}"), type=document_type) for number in range(6)]

            found = await asyncio.gather(*map(extractor.extract, documents))

            assert [each.text.strip() for each in found] == [f"number {number}" for number in range(6)]

    async def test_its_functions_where_it_has_some_read_and_refuse_the_same_in_another_process(
        self, extractor: TextExtractor
    ) -> None:
        if not isinstance(extractor, PureTextExtractor):
            pytest.skip(f"{type(extractor).__name__} is no PureTextExtractor")
        samples = {
            DocumentType.PDF: (pdf("Data Engineer"), pdf("")),
            DocumentType.DOCX: (docx("Data Engineer"), b"PK"),
            DocumentType.TEXT: ("# Data Engineer\n\n* Çağla\u00ad 😀".encode(), b" \n", b"\x00\x01"),
        }
        for document_type, contents in samples.items():
            reader = extractor.pure_reader(document_type)
            if reader is None:
                continue
            sent = pickle.loads(pickle.dumps(reader))  # noqa: S301 - what we wrote
            for content in contents:
                try:
                    extracted = await extractor.extract(Document(content=content, type=document_type))
                except InputError as error:
                    with pytest.raises(type(error)):
                        sent(content)
                    continue
                assert sent(content) == extracted
                assert extracted.facts is None
