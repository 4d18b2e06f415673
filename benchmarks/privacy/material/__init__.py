"""The hand-written words of the benchmark's documents, one table a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

#: ISO 639-1 codes of the languages.
LANGUAGES = ("tr", "en", "de", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The material of one language; the tables say the notation in their first line."""

    code: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]
    months: tuple[str, ...]
    towns: tuple[str, ...]
    phones: tuple[str, ...]
    streets: tuple[str, ...]
    quarters: tuple[str, ...]
    districts: tuple[str, ...]
    addresses: tuple[str, ...]
    birth_dates: tuple[str, ...]
    employers: tuple[tuple[str, str], ...]
    schools: tuple[str, ...]
    degrees: tuple[str, ...]
    grades: tuple[str, ...]
    professions: tuple[str, ...]
    bullets: tuple[str, ...]
    skill_lines: tuple[str, ...]
    certificates: tuple[str, ...]
    awards: tuple[str, ...]
    projects: tuple[str, ...]
    headers: tuple[str, ...]
    personal_lines: tuple[str, ...]
    experience: tuple[str, ...]
    education: tuple[str, ...]
    spans: tuple[str, ...]
    references: tuple[str, ...]
    mentions: tuple[str, ...]
    #: A woman's and a man's ways to say it.
    genders: tuple[tuple[str, ...], tuple[str, ...]]
    #: Section -> its headings.
    headings: MappingProxyType[str, tuple[str, ...]]
    #: Field -> its values, for the fields that need no rule.
    values: MappingProxyType[str, tuple[str, ...]]


@cache
def language(code: str) -> Language:
    """Read a language's table."""
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name(f"{code}.toml").read_text(encoding="utf-8"))
    headings, values = (
        MappingProxyType({name: tuple(each) for name, each in table.pop(part).items()})
        for part in ("headings", "values")
    )
    words = {name: _tuples(each) for name, each in table.items()}
    return Language(code=code, headings=headings, values=values, **words)


def _tuples(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuples(each) if isinstance(each, list) else each for each in values)
