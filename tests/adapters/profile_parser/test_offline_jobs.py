"""Jobs and professions of CVs as people have them: every order, layout and language, a file of texts a kind.

A text begins with `=== what it shows`; below `---` stand the jobs it tells of, `title | employer | start | end`, in its
order, and what else is to be found. `-` says that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument

CVS = Path(__file__).parent / "cvs"
FACTS = ("profession", "summary")


def cases() -> Iterator[Any]:
    for path in sorted(CVS.glob("*.txt")):
        for case in path.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, rest = case.partition("\n")
            text, _, told = rest.partition("\n---\n")
            yield pytest.param(text, told.splitlines(), id=f"{path.stem}: {name}")


@pytest.mark.parametrize(("text", "told"), [*cases()])
def test_jobs_of_a_cv_are_read(text: str, told: list[str]) -> None:
    found = read_profile(CVDocument(text=text)).profile

    assert facts(found, [line.partition(":")[0] for line in told]) == told


def facts(profile: Any, wanted: list[str]) -> list[str]:
    basics = [f"{name}: {in_a_line(profile['basics'][name])}" for name in FACTS if name in wanted]
    return [*basics, *map(job, profile["professional_experiences"])]


def job(found: dict[str, Any]) -> str:
    end = "present" if found["is_current"] else day(found["end_date"])
    return f"{found['title'] or '-'} | {found['company'] or '-'} | {day(found['start_date'])} | {end}"


def day(date: dict[str, int] | None) -> str:
    if date is None:
        return "-"
    return f"{date['year']}-{date['month']:02}" if date["month"] else f"{date['year']}"


def in_a_line(text: str | None) -> str:
    return (text or "-").replace("\n", " / ")
