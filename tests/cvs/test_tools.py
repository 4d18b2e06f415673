"""CVs made by the tools and in the templates that people use: every fact is found, none is wrong, nothing personal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst
from tests.cvs import profiles
from tests.cvs.word_template import word_template

import cvparser

HERE = Path(__file__).parent
#: What is made here, and by what; the rest is made by `tests.cvs.make`.
MADE_HERE: dict[str, Callable[[], bytes]] = {
    "brilliant_cv": lambda: typst.compile((HERE / "sources" / "brilliant_cv.typ").read_bytes()),
    "rendercv": lambda: typst.compile((HERE / "sources" / "rendercv.typ").read_bytes()),
    "linkedin_en": profiles.linkedin_en,
    "linkedin_tr": profiles.linkedin_tr,
    "linkedin_de": profiles.linkedin_de,
    "canva": profiles.canva,
    "word_template": word_template,
}
MADE = {path.name.split(".")[0]: path for path in (HERE / "made").iterdir()}
NAMES = sorted(path.stem for path in (HERE / "expected").iterdir())


@pytest.fixture(scope="module")
def parsed() -> dict[str, Any]:
    """Every CV as it is parsed, under a name that tells nothing."""
    contents = {name: MADE_HERE[name]() if name in MADE_HERE else MADE[name].read_bytes() for name in NAMES}
    with cvparser.CVParser() as parser:
        return {name: parser.parse(content).model_dump(mode="json") for name, content in contents.items()}


def _expected(name: str) -> Any:
    return json.loads((HERE / "expected" / f"{name}.json").read_text(encoding="utf-8"))


def _folded(facts: Any) -> list[Any]:
    """Return facts without regard to order and capitals, which templates change."""
    return sorted(json.loads(json.dumps(facts, ensure_ascii=False).casefold()), key=str)


def _month(date: dict[str, int | None] | None) -> str | None:
    if date is None:
        return None
    return f"{date['year']}-{date['month']:02}" if date["month"] else str(date["year"])


def test_every_cv_has_what_it_is_made_of() -> None:
    assert set(NAMES) == {*MADE, *MADE_HERE}


@pytest.mark.parametrize("name", NAMES)
def test_a_cv_of_a_template_parses_without_a_wrong_fact(parsed: dict[str, Any], name: str) -> None:
    expected, profile = _expected(name), parsed[name]["profile"]

    jobs = [
        [
            job["title"],
            job["company"],
            _month(job["start_date"]),
            "present" if job["is_current"] else _month(job["end_date"]),
        ]
        for job in profile["professional_experiences"]
    ]
    schools = [
        [school["issuing_organization"], school["field_of_study"], _month(school["end_date"])]
        for school in profile["education"]
    ]
    assert profile["basics"]["profession"].casefold() == expected["profession"].casefold()
    assert _folded(jobs) == _folded(expected["jobs"])
    assert _folded(schools) == _folded(expected["schools"])
    assert _folded(profile["basics"]["skills"]) == _folded(expected["skills"])
    assert _folded([each["iso_code"] for each in profile["languages"]]) == _folded(expected["languages"])
    named = [each["description"] for each in profile["trainings_and_certifications"]]
    assert _folded(named) == _folded(expected["certificates"])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_personal_comes_out_of_a_cv_of_a_template(parsed: dict[str, Any], name: str) -> None:
    text = json.dumps(parsed[name], ensure_ascii=False).casefold()

    told = [
        each for each in _expected(name)["personal"] if re.search(rf"(?<!\w){re.escape(each.casefold())}(?!\w)", text)
    ]
    assert told == []
