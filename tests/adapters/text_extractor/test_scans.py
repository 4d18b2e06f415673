"""Pictures of text: read by OCR where it is on, within bounds, in the order of the page."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest

from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
from cvparser.adapters.text_extractor.ocr_pages import OcrPages
from cvparser.adapters.text_extractor.pdfium import read_pdf
from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.adapters.text_extractor.scans import ScanReader
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import (
    ConfigurationError,
    DecompressionLimitError,
    DocumentCorruptError,
    ExtractionTimeoutError,
    NoTextLayerError,
    TooManyPagesError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.ocr import OcrEngine, OcrWord, Picture, Point

Image = pytest.importorskip("PIL.Image", reason="Pillow, of the extra ocr, is not installed")
picture = pytest.importorskip("cvparser.adapters.text_extractor.picture")

HAS_RAPIDOCR = OcrChoice(place="cvparser.adapters.ocr.rapidocr:RapidOcr", most_pages=3)


@dataclass(frozen=True)
class Told(OcrEngine):
    """An engine that says the same of each picture: words, with left and upper edge and width, of a page of 600 x 800.

    Attributes:
        degrees: By which the page lies askew, counter-clockwise.
        narrowing: Share by which its foot is narrower than its head, as on a photograph of what leans back.
    """

    lines: Sequence[Sequence[tuple[str, float, float, float]]] = ((("Work", 60, 60, 80),),)
    degrees: float = 0.0
    narrowing: float = 0.0
    confidence: float = 0.98

    def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
        return [[self._word(picture, *word) for word in line] for line in self.lines]

    def _word(self, picture: Picture, text: str, left: float, top: float, width: float) -> OcrWord:
        scale = picture.width / 600
        box = ((left, top), (left + width, top), (left + width, top + 16), (left, top + 16))
        angle = -math.radians(self.degrees)
        turned = [
            Point(
                scale * (300 + (x - 300) * math.cos(angle) - (y - 400) * math.sin(angle)),
                scale * (400 + (x - 300) * math.sin(angle) + (y - 400) * math.cos(angle)),
            )
            for x, y in ((300 + (x - 300) * (1 - self.narrowing * y / 800), y) for x, y in box)
        ]
        first, second, third, fourth = turned
        return OcrWord(text=text, corners=(first, second, third, fourth), confidence=self.confidence)


def pages(engine: OcrEngine | None = None, most: int = 3) -> OcrPages:
    return OcrPages(engine or Told(), most)


def drawn(*lines: str, size: tuple[int, int] = (600, 800)) -> Any:
    from PIL import ImageDraw, ImageFont

    image = Image.new("RGB", size, "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text(
            (40, 40 + 60 * number), line, fill="black", font=ImageFont.load_default(size=size[0] // 20)
        )
    return image


def saved(image: Any, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def of_picture(content: bytes, kind: DocumentType, told: OcrPages) -> Any:
    return picture.read_picture(content, kind, pages=told)


@pytest.mark.parametrize(("degrees", "narrowing"), [(0.0, 0.0), (2.0, 0.0), (-3.0, 0.0), (0.0, 0.12), (1.0, -0.12)])
def test_two_columns_of_a_scan_come_one_after_the_other_however_the_page_lies(degrees: float, narrowing: float) -> None:
    left = [[("Skills", 40, 100, 60)], *([(f"left{n}", 40, 100 + 24 * n, 120)] for n in range(1, 25))]
    right = [
        [("Senior", 300, 104, 60), ("Engineer", 370, 104, 90)],
        *([(f"right{n}", 300, 104 + 25 * n, 200)] for n in range(1, 25)),
    ]
    mixed = [line for both in zip(left, right, strict=True) for line in both]

    found = of_picture(
        saved(drawn(), "PNG"), DocumentType.PNG, pages(Told(mixed, degrees=degrees, narrowing=narrowing))
    )

    first, second = ([f"{side}{n}" for n in range(1, 25)] for side in ("left", "right"))
    assert found.text.split() == ["Skills", *first, "Senior", "Engineer", *second]


def test_words_of_a_line_are_parted_by_a_blank_and_lines_stay_lines() -> None:
    lines = [[("Data", 40, 100, 40), ("Engineer", 84, 101, 80)], [("Nurse", 40, 130, 60)]]

    assert of_picture(saved(drawn(), "PNG"), DocumentType.PNG, pages(Told(lines))).text == "Data Engineer\nNurse"


def test_the_reader_is_told_that_it_was_ocr_and_when_that_was_hardly_legible() -> None:
    content = saved(drawn(), "PNG")

    sure = of_picture(content, DocumentType.PNG, pages())
    unsure = of_picture(content, DocumentType.PNG, pages(Told(confidence=0.6)))

    assert sure.warnings == (WarningCode.READ_BY_OCR,)
    assert unsure.warnings == (WarningCode.OCR_UNSURE, WarningCode.READ_BY_OCR)


def test_the_pages_of_a_tiff_are_read_in_order_up_to_the_bound() -> None:
    content = saved(drawn(), "TIFF", save_all=True, append_images=[drawn(), drawn()])

    assert len(of_picture(content, DocumentType.TIFF, pages()).pages) == 3
    with pytest.raises(TooManyPagesError):
        of_picture(content, DocumentType.TIFF, pages(most=2))


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (DocumentType.PNG, "PNG"),
        (DocumentType.JPEG, "JPEG"),
        (DocumentType.WEBP, "WEBP"),
        (DocumentType.TIFF, "TIFF"),
        (DocumentType.HEIC, "HEIF"),
    ],
)
def test_every_format_is_read_and_a_damaged_one_is_an_error(kind: DocumentType, form: str) -> None:
    if kind is DocumentType.HEIC:
        pytest.importorskip(
            "pillow_heif", reason="pillow-heif, of the extra ocr, is not installed"
        ).register_heif_opener()
    content = saved(drawn("Work experience"), form)

    assert of_picture(content, kind, pages()).text == "Work"
    with pytest.raises(DocumentCorruptError):
        of_picture(content[: len(content) // 3], kind, pages())


def test_a_picture_of_more_pixels_than_any_camera_has_is_not_unpacked() -> None:
    bomb = bytearray(saved(Image.new("1", (64, 64)), "PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2

    with pytest.raises((DecompressionLimitError, DocumentCorruptError)):
        of_picture(bytes(bomb), DocumentType.PNG, pages())
    with pytest.raises(DecompressionLimitError):
        of_picture(saved(Image.new("1", (9_000, 9_000)), "PNG"), DocumentType.PNG, pages())


def test_a_photograph_is_shown_with_the_side_up_that_its_camera_noted_and_nothing_else_of_that_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Secret Camera", {1: "N", 2: (47.0, 4.0, 1.0)}
    shown: list[Picture] = []

    class Watching(Told):
        def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
            shown.append(picture)
            return super().read(picture)

    found = of_picture(saved(drawn(), "JPEG", exif=exif), DocumentType.JPEG, pages(Watching()))

    assert (shown[0].width, shown[0].height) == (800, 600)
    assert "Secret" not in repr(found) + found.text
    assert (found.author, found.title) == (None, None)


def test_what_can_be_seen_through_stands_on_white() -> None:
    clear = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    shown: list[Picture] = []

    class Watching(Told):
        def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
            shown.append(picture)
            return super().read(picture)

    of_picture(saved(clear, "PNG"), DocumentType.PNG, pages(Watching()))

    assert set(shown[0].pixels) == {255}


def scanned_pdf(*images: Any) -> bytes:
    return saved(images[0], "PDF", save_all=True, append_images=images[1:], resolution=72)


def mixed_pdf(image: Any) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(600, 800))
    canvas.drawString(60, 720, "Work experience of a nurse, told as text")
    canvas.drawImage(ImageReader(image), 0, 0, 600, 400)
    canvas.save()
    return out.getvalue()


def test_a_pdf_of_pictures_is_read_where_ocr_is_on_and_refused_with_what_to_install_where_it_is_off() -> None:
    content = scanned_pdf(drawn("Work"), drawn("Work"))

    read = read_pdf(content, scans=pages())
    with pytest.raises(NoTextLayerError, match=r"cvparser\[ocr\]"):
        read_pdf(content)

    assert read.text.split() == ["Work", "Work"]
    assert [line.page for line in read.lines] == [0, 1]
    assert read.warnings == (WarningCode.READ_BY_OCR,)


def test_a_picture_of_text_on_a_page_with_text_is_read_beside_that() -> None:
    content = mixed_pdf(drawn("Nurse", size=(600, 400)))
    low = Told([[("Work", 60, 66, 40)], [("Nurse", 60, 600, 80)]])

    without, found = read_pdf(content), read_pdf(content, scans=pages(low))

    assert WarningCode.PICTURES_NOT_READ in without.warnings
    assert "Nurse" not in without.text
    # What stands there as text is not read again.
    assert found.text.split() == [*["Work", "experience", "of", "a", "nurse,", "told", "as", "text"], "Nurse"]
    assert WarningCode.READ_BY_OCR in found.warnings


def test_a_photograph_of_a_face_on_a_page_is_not_read() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(600, 800))
    canvas.drawString(60, 720, "Work experience of a nurse")
    canvas.drawImage(ImageReader(drawn()), 450, 650, 100, 130)
    canvas.save()

    assert read_pdf(out.getvalue()).warnings == ()


def test_a_scan_without_a_word_has_no_text_layer_either() -> None:
    with pytest.raises(NoTextLayerError):
        read_pdf(scanned_pdf(drawn()), scans=pages(Told(())))
    with pytest.raises(NoTextLayerError):
        of_picture(saved(drawn(), "PNG"), DocumentType.PNG, pages(Told(())))


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxTextExtractor]:
    pytest.importorskip("rapidocr", reason="rapidocr, of the extra ocr, is not installed")
    scans = ScanReader(HAS_RAPIDOCR, processes=1, timeout_s=60, memory_bytes=2 * 2**30)
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=20, memory_bytes=2**30, ocr=scans) as extractor:
        yield extractor


async def test_children_that_may_open_no_file_read_scans_of_every_kind(sandbox: SandboxTextExtractor) -> None:
    shown = drawn("Work experience", "Data Engineer", "Tel: 0532 123 45 67", size=(800, 400))
    contents = {
        DocumentType.PDF: scanned_pdf(shown.rotate(180)),
        DocumentType.JPEG: saved(shown, "JPEG"),
    }
    for document_type, content in contents.items():
        found = await sandbox.extract(Document(content=content, type=document_type))

        assert found.text.splitlines() == ["Work experience", "Data Engineer", "Tel: 0532 123 45 67"]
        assert found.warnings == (WarningCode.READ_BY_OCR,)


async def test_a_picture_is_refused_where_ocr_is_off_with_what_to_install() -> None:
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=20, memory_bytes=2**30) as extractor:
        with pytest.raises(NoTextLayerError, match=r"cvparser\[ocr\]"):
            await extractor.extract(Document(content=saved(drawn(), "PNG"), type=DocumentType.PNG))


@pytest.mark.parametrize(
    ("engine", "timeout_s", "error"),
    [("Endless", 1, ExtractionTimeoutError), ("Greedy", 60, DecompressionLimitError)],
    ids=["time", "memory"],
)
async def test_a_scan_that_takes_more_than_it_may_is_an_error(
    engine: str, timeout_s: float, error: type[Exception]
) -> None:
    choice = OcrChoice(place=f"tests.adapters.text_extractor.ocr_engines:{engine}")
    scans = ScanReader(choice, processes=1, timeout_s=timeout_s, memory_bytes=2**30)
    content = saved(drawn("Work"), "PNG")
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=20, memory_bytes=2**30, ocr=scans) as extractor:
        with pytest.raises(error):
            await extractor.extract(Document(content=content, type=DocumentType.PNG))


def shaded() -> Any:
    """Return a picture as designs have them: a shade, bands and a circle."""
    image = Image.linear_gradient("L").resize((600, 400)).convert("RGB")
    image.paste((20, 60, 120), (0, 300, 600, 360))
    image.paste((240, 240, 240), (250, 100, 350, 200))
    return image


def test_a_large_picture_that_only_decorates_is_not_read_and_not_said_to_be_unread() -> None:
    engine = Told([[("Nurse", 60, 600, 80)]])

    without, found = read_pdf(mixed_pdf(shaded())), read_pdf(mixed_pdf(shaded()), scans=pages(engine))

    assert without.warnings == found.warnings == ()
    assert "Nurse" not in found.text


async def test_tesseract_reads_in_children_too() -> None:
    from cvparser.adapters.ocr.tesseract import Tesseract

    try:
        Tesseract()
    except ConfigurationError as error:
        pytest.skip(error.message)
    choice = OcrChoice(place="cvparser.adapters.ocr.tesseract:Tesseract")
    scans = ScanReader(choice, processes=1, timeout_s=30, memory_bytes=2 * 2**30)
    content = saved(drawn("Work experience", "Data Engineer", size=(800, 400)), "PNG")
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=20, memory_bytes=2**30, ocr=scans) as extractor:
        found = await extractor.extract(Document(content=content, type=DocumentType.PNG))

    assert found.text.splitlines() == ["Work experience", "Data Engineer"]
