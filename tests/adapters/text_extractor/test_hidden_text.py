"""Line 45 of the table of hostile inputs: text that no reader of the page sees."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from cvparser.adapters.text_extractor.pdfium import read_pdf
from cvparser.domain.profile import WarningCode


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "seen")
    draw(canvas)
    canvas.save()
    return out.getvalue()


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 650, "hidden")


def without_ink(canvas: Canvas) -> None:
    text = canvas.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textOut("hidden")
    canvas.drawText(text)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(72, 650, "hidden")


def off_the_page(canvas: Canvas) -> None:
    canvas.drawString(-800, 650, "hidden")


def covered(canvas: Canvas) -> None:
    canvas.drawString(72, 650, "hidden")
    canvas.setFillColorRGB(0.9, 0.9, 1)
    canvas.rect(60, 640, 300, 30, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [white, without_ink, tiny, off_the_page, covered])
def test_what_nobody_sees_is_left_out_and_reported(draw: Callable[[Canvas], None]) -> None:
    extracted = read_pdf(drawn(draw))

    assert (extracted.text, extracted.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


def on_a_ground(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.3)
    canvas.rect(60, 640, 300, 30, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 650, "too")


def in_a_frame(canvas: Canvas) -> None:
    canvas.drawString(72, 650, "too")
    canvas.rect(60, 640, 300, 30, stroke=1, fill=0)


def below_a_marker(canvas: Canvas) -> None:
    canvas.drawString(72, 650, "too")
    canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
    canvas.rect(60, 640, 300, 30, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [on_a_ground, in_a_frame, below_a_marker])
def test_what_a_design_puts_around_text_hides_nothing(draw: Callable[[Canvas], None]) -> None:
    extracted = read_pdf(drawn(draw))

    assert (extracted.text.split(), extracted.warnings) == (["seen", "too"], ())
