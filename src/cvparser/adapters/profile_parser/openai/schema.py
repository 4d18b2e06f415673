"""The form in which a model answers, and the way from there to a profile.

Strict structured output demands that every field is required and that no other key is allowed; absence is null. Dates
are strings, which costs a fifth of the tokens that objects of year and month cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from cvparser.domain.cv.dates.notation import STATED_YEAR
from cvparser.domain.own_fields import OwnField, OwnFieldType
from cvparser.domain.profile import Fluency

_DATE = re.compile(rf"\s*({STATED_YEAR})(?:\s*[-/.]\s*(\d{{1,2}}))?(?!\d)")
_LANGUAGE = re.compile(r"[a-z]{2}")
#: What a schema says beside the form itself.
_DECORATION = frozenset({"title", "default", "description"})


class _Part(BaseModel):
    """Servers without strict output leave nulls out: that reads as null. Other variations: see `tolerance`."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class JobAnswer(_Part):
    """One job."""

    title: str | None = None
    company: str | None = None
    location: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    is_current: bool | None = None
    description: str | None = None
    evidence: str | None = None


class SchoolAnswer(_Part):
    """One school."""

    issuing_organization: str | None = None
    degree: str | None = None
    field_of_study: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    is_current: bool | None = None
    description: str | None = None
    evidence: str | None = None


class LanguageAnswer(_Part):
    """One spoken language."""

    name: str | None = None
    iso_code: str | None = None
    fluency: Fluency | None = None


class CertificateAnswer(_Part):
    """One training or certificate."""

    description: str | None = None
    issuing_organization: str | None = None
    year: int | None = None
    evidence: str | None = None


class AwardAnswer(_Part):
    """One award."""

    title: str | None = None
    year: int | None = None
    description: str | None = None
    evidence: str | None = None


class ProjectAnswer(_Part):
    """One project."""

    title: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    description: str | None = None
    evidence: str | None = None


class ModelAnswer(_Part):
    """All that a model is asked for."""

    cv_language: str | None = None
    profession: str | None = None
    summary: str | None = None
    has_driving_license: bool | None = None
    skills: list[str] | None = None
    professional_experiences: list[JobAnswer] | None = None
    education: list[SchoolAnswer] | None = None
    languages: list[LanguageAnswer] | None = None
    trainings_and_certifications: list[CertificateAnswer] | None = None
    awards: list[AwardAnswer] | None = None
    projects: list[ProjectAnswer] | None = None
    #: What a deployment adds, by its names.
    own_fields: dict[str, Any] | None = None

    def to_profile(self) -> dict[str, object]:
        """Return the answer as JSON of the form of `Profile`, quotes beside; empty strings become None."""
        return {
            "basics": {
                "profession": _text(self.profession),
                "summary": _text(self.summary),
                "has_driving_license": self.has_driving_license,
                "skills": [skill for skill in map(_text, self.skills or ()) if skill],
            },
            "professional_experiences": _entries(self.professional_experiences),
            "education": _entries(self.education),
            "languages": _entries(self.languages),
            "trainings_and_certifications": _entries(self.trainings_and_certifications),
            "awards": _entries(self.awards),
            "projects": _entries(self.projects),
        } | ({"own_fields": self.own_fields} if self.own_fields else {})

    def language(self) -> str | None:
        """Return the CV's language as ISO 639-1 in lower case, or None."""
        code = (self.cv_language or "").strip().lower()
        return code if _LANGUAGE.fullmatch(code) else None


#: The keys of which an answer has at least one.
ROOT_KEYS = frozenset(ModelAnswer.model_fields)
#: What the entries of each list are.
ENTRIES: Mapping[str, type[_Part]] = {
    "professional_experiences": JobAnswer,
    "education": SchoolAnswer,
    "languages": LanguageAnswer,
    "trainings_and_certifications": CertificateAnswer,
    "awards": AwardAnswer,
    "projects": ProjectAnswer,
}


@cache
def answer_schema() -> Mapping[str, Any]:
    """Return the JSON schema of `ModelAnswer`: closed, every field required and nullable, without references.

    Made once, which takes 60 ms; not to be changed.
    """
    schema = ModelAnswer.model_json_schema()
    # In the schema of the deployments alone that have some.
    del schema["properties"]["own_fields"]
    return _closed(schema, schema.get("$defs", {}))


def with_own_fields(schema: Mapping[str, Any], fields: Iterable[OwnField]) -> dict[str, Any]:
    """Return the schema of an answer with what a deployment adds, as closed as the rest."""
    forms: Mapping[object, dict[str, Any]] = {
        OwnFieldType.TEXT: {"type": ["string", "null"]},
        OwnFieldType.NUMBER: {"type": ["number", "null"]},
        OwnFieldType.DATE: {"type": ["string", "null"]},
        OwnFieldType.LIST: {"type": ["array", "null"], "items": {"type": "string"}},
    }
    properties = {each.name: forms[each.type] for each in fields}
    own = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return dict(schema) | {
        "properties": {**schema["properties"], "own_fields": own},
        "required": [*schema["required"], "own_fields"],
    }


def _closed(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _closed(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        return _nullable(_closed(schema["anyOf"][0], definitions))
    closed = {name: value for name, value in schema.items() if name not in _DECORATION | {"$defs"}}
    if "items" in closed:
        closed["items"] = _closed(closed["items"], definitions)
    if "properties" in closed:
        closed["properties"] = {name: _closed(each, definitions) for name, each in closed["properties"].items()}
        closed["required"] = list(closed["properties"])
        closed["additionalProperties"] = False
    return closed


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    nullable = schema | {"type": [schema["type"], "null"]}
    return nullable | {"enum": [*schema["enum"], None]} if "enum" in schema else nullable


def _entries(entries: Iterable[_Part] | None) -> list[dict[str, object]]:
    return [_entry(each) for each in entries or ()]


def _entry(part: _Part) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in part.model_dump().items():
        if name.endswith("_date"):
            values[name] = _date(value)
        elif isinstance(value, str):
            values[name] = _text(value)
        else:
            values[name] = value
    return values


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None


def _date(value: str | None) -> dict[str, object] | None:
    match = _DATE.match(value or "")
    if match is None:
        return None
    month = int(match[2]) if match[2] and 1 <= int(match[2]) <= 12 else None
    return {"year": int(match[1]), "month": month}
