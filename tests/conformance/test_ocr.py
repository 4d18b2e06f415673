from __future__ import annotations

from functools import cache

import pytest

from cvparser.domain.errors import ConfigurationError
from cvparser.ports.ocr import OcrEngine
from cvparser.testing.conformance.ocr import OcrConformance


@cache
def rapidocr() -> OcrEngine:
    from cvparser.adapters.ocr.rapidocr import RapidOcr

    return RapidOcr()


@cache
def tesseract() -> OcrEngine | str:
    from cvparser.adapters.ocr.tesseract import Tesseract

    try:
        return Tesseract()
    except ConfigurationError as error:
        return error.message


class TestRapidOcr(OcrConformance):
    @pytest.fixture
    def engine(self) -> OcrEngine:
        pytest.importorskip("rapidocr", reason="rapidocr, of the extra ocr, is not installed")
        return rapidocr()


class TestTesseract(OcrConformance):
    @pytest.fixture
    def engine(self) -> OcrEngine:
        engine = tesseract()
        if isinstance(engine, str):
            pytest.skip(engine)
        return engine
