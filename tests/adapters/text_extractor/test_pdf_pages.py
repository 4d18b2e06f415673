from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from cvparser.adapters.text_extractor import pdfium, pdfplumber
from cvparser.domain.cv.document import CVDocument

MAIN = ("Experience", "Engineer", "Built a line", "for orders", "Analyst", "Made reports", "Trainee", "Made tea")
SIDE = ("Skills", "Python", "SQL", "Kafka", "Languages", "English", "German", "Turkish")


@pytest.mark.parametrize("read_pdf", [pdfium.read_pdf, pdfplumber.read_pdf])
def test_the_sidebar_of_a_first_page_does_not_cut_the_main_text_in_two(
    read_pdf: Callable[[bytes], CVDocument],
) -> None:
    content = BytesIO()
    canvas = Canvas(content)
    for number, text in enumerate(MAIN):
        canvas.drawString(40, 700 - 14 * number, text)
    for number, text in enumerate(SIDE):
        canvas.drawString(400, 703 - 15 * number, text)
    canvas.showPage()
    for number, text in enumerate(MAIN):
        canvas.drawString(40, 700 - 14 * number, f"{text} again")
    canvas.save()

    lines = [line for line in read_pdf(content.getvalue()).text.splitlines() if line]

    assert lines == [*MAIN, *(f"{text} again" for text in MAIN), *SIDE]
