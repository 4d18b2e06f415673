"""What of an answer the text supports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

from cvparser.domain.cv.dates.named import NamedDates
from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.grounding.place import Role
from cvparser.domain.grounding.source import Source, words_of
from cvparser.domain.grounding.support import Support
from cvparser.domain.grounding.wording import begins_word, said
from cvparser.domain.own_fields import used_fields
from cvparser.domain.privacy.categories import Category
from cvparser.domain.text.document_cache import remembering

_NAMES = frozenset(
    {"profession", "title", "company", "location", "issuing_organization", "degree", "field_of_study", "name"}
)
_PROSE = frozenset({"summary", "description"})
_DATES = frozenset({"start_date", "end_date"})
#: Part of a profile -> what an entry needs one of to be worth keeping.
_ENTRIES: Mapping[str, frozenset[str]] = {
    "professional_experiences": frozenset({"title", "company"}),
    "education": frozenset({"issuing_organization", "degree", "field_of_study"}),
    "languages": frozenset({"name"}),
    "trainings_and_certifications": frozenset({"description"}),
    "awards": frozenset({"title"}),
    "projects": frozenset({"title"}),
}
#: What the names of a part are.
_PARTS: Mapping[str, Role] = {
    "basics": Role.PROFESSION,
    "professional_experiences": Role.JOB,
    "education": Role.STUDY,
    "languages": Role.LANGUAGE,
    "trainings_and_certifications": Role.MERIT,
    "awards": Role.MERIT,
    "projects": Role.MERIT,
}
_CARRIED = frozenset({"iso_code"})
#: "2019 -" at the end of a line.
_OPEN_RANGE = re.compile(rf"{YEAR}\s*-\s*(?:$|[^\w\s]|\.\.)", re.MULTILINE)
#: Part of an answer's facts and quotes that may be missing in the text.
_MOST_UNGROUNDED = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """An answer of which the text says everything.

    Attributes:
        profile: The answer without what the text does not say; every list and part is a copy.
        checked: How many facts and quotes were looked for.
        dropped: How many of them the text does not say.
    """

    profile: dict[str, object]
    checked: int
    dropped: int

    @property
    def is_made_up(self) -> bool:
        """Whether so much is missing in the text that the rest is not believed either."""
        return self.dropped > _MOST_UNGROUNDED * self.checked


@remembering()
def ground(profile: Mapping[str, object], text: str) -> Grounded:
    """Return of `profile`, JSON of the form of `domain.profile.Profile`, what `text` says.

    Names, skills, languages, years and months are looked up; sentences of summaries and descriptions must have the
    text's words; flags need words that could mean them. Quotes under `evidence` in an entry are looked for too, and
    left out. Fields that the profile does not have are left out. Never raises.

    >>> ground({"basics": {"skills": ["Revit", "Rust"]}}, "Skills: AutoCAD, Revit").profile
    {'basics': {'skills': ['Revit']}}
    """
    check = _Check(text)
    grounded: dict[str, object] = {}
    for part, value in profile.items():
        if part == "basics" and isinstance(value, Mapping):
            grounded[part] = check.fields(value, part)
        elif part in _ENTRIES and _is_list(value):
            grounded[part] = check.entries(value, part)
        elif part == "own_fields" and isinstance(value, Mapping):
            grounded |= check.own_fields(value)
    return Grounded(profile=grounded, checked=check.checked, dropped=check.dropped)


class _Check:
    """Looks facts up in one text and counts them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._source = Source(text)
        self._support = Support(self._source.folded)
        self.checked = 0
        self.dropped = 0

    def entries(self, entries: Sequence[object], part: str) -> list[object]:
        found = [self.fields(entry, part) for entry in entries if isinstance(entry, Mapping)]
        return [entry for entry in found if any(entry.get(name) for name in _ENTRIES[part])]

    def own_fields(self, fields: Mapping[str, object]) -> dict[str, object]:
        """Return of the fields that a deployment adds what the text says; those that none added are left out."""
        told = {each.name: self._own(each.value_of(fields.get(each.name))) for each in used_fields()}
        kept = {name: value for name, value in told.items() if value is not None}
        return {"own_fields": kept} if kept else {}

    def _own(self, value: object) -> object:
        if isinstance(value, Mapping):
            return self._date(value)
        if _is_list(value):
            items = [self._kept(each, is_said=self._is_supported(Role.PLACE, str(each))) for each in value]
            return [each for each in items if each is not None] or None
        if isinstance(value, str):
            # A value may be a part of its line, as a place is; sentences are believed as those of descriptions are.
            return self._kept(value, is_said=True) if self._is_supported(Role.PLACE, value) else self._prose(value)
        return None if value is None else self._kept(value, is_said=self._source.says(str(value)))

    def fields(self, fields: Mapping[str, object], part: str) -> dict[str, object]:
        names = {name: str(value) for name, value in fields.items() if self._is_name(part, name, value)}
        found = {name: self._field(name, value) for name, value in fields.items() if name not in names}
        found |= {name: self._name(part, name, names) for name in names}
        return {name: found[name] for name in fields if found[name] is not None}

    def _is_name(self, part: str, name: str, value: object) -> bool:
        # The description of a certificate is its name, where the text has it as it is.
        is_certificate = part == "trainings_and_certifications" and name == "description"
        return isinstance(value, str) and (name in _NAMES or (is_certificate and self._source.says(value)))

    def _name(self, part: str, name: str, names: Mapping[str, str]) -> object:
        beside = [words_of(names[other]) for other in names if other != name]
        role = Role.PLACE if name == "location" else _PARTS[part]
        return self._kept(names[name], is_said=self._is_supported(role, names[name], beside))

    def _is_supported(self, role: Role, name: str, beside: Sequence[Sequence[str]] = ()) -> bool:
        return self._support.supports(role, self._source.places(name), beside)

    def _field(self, name: str, value: object) -> object:  # noqa: PLR0911 - one line a kind of field
        if value is None:
            return None
        if name == "evidence" and isinstance(value, str):
            self._kept(value, is_said=self._source.tells(value))
            return None
        if name in _PROSE and isinstance(value, str):
            return self._prose(value)
        if name in _DATES and isinstance(value, Mapping):
            return self._date(value)
        if name == "year" and _is_number(value):
            return self._kept(value, is_said=self._dates.says_year(value))
        if name == "skills" and _is_list(value):
            listed = [skill for skill in value if isinstance(skill, str)]
            skills = [self._kept(skill, is_said=self._is_supported(Role.SKILL, skill)) for skill in listed]
            return [skill for skill in skills if skill is not None]
        if isinstance(value, bool):
            return self._flag(name, value=value)
        if name == "fluency" and isinstance(value, str):
            return self._kept(value, is_said=self._says_fluency(value))
        return value if name in _CARRIED else None

    def _kept(self, value: object, *, is_said: bool) -> object:
        self.checked += 1
        self.dropped += not is_said
        return value if is_said else None

    def _prose(self, value: str) -> object:
        if self._is_supported(Role.PROSE, value):
            return self._kept(value, is_said=True)
        told = self._source.told(value, is_believed=self._is_believed)
        self.checked += 1
        self.dropped += len(told.split()) < len(value.split())
        return told or None

    def _is_believed(self, sentence: str) -> bool:
        return not self._source.says(sentence) or self._is_supported(Role.PROSE, sentence)

    def _date(self, value: Mapping[str, object]) -> object:
        year, month = value.get("year"), value.get("month")
        if not _is_number(year) or self._kept(year, is_said=self._dates.says_year(year)) is None:
            return None
        if _is_number(month) and not self._dates.says_month(year, month):
            self._kept(month, is_said=False)
            month = None
        return {"year": year, "month": month}

    def _flag(self, name: str, *, value: bool) -> object:
        if name == "is_current":
            return value and self._kept(value, is_said=self._says_present) is not None
        if name == "has_driving_license":
            return self._kept(value, is_said=self._says_licence)
        return None

    @cached_property
    def _dates(self) -> NamedDates:
        return NamedDates(self._source.folded)

    @cached_property
    def _says_present(self) -> bool:
        return said("present", self._source.folded) or _OPEN_RANGE.search(self._source.folded) is not None

    @cached_property
    def _says_licence(self) -> bool:
        return Category.LICENCE.placeholder in self._text or said("licence", self._source.folded)

    def _says_fluency(self, level: str) -> bool:
        folded = self._source.folded
        return begins_word(level.lower(), folded) or said("native" if level == "native" else "fluency", folded)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
