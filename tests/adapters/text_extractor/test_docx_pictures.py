"""Large pictures in a DOCX are read by OCR where it is on."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from cvparser.adapters.text_extractor.docx import read_docx
from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.adapters.text_extractor.scans import ScanReader
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import NoTextLayerError, TooManyPagesError
from cvparser.domain.profile import WarningCode

pytest.importorskip("PIL.Image", reason="Pillow, of the extra ocr, is not installed")

SAME = OcrChoice(place="tests.adapters.text_extractor.ocr_engines:Same", most_pages=2)


def written(shade: int = 0) -> Any:
    """Return a picture of lines of letters."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (900, 600), "white")
    for line in range(8):
        text, fill = "Midwife on a ward of thirty beds", (shade, shade, line)
        ImageDraw.Draw(image).text((40, 40 + 60 * line), text, fill=fill, font=ImageFont.load_default(size=30))
    return image


def shaded() -> Any:
    from PIL import Image

    return Image.linear_gradient("L").resize((900, 600)).convert("RGB")


def docx(*pictures: Any, text: str = "Work experience", inches: float = 6.0) -> bytes:
    from docx import Document as Written
    from docx.shared import Inches

    document = Written()
    if text:
        document.add_paragraph(text)
    for picture in pictures:
        image = BytesIO()
        picture.save(image, "PNG")
        document.add_picture(image, width=Inches(inches))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_large_picture_is_read_behind_the_text_and_said_to_be_unread_without_ocr() -> None:
    content = docx(written())

    without, found = read_docx(content), read_docx(content, ocr=SAME)

    assert (without.text, without.warnings) == ("Work experience", (WarningCode.PICTURES_NOT_READ,))
    assert (found.text.split(), found.warnings) == (["Work", "experience", "Midwife"], (WarningCode.READ_BY_OCR,))


def test_what_decorates_or_is_as_small_as_a_face_is_not_read() -> None:
    for content in (docx(shaded()), docx(written(), inches=1.5)):
        found = read_docx(content, ocr=SAME)

        assert (found.text, found.warnings) == ("Work experience", ())


def test_a_document_of_a_picture_alone_has_no_text_layer_without_ocr() -> None:
    content = docx(written(), text="")

    with pytest.raises(NoTextLayerError, match=r"cvparser\[ocr\]"):
        read_docx(content)
    with pytest.raises(NoTextLayerError):
        read_docx(docx(shaded(), text=""), ocr=SAME)
    assert read_docx(content, ocr=SAME).text == "Midwife"


def test_more_pictures_of_text_than_may_be_read_are_an_error() -> None:
    with pytest.raises(TooManyPagesError):
        read_docx(docx(written(0), written(20), written(40)), ocr=SAME)


async def test_children_read_the_pictures_of_a_docx_within_the_bounds_of_scans() -> None:
    scans = ScanReader(SAME, processes=1, timeout_s=60, memory_bytes=2**30)
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=60, memory_bytes=2**30, ocr=scans) as extractor:
        found = [
            await extractor.extract(Document(content=content, type=DocumentType.DOCX))
            for content in (docx(written()), docx(written(0), written(20), written(40)))
        ]

    assert [each.text.split()[2:] for each in found] == [["Midwife"], []]
    assert [each.warnings for each in found] == [(WarningCode.READ_BY_OCR,), (WarningCode.PICTURES_NOT_READ,)]
