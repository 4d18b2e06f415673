"""Labels: what a perfect result would say of one CV, as people write it down.

A label is JSON of the form of a result, corrected by hand, or a short form in TOML. A field that it leaves out is not
scored.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from cvparser.domain.errors import ConfigurationError
from cvparser.domain.profile import Profile

#: Endings of the files that hold labels.
ENDINGS = (".json", ".toml")
_PRESENT = "present"
_MEMBERS = frozenset({"profile", "cv_language", "personal", "meta"})
_SHORT = frozenset(
    {"language", "profession", "jobs", "schools", "skills", "languages", "certifications", "awards", "projects"}
    | {"licence", "personal"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is known of one CV.

    Attributes:
        profile: JSON of the form of `domain.profile.Profile`, as far as it is known.
        cv_language: ISO 639-1, or None where the label does not say.
        personal: Strings of the CV that must not stand in a result.
    """

    profile: Mapping[str, Any]
    cv_language: str | None = None
    personal: tuple[str, ...] = ()


def read_label(text: str, name: str) -> Label:
    """Return the label in the file called `name`.

    Raises:
        ConfigurationError: it is none; the message names the file and what is wrong, never its text.
    """
    try:
        found = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigurationError(f"{name} cannot be read: it is no {name.rpartition('.')[2].upper()}.") from None
    if not isinstance(found, dict):
        raise ConfigurationError(f"{name} is no label: it must be an object.")
    is_short = name.endswith(".toml")
    known = _SHORT if is_short else _MEMBERS
    if unknown := sorted(found.keys() - known):
        wrong = f"it has {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        raise ConfigurationError(f"{name} is no label: {wrong}.")
    try:
        label = _of_short(found) if is_short else _of_result(found)
        Profile.model_validate(label.profile)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise ConfigurationError(
            f"{name} is no label: {place} in its profile has not the form of a result's."
        ) from None
    except (TypeError, ValueError, AttributeError):
        raise ConfigurationError(f"{name} is no label: a field of it has not the form of a label's.") from None
    return label


def _of_result(found: Mapping[str, Any]) -> Label:
    return Label(
        profile=found.get("profile", {}), cv_language=found.get("cv_language"), personal=_strings(found.get("personal"))
    )


def _strings(listed: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(map(str, listed or ()))


def _of_short(found: Mapping[str, Any]) -> Label:
    basics: dict[str, Any] = {}
    for name, of in (("profession", "profession"), ("skills", "skills"), ("has_driving_license", "licence")):
        if of in found:
            basics[name] = found[of]
    profile: dict[str, Any] = {"basics": basics}
    if "jobs" in found:
        profile["professional_experiences"] = [_job(each) for each in found["jobs"]]
    if "schools" in found:
        profile["education"] = [
            {"issuing_organization": name or None, "field_of_study": field or None, "end_date": _date(end)}
            for name, field, end in found["schools"]
        ]
    if "languages" in found:
        profile["languages"] = [
            {"name": code, "iso_code": code, "fluency": level or None} for code, level in found["languages"].items()
        ]
    named = (("trainings_and_certifications", "certifications", "description"), ("awards", "awards", "title"))
    for part, of, member in (*named, ("projects", "projects", "title")):
        if of in found:
            profile[part] = [{member: str(each)} for each in found[of]]
    return Label(profile=profile, cv_language=found.get("language"), personal=_strings(found.get("personal")))


def _job(written: Sequence[str]) -> dict[str, Any]:
    title, company, start, end = written
    is_current = end == _PRESENT
    return {
        "title": title or None,
        "company": company or None,
        "start_date": _date(start),
        "end_date": None if is_current else _date(end),
        "is_current": is_current,
    }


def _date(written: str) -> dict[str, int | None] | None:
    """Return the year and the month of `2019-03` or `2019`.

    Raises:
        ValueError: it is neither.
    """
    if not written:
        return None
    year, _, month = str(written).partition("-")
    return {"year": int(year), "month": int(month) if month else None}
