"""A second look at a redacted text, by other code than the rules': before a text leaves the machine.

It knows what must never stand in a redacted text: identifiers of a strict form, what redaction took out already, and
the person whom the file's name or its author names. It reads characters and words only, in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from cvparser.domain.errors import PersonalDataLeftError
from cvparser.domain.privacy.categories import PLACEHOLDER, Category
from cvparser.domain.privacy.finding import Finding, unite
from cvparser.domain.privacy.leak_hints import is_other
from cvparser.domain.privacy.leak_patterns import Leak, digit_runs, identifiers
from cvparser.domain.privacy.own_categories import own_patterns
from cvparser.domain.privacy.redaction import Redaction, combine, render
from cvparser.domain.profile import WarningCode

_WORD = re.compile(r"[^\W\d_]+")
#: Words of a file's name that name nobody.
_OF_FILES = frozenset(
    {
        "cv", "resume", "lebenslauf", "bewerbung", "bewerbungsunterlagen", "ozgecmis", "curriculum", "vitae", "hoja",
        "vida", "final", "copy", "new", "updated", "version", "draft", "english", "german", "turkish", "application",
        "document", "dokument", "microsoft", "word", "office", "user", "admin", "administrator", "unknown", "author",
    }
)  # fmt: skip
#: Words of a name in full.
_FEWEST_WORDS, _MOST_WORDS = 2, 5
#: Letters of a name written as one word that is no other word.
_MIN_JOINED, _MAX_JOINED = 8, 40
_MIN_PIECE = 2
#: Letters of one piece of the candidate's name that alone is the candidate, of the verb that says so, what parts them.
_MIN_ALONE, _MIN_VERB = 4, 3
_BEFORE_VERB = frozenset({" ", ") ", ", "})
#: What stands between two words of a name, at most.
_GAP = 3
#: Lines at the top in which a person stands whose name the file has.
_HEAD_LINES = 12
#: Digits of a telephone number that are the same in each of its notations.
_NATIONAL = 9
#: Characters of a file's name or an author that are looked at.
_LONGEST_HINT = 200
_LINE = re.compile(r"\S[^\n]*")
_DOTLESS = {"ı": "i", "İ": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
#: A table of its own, not a trait of categories: nothing but the categories is shared with the rules.
_NUMBERS = frozenset(
    {
        Category.PHONE, Category.NATIONAL_ID, Category.PASSPORT, Category.SOCIAL_SECURITY, Category.TAX_NUMBER,
        Category.REGISTRATION, Category.IBAN, Category.LICENCE,
    }
)  # fmt: skip


def withhold_leaks(redaction: Redaction) -> Redaction:
    """Return `redaction` without what `find_leaks` finds, with a warning where that was anything.

    Raises:
        PersonalDataLeftError: a second look still finds something.
    """
    leaks = find_leaks(redaction)
    if not leaks:
        return redaction
    checked = replace(
        redaction,
        text=render(redaction.text, leaks),
        findings=combine(redaction.findings, leaks),
        warnings=tuple(sorted({*redaction.warnings, WarningCode.LEAK_CHECK_WITHHELD})),
    )
    if find_leaks(checked):
        raise PersonalDataLeftError
    return checked


def find_leaks(redaction: Redaction) -> tuple[Finding, ...]:
    """Return what a redacted text still seems to hold, in offsets of that text; empty when it may leave the machine.

    Sorted, not overlapping, outside placeholders. Never raises.
    """
    plain = _plain(PLACEHOLDER.sub(lambda match: "\n" * len(match.group()), redaction.text))
    words, lines = _words(plain.text), _Lines(plain.text)
    names = _taken_names(redaction) | _hinted_names(redaction, words, lines)
    leaks = [
        *identifiers(plain.text),
        *_own(plain.text),
        *_numbers_again(plain.text, redaction),
        *_names_again(words, lines, names),
        *_pieces_again(redaction.text, plain, words, lines, redaction.names),
    ]
    return unite(
        Finding(
            category=category,
            start=plain.places[start],
            end=plain.places[end - 1] + 1,
            rule=f"leak_check_{category.value}",
        )
        for category, start, end in leaks
    )


def _own(text: str) -> Iterator[Leak]:
    """Yield what has the form of a category that the deployment added."""
    for category, pattern in own_patterns():
        for match in pattern.finditer(text):
            if match.end() > match.start():
                yield category, match.start(), match.end()


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text in small Latin letters without accents, and where each of its characters stands in the original."""

    text: str
    places: Sequence[int]


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class _Pieces(dict[str, str]):
    """Character -> how it reads; nothing for marks and what is invisible."""

    def __missing__(self, character: str) -> str:
        apart = unicodedata.normalize("NFKD", _DOTLESS.get(character, character)).casefold()
        kept = [each for each in apart if unicodedata.category(each) not in {"Mn", "Me", "Cf"}]
        piece = "".join(str(unicodedata.digit(each)) if each.isdecimal() else each for each in kept)
        self[character] = piece
        return piece


_PIECES = _Pieces()


def _plain(text: str) -> _Plain:
    if text.isascii():
        return _Plain(text.lower(), range(len(text)))
    pieces = [_PIECES[character] for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return _Plain("".join(pieces), places)


def _words(text: str) -> list[_Word]:
    return [_Word(match.group(), *match.span()) for match in _WORD.finditer(text)]


def _numbers_again(text: str, redaction: Redaction) -> Iterator[Leak]:
    """Yield numbers that were taken out and stand elsewhere in another notation."""
    taken: dict[str, Category] = {}
    for finding in (*redaction.findings, *redaction.parts):
        if finding.category not in _NUMBERS:
            continue
        for _, _, digits in digit_runs(_plain(redaction.original[finding.start : finding.end]).text):
            taken[digits] = finding.category
            # Without the prefix of a country or of long distance.
            taken.setdefault(digits[-_NATIONAL:], finding.category)
    lengths = {len(digits) for digits in taken}
    for start, end, digits in digit_runs(text) if taken else ():
        found = next((taken[each] for each in _windows(digits, lengths) if each in taken), None)
        if found is not None:
            yield found, start, end


def _windows(run: str, lengths: Iterable[int]) -> Iterator[str]:
    for length in lengths:
        for at in range(len(run) - length + 1):
            yield run[at : at + length]


def _names_again(words: Sequence[_Word], lines: _Lines, names: Collection[tuple[str, ...]]) -> Iterator[Leak]:
    """Yield full names: their words in a row, written as one word, or with their letters apart."""
    wanted = {order for name in names for order in (name, name[::-1], (name[0], name[-1]), (name[-1], name[0]))}
    joined = {"".join(name) for name in wanted if _MIN_JOINED <= sum(map(len, name)) <= _MAX_JOINED}
    if not wanted:
        return
    lengths = sorted({len(name) for name in wanted})
    for index, word in enumerate(words):
        if word.text in joined:
            yield Category.NAME, word.start, word.end
        for length in lengths:
            row = words[index : index + length]
            if tuple(each.text for each in row) in wanted and lines.are_beside(row):
                yield Category.NAME, word.start, row[-1].end
    for row in _letters_apart(words, lines):
        run = "".join(each.text for each in row)
        for length in {len(each) for each in joined}:
            for at in range(len(run) - length + 1):
                if run[at : at + length] in joined:
                    yield Category.NAME, row[at].start, row[at + length - 1].end


def _letters_apart(words: Sequence[_Word], lines: _Lines) -> Iterator[Sequence[_Word]]:
    """Yield rows of words of one letter."""
    start = 0
    for index in range(len(words) + 1):
        goes_on = index < len(words) and len(words[index].text) == 1
        if goes_on and (index == start or lines.are_beside(words[index - 1 : index + 1])):
            continue
        if index - start >= _MIN_JOINED:
            yield words[start:index]
        start = index if goes_on else index + 1


class _Lines:
    """Tells what stands side by side in plain text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def are_beside(self, row: Sequence[_Word]) -> bool:
        """Whether nothing but a few signs stands between the words of a row."""
        gaps = [self._text[one.end : other.start] for one, other in pairwise(row)]
        return all(len(gap) <= _GAP and "\n" not in gap and not any(map(str.isdigit, gap)) for gap in gaps)

    def head(self) -> int:
        """Return where the lines at the top end that are not blank."""
        end = 0
        for _, line in zip(range(_HEAD_LINES), _LINE.finditer(self._text), strict=False):
            end = line.end()
        return end


def _taken_names(redaction: Redaction) -> set[tuple[str, ...]]:
    """Return the full names that were taken out."""
    return {
        name
        for finding in (*redaction.findings, *redaction.parts)
        if finding.category is Category.NAME
        and (name := _name(_plain(redaction.original[finding.start : finding.end]).text)) is not None
    }


def _hinted_names(redaction: Redaction, words: Sequence[_Word], lines: _Lines) -> set[tuple[str, ...]]:
    """Return what the file's name and its author say, where the head of the text says it, too: then it is a person.

    It is none where the text says that it is another thing: a post, a skill.
    """
    hints = redaction.hints
    stems = [(hints.file_name or "").rsplit(".", 1)[0], hints.author or ""]
    names = {name for stem in stems if (name := _name(_plain(stem[:_LONGEST_HINT]).text)) is not None}
    head = lines.head()
    top = [word for word in words if word.end <= head]
    said = {name for name in names if any(True for _ in _names_again(top, lines, {name}))}
    return {name for name in said if not is_other(redaction, name, lambda text: _plain(text).text)}


def _name(text: str) -> tuple[str, ...] | None:
    """Return the words of a name in full, None where there are too few or too many."""
    said = [word.text for word in _words(text) if len(word.text) >= _MIN_PIECE and word.text not in _OF_FILES]
    return tuple(said) if _FEWEST_WORDS <= len(said) <= _MOST_WORDS else None


def _pieces_again(
    text: str, plain: _Plain, words: Sequence[_Word], lines: _Lines, names: Collection[str]
) -> Iterator[Leak]:
    """Yield two pieces of the candidate's name side by side, and one that a word without capital follows."""

    def is_capital(word: _Word) -> bool:
        return text[plain.places[word.start]].isupper()

    for word, following in pairwise(words):
        if word.text not in names or not is_capital(word) or not lines.are_beside([word, following]):
            continue
        if is_capital(following):
            if following.text in names:
                yield Category.NAME, word.start, following.end
            continue
        is_told = len(word.text) >= _MIN_ALONE and len(following.text) >= _MIN_VERB
        if is_told and plain.text[word.end : following.start] in _BEFORE_VERB:
            yield Category.NAME, word.start, word.end
