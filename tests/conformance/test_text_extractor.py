from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

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


class SandboxConformance(TextExtractorConformance):
    engine: str

    @pytest.fixture
    async def extractor(self) -> AsyncIterator[SandboxTextExtractor]:
        async with SandboxTextExtractor(self.engine, processes=2, timeout_s=20, memory_bytes=2**30) as extractor:
            yield extractor


class TestSandboxTextExtractorWithPdfium(SandboxConformance):
    engine = "pdfium"


class TestSandboxTextExtractorWithPdfplumber(SandboxConformance):
    engine = "pdfplumber"
