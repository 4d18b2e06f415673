"""People named beside what they were to the candidate: behind a label with a role in it, or before `, my manager`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.announced_people import announces
from cvparser.domain.privacy.people.name_forms import CAPITALS, Name, name_at
from cvparser.domain.privacy.people.organisations import is_organisation
from cvparser.domain.privacy.people.person_evidence import ALONE, ANNOUNCED, begins_with_given, evidence
from cvparser.domain.privacy.people.third_persons import begins_reference, with_titles
from cvparser.domain.privacy.prepared_text import PreparedText, Span, matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Label and colon at the beginning of a line or of a part of it.
_LABEL = re.compile(r"(?:(?<![^\n])|(?<=[|•·;\t]))[ ]{0,3}(?P<label>[^\W\d_][^\n:|;]{1,48})[ ]?:[ ]{0,3}")
_LONGEST_LABEL = 56
_PARTS = re.compile(r"[,;&(/]|[ ](?=-|–|—)|\n")
_VALUE_END = re.compile(r"[|•·]|(?<=\w{4})\.[ ]|[ ]{3}|\t")
_LONGEST_VALUE = 240
_BEFORE = re.compile(
    rf"(?P<name>[{CAPITALS}][\w'’-]{{1,30}}"
    rf"(?:[ ](?:[{CAPITALS}][\w'’.-]{{0,30}}|[a-z]{{1,3}})){{1,4}})[ ]?[,(–—-][ ]?\Z"
)
_WORD_START = re.compile(r"(?<!\w)\w")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]++)[ ]\Z")
_REACH = 160
#: Characters of what stands between a comma and a role.
_DETERMINED = 60


@cache
def _role() -> re.Pattern[str]:
    """Return a label that says what somebody is, in the singular or plural."""
    plural = rf"(?:{alternatives(words('small', 'plural'))})?"
    # "Directores de tesis": the first of several words takes the ending as well.
    roles = "|".join(plural.join((first, "[ ]" + rest)) if rest else first for first, rest in _roles())
    return re.compile(rf"(?:(?<=[ /-])|(?<![\w]))(?:{roles}){plural}(?!\w)")


@cache
def _role_words() -> frozenset[str]:
    """Return the first words of roles, in the singular and plural."""
    endings = ("", *map(fold, words("small", "plural")))
    return frozenset(first + ending for first, _ in _roles() for ending in endings for first in first.split("-")[-1:])


def _label_start(prepared: PreparedText, colon: int) -> int:
    """Return where the label before a colon starts: with its line, or behind a bar or a bullet."""
    start = max(prepared.line_start(colon), colon - _LONGEST_LABEL)
    return max(start, *(prepared.folded.rfind(mark, start, colon) + 1 for mark in "|•·;\t"))


def _roles() -> Iterator[tuple[str, str]]:
    for role in sorted(map(fold, words("small", "roles")), key=len, reverse=True):
        first, _, rest = role.partition(" ")
        yield re.escape(first), re.escape(rest)


def find_role_labels(context: Context) -> Iterator[Match]:
    """Find the people in a list behind a label with a role in it: `Akademik danışmanlar: Ulla Berg, LSE; Omar Diaz`."""
    prepared = context.prepared
    starts = dict.fromkeys(_label_start(prepared, colon) for colon in _colons_behind_roles(prepared))
    for label in matches_at(_LABEL, prepared.folded, starts):
        if _role().search(label["label"]) is None:
            continue
        stop = min(prepared.line_end(label.end()), label.end() + _LONGEST_VALUE)
        end = _VALUE_END.search(prepared.folded, label.end(), stop)
        needed = ANNOUNCED
        for part in _parts(prepared, Span(label.end(), end.start() if end is not None else stop)):
            name = name_at(prepared, *part, cased=prepared.is_cased)
            if name is not None and len(name.words) > 1 and _is_person(prepared, name, needed):
                yield with_titles(prepared, name, "role_label")
            elif part.start == label.end():
                # "Product manager: Google Analytics, Adobe Launch": what begins with nobody lists no people.
                needed = ALONE


def _colons_behind_roles(prepared: PreparedText) -> Iterator[int]:
    """Yield the colons that end a label with the first word of a role in it."""
    for word in prepared.words_among(_role_words()) if ":" in prepared.folded else ():
        stop = min(prepared.line_end(word.end), word.end + _LONGEST_LABEL)
        colon = prepared.folded.find(":", word.end, stop)
        if colon >= 0:
            yield colon


def _parts(prepared: PreparedText, value: Span) -> Iterator[Span]:
    start = value.start
    for mark in _PARTS.finditer(prepared.folded, *value):
        yield Span(start, mark.start())
        start = mark.end()
    yield Span(start, value.end)


def find_role_behind(context: Context) -> Iterator[Match]:
    """Find the name before a role that is the candidate's: `Ulla Berg, my manager`, `Ulla Berg (meine Chefin)`."""
    prepared = context.prepared
    for start, end, kind in prepared.trigger_phrases:
        if kind not in {"relation", "person"} or (kind == "person" and announces(prepared, start, end)):
            # "Signal analysis, supervised by Ulla Berg": who is meant stands behind it.
            continue
        own = _WORD_BEFORE.search(prepared.folded, max(0, start - 20), start)
        is_own = own is not None and own["word"] in vocabulary().possessives
        begin = own.start() if own is not None and is_own else start
        determined = _determined().search(prepared.folded, max(0, begin - _DETERMINED), begin)
        begin = determined.start() if determined is not None else begin
        before = _BEFORE.search(prepared.text, max(0, begin - _REACH), begin)
        is_announced = is_own or determined is not None or kind == "person" or prepared.text[begin - 1] == "("
        # "for Philippe Derouet, directeur financier": small letters, so that no list of posts is meant.
        is_beside = prepared.is_cased and prepared.text[begin].islower() and prepared.text[begin - 2 : begin] == ", "
        if before is None or not (is_announced or is_beside):
            continue
        name = _last_name(prepared, Span(*before.span("name")))
        if name is not None and (is_announced or begins_with_given(name)):
            yield with_titles(prepared, name, "role_behind")


@cache
def _determined() -> re.Pattern[str]:
    """Return what stands before a role that is somebody's: `the plant's`, `der damalige`; a comma precedes it."""
    return re.compile(
        rf"(?<=,[ ])(?:{alternatives(words('small', 'articles'))})[ ](?:[^\W\d_]{{2,20}}(?:'s)?[ ]){{0,2}}\Z"
    )


def _last_name(prepared: PreparedText, place: Span) -> Name | None:
    """Return the longest name that ends where a place does."""
    for word in _WORD_START.finditer(prepared.text, *place):
        name = name_at(prepared, word.start(), place.end)
        if name is not None and len(name.words) > 1 and name.span.end == place.end and _is_person(prepared, name):
            return name
    return None


def _is_person(prepared: PreparedText, name: Name, needed: int = ANNOUNCED) -> bool:
    is_reference = begins_reference(prepared, name) or is_organisation(prepared, name)
    return not is_reference and evidence(prepared, name) >= needed


RECOGNIZERS = (
    FunctionRecognizer(
        name="person_of_role",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People in a list behind a label with a role in it",
        rules={"role_label": "Thesis examiners: ⟦Ulla Berg⟧, LSE; ⟦Omar Diaz⟧"},
        find=find_role_labels,
        anchors=Anchors(signs=":"),
    ),
    FunctionRecognizer(
        name="role_behind",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People before what they were to the candidate",
        rules={"role_behind": "SKILLS\nso ⟦Ulla Berg⟧, my manager, said"},
        find=find_role_behind,
        needs_whole_cv=True,
    ),
)
