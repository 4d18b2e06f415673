"""What the offline parser reads from a few lines below a name, as tests compare it."""

from __future__ import annotations

from typing import Any

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument


def profile(lines: list[str]) -> Any:
    """Return the profile of a CV of these lines."""
    return read_profile(CVDocument(text="\n".join(["[NAME]", "", *lines]))).profile


def schools(lines: list[str]) -> list[tuple[str | None, str | None, str | None]]:
    """Return each school with its degree and field."""
    found = profile(lines)["education"]
    return [(each["issuing_organization"], each["degree"], each["field_of_study"]) for each in found]


def certificates(lines: list[str]) -> list[tuple[str, str | None, int | None]]:
    """Return each certificate with who gave it, and its year."""
    found = profile(lines)["trainings_and_certifications"]
    return [(each["description"], each["issuing_organization"], each["year"]) for each in found]


def languages(lines: list[str]) -> list[tuple[str, str | None]]:
    """Return the code of each language with its level."""
    return [(each["iso_code"], each["fluency"]) for each in profile(lines)["languages"]]


def skills(lines: list[str]) -> list[str]:
    """Return the skills."""
    found: list[str] = profile(lines)["basics"]["skills"]
    return found
