"""The answer filter: only what the profile names comes out, and none of it personal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from cvparser.domain.cv.dates.notation import STATED_YEAR, YEAR
from cvparser.domain.own_fields import OwnField, used_fields
from cvparser.domain.privacy.people.names_alone import without_people
from cvparser.domain.privacy.redacted_values import RedactedValues, clean
from cvparser.domain.privacy.redaction import Redaction
from cvparser.domain.profile import Fluency, Profile, ProfilePart, WarningCode, YearMonth
from cvparser.domain.text.document_cache import remembering
from cvparser.domain.text.folding import key

#: Computed from the dates, never taken from an answer.
_COMPUTED = frozenset({"total_experience_in_years", "duration_in_months"})
#: No CV has more of anything.
_MAX_ITEMS = 200
_LONGEST_STRING = 20_000
#: A year, and what belongs to it.
_FIELDS_OF_DATE = 2
#: Items that one number may be in.
_FEWEST_PARTS = 2
_YEAR_AND_MONTH = re.compile(rf"{YEAR}-(\d\d)")
_YEAR = re.compile(rf"(?<!\d){STATED_YEAR}(?!\d)")
_LANGUAGE = re.compile(r"[a-z]{2}")
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredAnswer:
    """What of a parser's answer may leave."""

    profile: Profile
    cv_language: str | None
    warnings: tuple[WarningCode, ...] = ()


@remembering()
def filter_answer(answer: object, redaction: Redaction) -> FilteredAnswer:
    """Return what of `answer`, any JSON at all, may leave.

    Only fields that `Profile` names, of the right type, are taken; each string is cleaned of what redaction found in
    this CV and of anything personal that is new. Filtering the result again changes nothing. Never raises.
    """
    filtering = _Filter(RedactedValues.of(redaction))
    outer = answer if isinstance(answer, Mapping) else {}
    filtering.trimmed |= not isinstance(answer, Mapping) or bool(outer.keys() - {"profile", "cv_language"})
    profile = filtering.part(Profile, outer.get("profile"))
    language = filtering.language(outer.get("cv_language"))
    return FilteredAnswer(
        profile=_without_nationality(profile, filtering.redacted) if isinstance(profile, Profile) else Profile(),
        cv_language=language,
        warnings=(WarningCode.ANSWER_TRIMMED,) if filtering.trimmed else (),
    )


def _without_nationality(profile: Profile, redacted: RedactedValues) -> Profile:
    """Name languages by their code where the name is also the candidate's nationality: "deutsch", "Deutsch"."""
    spoken = []
    for language in profile.languages:
        if key(language.name) not in redacted.nationalities:
            spoken.append(language)
        elif language.iso_code is not None:
            spoken.append(language.model_copy(update={"name": language.iso_code}))
    return profile.model_copy(update={"languages": tuple(spoken)})


class _Filter:
    """Takes an answer apart along the allow-list."""

    def __init__(self, redacted: RedactedValues) -> None:
        self.redacted = redacted
        self._cleaned: dict[str, str] = {}
        self.trimmed = False

    def part(self, model: type[ProfilePart], value: object) -> ProfilePart | None:
        """Return a part of a profile, or None when nothing usable is left of it."""
        if not isinstance(value, Mapping):
            self.trimmed |= value is not None
            return None
        fields = _fields(model)
        told = ((field, value.get(name)) for name, field in fields.items())
        found = {field.name: self._field(field, each) for field, each in told if each is not None}
        self.trimmed |= any(key not in fields for key in value)
        try:
            return model.model_validate({name: each for name, each in found.items() if each is not None})
        except ValidationError:
            self.trimmed = True
            return None

    def language(self, value: object) -> str | None:
        """Return an ISO 639-1 code, or None."""
        code = value.strip().lower()[:2] if isinstance(value, str) and len(value.strip()) in {2, 5} else ""
        if _LANGUAGE.fullmatch(code):
            return code
        self.trimmed |= value is not None
        return None

    def _own_fields(self, value: object) -> dict[str, object] | None:
        """Return what of a deployment's own fields may leave: those that it declared, each of its type and clean."""
        told = value if isinstance(value, Mapping) else {}
        declared = {each.name: each for each in used_fields()}
        self.trimmed |= not isinstance(value, Mapping) or bool(told.keys() - declared.keys())
        found = {name: self._own(each, told.get(name)) for name, each in declared.items()}
        return {name: each for name, each in found.items() if each is not None} or None

    def _own(self, declared: OwnField, value: object) -> object:
        read = declared.value_of(value)
        self.trimmed |= read is None and value not in (None, "", [])
        if isinstance(read, str):
            return self._clean_own(read)
        if isinstance(read, list):
            items = [cleaned for each in read if (cleaned := self._clean_own(each))]
            return self._without_parts_of_numbers(items) or None
        if isinstance(read, int | float) and self._clean(str(read)) != str(read):
            self.trimmed = True
            return None
        return read if not isinstance(read, Mapping) else self._date(YearMonth, read)

    def _clean_own(self, text: str) -> str | None:
        """Return what may leave in a field that says nothing of what stands there: no name of anybody, either."""
        cleaned = self._clean(text)
        nobody = None if cleaned is None else without_people(cleaned)
        self.trimmed |= nobody != cleaned
        return self._clean(nobody) if nobody else None

    def _without_parts_of_numbers(self, items: list[str]) -> list[str]:
        """Return items without those that are parts of one personal number, which a sign between items took apart."""
        parts = [each for each in items if not any(map(str.isalpha, each))]
        if len(parts) < _FEWEST_PARTS or self._clean(" ".join(parts)) == " ".join(parts):
            return items
        return [each for each in items if each not in parts]

    def _field(self, field: _Field, value: object) -> object:
        if field.name in _COMPUTED:
            return None
        if field.name == "own_fields":
            return self._own_fields(value)
        found = self._value(field, value)
        self.trimmed |= found is None and value not in ("", [], {})
        return found

    def _value(self, field: _Field, value: object) -> object:
        if field.item is not None:
            return self._items(field.item, value)
        kind = field.kind
        if issubclass(kind, ProfilePart):
            is_date = "year" in _fields(kind) and len(_fields(kind)) == _FIELDS_OF_DATE
            return self._date(kind, value) if is_date else self.part(kind, value)
        if kind is Fluency:
            return _fluency(value)
        if kind is bool:
            return _truth(value)
        if kind is int:
            return _whole(value)
        return self._string(field, value)

    def _items(self, item: _Field, value: object) -> list[object] | None:
        items = [value] if isinstance(value, str | Mapping) else value
        if not isinstance(items, Sequence):
            return None
        self.trimmed |= len(items) > _MAX_ITEMS
        found = [self._value(item, each) for each in items[:_MAX_ITEMS]]
        self.trimmed |= any(each is None for each in found)
        return [each for each in found if each is not None]

    def _date(self, model: type[ProfilePart], value: object) -> ProfilePart | None:
        if isinstance(value, Mapping):
            return self.part(model, value)
        year = _whole(value)
        month = _YEAR_AND_MONTH.search(value) if isinstance(value, str) else None
        parsed = {"year": year} | ({"month": int(month[1])} if month else {})
        return self.part(model, parsed if year is not None else None)

    def _string(self, field: _Field, value: object) -> str | None:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        text = str(value)[:_LONGEST_STRING]
        if field.name == "iso_code":
            return self.language(_printable(text))
        return self._clean(text, field.longest)

    def _clean(self, text: str, limit: int = _LONGEST_STRING) -> str | None:
        """Return what of a text may leave, None where nothing is left."""
        text = _printable(text)
        cut = text.strip()[:limit]
        self.trimmed |= len(cut) < len(text.strip())
        if cut not in self._cleaned:
            self._cleaned[cut] = clean(cut, self.redacted)
        cleaned = self._cleaned[cut]
        self.trimmed |= cleaned != cut
        return cleaned or None


@dataclass(frozen=True, slots=True)
class _Field:
    """What a field of a part takes: worked out once, since an answer has many.

    Attributes:
        name: Its name.
        kind: Its type, without None.
        longest: Characters of a string in it.
        item: What each of its values is, where it takes several.
    """

    name: str
    kind: type
    longest: int
    item: _Field | None


@cache
def _fields(model: type[ProfilePart]) -> Mapping[str, _Field]:
    return {name: _field_of(name, info, info.annotation) for name, info in model.model_fields.items()}


def _field_of(name: str, info: FieldInfo, annotation: object) -> _Field:
    kind = _required(annotation)
    if get_origin(kind) is Annotated:
        kind, *_ = get_args(kind)
    item = _field_of(name, info, get_args(kind)[0]) if get_origin(kind) is tuple else None
    return _Field(name, kind if isinstance(kind, type) else object, _max_length(annotation, info), item)


def _required(annotation: object) -> object:
    """Return the first type of a union with None."""
    if get_origin(annotation) in {Union, UnionType}:
        return next(kind for kind in get_args(annotation) if kind is not type(None))
    return annotation


def _max_length(annotation: object, info: FieldInfo) -> int:
    for metadata in [*_metadata(annotation), *info.metadata]:
        limit = getattr(metadata, "max_length", None)
        if isinstance(limit, int):
            return limit
    return 300


def _metadata(annotation: object) -> Iterator[object]:
    kind = _required(annotation)
    if get_origin(kind) is Annotated:
        yield from get_args(kind)[1:]


def _printable(text: str) -> str:
    """Drop what cannot be stored or sent: NUL, lone surrogates, control characters."""
    if text.isprintable() or "".join(text.split()).isprintable():
        return text
    return "".join(
        character for character in text if character in "\n\t" or (character.isprintable() or character.isspace())
    )


def _fluency(value: object) -> Fluency | None:
    if not isinstance(value, str):
        return None
    try:
        return Fluency(value.strip().upper()) if len(value.strip()) == 2 else Fluency(value.strip().lower())
    except ValueError:
        return None


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    return True if word in _TRUE else False if word in _FALSE else None


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 10_000 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 10_000 else None
    if not isinstance(value, str):
        return None
    text = value.strip()[:40]
    if re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return int(text)
    year = _YEAR.search(text)
    return int(year.group()) if year else None
