"""Sources that state a profile field by field, through both gates: exact, and nothing personal comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.adapters.text_extractor.formats import CANDIDATE, LINKEDIN, PASSPORT, archive, resume

import cvparser

SOURCES = {
    "resume.json": resume(),
    "export.zip": archive(dict(LINKEDIN)),
    "passport.xml": PASSPORT.encode(),
    "candidate.xml": CANDIDATE.encode(),
}
PERSONAL = ("Wilma", "Ackerbusch", "wilma@", "901820", "Deichweg", "1986", "Berta", "AB-5512", "ihk.example")


@pytest.fixture(scope="module")
def parser() -> Iterator[cvparser.CVParser]:
    with cvparser.CVParser() as opened:
        yield opened


@pytest.mark.parametrize("name", SOURCES)
def test_what_a_source_states_comes_out_exactly_and_without_its_person(parser: cvparser.CVParser, name: str) -> None:
    parsed = parser.parse(SOURCES[name], name=name, mode="advanced")
    told = json.dumps(parsed.model_dump(mode="json"), ensure_ascii=False)

    assert parsed.meta.parser == "Exact"
    job = parsed.profile.professional_experiences[0]
    assert (job.title, job.company, job.is_current) == ("Senior Planner", "Hafenkontor GmbH", True)
    assert parsed.profile.education[0].issuing_organization == "Hochschule Bremen"
    assert [language.iso_code for language in parsed.profile.languages] == ["de", "en"]
    assert [each for each in PERSONAL if each in told] == []


def test_a_summary_keeps_what_is_professional_when_what_is_personal_is_taken_out(parser: cvparser.CVParser) -> None:
    summary = parser.parse(SOURCES["resume.json"], name="resume.json").profile.basics.summary

    assert summary is not None
    assert "plans departures" in summary
