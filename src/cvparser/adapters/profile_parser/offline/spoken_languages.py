"""Spoken languages and how well they are spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from cvparser.domain.lexicon import named_words
from cvparser.domain.text.phrases import Match, Phrases, Word, words_of

Language = dict[str, str | None]

#: What stands between languages, never within `upper-intermediate English`.
_SEPARATOR = re.compile(r"[,;|\n·•/]")


def find_languages(text: str) -> list[Language]:
    """Return the languages that `text` names, in the form of `domain.profile.LanguageSkill`.

    A level belongs to the name before it, or, where a part of the list begins with a level, to the name after it:
    `English: C1, German B2` and `fluent English and good German`. A part without a name goes on about the last one.
    """
    languages: dict[str, Language] = {}
    last: Language | None = None
    for part in _SEPARATOR.split(text):
        found = words_of(part)
        for language in _read_part(part, found):
            last = languages.setdefault(language["iso_code"] or "", language)
            last["fluency"] = last["fluency"] or language["fluency"]
        if last is not None and last["fluency"] is None:
            last["fluency"] = _fluency(found, _levels().find(found))
    return list(languages.values())


def speaks_of_languages(text: str) -> bool:
    """Return whether `text` begins with the name or the level of a language."""
    found = words_of(text)
    return bool(found) and any(phrases.at(found, 0) is not None for phrases in (_names(), _levels()))


def names_language(text: str) -> bool:
    """Return whether `text` is the name of a language and nothing else."""
    return _names().whole(text) is not None


def levels_of(text: str) -> list[str]:
    """Return the levels that `text` names."""
    return [match.value for match in _levels().find(words_of(text))]


def _read_part(part: str, found: Sequence[Word]) -> Iterator[Language]:
    """Read a part of a list; it names no language, one, or several joined by `and`, which may share a level."""
    names = _names().find(found)
    taken = {index for name in names for index in range(name.first, name.stop)}
    levels = [level for level in _levels().find(found) if level.first not in taken]
    level_leads = bool(names and levels) and levels[0].first < names[0].first
    bounds = [0, *(name.first for name in names)] if level_leads else [*(name.first for name in names), len(found)]
    given = [
        _fluency(found, [level for level in levels if first <= level.first < stop]) for first, stop in pairwise(bounds)
    ]
    shared = _carried(given) if level_leads else _carried(given[::-1])[::-1]
    for name, fluency in zip(names, shared, strict=True):
        written = part[found[name.first].start : found[name.stop - 1].end]
        yield {"name": written, "iso_code": name.value, "fluency": fluency}


def _carried(given: Sequence[str | None]) -> list[str | None]:
    """Return each place that has no level the one before it."""
    carried: list[str | None] = []
    for level in given:
        carried.append(level or (carried[-1] if carried else None))
    return carried


def _fluency(found: Sequence[Word], levels: Sequence[Match[str]]) -> str | None:
    """Return one level of several, rather one of the reference framework than `fluent`."""
    exact = (level.value for level in levels if found[level.first].text == level.value.lower())
    return next(exact, levels[0].value if levels else None)


@cache
def _names() -> Phrases[str]:
    return Phrases(named_words("languages", "names"))


@cache
def _levels() -> Phrases[str]:
    return Phrases(named_words("languages", "fluency"))
