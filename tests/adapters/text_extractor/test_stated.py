# ruff: noqa: E501 - sources, one a line
"""Sources that state a profile field by field: mapped, not parsed, and nothing personal of theirs is a fact."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from tests.adapters.text_extractor.formats import CANDIDATE, LINKEDIN, PASSPORT, RESUME, archive, read, resume
from tests.adapters.text_extractor.test_several import pages

from cvparser.adapters.text_extractor.safe_xml import MAX_DEPTH
from cvparser.domain import errors
from cvparser.domain.errors import CVParserError

EXPORT = archive(dict(LINKEDIN))
SOURCES = {
    "resume.json": resume(),
    "export.zip": EXPORT,
    "passport.xml": PASSPORT.encode(),
    "candidate.xml": CANDIDATE.encode(),
}
PERSONAL = ("Wilma", "Ackerbusch", "wilma@", "901820", "Deichweg", "Emden", "1986", "Berta", "AB-5512", "26721", "http")


def facts(content: bytes, name: str) -> Mapping[str, Any]:
    found = read(content, name).facts
    assert found is not None
    profile: Mapping[str, Any] = found["profile"]  # type: ignore[assignment]  # JSON
    return profile


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_that_states_facts_is_mapped(name: str) -> None:
    found = facts(SOURCES[name], name)

    job, school = found["professional_experiences"][0], found["education"][0]
    assert (job["title"], job["company"], job["start_date"]) == (
        "Senior Planner",
        "Hafenkontor GmbH",
        {"year": 2019, "month": 3},
    )
    assert job["is_current"] is True
    assert "ed a team" in job["description"]
    assert "<" not in job["description"]
    assert (school["issuing_organization"], school["end_date"]["year"]) == ("Hochschule Bremen", 2011)
    assert school["degree"].startswith("BSc")
    assert [(each["iso_code"], each["fluency"]) for each in found["languages"]] == [("de", "native"), ("en", "C1")]


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_personal_in_a_source_is_no_fact(name: str) -> None:
    document = read(SOURCES[name], name)
    told = json.dumps(document.facts)

    assert document.author == "Wilma Ackerbusch"
    # What stands in a summary is for the gates, which read the text.
    assert [each for each in PERSONAL if each in told.replace("wilma@ackerbusch.example", "")] == []


def test_skills_certificates_and_the_language_of_a_source_are_kept() -> None:
    assert facts(EXPORT, "a.zip")["basics"]["skills"] == ["Incoterms", "Excel"]
    assert facts(EXPORT, "a.zip")["trainings_and_certifications"] == [
        {"description": "ADR", "issuing_organization": "IHK", "year": 2020}
    ]
    assert facts(resume(), "a.json")["basics"]["skills"] == ["Planning", "Incoterms", "Excel"]
    document = read(PASSPORT.encode(), "a.xml")
    assert document.facts is not None
    assert document.facts["cv_language"] == "de"


def test_an_export_in_a_folder_and_with_notes_above_its_columns_is_read() -> None:
    content = archive({"Export/Positions.csv": "Notes:\n\n" + LINKEDIN["Positions.csv"]})

    assert facts(content, "a.zip")["professional_experiences"][1]["company"] == "Brookfield and Sons"


HOSTILE = [
    ("a.json", b'{"basics": {}}', errors.TextEmptyError),
    ("a.json", b'{"a": 1}', errors.TypeMismatchError),
    ("a.json", b'{"basics": [' + b"[" * 100_000, errors.TypeMismatchError),
    ("a.json", b'{"basics": {', errors.TypeMismatchError),
    ("a.xml", b"<other/>", errors.TypeMismatchError),
    ("a.xml", PASSPORT.replace("?>\n", '?><!DOCTYPE a [<!ENTITY b "c">]>').encode(), errors.XmlForbiddenError),
    ("a.xml", b"<SkillsPassport>" + b"<a>" * (MAX_DEPTH + 1), errors.DocumentCorruptError),
    ("a.xml", b"<SkillsPassport>" + b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1) + b"</SkillsPassport>", errors.TooComplexError),
    ("a.xml", b"<SkillsPassport/>", errors.TextEmptyError),
    ("a.zip", archive({"a.pdf": b"%PDF-1.4"}), errors.ArchiveNotReadError),
    ("a.zip", archive({"Profile.csv": b"\0\1\2"}), errors.DocumentCorruptError),
    ("a.zip", archive({"Profile.csv": b"a," * (3 * 2**20)}), errors.DecompressionLimitError),
    ("a.zip", archive({"Profile.csv": "First Name\n"}), errors.TextEmptyError),
    ("a.docx", EXPORT, errors.TypeMismatchError),
    ("a.pdf", resume(), errors.TypeMismatchError),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "error"), HOSTILE)
def test_a_hostile_source_gets_its_error(name: str, content: bytes, error: type[CVParserError]) -> None:
    with pytest.raises(CVParserError) as caught:
        read(content, name)

    assert type(caught.value) is error


@pytest.mark.parametrize("wrong", [None, 7, "x", [1], {"a": []}, [[{}]], [None, True, {"name": {"a": 1}}]])
def test_a_resume_of_wrong_types_is_read_as_far_as_it_goes(wrong: object) -> None:
    content = {"work": [{"position": "Nurse"}], "basics": {"label": "Nurse"}}
    for part in RESUME:
        if part not in content:
            content[part] = wrong  # type: ignore[assignment]  # whatever somebody sends

    assert facts(json.dumps(content).encode(), "a.json")["basics"]["profession"] == "Nurse"


SHOWN = ["Wilma Ackerbusch", "wilma@ackerbusch.example", "Senior Planner", "Hafenkontor GmbH", "led a team"]
SHOWN += ["Logistics Planner", "BSc Logistics", "Hochschule Bremen"]


@pytest.mark.parametrize(("lines", "is_believed"), [(SHOWN, True), (SHOWN[:2], False)])
def test_the_xml_in_a_pdf_of_europass_is_believed_as_far_as_the_pages_show_it(
    lines: list[str], is_believed: bool
) -> None:
    document = pypdfium2.PdfDocument(pages(lines))
    attached = document.new_attachment("europass.xml")
    attached.set_data(PASSPORT.encode())
    out = BytesIO()
    document.save(out)
    document.close()

    found = read(out.getvalue(), "europass.pdf")

    assert (found.facts is not None) is is_believed
    assert found.text.startswith("Wilma Ackerbusch")
