"""Authors of publications: surnames with initials, in lists or lines with a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.name_forms import CAPITALS
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.words import alternatives

_INITIALS_FIRST = re.compile(rf"(?<!\w)(?:[{CAPITALS}]\.[ -]?){{1,3}}[{CAPITALS}][\w'’-]{{2,30}}")
#: Authors in a list so long that it is one without a year.
_MANY_AUTHORS = 3
_YEAR = re.compile(YEAR)
_INITIAL = re.compile(rf"[{CAPITALS}]\.")
_LETTERS = re.compile(r"[^\W\d_]+")


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


def _is_no_author(prepared: PreparedText, person: re.Match[str]) -> bool:
    """Tell degrees from initials: `William & Mary, B.Sc.`, `Stanford University, M.S.`."""
    found = _LETTERS.findall(prepared.folded, *person.span())
    known = vocabulary()
    return prepared.text[person.end() : person.end() + 1].isalpha() or any(
        word in known.organisations or word in known.titles for word in found if len(word) > 1
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
    ),
)
