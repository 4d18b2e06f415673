"""Authors of publications: surnames with initials, in lists or lines with a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.inventories import products, surnames
from cvparser.domain.privacy.people.name_forms import CAPITALS, Name, is_name_alone, is_professional, name_at
from cvparser.domain.privacy.people.person_evidence import ALONE, ANNOUNCED, evidence
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: What stands before the first author and between two.
_LIST_START = re.compile(r"(?:(?<![^\n])|[:\])–—•-]|\d\.)[ ]{0,3}\Z")
_INITIALS_FIRST = re.compile(rf"(?<!\w)(?:[{CAPITALS}]\.[ -]?){{1,3}}[{CAPITALS}][\w'’-]{{2,30}}")
#: Authors in a list so long that it is one without a year.
_MANY_AUTHORS = 3
_YEAR = re.compile(YEAR)
_INITIAL = re.compile(rf"[{CAPITALS}]\.")
#: What ends a list of authors: a colon, a bracket or quotation marks, or the full stop of a sentence.
_LIST_END = re.compile(r":[ ]|[ ]?\(|,?[ ]?[\"“„«]|(?<=[^\W\d_]{3})\.[ ]")
#: What every row of them holds.
_MARKED = re.compile(rf"[ ][{CAPITALS}](?<=[^\W\d_]{{2}}..)[{CAPITALS}.]{{0,3}}(?:[,;]|[ ](?=[&a-z]))")
_LONGEST_LIST, _PAIR = 240, 2
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _bare_initials() -> re.Pattern[str]:
    """Return a surname with its particles and initials as medicine cites them: `Berg U`, `van der Berg OP`."""
    before = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words("small", "before_surname"))
    joint = alternatives(words("small", "and"))
    return re.compile(
        rf"(?<!\w)(?:(?:{before})[ ]){{0,3}}[{CAPITALS}][\w'’-]{{1,30}} (?:[{CAPITALS}]\.?){{1,3}}"
        rf"(?=[,;:.]|[ ]?[&(]|[ ](?:{joint})\b)"
    )


@cache
def _surname_first() -> re.Pattern[str]:
    """Return a surname with its particles, before or behind the initials: `van der Berg, A.`, `Berg, A. van der`."""
    before = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words("small", "before_surname"))
    behind = alternatives(words("small", "after_initials"))
    return re.compile(
        rf"(?<!\w)(?:(?:{before})[ ]){{0,3}}"
        rf"[{CAPITALS}][\w'’-]{{1,30}}(?: [{CAPITALS}][\w'’-]{{1,30}})?, (?:[{CAPITALS}]\.[ -]?){{1,3}}"
        rf"(?<=[. ])(?:(?:{behind})\b[ ]?){{0,2}}(?<![ -])"
    )


def find_authors(context: Context) -> Iterator[Match]:
    """Find the authors of publications: surnames with initials, in lists or lines with a year."""
    prepared = context.prepared
    surname_first = _surname_first()
    for line in prepared.lines:
        if _INITIAL.search(prepared.text, *line) is None:
            continue
        has_year = _YEAR.search(prepared.text, *line) is not None
        for pattern in (surname_first, _INITIALS_FIRST):
            people = list(pattern.finditer(prepared.text, *line))
            begins = pattern is surname_first and people and people[0].start() - line.start < 4
            if (has_year and (len(people) > 1 or begins)) or (
                pattern is surname_first and len(people) >= _MANY_AUTHORS
            ):
                for person in people:
                    if not _is_no_author(prepared, person):
                        yield Match(person.start(), person.end(), Category.NAME, "author")


def find_bare_initials(context: Context) -> Iterator[Match]:
    """Find two authors or more in a row, a surname and initials each, in a line with a year: `Berg U, Diaz OP: ...`."""
    prepared = context.prepared
    marks = [mark.start() for mark in _MARKED.finditer(prepared.text)]
    for line in dict.fromkeys(Span(prepared.line_start(mark), prepared.line_end(mark)) for mark in marks):
        if _YEAR.search(prepared.text, *line) is None:
            continue
        row: list[re.Match[str]] = []
        for person in _bare_initials().finditer(prepared.text, *line):
            gap = prepared.text[row[-1].end() if row else line.start : person.start()]
            if row and _between_authors().fullmatch(fold(gap)) is None:
                yield from _row_of_authors(prepared, row)
                row = []
            if row or _LIST_START.search(prepared.text, max(line.start, person.start() - 4), person.start()):
                row.append(person)
        yield from _row_of_authors(prepared, row)


def _row_of_authors(prepared: PreparedText, row: list[re.Match[str]]) -> Iterator[Match]:
    # The last piece are initials.
    spoken = [word for person in row for word in _LETTERS.findall(prepared.folded, *person.span())[:-1]]
    words_of_row = [word for word in spoken if len(word) > 1 and word not in vocabulary().particles]
    # "Vitamin C, Hepatitis B": letters behind what is no surname count things.
    is_sure = len(row) >= _MANY_AUTHORS or any(word in surnames() for word in words_of_row)
    is_other = any(is_professional(word) or word in products() or word in _no_surnames() for word in words_of_row)
    if len(row) >= _PAIR and is_sure and not is_other:
        for person in row:
            yield Match(person.start(), person.end(), Category.NAME, "author_bare")


@cache
def _no_surnames() -> frozenset[str]:
    """Return words that letters count: `Part B`, `Annexe C`."""
    return frozenset(map(fold, words("small", "lettered")))


def find_listed_authors(context: Context) -> Iterator[Match]:
    """Find authors with whole names, in a list that begins a line with a year: `A. Berg, Omar Diaz: ...`."""
    prepared = context.prepared
    for line in prepared.lines:
        if prepared.folded.find(", ", *line) < 0 or _YEAR.search(prepared.text, *line) is None:
            continue
        end = _LIST_END.search(prepared.text, line.start, min(line.end, line.start + _LONGEST_LIST))
        if end is None:
            continue
        parts = list(_listed(prepared, Span(line.start, end.start())))
        others = [part for part in parts if ATOM not in prepared.text[slice(*part)]]
        names = [_whole_name(prepared, part) for part in others]
        if len(parts) < _PAIR or None in names:
            continue
        people = [name for name in names if name is not None]
        # The candidate is one of them, or somebody is written with initials, as authors are.
        is_sure = len(others) < len(parts) or _INITIAL.search(prepared.text, line.start, end.start()) is not None
        if is_sure or all(evidence(prepared, name) >= ALONE for name in people):
            for name in people:
                yield Match(*name.span, Category.NAME, "author_listed")


def _listed(prepared: PreparedText, place: Span) -> Iterator[Span]:
    start = place.start
    for mark in _between_authors().finditer(prepared.folded, *place):
        if prepared.folded[start : mark.start()].strip():
            yield Span(start, mark.start())
        start = mark.end()
    yield Span(start, place.end)


def _whole_name(prepared: PreparedText, part: Span) -> Name | None:
    """Return the name that a part is as a whole, or None."""
    name = name_at(prepared, *part)
    is_whole = name is not None and is_name_alone(prepared, part, name) and len(name.words) > 1
    return name if is_whole and name is not None and evidence(prepared, name) >= ANNOUNCED else None


@cache
def _between_authors() -> re.Pattern[str]:
    """Return what parts authors in a list."""
    return re.compile(rf",?[ ](?:{alternatives(words('small', 'and'))}|&)[ ]|[,;][ ]?")


def _is_no_author(prepared: PreparedText, person: re.Match[str]) -> bool:
    """Tell degrees from initials: `William & Mary, B.Sc.`, `Stanford University, M.S.`."""
    spoken = _LETTERS.findall(prepared.folded, *person.span())
    known = vocabulary()
    return prepared.text[person.end() : person.end() + 1].isalpha() or any(
        word in known.organisations or word in known.titles or word in known.degrees for word in spoken if len(word) > 1
    )


RECOGNIZERS = (
    FunctionRecognizer(
        name="author",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="Authors of publications",
        rules={
            "author": "⟦Berg, U.⟧, ⟦Diaz, O.⟧ (2018)",
        },
        find=find_authors,
        anchors=Anchors(signs="."),
    ),
    FunctionRecognizer(
        name="author_with_bare_initials",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="Authors of publications in rows, with initials that no comma or dot marks",
        rules={"author_bare": "⟦Berg U⟧, ⟦Diaz OP⟧: Joins at scale. 2021."},
        find=find_bare_initials,
        needs_digit=True,
        anchors=Anchors(digits=4),
    ),
    FunctionRecognizer(
        name="listed_author",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="Authors of publications with whole names, in a list that begins a line with a year",
        rules={"author_listed": "SKILLS\n⟦A. Berg⟧, ⟦Omar Diaz⟧: Joins at scale. 2021."},
        find=find_listed_authors,
        needs_whole_cv=True,
    ),
)
