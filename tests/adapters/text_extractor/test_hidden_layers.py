"""Text that a viewer does not paint: layers that are switched off, clips, lines without colour."""

from __future__ import annotations

import pytest
from tests.adapters.text_extractor.raw_pdf import FONT, raw_pdf, stream, words

from cvparser.adapters.text_extractor.pdfium import read_pdf
from cvparser.domain.profile import WarningCode

SEEN, OTHER = words("seen"), words("other", at=(72, 600))
OFF = "/OCProperties<</OCGs[5 0 R]/D<</OFF[5 0 R]>>>>"
ON = "/OCProperties<</OCGs[5 0 R]/D<</ON[5 0 R]>>>>"
ONLY_SOME_ON = "/OCProperties<</OCGs[5 0 R]/D<</BaseState/OFF/ON[]>>>>"
LAYER = b"<</Type/OCG/Name(Draft)>>"
MEMBERS = b"<</Type/OCMD/OCGs[5 0 R]/P/AllOn>>"


def layered(catalog: str, *, of: int = 5) -> bytes:
    content = SEEN + b"\n/OC /L BDC\n" + OTHER + b"\nEMC"
    return raw_pdf(content, LAYER, MEMBERS, catalog=catalog, resources=f"{FONT}/Properties<</L {of} 0 R>>")


def layered_form(catalog: str, *, marked: bool) -> bytes:
    """Return a PDF whose form belongs to the layer itself, or is drawn in it."""
    own = "" if marked else "/OC 5 0 R"
    form = stream(OTHER, f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<{FONT}>>{own}")
    content = SEEN + (b"\n/OC /L BDC /X Do EMC" if marked else b"\n/X Do")
    resources = f"{FONT}/XObject<</X 6 0 R>>/Properties<</L 5 0 R>>"
    return raw_pdf(content, LAYER, form, catalog=catalog, resources=resources)


def painted(before: bytes, after: bytes = b"") -> bytes:
    return raw_pdf(SEEN + b"\nq " + before + b"\n" + OTHER + b"\n" + after + b" Q")


HIDDEN = [
    pytest.param(layered(OFF), id="layer off"),
    pytest.param(layered(ONLY_SOME_ON), id="layer not switched on"),
    pytest.param(layered(OFF, of=6), id="all of some layers on, and one is off"),
    pytest.param(layered_form(OFF, marked=False), id="form of a layer that is off"),
    pytest.param(layered_form(OFF, marked=True), id="form in a layer that is off"),
    pytest.param(painted(b"1 Tr 1 G"), id="white lines"),
    pytest.param(painted(b"1 Tr 1 1 1 RG 0 0 0 rg"), id="white lines, the colour to fill with unused"),
    pytest.param(painted(b"2 Tr 1 G 1 g"), id="white with white lines"),
    pytest.param(painted(b"5 Tr 1 G"), id="white lines and clip"),
    pytest.param(painted(b"7 Tr"), id="clip of nothing"),
]


@pytest.mark.parametrize("content", HIDDEN)
def test_text_that_is_not_painted_is_left_out_and_reported(content: bytes) -> None:
    found = read_pdf(content)

    assert (found.text, found.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


SHOWN = [
    pytest.param(layered(ON), id="layer on"),
    pytest.param(layered(ON, of=6), id="all of some layers on"),
    pytest.param(layered_form(ON, marked=False), id="form of a layer that is on"),
    pytest.param(layered_form(ON, marked=True), id="form in a layer that is on"),
    pytest.param(painted(b"1 Tr 1 g 0 G"), id="dark lines, the colour to fill with unused"),
    pytest.param(painted(b"2 Tr 1 g 0 G"), id="white with dark lines"),
    pytest.param(painted(b"0 Tr 1 G"), id="dark, the colour of lines unused"),
    pytest.param(painted(b"7 Tr", b"0.1 0.2 0.3 rg 0 500 595 300 re f"), id="clip of a ground"),
]


@pytest.mark.parametrize("content", SHOWN)
def test_text_that_is_painted_is_read(content: bytes) -> None:
    found = read_pdf(content)

    assert (found.text.split(), found.warnings) == (["seen", "other"], ())
