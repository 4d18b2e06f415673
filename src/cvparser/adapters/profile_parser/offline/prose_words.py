"""The small words of sentences, which mark what stands beside them: `as a`, `at`, `olarak`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of

#: A mark: the side on which it says something, and what it says.
Meaning = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SmallWords:
    """The small words of one language, or of all."""

    marks: Phrases[frozenset[Meaning]]
    boundaries: Phrases[bool]
    work: Phrases[bool]
    study: Phrases[bool]
    speak: Phrases[bool]
    articles: Phrases[bool]
    joins: Phrases[bool]


@cache
def small_words(language: str | None) -> SmallWords:
    """Return the small words of `language`, an ISO 639-1 code, or of all languages where it is None."""

    def listed(name: str) -> Phrases[bool]:
        return phrase_set(words("prose", name, language=language))

    return SmallWords(
        marks=_marks(language),
        boundaries=listed("boundaries"),
        work=listed("work"),
        study=listed("study"),
        speak=listed("speak"),
        articles=listed("articles"),
        joins=phrase_set(words("small", "and", language=language)),
    )


def _marks(language: str | None) -> Phrases[frozenset[Meaning]]:
    meanings: defaultdict[str, set[Meaning]] = defaultdict(set)
    for side in ("right", "left"):
        for word, role in named_words("prose", side, language=language):
            meanings[_key(word)].add((side, role))
    for name in ("boundaries", "work", "study"):
        for word in words("prose", name, language=language):
            meanings.setdefault(_key(word), set())
    return Phrases((phrase, frozenset(found)) for phrase, found in meanings.items())


def _key(phrase: str) -> str:
    return " ".join(word.text for word in words_of(phrase))
