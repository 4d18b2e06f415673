"""What a person typed into a PDF is read where it stands; what is no document is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.adapters.text_extractor.raw_pdf import FONT, raw_pdf, stream, words

from cvparser.adapters.text_extractor import pdfplumber
from cvparser.adapters.text_extractor.pdfium import read_pdf
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import DynamicFormError, PdfPortfolioError
from cvparser.domain.profile import WarningCode

Reader = Callable[[bytes], CVDocument]
READERS = pytest.mark.parametrize("reader", [read_pdf, pdfplumber.read_pdf], ids=["pdfium", "pdfplumber"])
LABELS = words("Name:", "Position:", "Licence:")
NAME, POSITION, LICENCE = "[160 696 510 712]", "[160 676 510 692]", "[160 656 172 668]"
FORM = "/AcroForm<</Fields[5 0 R]{}>>"
PAGE = "/MediaBox[0 0 595 842]/Annots[5 0 R]"
SHOWN = stream(
    b"/Tx BMC BT /F 10 Tf 2 4 Td (Ada Quill) Tj ET EMC",
    f"/Type/XObject/Subtype/Form/BBox[0 0 350 16]/Resources<<{FONT}>>",
)
EMPTY = stream(b"/Tx BMC EMC", "/Type/XObject/Subtype/Form/BBox[0 0 350 16]")


def widget(entries: str, rect: str = NAME, flags: int = 4) -> bytes:
    return f"<</Type/Annot/Subtype/Widget/T(a)/DA(/F 10 Tf)/F {flags}/Rect{rect}{entries}>>".encode()


def filled(field: bytes, *more: bytes, form: str = "") -> bytes:
    return raw_pdf(LABELS, field, *more, page=PAGE, catalog=FORM.format(form))


TYPED = [
    pytest.param(filled(widget("/FT/Tx/V(Ada Quill)/AP<</N 6 0 R>>"), SHOWN), "Ada Quill", id="drawn"),
    pytest.param(filled(widget("/FT/Tx/V(Ada Quill)")), "Ada Quill", id="not drawn"),
    pytest.param(
        filled(widget("/FT/Tx/V(Ada Quill)/AP<</N 6 0 R>>"), EMPTY, form="/NeedAppearances true"),
        "Ada Quill",
        id="drawn before it was typed",
    ),
    pytest.param(
        filled(
            b"<</FT/Tx/T(p)/V(Ada Quill)/Kids[6 0 R]>>",
            widget("/Parent 5 0 R"),
        ).replace(b"/Annots[5 0 R]", b"/Annots[6 0 R]"),
        "Ada Quill",
        id="value of the parent",
    ),
    pytest.param(filled(widget("/FT/Ch/Ff 131072/Opt[[(1)(Ada Quill)][(2)(Ben)]]/V(1)")), "Ada Quill", id="choice"),
]


@pytest.mark.parametrize(("content", "value"), TYPED)
def test_the_value_of_a_field_stands_beside_its_label(content: bytes, value: str) -> None:
    found = read_pdf(content)

    assert found.text.splitlines() == [f"Name:\t{value}", "Position:", "Licence:"]
    assert found.warnings == ()


def test_the_lines_of_a_long_field_follow_each_other() -> None:
    content = filled(widget("/FT/Tx/Ff 4096/V(Built pipelines\\nfor orders)", rect="[160 500 510 640]"))

    assert read_pdf(content).text.split("\n")[-2:] == ["Built pipelines", "for orders"]


def test_a_field_that_is_hidden_and_a_password_are_not_read() -> None:
    for field in (widget("/FT/Tx/V(Ada Quill)", flags=2), widget("/FT/Tx/Ff 8192/V(Ada Quill)")):
        assert "Ada" not in read_pdf(filled(field)).text


@pytest.mark.parametrize(("state", "sign"), [("/AS/On/V/On", "☒"), ("/AS/Off/V/Off", "☐"), ("/AS/Off", "☐")])
def test_a_box_says_whether_it_is_ticked_and_nothing_else(state: str, sign: str) -> None:
    mark = stream(b"BT /F 10 Tf 2 2 Td (Yes) Tj ET", f"/Type/XObject/Subtype/Form/BBox[0 0 12 12]/Resources<<{FONT}>>")

    found = read_pdf(filled(widget(f"/FT/Btn{state}/AP<</N<</On 6 0 R>>>>", rect=LICENCE), mark))

    assert found.text.splitlines() == ["Name:", "Position:", f"Licence:\t{sign}"]


@pytest.mark.parametrize("drawn", [True, False])
def test_text_put_onto_a_page_is_read_in_its_place(drawn: bool) -> None:
    own = "/AP<</N 6 0 R>>" if drawn else ""
    note = f"<</Type/Annot/Subtype/FreeText/DA(/F 10 Tf)/Contents(Ada Quill)/Rect{NAME}{own}>>".encode()

    found = read_pdf(raw_pdf(LABELS, note, SHOWN, page=PAGE))

    assert found.text.splitlines() == ["Name:\tAda Quill", "Position:", "Licence:"]


def test_what_is_drawn_onto_a_page_of_an_inherited_size_does_not_hide_the_rest() -> None:
    content = filled(widget("/FT/Tx/V(Ada Quill)/AP<</N 6 0 R>>"), SHOWN)
    content = content.replace(b"/MediaBox[0 0 595 842]", b"").replace(b"/Count 1", b"/Count 1/MediaBox[0 0 400 705]")

    assert read_pdf(content).text.splitlines() == ["Name:\tAda Quill", "Position:", "Licence:"]


WAIT = words("Please wait...", "Get a newer viewer.")
XFA = stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")


@pytest.mark.parametrize(
    "catalog",
    [
        "/AcroForm<</Fields[]/XFA 5 0 R>>",
        "/NeedsRendering true/AcroForm<</Fields[]/XFA 5 0 R>>",
        "/AcroForm<</XFA[(template)5 0 R]>>",
    ],
)
@pytest.mark.parametrize("content", [WAIT, b""])
@READERS
def test_a_form_that_only_its_viewer_shows_is_refused(reader: Reader, catalog: str, content: bytes) -> None:
    with pytest.raises(DynamicFormError):
        reader(raw_pdf(content, XFA, catalog=catalog))


def test_a_form_that_is_drawn_is_read_whatever_it_holds_for_other_viewers() -> None:
    content = filled(widget("/FT/Tx/V(Ada Quill)"), XFA, form="/XFA 6 0 R")

    assert "Ada Quill" in read_pdf(content).text


def with_inside(name: str, cover: bytes, more: str = "") -> bytes:
    files = f"/Names<</EmbeddedFiles<</Names[({name})<</Type/Filespec/F({name})/EF<</F 5 0 R>>>>]>>>>{more}"
    return raw_pdf(cover, stream(b"x", "/Type/EmbeddedFile"), catalog=files)


@pytest.mark.parametrize("name", ["cv.pdf", "CV.DOCX", "Ada Quill.doc"])
@pytest.mark.parametrize("cover", [words("Open this portfolio in a newer reader."), b""])
@pytest.mark.parametrize("more", ["/Collection<</View/T>>", ""])
def test_a_cover_of_documents_is_refused(name: str, cover: bytes, more: str) -> None:
    with pytest.raises(PdfPortfolioError):
        read_pdf(with_inside(name, cover, more))


@READERS
def test_a_cover_that_says_it_is_one_is_refused(reader: Reader) -> None:
    with pytest.raises(PdfPortfolioError):
        reader(with_inside("cv.pdf", words("Open this portfolio in a newer reader."), "/Collection<</View/T>>"))


@pytest.mark.parametrize(
    ("name", "cover"),
    [("data.xml", words("Ada Quill")), ("diploma.pdf", words(*["Built pipelines for orders at Kestrel"] * 33))],
)
def test_a_document_with_something_attached_is_read(name: str, cover: bytes) -> None:
    assert read_pdf(with_inside(name, cover)).warnings == (WarningCode.ACTIVE_CONTENT,)
