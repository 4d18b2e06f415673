"""From a PDF to where on its pages something was withheld."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.text_extractor.pdfium import PdfiumTextExtractor
from cvparser.application.parse_cv import ParseCV
from cvparser.application.redact_cv import RedactCV
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import PageBox
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import Category, redact, withhold_leaks
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser

FONT, SIZE = "Helvetica", 11
PHONE = "+90 212 555 01 47"
SIDE = ("Contact", f"Tel: {PHONE}", "Leeds", "Skills", "Python", "SQL", "Kafka", "Go")
MAIN = ("Experience", "Engineer", "Built a line", "for orders", "Analyst", "Made reports", "Trainee", "Made tea")


def cv(*columns: tuple[float, float, tuple[str, ...]]) -> Document:
    """Return a PDF of columns: where they begin, the step between their baselines, their lines."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(595, 842))
    canvas.setAuthor("Ada Quill")
    canvas.setFont(FONT, SIZE)
    for left, step, lines in columns:
        for number, text in enumerate(lines):
            canvas.drawString(left, 700 - step * number, text)
    canvas.save()
    return Document(content=content.getvalue(), type=DocumentType.PDF)


class Listening(ProfileParser):
    def __init__(self) -> None:
        self.documents: list[CVDocument] = []

    @property
    def name(self) -> str:
        return "Listening"

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        self.documents.append(document)
        return ParserAnswer(profile={})


def redact_cv() -> RedactCV:
    return RedactCV(extractor=PdfiumTextExtractor(), cpu=ThreadCpuPool())


def assert_stands_at_the_number(boxes: tuple[PageBox, ...], left: float) -> None:
    ((page, box),) = boxes
    x = left + stringWidth("Tel: ", FONT, SIZE)
    assert page == 0
    assert box.left == pytest.approx(x, abs=2)
    assert box.right == pytest.approx(x + stringWidth(PHONE, FONT, SIZE), abs=2)
    # The number is on the second line; steps between lines differ by a point.
    assert box.bottom <= 685
    assert 686 + 0.7 * SIZE <= box.top <= 686 + 1.2 * SIZE


@pytest.mark.parametrize(
    ("document", "left"),
    [(cv((72, 14, SIDE)), 72), (cv((40, 15, SIDE), (300, 14, MAIN)), 40), (cv((40, 14, MAIN), (300, 15, SIDE)), 300)],
    ids=["one column", "at the left", "at the right"],
)
async def test_what_was_withheld_is_found_again_on_the_page(document: Document, left: float) -> None:
    redaction = await redact_cv()(document)
    (found,) = (each for each in redaction.findings if each.category is Category.PHONE)
    placeholder = redaction.text.index("[PHONE]")

    assert redaction.document is not None
    assert_stands_at_the_number(redaction.document.boxes_of(found.start, found.end), left)
    assert redaction.to_original(placeholder) == found.start
    assert_stands_at_the_number(redaction.redacted.boxes_of(placeholder, placeholder + len("[PHONE]")), left)


async def test_evidence_in_the_redacted_text_is_found_again_on_the_page() -> None:
    redaction = await redact_cv()(cv((40, 15, SIDE), (300, 14, MAIN)))
    assert redaction.document is not None
    evidence = redaction.text.index("Made reports")

    start = redaction.to_original(evidence)
    ((_, box),) = redaction.document.boxes_of(start, start + len("Made reports"))

    assert box.left == pytest.approx(300, abs=2)
    assert box.bottom <= 700 - 5 * 14 <= box.top


async def test_a_parser_is_given_the_redacted_document_with_its_layout() -> None:
    parser = Listening()
    parse_cv = ParseCV(
        redact_cv=redact_cv(),
        parsers=dict.fromkeys(ParseMode, parser),
        cpu=ThreadCpuPool(),
        clock=SystemClock(),
    )

    await parse_cv(cv((40, 15, SIDE), (300, 14, MAIN)))

    (document,) = parser.documents
    lines = {document.text[line.start : line.end]: line for line in document.lines}
    assert "[PHONE]" in document.text
    assert PHONE not in document.text
    assert (document.author, document.title) == (None, None)
    assert lines["Kafka"].column != lines["Analyst"].column
    assert lines["Analyst"].box is not None


def test_a_text_that_was_redacted_alone_is_a_document_without_a_layout() -> None:
    redaction = redact("Ada Quill\nTel: +90 212 555 01 47\n\nNurse [NAME]").defused()

    assert redaction.redacted.text == redaction.text
    assert [line.box for line in redaction.redacted.lines] == [None] * len(redaction.redacted.lines)


def test_the_redacted_document_says_what_the_leak_check_left() -> None:
    text = "Nurse in Leeds\nada.quill@example.org"
    leaky = replace(redact(text), text=text, findings=())

    redaction = withhold_leaks(leaky)

    assert redaction.redacted.text == redaction.text
    assert "ada.quill" not in redaction.redacted.text
