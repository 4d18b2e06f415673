"""Personal pages, profiles and handles. Sites of companies and projects stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.folding import key
from cvparser.domain.privacy.reading import Reading, Sighting

#: A character of a path, and of an address that ends where a list or a sentence goes on.
_PATH = r"[^\s|•·,;<>()\[\]\"'\ue000]"
_URL = re.compile(
    # https://..., www....
    rf"(?<![\w@.-])(?:https?://{_PATH}{{3,200}}|www\.{_PATH}{{3,200}}"
    # name.example/about
    rf"|(?:[a-z0-9-]{{1,63}}\.){{1,4}}[a-z]{{2,12}}(?:/{_PATH}{{0,150}})?)(?![\w@])"
)
#: A path wrapped after a slash or a hyphen goes on in the next line.
_WRAPPED_PATH = re.compile(r"\n[ ]{0,4}[a-z0-9][\w%./-]{1,80}(?=[ ]*(?:\n|$))")
_ORCID = re.compile(r"(?<!\d)\d{4}-\d{4}-\d{4}-\d{3}[\dx](?!\d)")


@dataclass(frozen=True, slots=True)
class _Sites:
    """What `sites.toml` says, as patterns on folded text."""

    profile: re.Pattern[str]
    personal: re.Pattern[str]
    labelled: re.Pattern[str]
    handle: re.Pattern[str]


@cache
def _sites() -> _Sites:
    source = files("cvparser.domain.privacy").joinpath("sites.toml").read_text(encoding="utf-8")
    table = {name: "|".join(map(_pattern, entries)) for name, entries in tomllib.loads(source).items()}
    return _Sites(
        profile=re.compile(
            rf"(?<![\w@.-])(?:https?://)?(?:[a-z]{{1,3}}\.)?(?:{table['profile_hosts']})(?![\w.-])/?{_PATH}{{0,200}}"
        ),
        personal=re.compile(
            rf"(?<![\w@.-])(?:https?://)?[a-z0-9-]{{1,63}}\.(?:{table['personal_domains']})(?![\w-])(?:/{_PATH}{{0,200}})?"
        ),
        labelled=re.compile(rf"(?<![a-z])(?:{table['networks']})[ ]?[:-][ ]?(?P<handle>@?[\w.:#/-]{{2,60}})"),
        handle=re.compile(
            rf"(?<![\w@./])@(?!(?:{table['annotations']})\b)[a-z_][\w.]{{2,30}}(?:@[\w.-]{{3,60}})?(?![\w/])"
        ),
    )


def _pattern(entry: str) -> str:
    return re.escape(entry).replace(r"\*", r"[a-z.]{2,6}")


def find_urls(reading: Reading) -> Iterator[Sighting]:
    """Find what is personal by its host, its label or its form."""
    folded = reading.folded
    sites = _sites()
    for pattern in (sites.profile, sites.personal):
        for match in pattern.finditer(folded):
            yield Sighting(match.start(), _with_wrapped_path(reading, match.end()), Category.URL, "profile_url")
    for match in sites.labelled.finditer(folded):
        if not match["handle"].startswith("http"):
            yield Sighting(match.start("handle"), match.end(), Category.HANDLE, "social_handle")
    for pattern, rule in ((_ORCID, "orcid"), (sites.handle, "handle")):
        for match in pattern.finditer(folded):
            yield Sighting(match.start(), match.end(), Category.HANDLE, rule)


def find_own_urls(reading: Reading, names: frozenset[str]) -> Iterator[Sighting]:
    """Find addresses whose host or path is made of one of `names`, which are keys."""
    for match in _URL.finditer(reading.folded):
        letters = key(match.group())
        if any(len(name) >= 4 and name in letters for name in names):
            yield Sighting(match.start(), match.end(), Category.URL, "own_url")


def _with_wrapped_path(reading: Reading, end: int) -> int:
    folded = reading.folded
    if folded[end - 1] in "/-":
        further = _WRAPPED_PATH.match(reading.text, end)
        if further is not None:
            return further.end()
    while folded[end - 1] in ".,":
        end -= 1
    return end
