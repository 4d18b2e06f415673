"""Spoken languages and how well they are spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from cvparser.adapters.profile_parser.offline.phrases import Match, Phrases, Word, phrase_set, words_of
from cvparser.adapters.profile_parser.offline.vocabulary import named_words, words

Language = dict[str, str | None]

_SEPARATOR = re.compile(r"[,;|\n·•/]")


def find_languages(text: str) -> list[Language]:
    """Give the languages that `text` names, in the form of `domain.profile.LanguageSkill`.

    The fluency is what stands between a name and the next one; where nothing does, what stands before it since the
    last separator, as in `native Turkish`.
    """
    found = words_of(text)
    names = _names().find(found)
    levels = [match for match in _levels().find(found) if not any(_overlap(match, name) for name in names)]
    languages: dict[str, Language] = {}
    for index, name in enumerate(names):
        stop = names[index + 1].first if index + 1 < len(names) else len(found)
        level = _level(text, found, levels, name, stop, is_first=index == 0)
        written = text[found[name.first].start : found[name.stop - 1].end]
        known = languages.setdefault(name.value, {"name": written, "iso_code": name.value, "fluency": level})
        known["fluency"] = known["fluency"] or level
    _share(text, found, names, languages)
    return list(languages.values())


def _share(text: str, found: Sequence[Word], names: Sequence[Match[str]], languages: dict[str, Language]) -> None:
    """Give both languages of `English and Polish fluently` the one level."""
    for name, following in reversed(list(pairwise(names))):
        between = text[found[name.stop - 1].end : found[following.first].start].strip()
        if languages[name.value]["fluency"] is None and _and().whole(between):
            languages[name.value]["fluency"] = languages[following.value]["fluency"]


def speaks_of_languages(text: str) -> bool:
    """Tell whether `text` begins with the name or the level of a language, or is about nothing else."""
    found = words_of(text)
    if not found:
        return False
    return any(phrases.at(found, 0) is not None for phrases in (_names(), _levels()))


def _level(
    text: str, found: Sequence[Word], levels: Sequence[Match[str]], name: Match[str], stop: int, *, is_first: bool
) -> str | None:
    after = [match for match in levels if name.stop <= match.first < stop]
    before = [match for match in levels if match.stop <= name.first]
    if before and _touches(text, found[before[-1].stop - 1].end, found[name.first].start):
        leading = before[-1]
        if not after or is_first or _SEPARATOR.search(text, found[leading.first - 1].end, found[leading.first].start):
            trailing_is_next = not after or _SEPARATOR.search(
                text, found[name.stop - 1].end, found[after[0].first].start
            )
            if trailing_is_next:
                return leading.value
    exact = next((match.value for match in after if re.fullmatch(r"[abc][12]", found[match.first].text)), None)
    return exact or (after[0].value if after else None)


def _touches(text: str, end: int, start: int) -> bool:
    """Tell whether a level before a name belongs to it: nothing but a short connection lies between."""
    between = text[end:start]
    return _SEPARATOR.search(between) is None and len(between.split()) <= 2 and ")" not in between


def _overlap(one: Match[str], other: Match[str]) -> bool:
    return one.first < other.stop and other.first < one.stop


@cache
def _names() -> Phrases[str]:
    return Phrases(named_words("languages", "names"))


@cache
def _levels() -> Phrases[str]:
    return Phrases(named_words("languages", "fluency"))


@cache
def _and() -> Phrases[bool]:
    return phrase_set(words("skills", "and"))
