"""What of a DOCX nobody sees, and what only looks as if nobody did."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from cvparser.adapters.text_extractor.docx import read_docx
from cvparser.domain.profile import WarningCode
from cvparser.testing.conformance.text_extractor import packed

OFFICE = "http://schemas.openxmlformats.org"
RELATION = f"{OFFICE}/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{name}="{space}"'
    for name, space in {
        "w": f"{OFFICE}/wordprocessingml/2006/main",
        "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing",
        "a": f"{OFFICE}/drawingml/2006/main",
        "pic": f"{OFFICE}/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
WHITE = '<w:color w:val="FFFFFF"/>'


def document(body: str, *, background: str = "", **parts: str) -> bytes:
    """Give a DOCX with parts beside its body: `styles`, `theme`, `settings`, `header`."""
    content = BytesIO(packed(f"<w:document {NAMESPACES}>{background}<w:body>{body}</w:body></w:document>"))
    relations = "".join(f'<Relationship Id="{kind}" Type="{RELATION}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{relations}</Relationships>',
        )
        archive.writestr("[trash]/Default.txt", "")
        for kind, part in parts.items():
            archive.writestr(f"word/{kind}.xml", part)
    return _typed(content.getvalue())


def _typed(content: bytes) -> bytes:
    """Give a package whose parts have types, which the one of python-docx cannot do without."""
    packed_parts = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed_parts, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                xml, text = (f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in TYPES)
                data = data.replace(b"<Override", f"{xml}{text}<Override".encode())
            new.writestr(entry.filename, data)
    return packed_parts.getvalue()


TYPES = (("xml", "application/xml"), ("txt", "text/plain"))


def paragraph(text: str, run: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def styles(*elements: str) -> str:
    return f"<w:styles {NAMESPACES}>{''.join(elements)}</w:styles>"


def style(kind: str, name: str, content: str, more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}" {more}>{content}</w:style>'


def of_style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def table(cell: str, properties: str = "", cell_properties: str = "", row: str = "") -> str:
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tr><w:trPr>{row}</w:trPr>"
        f"<w:tc><w:tcPr>{cell_properties}</w:tcPr>{cell}</w:tc></w:tr></w:tbl>"
    )


def based(name: str) -> str:
    return f'<w:basedOn w:val="{name}"/>'


VANISH = "<w:rPr><w:vanish/></w:rPr>"
SEEN = paragraph("seen", "<w:vanish w:val='0'/>")


@pytest.mark.parametrize(
    ("hidden", "parts"),
    [
        pytest.param(
            paragraph("gizli", '<w:rStyle w:val="C"/>'),
            {"styles": styles(style("character", "C", VANISH))},
            id="character style",
        ),
        pytest.param(
            paragraph("verborgen", properties=of_style("P")),
            {"styles": styles(style("paragraph", "P", VANISH))},
            id="paragraph style",
        ),
        pytest.param(
            paragraph("caché", properties=of_style("C")),
            {
                "styles": styles(
                    style("paragraph", "C", based("B")),
                    style("paragraph", "B", based("A")),
                    style("paragraph", "A", VANISH),
                )
            },
            id="style based on one based on one that hides",
        ),
        pytest.param(
            paragraph("oculto"),
            {"styles": styles(style("paragraph", "N", VANISH, 'w:default="1"'))},
            id="default style",
        ),
        pytest.param(
            paragraph("oculto"),
            {"styles": styles(f"<w:docDefaults><w:rPrDefault>{VANISH}</w:rPrDefault></w:docDefaults>")},
            id="defaults of the document",
        ),
        pytest.param(
            paragraph("white", properties=of_style("P")),
            {"styles": styles(style("paragraph", "P", f"<w:rPr>{WHITE}</w:rPr>"))},
            id="colour of a style",
        ),
        pytest.param(
            table(paragraph("white"), '<w:tblStyle w:val="T"/>'),
            {"styles": styles(style("table", "T", VANISH))},
            id="table style",
        ),
        pytest.param(table(paragraph("row"), row="<w:hidden/>"), {}, id="row"),
        pytest.param(
            f"<w:sdt><w:sdtPr>{VANISH}</w:sdtPr><w:sdtContent>{paragraph('control')}</w:sdtContent></w:sdt>",
            {},
            id="content control",
        ),
    ],
)
def test_what_a_style_a_row_or_a_control_hides_is_left_out_and_reported(hidden: str, parts: dict[str, str]) -> None:
    extracted = read_docx(document(SEEN + hidden, **parts))

    assert (extracted.text, extracted.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


def test_a_run_that_takes_back_what_its_style_hides_is_seen() -> None:
    hiding = styles(style("paragraph", "P", VANISH), style("character", "C", VANISH))
    body = paragraph("one", "<w:vanish w:val='false'/>", of_style("P")) + paragraph(
        "two", '<w:rStyle w:val="C"/>', of_style("P")
    )

    extracted = read_docx(document(body, styles=hiding))

    assert (extracted.text, extracted.warnings) == ("one\ntwo", ())


def test_styles_that_are_based_on_each_other_in_a_circle_end() -> None:
    circle = styles(style("paragraph", "A", based("B") + VANISH), style("paragraph", "B", based("A")))

    assert read_docx(document(SEEN + paragraph("hidden", properties=of_style("B")), styles=circle)).text == "seen"


def theme(light: str) -> str:
    slot = f'<a:lt1><a:srgbClr val="{light}"/></a:lt1>'
    return f"<a:theme {NAMESPACES}><a:themeElements><a:clrScheme>{slot}</a:clrScheme></a:themeElements></a:theme>"


def in_theme(name: str, more: str = "") -> str:
    return f'<w:color w:val="auto" w:themeColor="{name}" {more}/>'


@pytest.mark.parametrize(
    "run",
    [
        in_theme("background1"),
        in_theme("light1"),
        in_theme("background1", 'w:themeShade="F2"'),
        in_theme("text1", 'w:themeTint="08"'),
        '<w:color w:val="FDFDFD"/>',
        '<w:color w:val="F2F2F2"/>',
        f'{WHITE}<w:shd w:val="clear" w:fill="FAFAFA"/>',
        f'{WHITE}<w:shd w:val="clear" w:fill="auto"/>',
        '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
        "<w14:textFill><w14:noFill/></w14:textFill>",
        (
            '<w14:textFill><w14:solidFill><w14:schemeClr w14:val="tx1"><w14:alpha w14:val="100000"/></w14:schemeClr>'
            "</w14:solidFill></w14:textFill>"
        ),
        '<w14:textFill><w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill></w14:textFill>',
    ],
)
def test_text_in_nearly_the_colour_of_its_ground_is_hidden(run: str) -> None:
    extracted = read_docx(document(paragraph("seen") + paragraph("hidden", run)))

    assert (extracted.text, extracted.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


@pytest.mark.parametrize(
    "run",
    [
        in_theme("text1"),
        in_theme("background1", 'w:themeShade="80"'),
        in_theme("accent1"),
        '<w:color w:val="A6A6A6"/>',
        f'{WHITE}<w:shd w:val="clear" w:fill="1F3864"/>',
        f'{WHITE}<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>',
        f'{WHITE}<w:shd w:val="clear" w:fill="FFFFFF" w:themeFill="text2"/>',
        f'{WHITE}<w:highlight w:val="darkBlue"/>',
    ],
)
def test_text_that_stands_out_from_its_ground_is_seen(run: str) -> None:
    extracted = read_docx(document(paragraph("seen", run)))

    assert (extracted.text, extracted.warnings) == ("seen", ())


def test_what_is_light_in_a_theme_is_for_the_theme_to_say() -> None:
    body = paragraph("seen", in_theme("background1"))
    mapped = f'<w:settings {NAMESPACES}><w:clrSchemeMapping w:bg1="dark1"/></w:settings>'

    assert read_docx(document(body, theme=theme("203040"))).text == "seen"
    assert read_docx(document(body, settings=mapped)).text == "seen"


def shape(fill: str, content: str = "", anchor: str = 'behindDoc="1"', extent: int = 1_000_000) -> str:
    within = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>" if content else ""
    return (
        f'<w:p><w:r><w:drawing><wp:anchor {anchor}><wp:extent cx="1" cy="{extent}"/><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:spPr>{fill}</wps:spPr>{within}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        "</w:r></w:p>"
    )


def filled(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


DARK, NONE = filled("1F3864"), "<a:noFill/>"
ACCENT = '<a:solidFill><a:schemeClr val="accent1"><a:lumMod val="50000"/></a:schemeClr></a:solidFill>'
TEXT = paragraph("seen", WHITE)
PICTURE = f'<w:p><w:r><w:drawing><wp:anchor behindDoc="1"><pic:pic/></wp:anchor></w:drawing></w:r></w:p>{TEXT}'
LOGO = PICTURE.replace(TEXT, "").replace("<pic:pic/>", '<wp:extent cx="1" cy="900000"/><pic:pic/>')
DARK_CELL = '<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
CORNER = (
    f'<w:tblStylePr w:type="firstRow">{DARK_CELL.replace("1F3864", "FFFFFF")}</w:tblStylePr>'
    f'<w:tblStylePr w:type="firstCol"><w:rPr>{WHITE}</w:rPr>{DARK_CELL}</w:tblStylePr>'
    '<w:tblStylePr w:type="nwCell"><w:rPr><w:color w:val="000000"/></w:rPr></w:tblStylePr>'
)
FIRST_ROW = f'<w:tblStylePr w:type="firstRow"><w:rPr>{WHITE}</w:rPr>{DARK_CELL}</w:tblStylePr>'


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        pytest.param(shape(DARK) + TEXT, {}, id="shape behind"),
        pytest.param(shape(ACCENT) + TEXT, {}, id="shape in a colour of the theme"),
        pytest.param(shape(DARK, TEXT), {}, id="text box"),
        pytest.param(shape(DARK, anchor="") + shape(NONE, TEXT, anchor=""), {}, id="box without a fill over a shape"),
        pytest.param(PICTURE, {}, id="picture behind"),
        pytest.param(
            f'<w:p><w:r><w:pict><v:rect fillcolor="#1f3864" style="z-index:-1"/></w:pict></w:r></w:p>{TEXT}',
            {},
            id="shape in VML",
        ),
        pytest.param(
            TEXT, {"header": f"<w:hdr {NAMESPACES}>{shape(DARK)}</w:hdr>"}, id="shape of the header, behind every page"
        ),
        pytest.param(
            paragraph("") * 30 + TEXT,
            {"header": f"<w:hdr {NAMESPACES}>{shape(DARK, extent=10_000_000)}</w:hdr>"},
            id="shape of the header as high as the page",
        ),
        pytest.param(
            table(paragraph("seen"), '<w:tblStyle w:val="T"/>'),
            {"styles": styles(style("table", "T", FIRST_ROW))},
            id="first row of a table style",
        ),
        pytest.param(
            table(paragraph("seen"), '<w:tblStyle w:val="T"/>'),
            {"styles": styles(style("table", "T", CORNER))},
            id="corner of a white row and a dark column, in a colour of its own",
        ),
        pytest.param(
            table(TEXT, '<w:tblStyle w:val="T"/>'),
            {"styles": styles(style("table", "T", based("B")), style("table", "B", DARK_CELL))},
            id="table style based on a dark one",
        ),
        pytest.param(
            paragraph("seen", WHITE, of_style("P")),
            {"styles": styles(style("paragraph", "P", '<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>'))},
            id="ground of a paragraph style",
        ),
    ],
)
def test_white_text_on_a_dark_shape_table_or_style_is_seen(body: str, parts: dict[str, str]) -> None:
    extracted = read_docx(document(body, **parts))

    assert (extracted.text, extracted.warnings) == ("seen", ())


@pytest.mark.parametrize("color", ['w:color="1F3864"', 'w:color="FFFFFF" w:themeColor="text2"', 'w:color="000000"'])
def test_on_a_dark_page_white_text_is_seen_and_dark_text_is_not(color: str) -> None:
    background = f"<w:background {color}/>"
    same = '<w:color w:val="1F3864"/>' if "1F3864" in color else in_theme("text2") if "text2" in color else ""

    assert read_docx(document(TEXT, background=background)).text == "seen"
    if same:
        assert read_docx(document(TEXT + paragraph("hidden", same), background=background)).text == "seen"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(shape(filled("FFFFFF"), paragraph("hidden", WHITE)), id="white text box"),
        pytest.param(shape(NONE, paragraph("hidden", WHITE)), id="box without a fill on a white page"),
        pytest.param(shape(DARK) + paragraph("") * 12 + paragraph("hidden", WHITE), id="far below a low shape"),
        pytest.param(shape(DARK, anchor="") + paragraph("hidden", WHITE), id="shape in front"),
        pytest.param(shape(DARK) + table(paragraph("hidden", WHITE), "", '<w:shd w:fill="FFFFFF"/>'), id="white cell"),
        pytest.param(table(paragraph("hidden", WHITE), "", '<w:shd w:val="clear" w:fill="auto"/>'), id="clear cell"),
        pytest.param(paragraph("hidden", WHITE, '<w:shd w:val="clear" w:fill="FFFFFF"/>'), id="white paragraph"),
    ],
)
def test_white_text_on_white_is_hidden_whatever_lays_the_white(body: str) -> None:
    extracted = read_docx(document(paragraph("seen") + body))

    assert extracted.warnings == (WarningCode.HIDDEN_TEXT,)
    assert extracted.text.split()[0] == "seen"
    assert not extracted.text.endswith("hidden")


@pytest.mark.parametrize("content", [shape(DARK), LOGO], ids=["band", "picture"])
def test_a_band_of_the_header_is_behind_the_top_of_the_page_alone(content: str) -> None:
    header = f"<w:hdr {NAMESPACES}>{content}</w:hdr>"
    body = paragraph("seen") + paragraph("") * 30 + paragraph("hidden", WHITE)

    extracted = read_docx(document(body, header=header))

    assert (extracted.text, extracted.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


def test_on_a_page_with_a_picture_or_a_pattern_any_colour_is_seen() -> None:
    fill = '<w:background w:color="FFFFFF"><v:background><v:fill type="frame"/></v:background></w:background>'

    assert read_docx(document(TEXT, background=fill)).text == "seen"


@pytest.mark.parametrize(
    "drawing",
    [
        shape(DARK, paragraph("hidden")).replace("<wp:extent", '<wp:docPr id="1" name="x" hidden="1"/><wp:extent'),
        (
            '<w:p><w:r><w:pict><v:shape style="visibility:hidden"><v:textbox><w:txbxContent>'
            f"{paragraph('hidden')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        ),
    ],
    ids=["DrawingML", "VML"],
)
def test_a_drawing_that_is_hidden_is_left_out_and_reported(drawing: str) -> None:
    extracted = read_docx(document(paragraph("seen") + drawing))

    assert (extracted.text, extracted.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


def test_a_white_run_hides_no_text_box_that_it_holds() -> None:
    box = f"<w:txbxContent>{paragraph('box')}</w:txbxContent>"

    assert read_docx(document(f"<w:p><w:r><w:rPr>{WHITE}</w:rPr><w:t>hidden</w:t>{box}</w:r></w:p>")).text == "box"


def prompt(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "control",
    [
        prompt(paragraph("Firma adı")),
        f"<w:p>{prompt('<w:r><w:t>Wählen Sie ein Element aus.</w:t></w:r>')}</w:p>",
        f"<w:tbl><w:tr>{prompt('<w:tc>' + paragraph('Entrez une date') + '</w:tc>')}</w:tr></w:tbl>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{prompt(paragraph('Job Title'))}</w:sdtContent></w:sdt>",
    ],
    ids=["block", "in a line", "cell", "within a control"],
)
def test_the_prompt_of_a_control_that_nobody_filled_in_is_no_text_and_nothing_hidden(control: str) -> None:
    extracted = read_docx(document(paragraph("seen") + control))

    assert (extracted.text, extracted.warnings) == ("seen", ())


def test_a_control_that_shows_its_prompt_no_more_is_text() -> None:
    control = prompt(paragraph("seen")).replace("<w:showingPlcHdr/>", '<w:showingPlcHdr w:val="0"/>')

    assert read_docx(document(control)).text == "seen"
