from __future__ import annotations

import stat
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cvparser.adapters.text_extractor.docx import read_docx
from cvparser.domain.errors import CVParserError, DecompressionLimitError, DocxTooComplexError, XmlForbiddenError
from cvparser.domain.profile import WarningCode
from cvparser.testing.conformance.text_extractor import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


ALTERNATIVES = (
    "<mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice>"
    "<mc:Fallback><w:t>once</w:t></mc:Fallback></mc:AlternateContent>"
)


def document(body: str) -> bytes:
    return packed(f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>')


def paragraph(text: str, *, run: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, texts))}</w:tc>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (paragraph("one") + paragraph("two"), ["one", "two"]),
        (f"<w:sdt><w:sdtContent>{paragraph('content control')}</w:sdtContent></w:sdt>", ["content control"]),
        (
            f"<w:p><w:r><w:t>beside</w:t><w:txbxContent>{paragraph('text box')}</w:txbxContent></w:r></w:p>",
            ["beside", "text box"],
        ),
        (
            f"<w:p><w:r>{ALTERNATIVES}</w:r></w:p>",
            ["once"],
        ),
        (
            "<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:del><w:r><w:t>deleted</w:t></w:r></w:del></w:p>",
            ["inserted"],
        ),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", ["link"]),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", ["a\tb", "c"]),
        ("<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r></w:p>", ["non-stop"]),
        (paragraph("item", properties="<w:numPr/>"), ["• item"]),
        (paragraph("item", properties='<w:pStyle w:val="ListBullet"/>'), ["• item"]),
        (
            f"<w:tbl><w:tr>{cell('2020 - 2024')}{cell('Engineer', 'Built it')}</w:tr></w:tbl>",
            ["2020 - 2024\tEngineer", "Built it"],
        ),
        (f"<w:tbl><w:tr>{cell('Skills')}{cell('Python', 'SQL')}</w:tr></w:tbl>", ["Skills", "Python", "SQL"]),
        (f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:tr>{cell('c')}{cell('d')}</w:tr></w:tbl>", ["a\tb", "c\td"]),
        (f"<w:tbl><w:tr>{cell('one', 'two')}{cell('three', 'four')}</w:tr></w:tbl>", ["one", "two", "three", "four"]),
    ],
)
def test_what_a_reader_sees_comes_out_in_order(body: str, lines: list[str]) -> None:
    assert [line for line in read_docx(document(body)).text.splitlines() if line] == lines


def test_a_heading_starts_a_block() -> None:
    body = paragraph("before") + paragraph("Skills", properties='<w:pStyle w:val="Heading1"/>') + paragraph("Python")

    assert read_docx(document(body)).text == "before\n\nSkills\nPython"


@pytest.mark.parametrize(
    "run", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'], ids=["vanish", "white", "tiny"]
)
def test_text_that_no_reader_sees_is_left_out_and_reported(run: str) -> None:
    extracted = read_docx(document(paragraph("seen") + paragraph("hidden", run=run)))

    assert extracted.text == "seen"
    assert extracted.warnings == (WarningCode.HIDDEN_TEXT,)


def test_white_text_on_a_dark_ground_is_seen() -> None:
    shaded = '<w:shd w:fill="203040"/>'

    assert read_docx(document(paragraph("seen", run='<w:color w:val="FFFFFF"/>', properties=shaded))).text == "seen"


ENTITY = (
    f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body>&x;</w:body></w:document>'
)
LAUGHS = '<!DOCTYPE w [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'


XINCLUDE = (
    f'<w:document xmlns:w="{W}" xmlns:xi="http://www.w3.org/2001/XInclude"><w:body>'
    '<xi:include href="file:///etc/passwd" parse="text"/></w:body></w:document>'
)


def body_of(content: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{content}</w:body></w:document>'


@pytest.mark.parametrize(
    ("main_part", "error"),
    [
        pytest.param("x" * (51 * 2**20), DecompressionLimitError, id="line 47: size"),
        pytest.param(LAUGHS, XmlForbiddenError, id="line 50: billion laughs"),
        pytest.param(ENTITY, XmlForbiddenError, id="line 51: external entity"),
        pytest.param(XINCLUDE, XmlForbiddenError, id="line 51: XInclude"),
        pytest.param(body_of("<w:p/>" * 20_001), DocxTooComplexError, id="line 52: paragraphs"),
        pytest.param(body_of("<w:sdt>" * 300 + "</w:sdt>" * 300), DocxTooComplexError, id="line 52: depth"),
        pytest.param(
            body_of(f"<w:tbl><w:tr>{cell('x') * 5_001}</w:tr></w:tbl>"), DocxTooComplexError, id="line 52: cells"
        ),
    ],
)
def test_a_hostile_document_gets_its_error(main_part: str, error: type[CVParserError]) -> None:
    with pytest.raises(error):
        read_docx(packed(main_part))


def test_line_51_a_chunk_from_another_place_is_refused() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    relation = f'<Relationship Id="r1" Type="{kind}" Target="http://127.0.0.1:9/x.html" TargetMode="External"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = BytesIO(document(paragraph("seen")))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{namespace}">{relation}</Relationships>'
        )

    with pytest.raises(XmlForbiddenError):
        read_docx(content.getvalue())


def test_line_47_a_part_that_holds_more_than_it_says_is_cut_off() -> None:
    content = bytearray(packed(body_of("x" * (51 * 2**20))))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = archive.getinfo("word/document.xml")
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    for place in (part.header_offset + 22, entry + 24):
        content[place : place + 4] = struct.pack("<I", 1000)

    with pytest.raises(DecompressionLimitError):
        read_docx(bytes(content))


@pytest.mark.parametrize("name", ["../../written", "/tmp/written", "word/link"])
def test_line_53_a_member_that_points_elsewhere_is_ignored(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = BytesIO(document(paragraph("seen")))
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(member, "/etc/passwd")
    monkeypatch.chdir(tmp_path)

    assert read_docx(content.getvalue()).text == "seen"
    assert not list(tmp_path.iterdir())


def test_line_55_comments_are_not_read() -> None:
    content = BytesIO(document(paragraph("seen")))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(
            "word/comments.xml", f'<w:comments xmlns:w="{W}"><w:comment>{paragraph("said")}</w:comment></w:comments>'
        )

    assert read_docx(content.getvalue()).text == "seen"
