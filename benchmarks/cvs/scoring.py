"""How right a profile is: F1 a field, of what a perfect one holds.

Strings are one when equal without case and punctuation, or with a ratio of difflib of 0.85 or more. A job is right when
its title and its employer are, its dates count apart; a school when its name, field and end are.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

FIELDS = (
    "profession", "experience", "experience dates", "education", "skills", "languages", "certifications", "cv_language",
)  # fmt: skip
_ALIKE = 0.85
#: What a label or a result holds: JSON.
Json = Mapping[str, Any]


@dataclass(slots=True)
class Count:
    """What was found rightly, what there is, and what was found."""

    right: int = 0
    labelled: int = 0
    found: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.labelled + other.labelled, self.found + other.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing is and nothing was found."""
        return 2 * self.right / (self.labelled + self.found) if self.labelled + self.found else 1.0


@dataclass(slots=True)
class Score:
    """The counts of each field, and what was missed or found wrongly, in words."""

    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    misses: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        fields = {name: count + other.fields[name] for name, count in self.fields.items()}
        return Score(fields, self.misses + other.misses, self.leaks + other.leaks)

    @property
    def macro(self) -> float:
        """The mean of the fields."""
        return sum(count.f1 for count in self.fields.values()) / len(self.fields)

    @property
    def of_all(self) -> float:
        """F1 of all that is counted, whatever field it is of."""
        return sum(self.fields.values(), Count()).f1


def plain(text: object) -> str:
    """Return what is compared of a text."""
    folded = unicodedata.normalize("NFKC", str(text or "")).replace("İ", "i").casefold().replace("ı", "i")
    return re.sub(r"[^\w+#]+", " ", folded.replace("\u0307", "")).strip()


def same(one: object, other: object) -> bool:
    """Return whether two texts are as good as equal; those without any words are."""
    first, second = plain(one), plain(other)
    if not first or not second:
        return first == second
    return first == second or difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


def score(label: Json, result: Json, personal: Iterable[str] = ()) -> Score:
    """Return how right a result is by its label; `personal` are strings that no result holds."""
    counted = _Counted(Score())
    profile: Json = result.get("profile") or {}
    basics: Json = profile.get("basics") or {}
    counted.alone("profession", label["profession"], basics.get("profession"), same)
    counted.alone("cv_language", label["language"], result.get("cv_language"), lambda one, other: one == other)
    jobs = profile.get("professional_experiences") or []
    pairs = counted.many("experience", label["experiences"], jobs, _same_job)
    dated = sum(_same_dates(wanted, found) for wanted, found in pairs)
    counted.score.fields["experience dates"] += Count(dated, len(label["experiences"]), len(jobs))
    counted.score.misses += [f"dates: of {w} got {_shown(f)}" for w, f in pairs if not _same_dates(w, f)]
    counted.many("education", label["education"], profile.get("education") or [], _same_school)
    counted.many("skills", label["skills"], basics.get("skills") or [], same)
    spoken = [each.get("iso_code") for each in profile.get("languages") or []]
    counted.many("languages", label["languages"], spoken, same)
    certificates = [each.get("description") for each in profile.get("trainings_and_certifications") or []]
    counted.many("certifications", label["certifications"], certificates, _same_certificate)
    whole = plain(result)
    counted.score.leaks = [each for each in personal if re.search(rf"(?<!\w){re.escape(plain(each))}(?!\w)", whole)]
    return counted.score


@dataclass(slots=True)
class _Counted:
    score: Score

    def alone(self, name: str, wanted: str, found: str | None, alike: Callable[[str, str], bool]) -> None:
        right = found is not None and alike(wanted, found)
        self.score.fields[name] += Count(right, 1, found is not None)
        if not right:
            self.score.misses.append(f"{name}: want {wanted} got {found}")

    def many(
        self, name: str, wanted: Sequence[Any], found: Sequence[Any], alike: Callable[[Any, Any], bool]
    ) -> list[tuple[Any, Any]]:
        """Count what stands in both, one beside one, and return these."""
        left, pairs = list(found), []
        for each in wanted:
            at = next((at for at, other in enumerate(left) if alike(each, other)), None)
            if at is None:
                self.score.misses.append(f"{name}: want {each}")
            else:
                pairs.append((each, left.pop(at)))
        self.score.misses += [f"{name}: got {_shown(each)}" for each in left]
        self.score.fields[name] += Count(len(pairs), len(wanted), len(found))
        return pairs


def _shown(found: object) -> str:
    if not isinstance(found, Mapping):
        return str(found)
    dates = {name: _date(found.get(name)) for name in ("start_date", "end_date") if found.get(name)}
    names = ("title", "company", "issuing_organization", "degree", "field_of_study", "is_current")
    return str({name: found[name] for name in names if found.get(name)} | dates)


def _date(date: Json | None) -> str:
    return "-".join(str(date[part]) for part in ("year", "month") if date and date.get(part))


def _same_job(wanted: Json, found: Json) -> bool:
    return same(wanted["title"], found.get("title")) and same(wanted["company"], found.get("company"))


def _same_dates(wanted: Json, found: Json) -> bool:
    if not _is_on(found.get("start_date"), wanted["start"]):
        return False
    is_current = wanted["end"] == "present"
    return bool(found.get("is_current")) if is_current else _is_on(found.get("end_date"), wanted["end"])


def _same_school(wanted: Json, found: Json) -> bool:
    return (
        same(wanted["institution"], found.get("issuing_organization"))
        and same(wanted["field"], found.get("field_of_study"))
        and _is_on(found.get("end_date"), wanted["end"])
    )


def _same_certificate(wanted: str, found: str | None) -> bool:
    return same(wanted, found) or plain(wanted) in plain(found)


def _is_on(date: Json | None, wanted: str) -> bool:
    """Return whether a date is the wanted year, `2019`, or year and month, `2019-03`."""
    year, _, month = wanted.partition("-")
    return date is not None and date.get("year") == int(year) and (not month or date.get("month") == int(month))
