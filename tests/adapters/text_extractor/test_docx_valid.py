"""Packages that Word opens, though they are not as python-docx wants them."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO

import pytest

from cvparser.adapters.text_extractor.docx import read_docx
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import DocxCorruptError, TextEmptyError, TypeMismatchError, XmlForbiddenError
from cvparser.domain.profile import WarningCode
from cvparser.domain.sniffing import identify

OFFICE = "http://schemas.openxmlformats.org"
STRICT = "http://purl.oclc.org/ooxml"
TYPES = f"{OFFICE}/package/2006/content-types"
LINKS = f"{OFFICE}/package/2006/relationships"
KIND = f"{OFFICE}/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMESPACES = (
    f'xmlns:w="{OFFICE}/wordprocessingml/2006/main" xmlns:r="{KIND}" xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:dgm="{OFFICE}/drawingml/2006/diagram"'
)


def link(kind: str, target: str, identity: str = "r9", more: str = "", space: str = KIND) -> str:
    return f'<Relationship Id="{identity}" Type="{space}/{kind}" Target="{target}" {more}/>'


def links(*each: str) -> str:
    return f'<Relationships xmlns="{LINKS}">{"".join(each)}</Relationships>'


def body(*texts: str, around: str = "{}") -> str:
    content = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    return f"<w:document {NAMESPACES}><w:body>{around.format(content)}</w:body></w:document>"


def package(
    main: str = body("seen"),
    *more: str,
    name: str = "word/document.xml",
    target: str | None = None,
    of_package: str = "",
    parts: dict[str, str | bytes] | None = None,
) -> bytes:
    """Give a package with this main part; `more` are what it relates, `of_package` what the package does."""
    folder, _, last = name.rpartition("/")
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/x"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{name}" ContentType="{WORD}"/>'
        "</Types>",
        "_rels/.rels": links(link("officeDocument", target or name, "r1"), of_package),
        name: main,
        f"{folder}/_rels/{last}.rels".lstrip("/"): links(*more),
        **(parts or {}),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each, content in whole.items():
            archive.writestr(each, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("word/document2.xml", "word/document2.xml"),
        ("word/document2.xml", "/word/document2.xml"),
        ("main.xml", "./main.xml"),
        ("word/belge ğ.xml", "word/belge%20ğ.xml"),
        ("Word/Document.xml", "word/document.xml"),
        ("word/text", "word/text"),
    ],
)
def test_the_main_part_is_the_one_that_the_package_relates(name: str, target: str) -> None:
    content = package(name=name, target=target)

    assert identify(content, "cv.docx") is DocumentType.DOCX
    assert read_docx(content).text == "seen"


def test_a_package_whose_main_part_is_a_workbook_is_no_document_and_one_without_its_main_part_is_damaged() -> None:
    sheet = package(
        name="xl/workbook.xml",
        parts={
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="text/xml"/></Types>'
        },
    )

    with pytest.raises(TypeMismatchError):
        identify(sheet, "cv.docx")
    with pytest.raises(DocxCorruptError):
        identify(package(target="word/other.xml"), "cv.docx")
    with pytest.raises(DocxCorruptError):
        read_docx(package(target="word/other.xml"))


def test_strict_open_xml_is_read_with_its_headers_styles_and_properties() -> None:
    hiding = '<w:styles {}><w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    hidden = '<w:p><w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>hidden</w:t></w:r></w:p>'
    transitional = body("seen", around="{}" + hidden)
    strict = {f"{OFFICE}/{family}/2006": f"{STRICT}/{family}" for family in ("wordprocessingml", "officeDocument")}

    def of(part: str) -> str:
        for old, new in strict.items():
            part = part.replace(old, new)
        return part

    content = package(
        of(transitional),
        of(link("header", "header1.xml", "r2")),
        of(link("styles", "styles.xml", "r3")),
        parts={
            "_rels/.rels": links(of(link("officeDocument", "word/document.xml"))),
            "word/header1.xml": of(f"<w:hdr {NAMESPACES}><w:p><w:r><w:t>above</w:t></w:r></w:p></w:hdr>"),
            "word/styles.xml": of(hiding.format(NAMESPACES)),
        },
    )

    extracted = read_docx(content)

    assert identify(content, "cv.docx") is DocumentType.DOCX
    assert extracted.text.split() == ["above", "seen"]
    assert extracted.warnings == (WarningCode.HIDDEN_TEXT,)


@pytest.mark.parametrize(
    "lost",
    [
        link("image", "NULL"),
        link("image", "../NULL"),
        link("image", "media/image1.png"),
        link("hyperlink", "#_top"),
        link("hyperlink", "#Berufserfahrung"),
        link("header", "header7.xml"),
        link("styles", "styles.xml"),
        link("footnotes", "../../../footnotes.xml"),
        link("diagramData", "diagrams/data1.xml"),
        link("customXml", ""),
        link("hyperlink", "https://ada.example", more='TargetMode="External"'),
    ],
)
def test_a_relationship_that_leads_nowhere_loses_nothing_but_its_target(lost: str) -> None:
    assert read_docx(package(body("seen"), lost)).text == "seen"


@pytest.mark.parametrize(
    "lost",
    [
        link("metadata/thumbnail", "docProps/thumbnail.jpeg", space=LINKS),
        link("metadata/core-properties", "docProps/core.xml", space=LINKS),
        link("extended-properties", "docProps/app.xml"),
    ],
)
def test_a_package_without_its_thumbnail_or_properties_is_read(lost: str) -> None:
    content = package(of_package=lost)

    assert identify(content, "cv.docx") is DocumentType.DOCX
    assert read_docx(content).text == "seen"


@pytest.mark.parametrize("broken", ["", "<a>", "no XML"])
def test_a_part_that_is_broken_damages_the_document_only_where_it_is_read(broken: str) -> None:
    relation = link("metadata/core-properties", "docProps/core.xml", space=LINKS)
    parts: dict[str, str | bytes] = {"customXml/item1.xml": broken, "docProps/core.xml": broken}

    assert read_docx(package(of_package=relation, parts=parts)).text == "seen"
    with pytest.raises(DocxCorruptError):
        read_docx(package(broken))


def test_author_and_title_are_the_core_properties_and_none_where_there_are_none() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://x.example" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>Ada</dc:creator><dc:title>CV</dc:title></cp:coreProperties>"
    )
    relation = link("metadata/core-properties", "docProps/core.xml", space=LINKS)
    told = read_docx(package(of_package=relation, parts={"docProps/core.xml": core}))
    untold = read_docx(package())

    assert (told.author, told.title) == ("Ada", "CV")
    assert (untold.author, untold.title) == (None, None)


PAGE = (
    "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h1>İş deneyimi</h1>"
    "<p>Nurse<br>Ankara</p><ul><li>first</li><li>second</li></ul><table><tr><td>2020</td><td>Clinic</td></tr></table>"
    "<script>no()</script></body></html>"
)
PAGE_LINES = ["İş deneyimi", "Nurse", "Ankara", "• first", "• second", "2020\tClinic"]
MAIL = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n%s'
    b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.encodebytes(PAGE.encode())
    + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nxxxx\r\n--b--\r\n"
)
RICH = (
    rb"{\rtf1\ansi\ansicpg1254\uc1{\fonttbl{\f0 Arial;}}{\*\generator X;}{\info{\author A}}\pard\b Hem\'feire\b0\par "
    rb"B\u252?cher \emdash  Wien\line {\v hidden}\{x\}{\pict 0102}\par}"
)


@pytest.mark.parametrize(
    ("name", "chunk", "lines"),
    [
        ("afchunk.htm", PAGE, PAGE_LINES),
        ("page.html", PAGE.encode("utf-16"), PAGE_LINES),
        ("page.html", PAGE.replace("<head>", "<head><meta charset='iso-8859-9'>").encode("iso-8859-9"), PAGE_LINES),
        ("page.mht", MAIL.replace(b"%s", b"Content-Location: x\r\n"), PAGE_LINES),
        ("text.txt", "Bahçeşehir\nÜniversitesi".encode(), ["Bahçeşehir", "Üniversitesi"]),
        ("text.rtf", RICH, ["Hemşire", "Bücher — Wien", "{x}"]),
    ],
)
def test_a_part_in_another_format_is_read_where_it_stands(name: str, chunk: str | bytes, lines: list[str]) -> None:
    main = body("after", around='<w:altChunk r:id="r5"/>{}')
    content = package(main, link("aFChunk", name, "r5"), parts={f"word/{name}": chunk})

    extracted = read_docx(content)

    assert identify(content, "cv.docx") is DocumentType.DOCX
    assert [line for line in extracted.text.split("\n") if line] == [*lines, "after"]
    assert extracted.warnings == ((WarningCode.HIDDEN_TEXT,) if name.endswith("rtf") else ())


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">Chief</p>',
        "<p hidden>Chief</p>",
        '<div style="mso-hide:all">Chief <b>Wizard</b></div>',
        '<p><span style="visibility:hidden">Chief</span></p>',
    ],
)
def test_what_a_page_hides_is_left_out_and_reported(hidden: str) -> None:
    content = package(
        body("seen", around='{}<w:altChunk r:id="r5"/>'),
        link("aFChunk", "a.html", "r5"),
        parts={"word/a.html": f"<html><body>{hidden}<p>too</p></body></html>"},
    )

    extracted = read_docx(content)

    assert (extracted.text.split(), extracted.warnings) == (["seen", "too"], (WarningCode.HIDDEN_TEXT,))


def test_a_document_of_one_part_in_a_format_that_is_not_read_is_empty_and_not_damaged() -> None:
    content = package(
        body(around='<w:altChunk r:id="r5"/>'), link("aFChunk", "a.bin", "r5"), parts={"word/a.bin": b"PK\3\4\0\0"}
    )

    with pytest.raises(TextEmptyError):
        read_docx(content)


def point(text: str, properties: str = "") -> str:
    return f"<dgm:pt>{properties}<dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"


def diagram(*points: str) -> str:
    return f"<dgm:dataModel {NAMESPACES}><dgm:ptLst>{''.join(points)}</dgm:ptLst></dgm:dataModel>"


@pytest.mark.parametrize(
    ("around", "texts"),
    [
        ("{}", ["seen", "Terraform", "Çizelge"]),
        ('<w:p><w:r><w:drawing><dgm:relIds r:dm="r4"/></w:drawing></w:r></w:p>{}', ["Terraform", "Çizelge", "seen"]),
    ],
)
def test_a_diagram_is_text_where_it_is_shown_and_its_prompts_are_none(around: str, texts: list[str]) -> None:
    data = diagram(point("Terraform"), point("[Text]", '<dgm:prSet phldr="1"/>'), point("Çizelge"))
    content = package(
        body("seen", around=around),
        link("diagramData", "diagrams/data1.xml", "r4"),
        parts={"word/diagrams/data1.xml": data},
    )

    assert read_docx(content).text.split() == texts


@pytest.mark.parametrize(
    "drawn",
    [
        '<w:pict><v:shape><v:textpath string="Lebenslauf"/></v:shape></w:pict>',
        f"<w:drawing><a:sp><a:p>{'<a:r><a:t>Lebens</a:t></a:r><a:r><a:t>lauf</a:t></a:r>'}</a:p></a:sp></w:drawing>",
    ],
    ids=["WordArt", "text of a drawing"],
)
def test_words_that_are_drawn_are_text(drawn: str) -> None:
    assert read_docx(package(body("seen", around=f"<w:p><w:r>{drawn}</w:r></w:p>{{}}"))).text.split() == [
        "Lebenslauf",
        "seen",
    ]


def test_a_main_part_of_any_name_is_refused_for_a_doctype() -> None:
    with pytest.raises(XmlForbiddenError):
        read_docx(package("<!DOCTYPE w><w/>", name="word/text"))
