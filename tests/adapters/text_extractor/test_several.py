"""A PDF of several people's CVs says so; one of one person never does."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfgen import canvas
from tests.adapters.text_extractor.formats import read

from cvparser.domain.profile import WarningCode

ADA = ["Ada Quill", "ada@quill.example", "Work experience", "Nurse, Kestrel Clinic", "Education", "BSc, Ulm"]
BO = ["Bo Roe", "bo@roe.example", "Berufserfahrung", "Pfleger, Klinik Ulm", "Ausbildung", "Abitur, Bonn"]
ADA_TOO = ["Ada Quill", "ada@quill.example", "Deneyim", "Hemsire, Kestrel", "Egitim", "Lisans, Ulm"]
LETTER = ["Berta Roe", "berta@roe.example", "To whom it may concern", "Ada worked with us."]
MORE = ["Skills", "First aid", "References", "Bo Roe, bo@roe.example"]


def pages(*texts: list[str]) -> bytes:
    out = BytesIO()
    drawn = canvas.Canvas(out)
    for lines in texts:
        for number, line in enumerate(lines):
            drawn.drawString(72, 760 - 24 * number, line)
        drawn.showPage()
    drawn.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("texts", "are_several"),
    [
        ([ADA, BO], True),
        ([ADA, MORE, BO], True),
        ([ADA], False),
        ([ADA, MORE], False),
        ([ADA, ADA_TOO], False),
        ([LETTER, ADA], False),
        ([ADA, LETTER], False),
        ([ADA[:4], ADA[4:]], False),
        # Nobody says how to be reached.
        ([ADA[:1] + ADA[2:]], False),
        ([ADA[2:], BO[2:]], False),
        ([MORE, MORE], False),
    ],
)
def test_a_pdf_with_cvs_of_several_people_says_so(texts: list[list[str]], are_several: bool) -> None:
    assert (WarningCode.SEVERAL_CVS in read(pages(*texts), "cv.pdf").warnings) is are_several
