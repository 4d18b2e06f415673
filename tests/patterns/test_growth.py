"""Texts that took seconds or for ever, in kinds; work on them grows no faster than they do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from tests.patterns.growth import is_slow
from tests.patterns.stages import OUTSIDE_PRIVACY
from tests.patterns.texts import Kind

from cvparser.adapters.text_extractor.docx import read_docx
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import MacroNotAllowedError
from cvparser.domain.sniffing import identify

_LENGTH = 50_000
_KINDS = {
    "blanks within a heading": Kind("## Work", " ", "x"),
    "tabs after a heading's mark": Kind("# ", "\t", "x\n"),
    "letters set apart": Kind("", "E r ", "fahrung"),
    "letters set apart without an end": Kind("", "ö ", "öö"),
    "marks on one letter": Kind("Muster e", "\u0316\u0301", ""),
    "marks at the beginning": Kind("", "\u0301\u0327", "a"),
    "blank lines": Kind("", " \n", "x"),
    "lines of signs": Kind("", "=\n", "x"),
    "one long blank": Kind("Skills: Go", " ", "x"),
    "one long blank in parts": Kind("2019", "\t ", "x"),
    "lengths of time": Kind("", "2 mes ", "-"),
    "encoded pieces": Kind("", "A" * 45 + "-", "x"),
    "brackets that stay open": Kind("", "(a ", ""),
    "stars": Kind("", "*a ", ""),
    "a word without an end": Kind("certificat", "s", "!"),
    "dates": Kind("", "03/2019 - ", "x"),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("stage", OUTSIDE_PRIVACY)
@pytest.mark.parametrize("kind", _KINDS)
def test_a_stage_takes_time_in_proportion_to_its_text(kind: str, stage: str) -> None:
    assert not is_slow(OUTSIDE_PRIVACY[stage], _KINDS[kind].text, _LENGTH)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", ["<Relationship ", "<a:Relationship Id='x' ", "<Relationship\tTarget = ' "])
def test_relationships_that_are_never_closed_are_looked_at_once(part: str) -> None:
    def work(relationships: str) -> None:
        assert identify(_docx("<w:p/>", relationships), "cv.docx") is DocumentType.DOCX

    assert not is_slow(work, Kind("<Relationships>", part, "").text, 200_000)


@pytest.mark.parametrize("name", ["Relationship", "x:Relationship", "pack-age.1:Relationship"])
def test_a_template_of_another_machine_is_seen_behind_a_sign_that_closes_nothing(name: str) -> None:
    part = f'<{name} Id="a>b" Type="x/attachedTemplate" TargetMode="External" Target="https://macros.example/t.dotm"/>'

    with pytest.raises(MacroNotAllowedError):
        identify(_docx("<w:p/>", f"<Relationships>{part}</Relationships>"), "cv.docx")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("around", [("<w:p>", "</w:p>"), ("<w:tbl><w:tr><w:tc><w:p>", "</w:p></w:tc></w:tr></w:tbl>")])
def test_white_runs_beside_each_other_are_looked_at_once(around: tuple[str, str]) -> None:
    run = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>go</w:t></w:r>'
    text_of: Callable[[int], str] = Kind(around[0], run, f"<w:r><w:t>Nurse</w:t></w:r>{around[1]}").text

    def work(body: str) -> None:
        assert read_docx(_docx(body, "")).text == "Nurse"

    assert not is_slow(work, text_of, 10_000 * len(run))


def _docx(body: str, relationships: str) -> bytes:
    space = "http://schemas.openxmlformats.org"
    types = f"{space}/package/2006/content-types"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    links = f"{space}/package/2006/relationships"
    office = f"{space}/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{links}">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{body}</w:body>'
        "</w:document>",
    }
    if relationships:
        parts["word/_rels/document.xml.rels"] = relationships
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()
