"""A string of an answer, cleaned of what is personal: what redaction found in this CV, and anything new."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cvparser.domain.privacy.categories import PLACEHOLDER, Category
from cvparser.domain.privacy.finding import Finding, unite
from cvparser.domain.privacy.people.name_forms import is_professional
from cvparser.domain.privacy.pipeline import detect_in_answer
from cvparser.domain.privacy.redaction import Redaction, render
from cvparser.domain.text.folding import fold, key
from cvparser.domain.text.lookup import phrases_in, pieces_in
from cvparser.domain.text.normalisation import normalise

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_APOSTROPHE = re.compile(r"['’]")
_DIGITS = re.compile(r"\d")
#: Digits in a row that identify; shorter ones are years and amounts.
_MIN_DIGITS = 7
_MIN_LETTERS = 3
#: Letters before the apostrophe of `d'`, `l'`, `qu'`.
_LONGEST_ARTICLE = 2
#: Words of a finding beyond which it is a paragraph, whose words are looked for one by one.
_MAX_PHRASE = 8
_EMPTY_PAIR = re.compile(r"\((?:\s*+[,;:/|-])?+\s*+\)|\[\s*+\]|\"\s*+\"|“\s*+”")
_LOOSE = re.compile(r"\A[\s,;:|/•·@–—-]++|(?<![\s,;:|/•·@–—-])[\s,;:|/•·@–—-]++\Z")
_BLANKS = re.compile(r"[ \t\r\f\v]+")
_BEFORE_COMMA = re.compile(r"(?<! ) ++(?=[,;!?)]|\.(?:\s|$))|(?<=[(]) ++")
_COMMAS = re.compile(r"([,;|/•·])(?:\s*+[,;|/•·])++")
_BLANK_LINES = re.compile(r"\n[^\S\n]*+\n\s*+")
_MAX_ROUNDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedValues:
    """What redaction found in a CV, ready to be searched. Personal.

    Attributes:
        names: Keys of the pieces of the candidate's name.
        words: Keys of the words that stand in findings and nowhere else in the CV.
        numbers: Digits of the identifiers.
        nationalities: Keys of the words that name the candidate's nationality.
        phrases: Keys of the words of findings whose words are too short or too common to be looked for one by one.
    """

    names: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    nationalities: frozenset[str] = frozenset()
    phrases: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, redaction: Redaction) -> RedactedValues:
        """Return what was found in a CV."""
        said = [key(word) for word in _WORD.findall(normalise(PLACEHOLDER.sub(" ", redaction.text)).text)]
        public = set(said)
        private: set[str] = set()
        phrases: set[tuple[str, ...]] = set()
        numbers: set[str] = set()
        nationalities: set[str] = set()
        for finding in {*redaction.findings, *redaction.parts}:
            value = normalise(redaction.original[finding.start : finding.end]).text
            spoken = _WORD.findall(value)
            phrase = tuple(map(key, spoken))
            found = {*phrase, *(_without_article(word, key(word)) for word in spoken)}
            private |= found
            if 2 <= len(phrase) <= _MAX_PHRASE:
                phrases.add(phrase)
            nationalities |= found if finding.category is Category.NATIONALITY else set()
            numbers |= set(_numbers(value))
        words = {word for word in private - public if _is_telling(word)}
        public_phrases = {tuple(said[start:end]) for start, end in phrases_in(said, frozenset(phrases))}
        return cls(
            names=redaction.names,
            words=frozenset(words),
            numbers=frozenset(numbers),
            nationalities=frozenset(nationalities),
            phrases=frozenset(phrases - public_phrases),
        )


def clean(text: str, redacted: RedactedValues) -> str:
    """Return `text` without anything personal and without placeholders; empty when nothing is left.

    Rounds go on until nothing changes, so that cleaning the result changes nothing.
    """
    for _ in range(_MAX_ROUNDS):
        cut = PLACEHOLDER.sub(" ", _without(text, redacted))
        if cut == text:
            return text if any(map(str.isalnum, text)) else ""
        text = _tidy(cut)
    return ""


def _without(text: str, redacted: RedactedValues) -> str:
    if not text:
        return text
    found = [*detect_in_answer(text, redacted.names).findings, *_redacted_places(text, redacted)]
    return render(text, unite(found)) if found else text


def _redacted_places(text: str, redacted: RedactedValues) -> list[Finding]:
    normalised = normalise(text)
    words = list(_WORD.finditer(normalised.text))
    keys = _keys(words, fold(normalised.text))
    found = [
        _finding(*normalised.origin(match.start(), match.end()))
        for match, word in zip(words, keys, strict=True)
        if not redacted.words.isdisjoint(_spellings(match.group(), word))
    ]
    found += [
        _finding(*normalised.origin(words[first].start(), words[stop - 1].end()))
        for first, stop in phrases_in(keys, redacted.phrases)
    ]
    digits = [match.start() for match in _DIGITS.finditer(normalised.text)]
    together = "".join(normalised.text[at] for at in digits)
    found += [
        _finding(*normalised.origin(digits[first], digits[stop - 1] + 1))
        for first, stop in pieces_in(together, redacted.numbers)
    ]
    return found


def _keys(words: list[re.Match[str]], folded: str) -> list[str]:
    """Return the keys of words; most are what stands in the folded text."""
    spoken = ((word, folded[word.start() : word.end()]) for word in words)
    return [each if each.isascii() and each.isalnum() else key(word.group()) for word, each in spoken]


def _spellings(word: str, whole: str) -> tuple[str, ...]:
    """Return the key of the `whole` word, and what is left of it without an ending and without an article."""
    apostrophe = _APOSTROPHE.search(word)
    if apostrophe is None:
        return (whole,)
    return whole, key(word[: apostrophe.start()]), _without_article(word, whole)


def _without_article(word: str, whole: str) -> str:
    """Return the key of what stands after an article such as `d'`; without one, of the `whole` word."""
    parts = _APOSTROPHE.split(word, maxsplit=1)
    return key(parts[1]) if len(parts) > 1 and len(parts[0]) <= _LONGEST_ARTICLE else whole


def _finding(start: int, end: int) -> Finding:
    return Finding(category=Category.PERSONAL, start=start, end=end, rule="secret")


def _numbers(value: str) -> list[str]:
    """Return the digits of a value when they are enough to identify, with and without a country's or trunk prefix."""
    digits = "".join(_DIGITS.findall(value))
    if not _MIN_DIGITS <= len(digits) <= 30:
        return []
    return [digits] + ([digits[-10:]] if len(digits) > 10 and not digits[-10:].startswith("0") else [])


def _is_telling(word: str) -> bool:
    return len(word) >= _MIN_LETTERS and not (is_professional(word) and not word.isdigit())


def _tidy(text: str) -> str:
    """Close the gaps that cutting left."""
    lines = []
    for line in text.split("\n"):
        tidied = _EMPTY_PAIR.sub(" ", line)
        tidied = _BEFORE_COMMA.sub("", _COMMAS.sub(r"\1", _BLANKS.sub(" ", tidied)))
        lines.append(tidied.strip())
    together = _BLANK_LINES.sub("\n\n", "\n".join(lines))
    tidied = _LOOSE.sub("", together)
    return tidied if any(character.isalnum() for character in tidied) else ""
