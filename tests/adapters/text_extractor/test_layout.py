"""Where on the page the words of a document stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from cvparser.adapters.text_extractor import pdfium, pdfplumber
from cvparser.adapters.text_extractor.docx import read_docx
from cvparser.adapters.text_extractor.plain import read_text
from cvparser.adapters.text_extractor.transfer import packed, unpacked
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Line, Role
from cvparser.domain.errors import ExtractionCrashedError

ReadPdf = Callable[[bytes], CVDocument]
READERS = pytest.mark.parametrize("read_pdf", [pdfium.read_pdf, pdfplumber.read_pdf], ids=["pdfium", "pdfplumber"])
FONT, SIZE = "Helvetica", 11
SIDE = ("Contact", "Tel: +90 212 555 01 47", "Leeds", "Skills", "Python", "SQL", "Kafka", "Go")
MAIN = ("Experience", "Engineer", "Built a line", "for orders", "Analyst", "Made reports", "Trainee", "Made tea")


def two_columns() -> bytes:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(595, 842))
    canvas.setFont(FONT, SIZE)
    for number, text in enumerate(SIDE):
        canvas.drawString(40, 703 - 15 * number, text)
    for number, text in enumerate(MAIN):
        canvas.drawString(300, 700 - 14 * number, text)
    canvas.showPage()
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(72, 700, "Languages")
    canvas.setFont(FONT, SIZE)
    for number, text in enumerate(("English", "German", "Turkish")):
        canvas.drawString(90, 650 - 14 * number, text)
    canvas.save()
    return content.getvalue()


def line_of(document: CVDocument, words: str) -> Line:
    at = document.text.index(words)
    return next(line for line in document.lines if line.start <= at < line.end)


def sent(document: CVDocument) -> CVDocument:
    """Return the document as it comes out of the sandbox."""
    return unpacked(json.loads(json.dumps(packed(document))))


@READERS
def test_the_box_of_a_number_in_a_column_is_where_its_glyphs_stand(read_pdf: ReadPdf) -> None:
    document = sent(read_pdf(two_columns()))
    number = "+90 212 555 01 47"
    start = document.text.index(number)

    ((page, box),) = document.boxes_of(start, start + len(number))

    left = 40 + stringWidth("Tel: ", FONT, SIZE)
    assert page == 0
    assert box.left == pytest.approx(left, abs=2)
    assert box.right == pytest.approx(left + stringWidth(number, FONT, SIZE), abs=2)
    # From below the baseline, which is 688, to above the digits.
    assert 684 <= box.bottom <= 688
    assert 688 + 0.72 * SIZE <= box.top <= 688 + 1.1 * SIZE


@READERS
def test_lines_know_their_page_column_size_weight_and_role(read_pdf: ReadPdf) -> None:
    document = sent(read_pdf(two_columns()))
    heading, language = line_of(document, "Languages"), line_of(document, "German")

    assert [(page.width, page.height, page.rotation) for page in document.pages] == [(595, 842, 0)] * 2
    assert (heading.page, heading.role, heading.is_bold) == (1, Role.HEADING, True)
    assert heading.size == pytest.approx(23, abs=4)
    assert (language.page, language.role, language.is_bold) == (1, Role.BODY, False)
    assert language.indent - heading.indent == pytest.approx(18, abs=1)
    assert line_of(document, "Kafka").column != line_of(document, "Analyst").column
    assert line_of(document, "Kafka").column == line_of(document, "Python").column


@READERS
def test_boxes_survive_what_is_undone_in_a_line(read_pdf: ReadPdf) -> None:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(595, 842))
    canvas.setFont(FONT, SIZE)
    canvas.drawString(72, 700, "S K I L L S   A N D   T O O L S: nmap")
    canvas.save()

    document = read_pdf(content.getvalue())
    start = document.text.index("nmap")
    ((_, box),) = document.boxes_of(start, start + 4)

    assert box.left == pytest.approx(72 + stringWidth("S K I L L S   A N D   T O O L S: ", FONT, SIZE), abs=2)
    assert box.right - box.left == pytest.approx(stringWidth("nmap", FONT, SIZE), abs=2)


def test_a_page_that_is_cropped_and_turned_says_so_and_boxes_begin_at_its_corner() -> None:
    content = BytesIO()
    # reportlab swaps the sides of the medium of a page that it turns.
    canvas = Canvas(content, pagesize=(842, 595), cropBox=(50, 100, 550, 800))
    canvas.setPageRotation(90)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(72, 700, "Data Engineer")
    canvas.save()

    document = pdfium.read_pdf(content.getvalue())

    (page,), ((_, box),) = document.pages, document.boxes_of(0, 4)
    assert (page.width, page.height, page.rotation) == (500, 700, 90)
    assert box.left == pytest.approx(22, abs=2)
    assert box.bottom <= 600 <= box.top


@pytest.mark.parametrize(("angle", "matrix"), [(90, (0, 1, -1, 0)), (180, (-1, 0, 0, -1)), (270, (0, -1, 1, 0))])
def test_the_box_of_text_that_runs_askew_is_where_its_glyphs_stand_on_the_page(
    angle: int, matrix: tuple[int, int, int, int]
) -> None:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(595, 842), cropBox=(50, 100, 550, 800))
    canvas.transform(*matrix, 300, 400)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(0, 0, "Data Engineer")
    canvas.save()

    document = sent(pdfium.read_pdf(content.getvalue()))

    (page,), ((_, box),) = document.pages, document.boxes_of(5, 13)
    begin, end = stringWidth("Data ", FONT, SIZE), stringWidth("Data Engineer", FONT, SIZE)
    ends = [(300 - 50 + matrix[0] * along, 400 - 100 + matrix[1] * along) for along in (begin, end)]
    assert document.text == "Data Engineer"
    assert (page.width, page.height, page.text_angle) == (500, 700, angle)
    if angle == 180:
        assert [box.left, box.right] == pytest.approx(sorted(x for x, _ in ends), abs=2)
        assert box.bottom < 300 - 0.7 * SIZE < 300 < box.top
    else:
        assert [box.bottom, box.top] == pytest.approx(sorted(y for _, y in ends), abs=2)
        assert box.left < 250 + matrix[2] * 0.3 * SIZE < box.right
        assert box.right - box.left < 1.5 * SIZE


def test_the_headings_tables_and_headers_of_a_docx_are_known_as_such() -> None:
    written = docx.Document()
    written.sections[0].header.paragraphs[0].text = "Ada Quill"
    written.add_heading("Experience", 1)
    run = written.add_paragraph().add_run("Engineer")
    run.bold, run.font.size = True, docx.shared.Pt(14)
    written.add_paragraph("Built a line", style="List Bullet")
    cells = written.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "2019", "Analyst"
    content = BytesIO()
    written.save(content)

    lines = sent(read_docx(content.getvalue())).lines

    assert [line.role for line in lines] == [Role.HEADER, Role.HEADING, Role.BODY, Role.BODY, Role.TABLE]
    assert (lines[2].is_bold, lines[2].size) == (True, 14)
    assert lines[3].is_bulleted
    assert len(lines[4].cells) == 2
    assert all(line.box is None for line in lines)


def test_a_heading_of_markdown_is_one_and_plain_lines_have_indents() -> None:
    heading, line = read_text(b"# Experience\n  Engineer\t2019").lines

    assert (heading.role, line.role) == (Role.HEADING, Role.BODY)
    assert (line.indent, len(line.cells), line.follows_blank) == (2, 2, False)


GOOD: dict[str, Any] = {
    "text": "Ada\nQuill", "author": None, "title": None, "warnings": [], "facts": None, "pages": [[595, 842, 0, 0]],
    "settings": [[0, 0, 0, 11, 0, 0, [[0, 72, 700, 711, 0, 5, 5, 5]]], [0, 0, 0, None, 0, None, []]],
}  # fmt: skip


def test_a_document_that_was_sent_is_the_same() -> None:
    assert packed(unpacked(GOOD)) == GOOD


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 7},
        {"text": "one line"},
        {"text": "a" * 200_001, "settings": []},
        {"author": ["Ada"]},
        {"warnings": ["unheard_of"]},
        {"pages": []},
        {"pages": [[595, float("nan"), 0, 0]]},
        {"pages": [[595, 842]]},
        {"facts": ["Ada"]},
        {"settings": GOOD["settings"][:1]},
        {"settings": [[1, *GOOD["settings"][0][1:]], GOOD["settings"][1]]},
        {"settings": [[0, 0, 99, 11, 0, 0, []], GOOD["settings"][1]]},
        {"settings": [[0, 0, 0, 11, 0, 0, [[1, 72, 700, 711, 0, 5, 5, 5]]], GOOD["settings"][1]]},
        {"settings": [[0, 0, 0, 11, 0, 0, [[0, 72, 700, 1e300, 0, 5]]], GOOD["settings"][1]]},
        {"settings": [[0, 0, 0, 11, 0, 0, [[0, 72, 700, 711, 0, -5]]], GOOD["settings"][1]]},
        {"settings": {"0": 1, "1": 2}},
    ],
)
def test_a_child_that_says_what_no_document_says_is_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises(ExtractionCrashedError):
        unpacked({**GOOD, **wrong})
