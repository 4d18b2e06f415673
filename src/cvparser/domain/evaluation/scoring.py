"""Precision and recall of each field of one result, by its label.

Strings are one when they are equal without case, diacritics, blanks and punctuation. A job is right when its title and
its employer are; its dates count apart, and only those of right jobs. Where a label knows no month, each is right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cvparser.domain.evaluation.labels import Label
from cvparser.domain.text.folding import fold, key

Entry = Mapping[str, Any]
Same = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many facts were found rightly, how many there are, and how many were found."""

    right: int = 0
    labelled: int = 0
    found: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            right=self.right + other.right, labelled=self.labelled + other.labelled, found=self.found + other.found
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing is and nothing was found."""
        return 2 * self.right / (self.labelled + self.found) if self.labelled + self.found else 1.0


def count_fields(label: Label, profile: Mapping[str, Any], cv_language: str | None) -> dict[str, Count]:
    """Return the count of each field that `label` knows of a result's profile and language."""
    counts: dict[str, Count] = {}
    wanted_basics, found_basics = label.profile.get("basics", {}), profile.get("basics", {})
    for name, read in _BASICS.items():
        if name in wanted_basics:
            counts[_TITLES.get(name, name)] = _paired(
                read(wanted_basics[name]), read(found_basics.get(name)), _is_same
            )[0]
    for part, scores in _PARTS.items():
        if part in label.profile:
            counts |= scores(label.profile[part], profile.get(part) or ())
    if label.cv_language is not None:
        counts["language of the CV"] = _paired([label.cv_language], [cv_language] if cv_language else [], _is_same)[0]
    return counts


def count_missed(label: Label) -> dict[str, Count]:
    """Return the counts for a CV of which there is no result."""
    return count_fields(label, {}, None)


def personal_in(label: Label, result: Mapping[str, Any]) -> int:
    """Return how many of the personal strings of `label` stand in a result."""
    said = _words(json.dumps(result, ensure_ascii=False))
    return sum(f" {words} " in f" {said} " for each in label.personal if (words := _words(each)))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def _paired(wanted: Sequence[Any], found: Sequence[Any], same: Same) -> tuple[Count, list[tuple[Any, Any]]]:
    """Return the count of what stands in both, one beside one, and the pairs."""
    left, pairs = list(found), []
    for each in wanted:
        at = next((at for at, other in enumerate(left) if same(each, other)), None)
        if at is not None:
            pairs.append((each, left.pop(at)))
    return Count(right=len(pairs), labelled=len(wanted), found=len(found)), pairs


def _is_same(wanted: object, found: object) -> bool:
    return type(wanted) is type(found) and key(str(wanted)) == key(str(found))


def _single(value: object) -> list[object]:
    return [] if value is None or value == "" else [value]


def _many(value: Sequence[object] | None) -> Sequence[object]:
    return value or ()


def _alike(*names: str) -> Same:
    """Return what tells whether two entries are one by these members, of which a label may leave all but one empty."""

    def same(wanted: Entry, found: Entry) -> bool:
        known = [name for name in names if wanted.get(name)]
        return bool(known) and all(key(str(wanted[name])) == key(str(found.get(name) or "")) for name in known)

    return same


def _jobs(wanted: Sequence[Entry], found: Sequence[Entry]) -> dict[str, Count]:
    jobs, pairs = _paired(wanted, found, _alike("title", "company"))
    dated = sum(_has_same_dates(*pair) for pair in pairs)
    dates = Count(right=dated, labelled=len(wanted), found=len(found))
    places = [pair for pair in pairs if pair[0].get("location")]
    located = sum(key(first["location"]) == key(second.get("location") or "") for first, second in places)
    counts = {"jobs": jobs, "dates of jobs": dates}
    if places:
        found_places = sum(bool(second.get("location")) for _, second in places)
        counts["places of jobs"] = Count(right=located, labelled=len(places), found=found_places)
    return counts


def _has_same_dates(wanted: Entry, found: Entry) -> bool:
    ends = bool(found.get("is_current")) if wanted.get("is_current") else _is_on(wanted, found, "end_date")
    return ends and _is_on(wanted, found, "start_date")


def _is_on(wanted: Entry, found: Entry, name: str) -> bool:
    first, second = wanted.get(name), found.get(name)
    if not first or not second:
        return not first and not second
    return first["year"] == second.get("year") and (not first.get("month") or first["month"] == second.get("month"))


def _schools(wanted: Sequence[Entry], found: Sequence[Entry]) -> dict[str, Count]:
    alike = _alike("issuing_organization", "degree", "field_of_study")

    def same(first: Entry, second: Entry) -> bool:
        ended = not first.get("end_date") or _is_on(
            {"end_date": {"year": first["end_date"]["year"]}}, second, "end_date"
        )
        return ended and alike(first, second)

    return {"schools": _paired(wanted, found, same)[0]}


def _languages(wanted: Sequence[Entry], found: Sequence[Entry]) -> dict[str, Count]:
    def same(first: Entry, second: Entry) -> bool:
        by_code = first.get("iso_code") and first["iso_code"] == second.get("iso_code")
        return bool(by_code) or key(str(first["name"])) == key(str(second.get("name") or ""))

    spoken, pairs = _paired(wanted, found, same)
    levels = [pair for pair in pairs if pair[0].get("fluency")]
    right = sum(first["fluency"] == second.get("fluency") for first, second in levels)
    told = sum(bool(second.get("fluency")) for _, second in levels)
    return {"languages": spoken} | (
        {"levels of languages": Count(right=right, labelled=len(levels), found=told)} if levels else {}
    )


def _named(field: str, name: str) -> Callable[[Sequence[Entry], Sequence[Entry]], dict[str, Count]]:
    return lambda wanted, found: {field: _paired(wanted, found, _alike(name))[0]}


_BASICS: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "profession": _single,
    "has_driving_license": _single,
    "skills": _many,
}
_TITLES = {"has_driving_license": "driving licence"}
_PARTS: Mapping[str, Callable[[Sequence[Entry], Sequence[Entry]], dict[str, Count]]] = {
    "professional_experiences": _jobs,
    "education": _schools,
    "languages": _languages,
    "trainings_and_certifications": _named("certificates", "description"),
    "awards": _named("awards", "title"),
    "projects": _named("projects", "title"),
}
