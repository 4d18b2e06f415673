from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from cvparser.adapters.text_extractor.docx import DocxTextExtractor
from cvparser.adapters.text_extractor.pdfium import PdfiumTextExtractor
from cvparser.adapters.text_extractor.pdfplumber import PdfplumberTextExtractor
from cvparser.adapters.text_extractor.plain import PlainTextExtractor
from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.testing.conformance.text_extractor import TextExtractorConformance


class TestPdfiumTextExtractor(TextExtractorConformance):
    supports_docx = supports_text = False

    @pytest.fixture
    def extractor(self) -> PdfiumTextExtractor:
        return PdfiumTextExtractor()


class TestPdfplumberTextExtractor(TextExtractorConformance):
    supports_docx = supports_text = False

    @pytest.fixture
    def extractor(self) -> PdfplumberTextExtractor:
        return PdfplumberTextExtractor()


class TestDocxTextExtractor(TextExtractorConformance):
    supports_pdf = supports_text = False

    @pytest.fixture
    def extractor(self) -> DocxTextExtractor:
        return DocxTextExtractor()


class TestPlainTextExtractor(TextExtractorConformance):
    supports_pdf = supports_docx = False

    @pytest.fixture
    def extractor(self) -> PlainTextExtractor:
        return PlainTextExtractor()


# One for all tests of an engine: children take long to start.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def with_pdfium() -> AsyncIterator[SandboxTextExtractor]:
    async with sandbox("pdfium") as extractor:
        yield extractor


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def with_pdfplumber() -> AsyncIterator[SandboxTextExtractor]:
    async with sandbox("pdfplumber") as extractor:
        yield extractor


def sandbox(engine: str) -> SandboxTextExtractor:
    return SandboxTextExtractor(engine, processes=2, timeout_s=20, memory_bytes=2**30)


@pytest.mark.asyncio(loop_scope="module")
class TestSandboxTextExtractorWithPdfium(TextExtractorConformance):
    @pytest.fixture
    def extractor(self, with_pdfium: SandboxTextExtractor) -> SandboxTextExtractor:
        return with_pdfium


@pytest.mark.asyncio(loop_scope="module")
class TestSandboxTextExtractorWithPdfplumber(TextExtractorConformance):
    @pytest.fixture
    def extractor(self, with_pdfplumber: SandboxTextExtractor) -> SandboxTextExtractor:
        return with_pdfplumber
