"""JSON Resume (jsonresume.org, schema 1.0.0 and those before it): mapped field by field.

Read are the fields that a profile has. Left out by name: `name`, `image`, `email`, `phone`, `url`, `location` and
`profiles` of `basics`, `references`, `interests`, and every `url`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from cvparser.adapters.text_extractor.exact import Stated
from cvparser.adapters.text_extractor.exact_values import Fact, date, joined, language, line, paragraph
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import TooComplexError, TypeMismatchError

_PARTS = frozenset(
    ("basics", "work", "volunteer", "education", "skills", "languages", "certificates", "awards", "projects")
)
#: Items of a list that are read.
_MOST = 200


def read_json_resume(content: bytes) -> CVDocument:
    """Return what a JSON Resume states. Raises as `TextExtractor.extract`; `type_mismatch` for other JSON."""
    try:
        told = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        raise TooComplexError from None
    except ValueError:
        raise TypeMismatchError from None
    if not isinstance(told, Mapping) or not told.keys() & _PARTS:
        raise TypeMismatchError
    return _stated(told).document()


def _stated(told: Mapping[str, object]) -> Stated:
    basics, meta = _object(told.get("basics")), _object(told.get("meta"))
    stated = Stated(
        profession=line(basics.get("label")),
        summary=paragraph(basics.get("summary")),
        names=[line(basics.get("name"))],
        cv_language=_code(meta.get("language") or told.get("language")),
    )
    stated.experiences = [_job(each) for each in (*_items(told, "work"), *_items(told, "volunteer"))]
    stated.education = [_school(each) for each in _items(told, "education")]
    for each in _items(told, "skills"):
        stated.skills += [line(each.get("name")), *_lines(each.get("keywords"))]
    stated.skills += _lines(told.get("skills"))
    stated.languages = [language(each.get("language"), each.get("fluency")) for each in _items(told, "languages")]
    stated.certifications = [
        {
            "description": line(each.get("name")),
            "issuing_organization": line(each.get("issuer")),
            "year": _year(each.get("date")),
        }
        for each in _items(told, "certificates")
    ]
    stated.awards = [
        {"title": line(each.get("title")), "description": joined(each.get("summary")), "year": _year(each.get("date"))}
        for each in _items(told, "awards")
    ]
    stated.projects = [
        {
            "title": line(each.get("name")),
            "description": _described(each, "description"),
            "start_date": date(each.get("startDate")),
            "end_date": date(each.get("endDate")),
        }
        for each in _items(told, "projects")
    ]
    return stated


def _job(job: Mapping[str, object]) -> Fact:
    end = date(job.get("endDate"))
    return {
        "title": line(job.get("position")),
        "company": line(job.get("name") or job.get("company") or job.get("organization")),
        "location": line(job.get("location")),
        "start_date": date(job.get("startDate")),
        "end_date": end,
        "is_current": end is None and date(job.get("startDate")) is not None,
        "description": _described(job, "summary"),
    }


def _school(school: Mapping[str, object]) -> Fact:
    end = date(school.get("endDate"))
    return {
        "issuing_organization": line(school.get("institution")),
        "degree": line(school.get("studyType")),
        "field_of_study": line(school.get("area")),
        "start_date": date(school.get("startDate")),
        "end_date": end,
        "is_current": end is None and date(school.get("startDate")) is not None,
        "description": "\n".join(text for text in _lines(school.get("courses")) if text) or None,
    }


def _described(item: Mapping[str, object], name: str) -> str | None:
    return joined(item.get(name), *(text for text in _lines(item.get("highlights"))))


def _items(told: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    listed = told.get(name)
    return (each for each in (listed[:_MOST] if isinstance(listed, list) else ()) if isinstance(each, Mapping))


def _lines(listed: object) -> list[str | None]:
    return [line(each) for each in listed[:_MOST]] if isinstance(listed, list) else []


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _year(value: object) -> object:
    found = date(value)
    return None if found is None else found["year"]


def _code(value: object) -> str | None:
    text = line(value) or ""
    return text[:2].lower() if len(text) in (2, 5) and text[:2].isalpha() else None
