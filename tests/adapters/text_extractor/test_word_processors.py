# ruff: noqa: E501 - documents, one a line
"""ODT, FODT, RTF and DOC: read as a DOCX is, within the same bounds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.adapters.text_extractor.formats import PLANNER, archive, compound, fodt, odt, read
from tests.growth import grows_at_most

from cvparser.adapters.text_extractor.odt_walk import MAX_CELLS, MAX_PARAGRAPHS
from cvparser.adapters.text_extractor.rich_text import MAX_DEPTH
from cvparser.adapters.text_extractor.safe_xml import MAX_DEPTH as MAX_XML_DEPTH
from cvparser.domain import errors
from cvparser.domain.cv.lines import Role
from cvparser.domain.errors import CVParserError
from cvparser.domain.profile import WarningCode

HIDDEN = (WarningCode.HIDDEN_TEXT,)
P = "<text:p>{}</text:p>".format


@pytest.mark.parametrize("path", sorted(PLANNER.iterdir()), ids=lambda path: path.suffix)
def test_a_cv_reads_the_same_in_every_format_and_without_what_is_hidden(path: Path) -> None:
    document = read(path.read_bytes(), path.name)

    assert [line for line in document.text.split("\n") if line] == [
        "Curriculum vitae",
        "Wilma Ackerbusch",
        "Work experience",
        "Senior Planner, Hafenkontor GmbH",
        "• Planned departures for Überseehafen ığüşöç",
        "German\tnative",
        "English\tC1",
        "After the table",
        "Page of the footer",
    ]
    assert document.warnings == HIDDEN
    assert document.author == "Wilma Ackerbusch"
    roles = {document.text[line.start : line.end]: line.role for line in document.lines}
    assert roles["Work experience"] is Role.HEADING
    assert roles["German\tnative"] is Role.TABLE


def style(name: str, properties: str, family: str = "text") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {properties}/></style:style>'
    )


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ('<text:p>a<text:span text:style-name="T">secret</text:span></text:p>', style("T", 'text:display="none"')),
        ('<text:p>a<text:span text:style-name="T">secret</text:span></text:p>', style("T", 'fo:color="#fefefe"')),
        ('<text:p>a<text:span text:style-name="T">secret</text:span></text:p>', style("T", 'fo:font-size="1pt"')),
        ('<text:p>a</text:p><text:p text:style-name="P">secret</text:p>', style("P", 'fo:color="#ffffff"', "paragraph")),
        ('<text:p>a</text:p><text:section text:display="none"><text:p>secret</text:p></text:section>', ""),
        ("<text:p>a</text:p><text:p>secret<text:hidden-paragraph/></text:p>", ""),
        ('<text:p>a<text:hidden-text text:string-value="secret"/></text:p>', ""),
        ('<text:p>a<draw:frame draw:display="none"><draw:text-box><text:p>secret</text:p></draw:text-box></draw:frame></text:p>', ""),
        ('<text:p>a<draw:frame svg:x="-30cm" svg:width="5cm"><draw:text-box><text:p>secret</text:p></draw:text-box></draw:frame></text:p>', ""),
        ('<text:p>a</text:p><table:table><table:table-row table:visibility="collapse"><table:table-cell><text:p>secret</text:p></table:table-cell></table:table-row></table:table>', ""),
    ],
)  # fmt: skip
def test_what_an_odt_hides_is_left_out_and_said(body: str, styles: str) -> None:
    document = read(odt(body, styles=styles), "cv.odt")

    assert document.text == "a"
    assert document.warnings == HIDDEN


def test_white_text_on_a_dark_ground_is_seen() -> None:
    styles = (
        '<style:style style:name="C" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#203040"/></style:style>' + style("T", 'fo:color="#ffffff"')
    )
    cell = f'<table:table-cell table:style-name="C">{P("<text:span text:style-name=" + chr(34) + "T" + chr(34) + ">Skills</text:span>")}</table:table-cell>'
    document = read(
        odt(f"<table:table><table:table-row>{cell}</table:table-row></table:table>", styles=styles), "cv.odt"
    )

    assert (document.text, document.warnings) == ("Skills", ())


def test_deletions_comments_and_prompts_are_no_text_and_boxes_and_notes_are() -> None:
    deleted = "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    box = "<draw:frame><draw:text-box><text:p>Skills</text:p></draw:text-box><svg:desc>alt</svg:desc></draw:frame>"
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>With honours</text:p></text:note-body></text:note>"
    said = f"Nurse<office:annotation><text:p>why?</text:p></office:annotation><text:placeholder>Name</text:placeholder>{note}{box}"
    items = "<text:list><text:list-item><text:p>Wards</text:p></text:list-item></text:list>"

    document = read(fodt(deleted + P(said) + items), "cv.fodt")

    assert document.text == "Nurse\nSkills\n• Wards\nWith honours"
    assert document.warnings == ()


def test_a_fodt_that_is_called_odt_or_xml_is_read() -> None:
    content = fodt(P("Nurse<text:tab/>2019<text:s text:c='3'/>Ulm"))

    assert {read(content, f"cv.{ending}").text for ending in ("odt", "fodt", "xml")} == {"Nurse\t2019   Ulm"}


@pytest.mark.parametrize(
    ("source", "text", "is_hidden"),
    [
        (r"{\rtf1\ansi Nurse{\v secret}\par Ulm}", "Nurse\nUlm", True),
        (r"{\rtf1{\colortbl;\red255\green255\blue255;}Nurse {\cf1 secret}Ulm}", "Nurse Ulm", True),
        (r"{\rtf1{\colortbl;\red255\green255\blue255;\red0\green0\blue0;}Nurse {\cf1\highlight2 Ulm}}", "Nurse Ulm", False),
        (r"{\rtf1 Nurse{\fs2 secret}}", "Nurse", True),
        (r"{\rtf1 Nurse{\deleted old}{\*\annotation why?}{\pict 00ff}}", "Nurse", False),
        (r"{\rtf1\ansicpg1254 \'dd\u287?neada{\fonttbl{\f1\fcharset238 Arial;}}{\f1 \'b3}}", "İğneadał", False),
        ("{\\rtf1 Nurse\\bin6 \\par}{!Ulm}", "Nurse!Ulm", False),
        (r"{\rtf1{\footer Page}{\header CV}Nurse\par{\footnote With honours}Ulm}", "CV\n\nNurse\nUlm\n\nWith honours\n\nPage", False),
        (r"{\rtf1 {\listtext\'b7\tab}Wards\par}", "• Wards", False),
        (r"{\rtf1\trowd\intbl German\cell native\cell\row\pard Ulm}", "German\tnative\nUlm", False),
    ],
)  # fmt: skip
def test_rtf_is_read_as_word_shows_it(source: str, text: str, is_hidden: bool) -> None:
    document = read(source.encode("latin-1"), "cv.rtf")

    assert document.text == text
    assert document.warnings == (HIDDEN if is_hidden else ())


def bomb() -> bytes:
    entities = '<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return fodt(P("&b;&b;&b;")).replace(b"?>\n", f"?>{entities}".encode(), 1)


def packed(content: bytes) -> bytes:
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def deep(levels: int) -> bytes:
    return fodt("<text:section>" * levels + P("a") + "</text:section>" * levels)


HOSTILE: list[tuple[str, str, Callable[[], bytes], type[CVParserError]]] = [
    ("entities", "fodt", bomb, errors.XmlForbiddenError),
    ("entities packed", "odt", lambda: packed(bomb()), errors.XmlForbiddenError),
    ("depth", "fodt", lambda: deep(MAX_XML_DEPTH + 1), errors.TooComplexError),
    ("paragraphs", "fodt", lambda: fodt(P("a") * (MAX_PARAGRAPHS + 1)), errors.TooComplexError),
    ("cells", "fodt", lambda: fodt(f"<table:table><table:table-row>{'<table:table-cell/>' * (MAX_CELLS + 1)}</table:table-row></table:table>"), errors.TooComplexError),
    ("no XML", "odt", lambda: packed(b"<office:docu"), errors.DocumentCorruptError),
    ("no body", "fodt", lambda: fodt("").replace(b"office:text", b"office:spreadsheet"), errors.DocumentCorruptError),
    ("bomb", "odt", lambda: packed(b" " * (51 * 2**20)), errors.DecompressionLimitError),
    ("no text", "odt", lambda: odt(P(" ")), errors.TextEmptyError),
    ("inclusion", "fodt", lambda: fodt('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'), errors.XmlForbiddenError),
    ("groups", "rtf", lambda: b"{\\rtf1 " + b"{" * (MAX_DEPTH + 1), errors.TooComplexError),
    ("cut", "doc", lambda: (PLANNER / "planner.doc").read_bytes()[:9000], errors.LegacyDocError),
    ("no streams", "doc", lambda: compound({"WordDocument": b"\xec\xa5\xc1\0"}), errors.DocumentCorruptError),
    ("Word 95", "doc", lambda: compound({"WordDocument": b"\xdc\xa5\x68\0"}), errors.LegacyDocError),
    ("password", "doc", lambda: compound({"WordDocument": b"\xec\xa5\xc1\0" + bytes(6) + b"\0\1"}), errors.FileEncryptedError),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "content", "error"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_a_hostile_document_gets_its_error(
    ending: str, content: Callable[[], bytes], error: type[CVParserError]
) -> None:
    with pytest.raises(CVParserError) as caught:
        read(content(), f"cv.{ending}")

    assert type(caught.value) is error


def test_chains_of_a_compound_file_that_go_in_circles_are_an_error() -> None:
    content = bytearray(compound({"WordDocument": b"a" * 5000}))
    # The table of sectors is the last one of the file; its first link leads back to itself.
    content[-512:-508] = bytes(4)

    with pytest.raises(errors.DocumentCorruptError):
        read(bytes(content), "cv.doc")


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_doc_is_read_or_an_error_of_ours(seed: int) -> None:
    content = bytearray((PLANNER / "planner.doc").read_bytes())
    for step in range(30):
        content[512 + (seed * 7919 + step * 104_729) % (len(content) - 512)] = (seed * 31 + step * 17) % 256
    try:
        read(bytes(content), "cv.doc")
    except CVParserError:
        return


@pytest.mark.parametrize(
    ("ending", "piece"),
    [
        ("rtf", "a\\par "),
        ("rtf", "{\\v a}"),
        ("rtf", "\\trowd\\intbl a\\cell"),
        ("rtf", "{\\*\\x "),
        ("rtf", "}"),
        ("fodt", "<text:p>a</text:p>"),
        ("fodt", "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>"),
    ],
)
def test_a_document_is_gone_through_once(ending: str, piece: str) -> None:
    def work(content: bytes) -> None:
        with suppress(CVParserError):
            read(content, f"cv.{ending}")

    contents = {
        times: fodt(piece * times) if ending == "fodt" else b"{\\rtf1 a " + piece.encode() * times
        for times in (3_000, 12_000)
    }

    # Sixteen times as long in twice as many steps each; four times otherwise.
    assert grows_at_most(10, lambda times: work(contents[times]), 3_000, 12_000, slack_s=0.2)
