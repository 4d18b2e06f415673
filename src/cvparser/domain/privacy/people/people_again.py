"""Other people where one of their names stands again: the surname, perhaps behind a given name, or that alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.inventories import is_given, products
from cvparser.domain.privacy.people.mentions import mentioned
from cvparser.domain.privacy.people.name_forms import is_professional
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.lookup import Stretches

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]++)[ ]\Z")
_LONGEST_GIVEN = 30
#: More than any CV names: beyond them nobody is looked for again, so that time stays short.
_MAX_PERSONS = 100
#: Shorter surnames are other words, too.
_MIN_SURNAME = 5
#: Letters of a given name that stands alone.
_MIN_GIVEN = 4
#: What follows a word that no other name goes on after, and what stands before one that goes on.
_ALONE = re.compile(r"(?![\w-]|['’](?!s\b|[^\W\d_]{1,4}\b)|[ ](?:[A-ZÀ-ÖØ-ÞĀ-Ž]|&))")
_CAPITALISED_BEFORE = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ](?:[\w'’-]{0,30}+|\.)[ ]\Z|[\w@/.-]\Z")
_PIECES_BEHIND = re.compile(r"(?:-[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]{1,20}){1,2}(?!\w)")
_PIECES_BEFORE = re.compile(r"(?<!\w)(?:[^\W\d_]{1,20}['’-]){1,2}\Z")


def find_again(context: Context) -> Iterator[Match]:
    """Find the names of other people where one stands again: a surname, perhaps behind a given name, or that alone."""
    prepared = context.prepared
    known = context.matches_of(Stage.PEOPLE)[:_MAX_PERSONS]
    taken = Stretches((person.start, person.end) for person in known)
    surnames = {
        word
        for person in known
        for word in _LETTERS.findall(prepared.folded[person.start : person.end].rpartition(" ")[2])
        if _is_sure_surname(word)
    }
    yield from _given_again(prepared, known, taken)
    yield from _told_again(prepared, context.told.people)
    given = vocabulary().given
    repeated = frozenset(word for word in surnames if prepared.folded.count(word) > 1)
    for mention in mentioned(prepared, repeated, Span(0, 0)) if repeated else ():
        if taken.touch(mention.start, mention.end):
            continue
        before = _WORD_BEFORE.search(prepared.folded, max(0, mention.start - _LONGEST_GIVEN), mention.start)
        has_given = before is not None and before["word"] in given and prepared.text[before.start()].isupper()
        start = before.start() if before is not None and has_given else _joint_start(prepared, mention.start)
        yield mention._replace(start=start, end=_joint_end(prepared, mention.end), rule="again")


def _joint_start(prepared: PreparedText, start: int) -> int:
    """Return where a surname of several pieces starts, of which the last was found: `O'Sullivan-Byrne`."""
    joint = _PIECES_BEFORE.search(prepared.text, max(0, start - _LONGEST_GIVEN), start)
    return joint.start() if joint is not None else start


def _joint_end(prepared: PreparedText, end: int) -> int:
    """Return where such a surname ends of which an earlier piece was found."""
    joint = _PIECES_BEHIND.match(prepared.text, end)
    return joint.end() if joint is not None else end


def _given_again(prepared: PreparedText, known: Sequence[Match], taken: Stretches) -> Iterator[Match]:
    """Find the given names of other people where they stand alone: `Niamh came to us`, no `Niamh Foods`."""
    names = [prepared.words_within(person.start, person.end) for person in known]
    given = {prepared.folded[slice(*words[0])] for words in names if len(words) > 1}
    given = {word for word in given if prepared.folded.count(word) > 1 and _is_sure_given(word)}
    for start, end in prepared.words_among(given) if given and prepared.is_cased else ():
        is_alone = (
            _ALONE.match(prepared.text, end)
            and _CAPITALISED_BEFORE.search(prepared.text, max(0, start - _LONGEST_GIVEN), start) is None
        )
        if is_alone and prepared.text[start].isupper() and not taken.touch(start, end):
            yield Match(start, end, Category.NAME, "given_again")


def _is_sure_given(word: str) -> bool:
    """Return whether a folded word is a given name and, as far as lists tell, nothing else."""
    known = vocabulary()
    is_other = is_professional(word) or word in known.homonyms or word in known.places or word in products()
    return is_given(word) and not is_other and len(word) >= _MIN_GIVEN


def _told_again(prepared: PreparedText, people: Sequence[frozenset[str]]) -> Iterator[Match]:
    """Find whom other detectors told of: all words of a name together, or a surname that means nobody else."""
    by_word: dict[str, list[frozenset[str]]] = defaultdict(list)
    for person in people:
        by_word[max(person, key=len)].append(person)
    for mention in mentioned(prepared, frozenset().union(*people), Span(0, 0)) if people else ():
        spoken = frozenset(_LETTERS.findall(prepared.folded, mention.start, mention.end))
        if any(person <= spoken for word in spoken for person in by_word.get(word, ())):
            yield mention._replace(rule="again")


def _is_sure_surname(word: str) -> bool:
    """Return whether a folded word is so long, and nothing else, that it names the same person wherever it stands."""
    words = vocabulary()
    is_other = is_professional(word) or word in words.homonyms or word in words.places or word in words.given
    return len(word) >= _MIN_SURNAME and not is_other


RECOGNIZERS = (
    FunctionRecognizer(
        name="person_again",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="Names of other people where one stands again",
        rules={
            "again": "reporting to Ulla Lindqvist.\nThen ⟦Lindqvist⟧ left.",
            "given_again": "reporting to Ulla Lindqvist.\nso ⟦Ulla⟧ left.",
        },
        find=find_again,
        needs_whole_cv=True,
    ),
)
