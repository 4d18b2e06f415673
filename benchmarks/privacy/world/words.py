"""The words of the world, by language: `material/world.toml` over what `material/positions.toml` has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from benchmarks.privacy.material import LANGUAGES as TABLED
from benchmarks.privacy.material import language as table

Words = Mapping[str, Sequence[str]]

#: ISO 639-1 codes of the languages of the world.
LANGUAGES = ("tr", "en", "de", "fr", "es", "it", "pt", "nl", "pl")
_MATERIAL = Path(__file__).parents[1] / "material"
_LONGEST_TITLE = 45


@cache
def words(code: str) -> Words:
    """Return the words of a language, its professions with those that Faker has (MIT)."""
    found = {**_read("positions").get(code, {}), **_read("world")[code]}
    jobs = import_module(f"faker.providers.job.{found['job']}").Provider.jobs
    listed = [job for job in jobs if len(job) < _LONGEST_TITLE and not set(job) & set("<>{}")]
    found["professions"] = [*found["professions"], *listed]
    if code in TABLED:
        found["degree"] = [*found["degree"], *(each for each in table(code).degrees if "{" not in each)]
    return MappingProxyType(found)


@cache
def shared() -> Words:
    """Return what belongs to no language."""
    return MappingProxyType({**_read("positions")["shared"], **_read("world")["shared"]})


@cache
def address_forms() -> Words:
    """Return forms of addresses by locale, for those that Faker has not."""
    return MappingProxyType(_read("world")["addresses"])


@cache
def origins() -> Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]:
    """Return for each origin of a name Faker's locales, and the given names and surnames written down for it."""
    locales, written = _read("world")["origins"], _read("positions")["origins"]
    return MappingProxyType({each: (locales.get(each, ()), written.get(each, ())) for each in {**locales, **written}})


@cache
def _read(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((_MATERIAL / f"{name}.toml").read_text(encoding="utf-8"))
