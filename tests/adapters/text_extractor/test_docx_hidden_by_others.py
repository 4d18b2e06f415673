"""More constructions of a DOCX by which nobody sees a text: each a sibling of one that was met."""

from __future__ import annotations

import pytest
from tests.adapters.text_extractor.test_docx_hidden import (
    VANISH,
    WHITE,
    based,
    document,
    filled,
    in_theme,
    of_style,
    paragraph,
    shape,
    style,
    styles,
    table,
)

from cvparser.adapters.text_extractor.docx import read_docx
from cvparser.domain.profile import WarningCode

SEEN = paragraph("seen", "<w:vanish w:val='0'/>")
BLACK = '<w:color w:val="000000"/>'
HIDDEN = paragraph("hidden")


def runs(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def boxed(content: str, *, style_of: str = "", inside: str = "") -> str:
    """Return a text box in VML."""
    return (
        f'<w:p><w:r><w:pict><v:shape style="{style_of}"><v:textbox style="{inside}"><w:txbxContent>{content}'
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def anchored(content: str, *, offset: int = 0, size: str = 'cx="1000000" cy="1000000"', axis: str = "V") -> str:
    """Return a text box at a place of the page."""
    position = f'<wp:position{axis} relativeFrom="page"><wp:posOffset>{offset}</wp:posOffset></wp:position{axis}>'
    return shape("<a:noFill/>", content).replace('<wp:extent cx="1" cy="1000000"/>', f"{position}<wp:extent {size}/>")


def grouped(content: str, *, of_group: str = "", style_of: str = "") -> str:
    """Return a text box in a group of shapes in VML, whose lengths are its own."""
    shape_of = boxed(content, style_of=style_of).split("<w:pict>")[1].split("</w:pict>")[0]
    group = f'<v:group style="{of_group}" coordsize="80000,120000">{shape_of}</v:group>'
    return f"<w:p><w:r><w:pict>{group}</w:pict></w:r></w:p>"


def within_flat(box: str) -> str:
    """Return a paragraph with a box whose lines have no height."""
    return box.replace("<w:p>", '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>', 1)


def outlined(color: str, width: int = 9_525) -> str:
    """Return what makes letters white, with lines around them."""
    line = f'<w14:solidFill><w14:srgbClr w14:val="{color}"/></w14:solidFill>'
    return f'{WHITE}<w14:textOutline w14:w="{width}">{line}</w14:textOutline>'


RELATIVE = (
    '<a:sizeRelV xmlns:a="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing">'
    "<a:pctHeight>90000</a:pctHeight></a:sizeRelV></wp:anchor>"
)


def framed(properties: str) -> str:
    return paragraph("hidden", properties=f"<w:framePr {properties}/>")


CELL = '<w:shd w:val="clear" w:fill="{}"/>'
CASES = [
    pytest.param(paragraph("hidden", "<w:specVanish/><w:vanish/>"), {}, id="hidden with a style separator"),
    pytest.param(paragraph("hidden", "<w:webHidden/><w:vanish/>"), {}, id="hidden in print and on the web"),
    pytest.param(paragraph("hidden", '<w:sz w:val="2"/>'), {}, id="one point"),
    pytest.param(paragraph("hidden", '<w:szCs w:val="2"/><w:sz w:val="1"/>'), {}, id="half a point"),
    pytest.param(
        paragraph("hidden", properties=of_style("P")),
        {"styles": styles(style("paragraph", "P", '<w:rPr><w:sz w:val="2"/></w:rPr>'))},
        id="size of a style",
    ),
    pytest.param(paragraph("hidden", '<w:w w:val="1"/>'), {}, id="as narrow as a line"),
    pytest.param(paragraph("hidden", '<w:spacing w:val="-400"/>'), {}, id="letters on top of each other"),
    pytest.param(paragraph("hidden", '<w:position w:val="3000"/>'), {}, id="raised off the page"),
    pytest.param(
        paragraph("hidden", properties='<w:spacing w:line="1" w:lineRule="exact"/>'), {}, id="lines of no height"
    ),
    pytest.param(
        paragraph("hidden", properties=of_style("P")),
        {"styles": styles(style("paragraph", "P", '<w:pPr><w:spacing w:line="2" w:lineRule="exact"/></w:pPr>'))},
        id="lines of no height by style",
    ),
    pytest.param(paragraph("hidden", properties='<w:ind w:left="30000"/>'), {}, id="indented off the page"),
    pytest.param(paragraph("hidden", properties='<w:ind w:left="-30000" w:right="30000"/>'), {}, id="off the left"),
    pytest.param(framed('w:x="-20000" w:y="1" w:hAnchor="page"'), {}, id="frame off the page"),
    pytest.param(framed('w:w="1" w:h="1" w:hRule="exact"'), {}, id="frame of no size"),
    pytest.param(table(HIDDEN, row='<w:trHeight w:val="1" w:hRule="exact"/>'), {}, id="row of no height"),
    pytest.param(table(HIDDEN, row="<w:cantSplit/><w:hidden/>"), {}, id="hidden row"),
    pytest.param(
        table(HIDDEN, '<w:tblLayout w:type="fixed"/>', '<w:tcW w:w="1" w:type="dxa"/>'), {}, id="cell of no width"
    ),
    pytest.param(table(HIDDEN, '<w:tblInd w:w="-40000" w:type="dxa"/>'), {}, id="table off the page"),
    pytest.param(table(paragraph("hidden", WHITE), cell_properties=CELL.format("FDFDFD")), {}, id="white in a cell"),
    pytest.param(
        table(paragraph("hidden", BLACK), cell_properties=CELL.format("050505")), {}, id="black in a black cell"
    ),
    pytest.param(
        table(paragraph("hidden", '<w:color w:val="1F3864"/>'), f"{CELL.format('203864')}"), {}, id="colour of a table"
    ),
    pytest.param(
        table(paragraph("hidden"), cell_properties=CELL.format("000000")).replace(
            "<w:rPr></w:rPr>", f"<w:rPr>{in_theme('text1')}</w:rPr>"
        ),
        {},
        id="dark of the theme in a black cell",
    ),
    pytest.param(
        paragraph("hidden", in_theme("accent6", 'w:themeTint="0F"')), {}, id="accent so light that it is white"
    ),
    pytest.param(paragraph("hidden", in_theme("accent1", 'w:themeTint="0A"')), {}, id="another accent as light"),
    pytest.param(
        paragraph("hidden", '<w:rStyle w:val="C"/>'),
        {
            "styles": styles(
                style("character", "C", based("B")),
                style("character", "B", '<w:rPr><w:color w:val="auto" w:themeColor="background1"/></w:rPr>'),
            )
        },
        id="theme colour of a style below",
    ),
    pytest.param(
        paragraph("hidden", properties=of_style("L")),
        {
            "styles": styles(
                style("paragraph", "L", '<w:link w:val="C"/>' + based("K")),
                style("paragraph", "K", "<w:rPr><w:vanish w:val='1'/></w:rPr>"),
            )
        },
        id="hidden by what a style is based on",
    ),
    pytest.param(f"<w:p><w:ins>{run('hidden', '<w:vanish/>')}</w:ins></w:p>", {}, id="hidden in what is inserted"),
    pytest.param(f"<w:p><w:hyperlink>{run('hidden', WHITE)}</w:hyperlink></w:p>", {}, id="white in a link"),
    pytest.param(f"<w:p><w:smartTag>{run('hidden', '<w:vanish/>')}</w:smartTag></w:p>", {}, id="hidden in a smart tag"),
    pytest.param(boxed(HIDDEN, style_of="display:none"), {}, id="box that is not displayed"),
    pytest.param(boxed(HIDDEN, style_of="visibility: HIDDEN"), {}, id="box that is hidden"),
    pytest.param(boxed(HIDDEN, style_of="width:0;height:0"), {}, id="box of no size in VML"),
    pytest.param(
        boxed(HIDDEN, style_of="position:absolute;margin-left:-3000pt;width:100pt;height:100pt"),
        {},
        id="box off the page in VML",
    ),
    pytest.param(grouped(HIDDEN, of_group="display:none"), {}, id="group that is not displayed"),
    pytest.param(grouped(HIDDEN, of_group="margin-left:-3000pt;width:90pt"), {}, id="group off the page"),
    pytest.param(within_flat(boxed(HIDDEN)), {}, id="box in a line of no height"),
    pytest.param(paragraph("hidden", outlined("FAFAFA")), {}, id="white letters with white lines around"),
    pytest.param(paragraph("hidden", outlined("000000", 1)), {}, id="white letters with next to no lines around"),
    pytest.param(anchored(HIDDEN, offset=-20_000_000), {}, id="box above the page"),
    pytest.param(anchored(HIDDEN, offset=40_000_000), {}, id="box below the page"),
    pytest.param(anchored(HIDDEN, offset=-20_000_000, axis="H"), {}, id="box left of the page"),
    pytest.param(anchored(HIDDEN, size='cx="0" cy="0"'), {}, id="box of no size"),
    pytest.param(anchored(HIDDEN, size='cx="3000000" cy="900"'), {}, id="box as low as a line"),
    pytest.param(shape(filled("FEFEFE"), paragraph("hidden", '<w:color w:val="F8F8F8"/>')), {}, id="white in a box"),
    pytest.param(shape(filled("101010"), paragraph("hidden", BLACK)), {}, id="black in a black box"),
    pytest.param(
        shape(filled("FFFFFF"), paragraph("hidden", "<w14:textFill><w14:noFill/></w14:textFill>")),
        {},
        id="letters without a fill in a box",
    ),
    pytest.param(
        paragraph("hidden"),
        {"styles": styles(f"<w:docDefaults><w:rPrDefault><w:rPr>{WHITE}</w:rPr></w:rPrDefault></w:docDefaults>")},
        id="white by default",
    ),
    pytest.param(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('hidden', '<w:vanish/>')}</w:sdtContent></w:sdt>",
        {},
        id="hidden in a control",
    ),
    pytest.param(
        table(f"<w:p><w:pPr>{of_style('P')}</w:pPr>{run('hidden')}</w:p>"),
        {"styles": styles(style("paragraph", "P", VANISH))},
        id="hidden style in a cell",
    ),
]


@pytest.mark.parametrize(("body", "parts"), CASES)
def test_what_nobody_sees_of_a_docx_is_left_out_and_reported(body: str, parts: dict[str, str]) -> None:
    shown = paragraph("seen", '<w:vanish w:val="0"/><w:color w:val="000000"/><w:sz w:val="22"/>')

    extracted = read_docx(document(shown + body, **parts))

    assert (extracted.text, extracted.warnings) == ("seen", (WarningCode.HIDDEN_TEXT,))


@pytest.mark.parametrize(
    "body",
    [
        paragraph("too", '<w:w w:val="80"/><w:spacing w:val="-20"/><w:position w:val="6"/>'),
        paragraph(
            "too", properties='<w:spacing w:line="240" w:lineRule="exact"/><w:ind w:left="5000" w:right="-400"/>'
        ),
        paragraph("too", properties='<w:spacing w:line="20" w:lineRule="auto"/>'),
        framed('w:x="700" w:y="9000" w:h="300" w:hRule="exact"').replace("hidden", "too"),
        table(paragraph("too"), row='<w:trHeight w:val="1" w:hRule="atLeast"/>'),
        table(paragraph("too"), cell_properties='<w:tcW w:w="1" w:type="dxa"/>'),
        table(paragraph("too"), '<w:tblInd w:w="-800" w:type="dxa"/>'),
        boxed(paragraph("too"), style_of="margin-left:-40pt;margin-top:600pt;width:100pt;height:30pt"),
        boxed(paragraph("too"), style_of="width:0;height:0;mso-width-percent:400;mso-height-percent:900"),
        boxed(paragraph("too"), style_of="width:90pt;height:0", inside="mso-fit-shape-to-text:t"),
        grouped(
            paragraph("too"),
            of_group="position:absolute;margin-left:30pt;width:400pt;height:600pt",
            style_of="position:absolute;left:20000;top:90000;width:40000;height:200",
        ),
        within_flat(anchored(paragraph("too"))),
        within_flat(boxed(paragraph("too"), style_of="position: absolute;width:90pt;height:90pt")),
        anchored(paragraph("too"), size='cx="0" cy="0"').replace("</wp:anchor>", RELATIVE),
        paragraph("too", outlined("000000")),
        anchored(paragraph("too"), offset=9_000_000),
        anchored(paragraph("too"), offset=-600_000, axis="H"),
    ],
)
def test_what_is_set_narrow_low_or_aside_is_seen(body: str) -> None:
    extracted = read_docx(document(SEEN + body))

    assert (extracted.text.split(), extracted.warnings) == (["seen", "too"], ())
