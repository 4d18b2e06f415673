"""Answers of a model that gives numbers of lines: for `ModelServer`, whose replies are answers in full."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_NUMBERED = re.compile(r"(\d+) (.*)")
_WORDS = re.compile(r"\w+")


def without_numbers(text: str) -> str | None:
    """Return a text whose lines are numbered without the numbers; None of any other text."""
    lines, number = [], 0
    for line in text.split("\n"):
        match = _NUMBERED.fullmatch(line)
        if match is None and line.strip():
            return None
        if match is not None:
            number += 1
            if int(match[1]) != number:
                return None
        lines.append(match[2] if match else line)
    return "\n".join(lines) if number else None


def compacted(answer: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return an answer in full as a compact one about `text`."""
    lines = [_WORDS.findall(line) for line in text.split("\n") if line.strip()]

    def period(entry: Mapping[str, Any]) -> dict[str, Any]:
        end = "present" if entry.get("is_current") else entry.get("end_date")
        return {"from": entry.get("start_date"), "to": end}

    def told(entry: Mapping[str, Any]) -> dict[str, Any]:
        return {"lines": _lines_of(entry.get("description"), lines)}

    def some(entry: Mapping[str, Any], **names: str) -> dict[str, Any]:
        return {short: entry.get(name) for short, name in names.items()}

    return {
        "cv_language": answer.get("cv_language"),
        "profession": answer.get("profession"),
        "summary": _lines_of(answer.get("summary"), lines),
        "has_driving_license": answer.get("has_driving_license"),
        "skills": answer.get("skills"),
        "jobs": [
            some(each, title="title", company="company", location="location") | period(each) | told(each)
            for each in answer.get("professional_experiences") or ()
        ],
        "schools": [
            some(each, school="issuing_organization", degree="degree", field="field_of_study")
            | period(each)
            | told(each)
            for each in answer.get("education") or ()
        ],
        "languages": [
            some(each, code="iso_code", name="name", level="fluency") for each in answer.get("languages") or ()
        ],
        "certificates": [
            some(each, name="description", issuer="issuing_organization", year="year")
            for each in answer.get("trainings_and_certifications") or ()
        ],
        "awards": [some(each, title="title", year="year") | told(each) for each in answer.get("awards") or ()],
        "projects": [some(each, title="title") | period(each) | told(each) for each in answer.get("projects") or ()],
    }


def _lines_of(prose: str | None, lines: Sequence[Sequence[str]]) -> list[int] | None:
    """Return the first and the last line that `prose` is made of."""
    wanted = [_WORDS.findall(line) for line in (prose or "").split("\n")]
    wanted = [line for line in wanted if line]
    if not wanted:
        return None
    for first in range(len(lines)):
        if lines[first][-len(wanted[0]) :] == wanted[0] or wanted[0][: len(lines[first])] == lines[first]:
            joined = [word for line in wanted for word in line]
            count, stop = 0, first
            while stop < len(lines) and count < len(joined):
                count += len(lines[stop])
                stop += 1
            return [first + 1, stop]
    return None
