"""People where nothing but the place tells that they are: students in lists of theirs, brackets, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from cvparser.domain.cv.dates.full import find_date
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.name_forms import Name, is_name_alone, is_place, name_at
from cvparser.domain.privacy.people.person_evidence import ANNOUNCED, evidence, may_begin_with_given
from cvparser.domain.privacy.people.third_persons import is_person, name_in_sentence, with_titles
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.text.words import alternatives

#: Where a name may begin in a line: after a bullet, and after what parts people.
_PART = re.compile(r"(?:(?<![^\n])[^\w\n]{0,4}|[;,][ ]|\)[,;]?[ ])(?=[^\W\d_])")
_MOST_LINES = 40
#: How many lines from the end a signature stands.
_LAST = 3
_FEWEST, _MOST = 2, 4
#: Characters of a line with a place and a day, and letters of it that are no date.
_LONGEST_DATE_LINE, _LONGEST_PLACE = 60, 30
_LETTER = re.compile(r"[^\W\d_]")


@cache
def _students() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words('words', 'students'))})(?![^\W_])")


@cache
def _with() -> re.Pattern[str]:
    """Return what begins brackets that hold people: `(with `."""
    return re.compile(rf"\((?:{alternatives(words('small', 'with'))})[ ](?=[^\W\d_])")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf",?[ ](?:{alternatives(words('small', 'between_names'))}|&)[ \n]|,[ \n]")


@cache
def _declared() -> re.Pattern[str]:
    """Return words of a line that somebody signs."""
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words('small', 'declared'))})(?![^\W_])")


def find_students(context: Context) -> Iterator[Match]:
    """Find whose theses somebody supervised: names that begin parts of the lines below a heading that says so."""
    prepared = context.prepared
    for part in context.sections:
        if _students().search(prepared.folded, *part.heading) is None:
            continue
        for line in part.lines[:_MOST_LINES]:
            for place in _PART.finditer(prepared.text, *line):
                bracket = prepared.text.find("(", place.end(), line.end)
                end = bracket if bracket > 0 else line.end
                name = name_at(prepared, place.end(), end, cased=prepared.is_cased)
                if name is not None and _is_sure(prepared, name) and name.span.start == place.end():
                    is_first = not any(map(str.isalnum, prepared.text[line.start : place.end()]))
                    if is_first or may_begin_with_given(name):
                        yield with_titles(prepared, name, "student")


def find_in_brackets(context: Context) -> Iterator[Match]:
    """Find people in brackets: `Harbour Gallery (with Maria Berg and Omar Diaz)`."""
    prepared = context.prepared
    for opening in _with().finditer(prepared.folded) if "(" in prepared.folded else ():
        start = opening.end()
        name = name_in_sentence(prepared, start)
        while name is not None and name.span.start == start and _is_sure(prepared, name) and may_begin_with_given(name):
            yield with_titles(prepared, name, "in_brackets")
            joint = _between().match(prepared.folded, name.span.end)
            start = joint.end() if joint is not None else len(prepared.folded)
            name = name_in_sentence(prepared, start)


def find_signatures(context: Context) -> Iterator[Match]:
    """Find who signed: a name alone among the last lines, below a place and a day or below a declaration."""
    prepared = context.prepared
    lines = prepared.lines[-_LAST - 1 :]
    for above, line in pairwise(lines):
        name = name_at(prepared, *line, cased=prepared.is_cased)
        if name is None or not _is_sure(prepared, name) or not is_name_alone(prepared, line, name) or is_place(name):
            continue
        if _declared().search(prepared.folded, *above) is not None or _is_day(prepared, above):
            yield with_titles(prepared, name, "signature")


def _is_day(prepared: PreparedText, line: Span) -> bool:
    """Return whether a line holds a day, and perhaps a place, and nothing else: `Hamburg, den 12.01.2024`."""
    if line.end - line.start > _LONGEST_DATE_LINE:
        return False
    date = find_date(prepared.folded, *line)
    if date is None or prepared.folded[date.end : line.end].strip(" ."):
        return False
    is_long = len(_LETTER.findall(prepared.folded, line.start, date.start)) > _LONGEST_PLACE
    return not is_long and date.end - date.start > len("2024")


def _is_sure(prepared: PreparedText, name: Name) -> bool:
    is_whole = _FEWEST <= len(name.words) <= _MOST
    return is_whole and evidence(prepared, name) >= ANNOUNCED and is_person(prepared, name)


RECOGNIZERS = (
    FunctionRecognizer(
        name="student",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="Students below a heading such as `Supervised theses`",
        rules={"student": "ADVISEES\n⟦Ulla Berg⟧ (2019)"},
        find=find_students,
        needs_whole_cv=True,
    ),
    FunctionRecognizer(
        name="person_in_brackets",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People in brackets, behind `with`",
        rules={"in_brackets": "SKILLS\nTides (with ⟦Maria Berg⟧)"},
        find=find_in_brackets,
        anchors=Anchors(signs="("),
    ),
    FunctionRecognizer(
        name="signature",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="Who signed, in the last lines, below a place and a day or a declaration",
        rules={"signature": "SKILLS\nx\nLeeds, 12.01.2024\n⟦Ulla Berg⟧"},
        find=find_signatures,
        needs_whole_cv=True,
    ),
)
