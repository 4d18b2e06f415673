"""Fields that a deployment adds to the allow-list: declared with a reason, reviewed by somebody, empty by default.

A declaration opens one place of `Profile.own_fields` and no other. What a CV says there goes through both gates as all
else does: a field brings nothing back that redaction takes out. It is read where `use` or `using` says so: in the
children of one parser, not in those of another beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache

from cvparser.domain.cv.dates.notation import STATED_YEAR
from cvparser.domain.cv.headings import OWN_HEADINGS
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.lexicon import add_words, read_lexicon
from cvparser.domain.privacy.categories import TRAITS, Category
from cvparser.domain.profile import OWN_NAME, ParsedCV, ProfilePart
from cvparser.domain.text.folding import key

_NAME = re.compile(OWN_NAME)
_LONGEST_NAME = 40
#: Fields that one deployment adds, and headings or labels of one.
_MOST, _MOST_PHRASES = 20, 50
#: Characters and words of a heading or a label.
_LONGEST_PHRASE, _MOST_WORDS = 60, 8
#: Items of a list, and characters of one and of a text.
_MOST_ITEMS, _LONGEST_ITEM, _LONGEST_TEXT = 200, 300, 5_000
#: A number of seven digits may be somebody's.
_BOUND = 1_000_000
_NUMBER = re.compile(r"(?<![\w.,])(?<!\d[ /-])-?(?:\d{1,3}[,. ’']\d{3}|\d{1,6}(?:[.,]\d{1,2})?)(?!\w|[.,]\d|[ /-]\d)")
_GROUPED = re.compile(r"(?<=\d)[,. ’'](?=\d{3}(?!\d))")
_DATE = re.compile(rf"(?<!\d)({STATED_YEAR})(?:\s?[-/.]\s?(\d{{1,2}}))?(?!\d)")
#: Kinds of headings of the lexicon below which something personal stands.
_PERSONAL = frozenset(
    {"contact", "document", "emergency", "licence", "membership", "military", "personal", "references"}
)


class OwnFieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    #: A year, or a year and a month.
    DATE = "date"
    #: Texts of at most 300 characters.
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """A field that a deployment adds to the allow-list.

    Attributes:
        name: Lower case with underscores, such as `security_clearance`; no field of a profile, and nothing personal.
        type: What it holds.
        headings: Lines above what it holds, in any language.
        labels: What stands before it in its line: `Clearance: SC`. Headings are labels, too.
        why: Why it belongs to somebody's working life, for those who ask.
        reviewed_by: Who decided that it does, and when: a role rather than a name.

    Raises:
        ConfigurationError: one of these is missing or has another form, or the field would hold something personal.

    >>> OwnField(name="publications_count", type="number", labels=("Publications",), why="Scientific output",
    ...          reviewed_by="Data protection officer, 2026-03-02").type
    <OwnFieldType.NUMBER: 'number'>
    """

    name: str
    type: OwnFieldType | str
    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    why: str
    reviewed_by: str

    def __post_init__(self) -> None:
        """Refuse what was not thought about, and what is personal."""
        require_name(self.name, what="A field of your own")
        if self.type not in set(OwnFieldType):
            raise ConfigurationError(f"The field {self.name} is of one of the types {', '.join(OwnFieldType)}.")
        object.__setattr__(self, "type", OwnFieldType(self.type))
        if self.name in taken_names():
            raise ConfigurationError(f"{self.name} is a field of every profile. Choose another name.")
        if not is_told(self.why) or not is_told(self.reviewed_by):
            raise ConfigurationError(
                f"The field {self.name} needs `why`, the reason that it is professional, and `reviewed_by`, who "
                "decided that it is."
            )
        if not self.phrases:
            raise ConfigurationError(f"The field {self.name} needs `headings` or `labels`, by which it is found.")
        require_phrases(self.phrases, whose=f"the field {self.name}")
        for phrase in (self.name.replace("_", " "), *self.phrases):
            category = _personal_words().get(key(phrase))
            if category is not None:
                raise ConfigurationError(
                    f"The field {self.name} would hold something personal: {phrase!r} introduces {category} in CVs, "
                    "which is taken out before anything reads them. It cannot be added."
                )

    @property
    def phrases(self) -> tuple[str, ...]:
        """What introduces it: headings and labels."""
        return (*self.headings, *self.labels)

    def value_of(self, told: object) -> object:
        """Return what a parser told of the field as JSON of its type; None where it is of no use.

        >>> OwnField(name="cleared_on", type="date", labels=("Cleared",), why="x", reviewed_by="y").value_of("2021-04")
        {'year': 2021, 'month': 4}
        """
        return _READERS[OwnFieldType(self.type)](told)


def require_name(name: object, *, what: str) -> None:
    """Return where `name` can be one of a deployment's own.

    Raises:
        ConfigurationError: it has another form, or is a category of personal data.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise ConfigurationError(
            f"{what} has a name of at most {_LONGEST_NAME} small letters, digits and underscores: security_clearance."
        )
    if name in Category.__members__.values():
        raise ConfigurationError(f"{name} is a category of personal data. Choose another name, or leave it out.")


def require_phrases(phrases: Sequence[object], *, whose: str) -> None:
    """Return where headings and labels can be found in a CV.

    Raises:
        ConfigurationError: one has another form, or there are too many.
    """
    if len(phrases) > _MOST_PHRASES or not all(map(_is_phrase, phrases)):
        raise ConfigurationError(
            f"Headings and labels of {whose} are at most {_MOST_PHRASES} lines of at most {_MOST_WORDS} words."
        )


def is_told(text: object) -> bool:
    """Return whether `text` says something."""
    return isinstance(text, str) and any(map(str.isalpha, text))


def _is_phrase(phrase: object) -> bool:
    if not isinstance(phrase, str) or phrase != phrase.strip() or len(phrase) > _LONGEST_PHRASE:
        return False
    return phrase.isprintable() and any(map(str.isalpha, phrase)) and len(phrase.split()) <= _MOST_WORDS


@cache
def taken_names() -> frozenset[str]:
    """Return the names that a result has already."""
    parts: list[type[ProfilePart]] = [ParsedCV, *ProfilePart.__subclasses__()]
    return frozenset(name for part in parts for name in part.model_fields)


@cache
def _personal_words() -> Mapping[str, str]:
    """Return what introduces something personal, folded, with what that is."""
    found: dict[str, str] = {}
    for sections in read_lexicon().values():
        for section, listed in sections.items():
            group, _, kind = section.partition(".")
            if (group == "labels" and kind in TRAITS) or (group == "headings" and kind in _PERSONAL):
                found.update((key(phrase), kind) for phrase in listed)
    return found


def _text(told: object) -> str | None:
    if isinstance(told, list | tuple):
        told = "\n".join(each for each in told[:_MOST_ITEMS] if isinstance(each, str))
    return told.strip()[:_LONGEST_TEXT].strip() or None if isinstance(told, str) else None


def _number(told: object) -> int | float | None:
    if isinstance(told, str):
        found = _NUMBER.search(told[:_LONGEST_ITEM])
        told = float(_GROUPED.sub("", found[0]).replace(",", ".")) if found else None
    if isinstance(told, bool) or not isinstance(told, int | float) or not abs(told) < _BOUND:
        return None
    return int(told) if float(told).is_integer() else round(float(told), 2)


def _date(told: object) -> dict[str, int | None] | None:
    if isinstance(told, Mapping):
        told = "-".join(str(each) for each in (told.get("year"), told.get("month")) if each is not None)
    found = _DATE.search(told[:_LONGEST_ITEM]) if isinstance(told, str) else None
    if isinstance(told, int) and not isinstance(told, bool):
        found = _DATE.fullmatch(str(told)) if abs(told) < _BOUND else None
    if found is None:
        return None
    month = int(found[2]) if found[2] and 1 <= int(found[2]) <= 12 else None
    return {"year": int(found[1]), "month": month}


def _list(told: object) -> list[str] | None:
    items = [told] if isinstance(told, str) else told
    if not isinstance(items, list | tuple):
        return None
    found = [each.strip()[:_LONGEST_ITEM].strip() for each in items[:_MOST_ITEMS] if isinstance(each, str)]
    return list(dict.fromkeys(filter(None, found))) or None


_READERS = {
    OwnFieldType.TEXT: _text,
    OwnFieldType.NUMBER: _number,
    OwnFieldType.DATE: _date,
    OwnFieldType.LIST: _list,
}


def of_table(table: Mapping[str, object]) -> tuple[OwnField, ...]:
    """Return the fields of a table: by their names `type`, `headings`, `labels`, `why` and `reviewed_by`.

    Raises:
        ConfigurationError: the table has another form, or a field that cannot be added.
    """
    return tuple(_of(name, told) for name, told in table.items())


def _of(name: str, told: object) -> OwnField:
    known = {"type", "headings", "labels", "why", "reviewed_by"}
    if not isinstance(told, Mapping) or not told.keys() <= known:
        raise ConfigurationError(f"The field {name} is a table of {', '.join(sorted(known))}.")
    headings, labels, kind = told.get("headings", []), told.get("labels", []), told.get("type")
    if not isinstance(headings, list) or not isinstance(labels, list):
        raise ConfigurationError(f"Headings and labels of the field {name} are lists of strings.")
    return OwnField(
        name=name,
        type=kind if isinstance(kind, str) else "",
        headings=tuple(headings),
        labels=tuple(labels),
        why=told.get("why", ""),
        reviewed_by=told.get("reviewed_by", ""),
    )


def require_apart(fields: Sequence[OwnField]) -> None:
    """Return where fields can be added together.

    Raises:
        ConfigurationError: there are too many, or two have a name, a heading or a label in common.
    """
    if len(fields) > _MOST:
        raise ConfigurationError(f"At most {_MOST} fields of your own can be had.")
    if len({each.name for each in fields}) < len(fields):
        raise ConfigurationError("A field of your own is there twice: in CVPARSER_OWN_FIELDS or in packages.")
    phrases = [phrase for each in fields for phrase in {key(phrase) for phrase in each.phrases}]
    if len(set(phrases)) < len(phrases):
        raise ConfigurationError("Two fields of your own have a heading or a label in common.")


def as_text(fields: Sequence[OwnField]) -> str:
    """Return fields as they are sent to a child: `use` takes them."""
    return json.dumps([asdict(each) for each in fields], sort_keys=True)


def use(text: str) -> None:
    """Read fields in this process from now on. Run in a child, before any word of the lexicon is read."""
    fields = tuple(
        OwnField(**{**each, "headings": tuple(each["headings"]), "labels": tuple(each["labels"])})
        for each in json.loads(text)
    )
    add_words({f"headings.{OWN_HEADINGS}{each.name}": each.headings for each in fields})
    _used.set(fields)


@contextmanager
def using(fields: Sequence[OwnField]) -> Iterator[None]:
    """Read fields until the block ends; of their headings, those that are labels as well."""
    token = _used.set(tuple(fields))
    try:
        yield
    finally:
        _used.reset(token)


def used_fields() -> tuple[OwnField, ...]:
    """Return the fields that are read here."""
    return _used.get()


def schema_of(fields: Sequence[OwnField]) -> dict[str, object]:
    """Return the JSON schema of `Profile.own_fields` where these are declared: it takes nothing else."""
    date: dict[str, object] = {"$ref": "#/components/schemas/YearMonth"}
    forms: Mapping[OwnFieldType, dict[str, object]] = {
        OwnFieldType.TEXT: {"type": "string", "minLength": 1, "maxLength": _LONGEST_TEXT},
        OwnFieldType.NUMBER: {"type": "number", "exclusiveMinimum": -_BOUND, "exclusiveMaximum": _BOUND},
        OwnFieldType.DATE: date,
        OwnFieldType.LIST: {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": _LONGEST_ITEM},
        },
    }
    return {
        "type": "object",
        "description": "What this service adds; a field that a CV says nothing of is left out.",
        "properties": {each.name: forms[OwnFieldType(each.type)] for each in fields},
        "additionalProperties": False,
    }


_used: ContextVar[tuple[OwnField, ...]] = ContextVar("own fields", default=())
