"""How a redacted document is drawn."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from cvparser.adapters.text_extractor.pdfium import PdfiumTextExtractor
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Stretch
from cvparser.domain.cv.replacing import Replacement, with_replaced
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.privacy import drawing
from cvparser.domain.privacy.drawing import Drawing, DrawnPage, drawing_of

FONT, SIZE, WIDTH, HEIGHT = "Helvetica", 11, 595, 842
SHORT, LONG = "Io Ng", "Ada Quillfeather"
PLACEHOLDER = "[NAME]"


async def drawn(name: str, *, how: str = "left", turned: int = 0) -> tuple[CVDocument, Drawing]:
    """Draw a CV whose head and whose one sentence hold `name`, set flush left, centred or with wide blanks."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT))
    if turned:
        canvas.rotate(90)
        canvas.translate(0, -HEIGHT)
    canvas.setFont(FONT, SIZE)
    head, sentence = f"{name} Data Engineer", f"Built with {name} a line for the orders of all the shops of the house"
    if how == "centred":
        canvas.drawCentredString(WIDTH / 2, 760, head)
    elif how == "right":
        canvas.drawRightString(WIDTH - 200, 760, head)
    else:
        canvas.drawString(50, 760, head)
    blanks = sentence.count(" ")
    space = (400 - stringWidth(sentence, FONT, SIZE)) / blanks if how == "justified" else 0
    text = canvas.beginText(50, 700)
    text.setWordSpace(space)
    text.textOut(sentence)
    text.setWordSpace(0)
    canvas.drawText(text)
    canvas.drawString(50, 680, "Engineer at Kestrel Analytics")
    canvas.drawString(50, 660, "Analyst at Oakline Retail")
    canvas.save()
    document = await PdfiumTextExtractor().extract(Document(content=content.getvalue(), type=DocumentType.PDF))
    places, at = [], document.text.find(name)
    while at >= 0:
        places.append(Replacement(at, at + len(name), PLACEHOLDER))
        at = document.text.find(name, at + 1)
    assert len(places) == 2
    redacted = with_replaced(document, places)
    found = drawing_of(redacted, stretches(redacted.text))
    assert found is not None
    return redacted, found


def stretches(text: str) -> list[Stretch]:
    found, at = [], text.find(PLACEHOLDER)
    while at >= 0:
        found.append(Stretch(at, at + len(PLACEHOLDER)))
        at = text.find(PLACEHOLDER, at + 1)
    return found


async def test_words_stand_where_the_page_has_them() -> None:
    document, found = await drawn(SHORT)

    words = {document.text[each.start : each.end]: each for each in found.words}
    assert found.pages == (DrawnPage(WIDTH, HEIGHT),)
    kestrel = words["Kestrel"]
    assert kestrel.left == pytest.approx(50 + stringWidth("Engineer at ", FONT, SIZE), abs=1)
    assert kestrel.width == pytest.approx(stringWidth("Kestrel", FONT, SIZE), abs=1)
    assert kestrel.top < HEIGHT - 680 < kestrel.top + kestrel.height
    assert [document.text[each.start : each.end] for each in found.words].count(PLACEHOLDER) == 2


@pytest.mark.parametrize("how", ["left", "centred", "justified"])
async def test_no_width_gap_or_edge_tells_what_was_taken_out(how: str) -> None:
    (short_document, short), (long_document, long) = [await drawn(name, how=how) for name in (SHORT, LONG)]

    assert short_document.text == long_document.text
    # Edges are measured in tenths, which add up.
    for one, other in zip(short.words, long.words, strict=True):
        assert tuple(one) == pytest.approx(tuple(other), abs=1)


async def test_the_edge_of_a_line_flush_right_is_told_to_half_an_inch() -> None:
    (_, short), (_, long) = [await drawn(name, how="right") for name in (SHORT, LONG)]

    assert [each.words[0].left % 36 for each in (short, long)] == pytest.approx([0, 0])
    assert short.words[0].width == long.words[0].width


async def test_a_page_that_is_turned_is_drawn_as_it_is_read() -> None:
    _, upright = await drawn(SHORT)
    _, turned = await drawn(SHORT, turned=90)

    assert turned.pages == (DrawnPage(WIDTH, HEIGHT),)
    assert [each.start for each in turned.words] == [each.start for each in upright.words]


def test_what_has_no_layout_is_not_drawn() -> None:
    assert drawing_of(CVDocument(text="[NAME]\nNurse"), [Stretch(0, 6)]) is None


async def test_what_nobody_looks_at_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    document, found = await drawn(SHORT)
    monkeypatch.setattr(drawing, "MOST_WORDS", len(found.words) - 1)

    assert drawing_of(document, stretches(document.text)) is None
