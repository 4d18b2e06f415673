"""A ZIP of several CVs: a result each, within bounds, and nothing written where a name in it leads."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.forked import cvparser

from cvparser.domain.errors import ArchiveTooManyEntriesError, CVParserError, DecompressionLimitError
from cvparser.entrypoints import parse_archives
from cvparser.entrypoints.parse_sources import documents_of

TEXT = "Data Engineer at Kestrel Analytics since March 2019.\n\nSkills\nPython, SQL"


def packed(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return path


def test_each_cv_of_an_archive_has_a_result_of_its_own(tmp_path: Path) -> None:
    names = ("ana/cv.txt", "../../bo.md", "notes.xlsx", "__MACOSX/ana/cv.txt", ".hidden.txt", "broken.pdf")
    archive = packed(tmp_path / "cvs.zip", *names)

    run = cvparser("parse", archive, "-o", tmp_path / "out")

    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.json")}
    assert found == {"out/cvs/ana/cv.json", "out/cvs/bo.json"}
    assert "2 of 3 parsed, 1 failed." in run.stderr
    assert f"{archive}/broken.pdf: " in run.stderr
    assert json.loads((tmp_path / "out/cvs/bo.json").read_text())["profile"]["basics"]["skills"] == ["Python", "SQL"]


def test_a_linkedin_export_is_one_document(tmp_path: Path) -> None:
    archive = packed(tmp_path / "export.zip", "Positions.csv", "cv.txt")

    assert [each.member for each in documents_of([str(archive)])] == [None]


def test_a_folder_is_searched_for_every_format_and_results_in_it_are_no_cvs(tmp_path: Path) -> None:
    for name in ("a.odt", "b.RTF", "c.eml", "d.msg", "e.doc", "f.html", "g.txt"):
        (tmp_path / name).touch()
    (tmp_path / "resume.json").write_text('{"basics": {"label": "Nurse"}}')
    (tmp_path / "result.json").write_text('{"profile": {"basics": {"profession": "Nurse"}}, "meta": {}}')
    (tmp_path / "europass.xml").write_text("<SkillsPassport><LearnerInfo/></SkillsPassport>")
    (tmp_path / "pom.xml").write_text("<project/>")
    packed(tmp_path / "more.zip", "h.txt")

    found = {str(each.below) for each in documents_of([str(tmp_path)])}

    assert found == {*"abcdefg", "resume", "europass", "more/h"}


def test_an_archive_is_read_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = packed(tmp_path / "cvs.zip", "a.txt", "b.txt", "c.txt")
    monkeypatch.setattr(parse_archives, "MAX_MEMBER", 10)
    with pytest.raises(DecompressionLimitError):
        parse_archives.member(archive, "a.txt")

    monkeypatch.setattr(parse_archives, "MAX_MEMBERS", 2)
    with pytest.raises(ArchiveTooManyEntriesError):
        parse_archives.members_of(archive)


def test_a_damaged_archive_or_member_is_an_error_of_ours(tmp_path: Path) -> None:
    archive = packed(tmp_path / "cvs.zip", "a.txt")
    content = bytearray(archive.read_bytes())
    content[40:50] = bytes(10)
    archive.write_bytes(content)

    with pytest.raises(CVParserError):
        parse_archives.member(archive, "a.txt")
    archive.write_bytes(b"PK no archive")
    assert parse_archives.members_of(archive) is None
