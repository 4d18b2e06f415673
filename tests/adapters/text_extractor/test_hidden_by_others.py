"""Text of a PDF that is painted and not seen: in the colour of its ground, clipped, below or outside of something."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from tests.adapters.text_extractor.raw_pdf import FONT, raw_pdf, stream, words

from cvparser.adapters.text_extractor import pdfium_grounds
from cvparser.adapters.text_extractor.pdfium import read_pdf
from cvparser.domain.profile import WarningCode

SEEN, OTHER = words("seen"), words("other", at=(72, 600))
GREY = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
FORM = f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<{FONT}>>"
CLEAR, HALF = (f"/ExtGState<</G<</ca {alpha}/CA {alpha}>>>>" for alpha in (0, 0.02))
SHADE = "/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 595 0]/Extend[true true]{}>>>>"
SHADED = SHADE.format("/Function<</FunctionType 2/Domain[0 1]/N 1/C0[{0}]/C1[{0}]>>")
GRADIENT = SHADED.format(0.3).replace("/Shading<</S", "/Pattern<</P<</PatternType 2/Shading") + ">>"
AGAIN = words("other", at=(73, 599))
OVER = b"60 590 300 30 re f"


def painted(before: bytes, after: bytes = b"", *more: bytes, resources: str = "", content: bytes = OTHER) -> bytes:
    return raw_pdf(SEEN + b"\nq " + before + b"\n" + content + b"\n" + after + b" Q", *more, resources=FONT + resources)


def pictured(before: bytes, after: bytes = b"", *, grey: bytes, more: str = "", resources: str = "") -> bytes:
    """Return a PDF with a picture of one grey, as `X`."""
    return painted(before, after, stream(grey, GREY + more), resources="/XObject<</X 5 0 R>>" + resources)


def formed(content: bytes, before: bytes = b"", after: bytes = b"", *, entries: str = "", seen: bytes = SEEN) -> bytes:
    """Return a PDF that draws content in a form."""
    form = stream(content, (FORM if "/BBox" not in entries else FORM.replace("/BBox[0 0 595 842]", "")) + entries)
    drawn = seen + b"\nq " + before + b" /X Do " + after + b" Q"
    return raw_pdf(drawn, form, resources=FONT + "/XObject<</X 5 0 R>>" + CLEAR)


PICTURE = b"q 300 0 0 30 60 590 cm /X Do Q "
WHITE = b"1 1 1 rg "
HIDDEN = [
    pytest.param(painted(b"0.97 g"), id="nearly white"),
    pytest.param(painted(b"0.95 0.96 0.97 rg"), id="nearly white, in colour"),
    pytest.param(painted(b"0 0 0 0.04 k"), id="nearly white, of four inks"),
    pytest.param(painted(b"0 g " + OVER), id="black on black"),
    pytest.param(painted(b"0.12 0.2 0.4 rg " + OVER + b" 0.13 0.22 0.4 rg"), id="dark blue on dark blue"),
    pytest.param(painted(b"0.95 g " + OVER + b" 0.97 g"), id="light grey on light grey"),
    pytest.param(painted(b"0.1 g " + OVER + b" 1 g " + OVER), id="white on white on black"),
    pytest.param(painted(b"0.8 g 60 590 300 30 re S 1 g"), id="white in a frame"),
    pytest.param(painted(b"1 g 60 595 m 300 596 l S"), id="white on a thin line"),
    pytest.param(painted(b"/G gs", resources=CLEAR), id="no opacity"),
    pytest.param(painted(b"/G gs", resources=HALF), id="next to no opacity"),
    pytest.param(painted(b"/G gs", b"Q q 1 g " + AGAIN, resources=CLEAR), id="no opacity, and in white as well"),
    pytest.param(painted(b"1 g /G gs 0 g " + OVER + b" Q q 1 g", resources=CLEAR), id="white on a clear box"),
    pytest.param(painted(b"0 0 50 50 re W n"), id="clipped by a box elsewhere"),
    pytest.param(painted(b"0 0 m 0 0 l W n"), id="clipped by nothing"),
    pytest.param(painted(b"60 612 300 30 re W n"), id="clipped by a box above"),
    pytest.param(painted(b"60 590 300 30 re W n 60 300 300 30 re W n"), id="clipped twice"),
    pytest.param(pictured(b"", PICTURE, grey=b"\xff"), id="below a white picture"),
    pytest.param(pictured(b"", PICTURE, grey=b"\x80"), id="below a grey picture"),
    pytest.param(pictured(PICTURE + WHITE, grey=b"\xff"), id="white on a white picture"),
    pytest.param(pictured(PICTURE + b"0.5 g", grey=b"\x80"), id="grey on a grey picture"),
    pytest.param(painted(b"", b"q 60 590 300 30 re W n /S sh Q", resources=SHADED.format(1)), id="below a shading"),
    pytest.param(painted(b"", b"1 g 50 580 m 50 640 l 400 640 l 420 610 l 400 580 l f"), id="below a shape"),
    pytest.param(painted(b"", b"1 g 60 590 150 30 re 100 590 150 30 re f"), id="below two boxes"),
    pytest.param(painted(b"", b"1 g 60 590 300 15 re f 60 605 300 15 re f"), id="below the halves of a box"),
    pytest.param(painted(b"", b"0 G 40 w 60 604 m 300 604 l S"), id="below a thick line"),
    pytest.param(painted(b"", b"q 0 0 595 700 re W n 1 g " + OVER + b" Q"), id="below a box that is clipped elsewhere"),
    pytest.param(formed(b"1 g " + OVER, OTHER), id="below a form"),
    pytest.param(formed(OTHER, b"", b"1 g " + OVER), id="in a form below a box"),
    pytest.param(formed(OTHER + b" 1 g " + OVER), id="in a form with a box over it"),
    pytest.param(formed(OTHER, entries="/BBox[0 0 50 50]"), id="outside of the box of its form"),
    pytest.param(formed(OTHER, b"/G gs ", entries="/Group<</S/Transparency>>"), id="in a clear form"),
    pytest.param(formed(b"1 g " + OTHER), id="white in a form"),
    pytest.param(formed(OTHER, b"1 0 0 1 -900 0 cm"), id="in a form off the page"),
    pytest.param(painted(b"", content=words("other", matrix="0.01 0 0 0.01", at=(72, 600))), id="scaled to nothing"),
    pytest.param(painted(b"", content=words("other", matrix="0.01 0 0 1", at=(72, 600))), id="as narrow as a line"),
    pytest.param(painted(b"", content=words("other", matrix="1 0 0 0.05", at=(72, 600))), id="as flat as a line"),
    pytest.param(painted(b"2 Tz"), id="scaled by the state of text"),
    pytest.param(painted(b"", content=words("other", at=(72, -60))), id="below the page"),
    pytest.param(painted(b"800 Ts"), id="risen off the page"),
]


@pytest.mark.parametrize("content", HIDDEN)
def test_text_that_is_painted_and_not_seen_is_left_out_and_reported(content: bytes) -> None:
    found = read_pdf(content)

    assert (found.text, WarningCode.HIDDEN_TEXT in found.warnings) == ("seen", True)


def test_text_outside_of_what_is_cropped_is_left_out_and_reported() -> None:
    content = SEEN + b"\n" + OTHER

    found = read_pdf(raw_pdf(content, page="/MediaBox[0 0 595 842]/CropBox[0 650 595 842]"))

    assert (found.text, found.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


SHOWN = [
    pytest.param(painted(b"0.7 g"), id="grey"),
    pytest.param(painted(b"0.85 0.85 0.2 rg"), id="yellow"),
    pytest.param(painted(b"0.1 0.2 0.3 rg " + OVER + b" 1 g"), id="white on blue"),
    pytest.param(painted(b"0.1 g " + OVER + b" 0.5 g"), id="grey on black"),
    pytest.param(painted(b"1 g " + OVER + b" 0 g"), id="black on white"),
    pytest.param(painted(b"60 590 300 30 re W n"), id="within a clip"),
    pytest.param(painted(b"q 60 590 300 30 re W n 0 g " + OVER + b" Q 1 g"), id="white on a ground within a clip"),
    pytest.param(pictured(PICTURE + WHITE, grey=b"\x20"), id="white on a dark picture"),
    pytest.param(pictured(PICTURE, grey=b"\xe0"), id="black on a light picture"),
    pytest.param(painted(b"q 60 590 300 30 re W n /S sh Q 1 g", resources=SHADED.format(0.2)), id="white on a shading"),
    pytest.param(painted(b"", b"60 590 300 30 re S"), id="in a frame"),
    pytest.param(painted(b"", b"0 G 60 599 m 300 599 l S"), id="underlined"),
    pytest.param(painted(b"", b"0 G 60 604 m 300 604 l S"), id="struck through"),
    pytest.param(painted(b"", b"q 0 0 595 500 re W n 1 g " + OVER + b" Q"), id="below a box that is clipped away"),
    pytest.param(painted(b"", b"/G gs 1 g " + OVER, resources=CLEAR), id="below a clear box"),
    pytest.param(painted(b"/G gs", b"Q q 0 g " + AGAIN, resources=CLEAR), id="dark on a shadow of letters"),
    pytest.param(painted(b"/Pattern cs /P scn", resources=GRADIENT), id="in the colours of a gradient"),
    pytest.param(formed(OTHER), id="in a form"),
    pytest.param(formed(b"0.1 g " + OVER + b" 1 g " + OTHER), id="white on black in a form"),
    pytest.param(formed(b"0.1 g " + OVER, b"", b"1 g " + OTHER), id="white on a form"),
    pytest.param(
        painted(b"", b"1 g " + OVER + b" 0 g " + OTHER, content=words("gone", at=(72, 600))), id="on what is covered"
    ),
]


@pytest.mark.parametrize("content", SHOWN)
def test_text_that_is_seen_is_read_whatever_is_around_it(content: bytes) -> None:
    found = read_pdf(content)

    assert found.text.split()[:2] == ["seen", "other"]
    assert len(found.text.split()) == 2


def test_what_stands_beside_texts_of_a_page_is_looked_at_a_bounded_number_of_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meet = Mock(wraps=pdfium_grounds._meet)
    monkeypatch.setattr(pdfium_grounds, "_meet", meet)
    many = 1_500

    found = read_pdf(painted(b"0.9 g 60 600 3 3 re f " * many, content=b"0 g " + (OTHER + b"\n") * many))

    assert (found.text, meet.call_count < many * many / 2) == ("seen\nother", True)
