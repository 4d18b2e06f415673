"""A string of an answer, cleaned of what is personal: what redaction found in this CV, and anything new."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cvparser.domain.privacy.categories import PLACEHOLDER, Category
from cvparser.domain.privacy.finding import Finding, unite
from cvparser.domain.privacy.people.name_forms import is_professional
from cvparser.domain.privacy.people.told_names import ToldNames
from cvparser.domain.privacy.pipeline import find_in_answer
from cvparser.domain.privacy.prepared_text import PreparedText, prepare
from cvparser.domain.privacy.redaction import Redaction, render
from cvparser.domain.text.folding import fold, key
from cvparser.domain.text.lookup import OPENING, phrases_in, pieces_in
from cvparser.domain.text.normalisation import normalise

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
#: The same in a folded text without other letters than those of ASCII.
_PLAIN_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)?")
#: What is an apostrophe once it is folded, and not before: words end at it.
_FOLDED_APOSTROPHE = re.compile(r"[‘ʼ´`]")
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
        candidate: The keys of the pieces of the candidate's name.
        words: Keys of the words that stand in findings and nowhere else in the CV.
        numbers: Digits of the identifiers.
        nationalities: Keys of the words that name the candidate's nationality.
        phrases: Keys of the words of findings whose words are too short or too common to be looked for one by one.
    """

    candidate: ToldNames
    words: frozenset[str]
    numbers: frozenset[str]
    nationalities: frozenset[str] = frozenset()
    phrases: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, redaction: Redaction) -> RedactedValues:
        """Return what was found in a CV."""
        said = _keys(normalise(PLACEHOLDER.sub(" ", redaction.text)).text)
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
            candidate=ToldNames(keys=redaction.names),
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
        cut = _without(text, redacted)
        cut = PLACEHOLDER.sub(" ", cut) if "[" in cut else cut
        if cut == text:
            return text if any(map(str.isalnum, text)) else ""
        text = _tidy(cut)
    return ""


def _without(text: str, redacted: RedactedValues) -> str:
    if not text:
        return text
    prepared = prepare(text)
    found = [*find_in_answer(prepared, redacted.candidate), *_redacted_places(prepared, redacted)]
    return render(text, unite(found)) if found else text


def _redacted_places(prepared: PreparedText, redacted: RedactedValues) -> list[Finding]:
    normalised = prepared.normalised
    keys = _keys(normalised.text)
    found: list[Finding] = []
    phrases = list(phrases_in(keys, redacted.phrases))
    if phrases or _APOSTROPHE.search(normalised.text) is not None or not redacted.words.isdisjoint(keys):
        words = list(_WORD.finditer(normalised.text))
        found += [
            _finding(*normalised.origin(match.start(), match.end()))
            for match, word in zip(words, keys, strict=True)
            if not redacted.words.isdisjoint(_spellings(match.group(), word))
        ]
        found += [_finding(*normalised.origin(words[first].start(), words[stop - 1].end())) for first, stop in phrases]
    digits = [match.start() for match in _DIGITS.finditer(normalised.text)] if redacted.numbers else []
    if len(digits) >= OPENING:
        together = "".join(normalised.text[at] for at in digits)
        found += [
            _finding(*normalised.origin(digits[first], digits[stop - 1] + 1))
            for first, stop in pieces_in(together, redacted.numbers)
        ]
    return found


def _keys(text: str) -> list[str]:
    """Return the keys of the words of a normalised text; most are what stands in the folded one."""
    if _FOLDED_APOSTROPHE.search(text) is not None:
        return list(map(key, _WORD.findall(text)))
    folded = fold(text)
    if folded.isascii():
        words = _PLAIN_WORD.findall(folded)
        return [word.replace("'", "") for word in words] if "'" in folded else words
    spoken = zip(_WORD.findall(text), _WORD.findall(folded), strict=True)
    return [each if each.isascii() and each.isalnum() else key(word) for word, each in spoken]


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
