"""Other people: behind labels and beside contacts; and what all that find people ask of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.labels import LABEL_ANCHORS, Labelled
from cvparser.domain.privacy.people.name_evidence import spells
from cvparser.domain.privacy.people.name_forms import (
    CAPITALS,
    Name,
    is_company,
    is_professional,
    joined,
    name_at,
)
from cvparser.domain.privacy.people.organisations import is_organisation
from cvparser.domain.privacy.people.person_evidence import (
    ANNOUNCED,
    begins_with_given,
    evidence,
    is_known,
)
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Capitalised words, the last perhaps with its ending: `Ayşe Demir'in `.
NAMED_BEFORE = re.compile(
    rf"(?P<name>[{CAPITALS}][\w-]{{1,30}}(?:[ ][{CAPITALS}][\w-]{{1,30}}){{1,3}})(?:['’][^\W\d_]{{1,4}})?[ ]\Z"
)
#: Characters before a place in which such words are looked for.
REACH_BEFORE = 130
LINE_START = re.compile(r"\n(?=[^\W\d_])")
#: What follows a name within a sentence or at its end.
_SENTENCE = re.compile(r"[.,;)]|[ ](?=[^\W\d_A-ZÇĞİÖŞÜÄ])")
_LETTERS = re.compile(r"[^\W\d_]+")
#: A surname in capitals, and one or two given names behind a comma.
_TURNED = re.compile(
    rf"(?P<surname>[{CAPITALS}]{{4,30}}(?:[ -][{CAPITALS}]{{2,30}}){{0,2}}),[ ]"
    rf"(?P<given>[{CAPITALS}](?![{CAPITALS}])[\w’'-]{{1,30}}(?:[ ][{CAPITALS}](?![{CAPITALS}])[\w’'-]{{1,30}})?)(?!\w)"
)
_CLAUSE_END = re.compile(r"[,.;:|(–—]|  | - ")
_TWO_WORDS = re.compile(r"[^\W\d_]++[^\w\n]{1,2}[^\W\d_]++")
_MAX_WORDS = 4
#: More than any CV has: beyond them nobody is looked for beside, so that time stays short.
_MAX_CONTACTS = 100
_MAX_TITLES = 40
_LONGEST_SMALL = 3
_TITLE_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,40}+(?:[.-]{1,40}+[^\W\d_]{1,40}+){0,20}+\.?[ ]{1,2}")
#: Where a line, or a part of it after punctuation, begins.
_PART_START = re.compile(r"(?:(?<![^\n])|(?<=[.,:;(|–—•·*/\t-])|(?<=  ))[ ]{0,3}[\"'“„]?(?=[^\W\d_])")
_MAILBOX = re.compile(
    r"(?:(?<=[:,;>\t])|(?<![^\n]))[ ]{0,3}[\"']?(?P<name>[^\W\d_][^\n:,;<>\"@]{1,60}?)[\"']?[ ]{1,2}\Z"
)
_WORD_START = re.compile(r"(?<!\w)\w")
#: What goes on after capitals of a reference: `/X01`, `-19-CE32`.
_REFERENCE = re.compile(r"[/-][^\W_]{0,6}\d")
#: Characters of a name with its titles.
_MAX_NAME = 160


@cache
def between_names() -> re.Pattern[str]:
    """Return what parts the names of a list."""
    return re.compile(rf"[,;&(]|\b(?:{alternatives(words('small', 'between_names'))})\b")


@cache
def posts() -> frozenset[str]:
    """Return the short names of posts."""
    return frozenset(words("small", "posts"))


def clause_name(prepared: PreparedText, start: int) -> Name | None:
    """Return the name at `start`; where case does not tell its end, a clause of four words at most, or two words."""
    end = line_end(prepared, start)
    name = _turned(prepared, start, end) or name_at(prepared, start, end, cased=prepared.is_cased)
    if prepared.is_cased or name is None:
        return name
    clause = _CLAUSE_END.search(prepared.folded, name.span.start, end)
    stop = clause.start() if clause is not None else end
    if len(_LETTERS.findall(prepared.folded[name.span.start : stop])) > _MAX_WORDS:
        second = _TWO_WORDS.match(prepared.text, name.span.start)
        stop = second.end() if second is not None else name.span.start
    return name_at(prepared, name.span.start, stop, cased=False)


def _turned(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name that begins with its surname in capitals: `NKOSI, Oluwaseun`."""
    found = _TURNED.match(prepared.text, start, end) if prepared.is_cased else None
    if found is None or any(is_professional(fold(word)) for word in _LETTERS.findall(found.group())):
        return None
    return Name(Span(*found.span()), (*found["given"].split(), *found["surname"].split()))


def name_in_sentence(prepared: PreparedText, start: int) -> Name | None:
    """Return the name at `start`, perhaps with a line end before it or between its two words."""
    first = LINE_START.match(prepared.folded, start)
    if first is not None:
        name = clause_name(prepared, first.end())
        return name if name is not None and _goes_on(prepared, name) else None
    name = clause_name(prepared, start)
    if name is None or len(name.words) > 1 or prepared.folded[name.span.end : name.span.end + 1] != "\n":
        return name
    rest = clause_name(prepared, name.span.end + 1)
    if rest is None or rest.span.start != name.span.end + 1 or len(rest.words) > 1 or not _goes_on(prepared, rest):
        return name
    return joined(name, rest)


def _goes_on(prepared: PreparedText, name: Name) -> bool:
    """Return whether a sentence goes on or ends after a name: what a line begins with is mostly something else."""
    return _SENTENCE.match(prepared.text, name.span.end) is not None


def is_person(prepared: PreparedText, name: Name) -> bool:
    """Return whether a name is no organisation's and no company's."""
    return not is_organisation(prepared, name) and not is_company(name)


def begins_reference(prepared: PreparedText, name: Name) -> bool:
    """Return whether what looks like a name is the beginning of a reference: `EPSRC EP/X01234/1`."""
    return _REFERENCE.match(prepared.text, name.span.end) is not None


def find_with_contact(context: Context) -> Iterator[Match]:
    """Find names in the lines of e-mail addresses and telephone numbers: they begin the line or a part of it."""
    prepared = context.prepared
    contacts = [contact for contact in context.matches if contact.category in {Category.EMAIL, Category.PHONE}]
    for contact in contacts[:_MAX_CONTACTS]:
        first = max(0, contact.start - _MAX_NAME)
        line = prepared.folded.rfind("\n", first, contact.start) + 1 or first
        local = _LETTERS.findall(prepared.folded[contact.start : contact.end].split("@")[0])
        if prepared.text[contact.start - 1 : contact.start] == "<":
            yield from _mailbox(prepared, Span(line, contact.start - 1), "".join(local))
        beside = _beside_number(prepared, Span(line, contact.start)) if contact.category is Category.PHONE else None
        if beside is not None:
            yield with_titles(prepared, beside, "with_contact")
        for part in _PART_START.finditer(prepared.text, line, contact.start):
            name = name_at(prepared, part.end(), contact.start, cased=prepared.is_cased)
            if name is None or not 1 < len(name.words) < 5 or not is_person(prepared, name):
                continue
            is_address = contact.category is Category.EMAIL and spells(name.words, ["".join(local)])
            is_sender = prepared.text[name.span.end : contact.start].strip() == "<"
            is_listed = begins_with_given(name) or (is_known(name) and evidence(prepared, name) >= ANNOUNCED)
            is_sure = is_address or is_sender or is_listed or follows_title(prepared, name)
            if is_sure or _holds_post(prepared, name):
                yield with_titles(prepared, name, "with_contact")


def _beside_number(prepared: PreparedText, before: Span) -> Name | None:
    """Return the name right before a number that no label announces: `Harvest Foods Janet Rowburn 720 555 0182`."""
    found = NAMED_BEFORE.search(prepared.text, max(before.start, before.end - REACH_BEFORE), before.end)
    if found is None:
        return None
    starts = [word.start() for word in _WORD_START.finditer(prepared.text, *found.span("name"))]
    names = [name_at(prepared, start, found.end("name")) for start in starts[:-1]]
    whole = [name for name in names if name is not None and name.span.end == found.end("name")]
    given = [name for name in whole if begins_with_given(name)] or [name for name in whole if is_known(name)]
    if not whole:
        return None
    # The last two words, unless a given name begins more.
    name = given[0] if given else whole[-1]
    return name if evidence(prepared, name) >= ANNOUNCED and is_person(prepared, name) else None


def _holds_post(prepared: PreparedText, name: Name) -> bool:
    """Return whether a post follows a name in the line of a contact: `Oluwaseun Berg, COO, 020 7946 0417`."""
    following = _LETTERS.search(prepared.folded, name.span.end, name.span.end + _MAX_TITLES)
    is_parted = prepared.folded[name.span.end : name.span.end + 1] in {",", "("}
    word = following.group() if following is not None else ""
    # Small words such as `the` begin anything.
    return is_parted and (word in posts() or (len(word) > _LONGEST_SMALL and is_professional(word)))


def _mailbox(prepared: PreparedText, before: Span, local: str) -> Iterator[Match]:
    """Find the name of `Anna Lind <anna@example.com>` (RFC 5322, 3.4): it has capitals, or fits the address."""
    name = _MAILBOX.search(prepared.text, *before)
    if name is None:
        return
    words = tuple(_LETTERS.findall(name["name"]))
    is_capital = all(word[0].isupper() or fold(word) in vocabulary().particles for word in words)
    if words and (is_capital or spells(words, [local])):
        yield Match(*name.span("name"), Category.NAME, "mailbox")


def find_labelled_persons(context: Context) -> Iterator[Match]:
    """Find who stands behind a label for people: `Manager: Ulla Berg, Omar Diaz`."""
    for item in context.labelled:
        if item.kind == "person":
            yield from _listed(context.prepared, item)


def _listed(prepared: PreparedText, item: Labelled) -> Iterator[Match]:
    start = item.value.start
    while start < item.value.end:
        comma = between_names().search(prepared.folded, start, item.value.end)
        stop, following = comma.span() if comma is not None else (item.value.end, item.value.end)
        name = name_at(prepared, start, stop, cased=prepared.is_cased)
        turned = _turned(prepared, start, item.value.end)
        if turned is not None:
            name, following = turned, turned.span.end
        if (
            name is not None
            and (follows_title(prepared, name) or (len(name.words) > 1 and evidence(prepared, name) >= ANNOUNCED))
            and not is_organisation(prepared, name)
            and not begins_reference(prepared, name)
        ):
            yield with_titles(prepared, name, "label_person")
        start = following


def line_end(prepared: PreparedText, start: int) -> int:
    """Return where a line ends, or where a name in it can at most."""
    stop = min(len(prepared.folded), start + _MAX_NAME)
    end = prepared.folded.find("\n", start, stop)
    return end if end >= 0 else stop


def follows_title(prepared: PreparedText, name: Name) -> bool:
    """Return whether a title stands before a name."""
    before = prepared.folded[max(0, name.span.start - 8) : name.span.start].split()
    return bool(before) and before[-1].rstrip(".") in vocabulary().titles


def with_titles(prepared: PreparedText, name: Name, rule: str) -> Match:
    """Return the name with the titles before it: they tell of its bearer, too."""
    start = name.span.start
    for word in reversed(list(_TITLE_WORD.finditer(prepared.text, max(0, start - _MAX_TITLES), start))):
        parts = prepared.folded[word.start() : word.end()].strip(". ").split(".")
        if (
            word.end() != start
            or not word.group()[0].isupper()
            or any(part not in vocabulary().titles for part in parts)
        ):
            break
        start = word.start()
    return Match(start, name.span.end, Category.NAME, rule)


RECOGNIZERS = (
    FunctionRecognizer(
        name="labelled_person",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People behind a label for them",
        rules={
            "label_person": "Manager: ⟦Ulla Berg⟧, ⟦Omar Diaz⟧",
        },
        find=find_labelled_persons,
        anchors=LABEL_ANCHORS,
    ),
    FunctionRecognizer(
        name="person_with_contact",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People in the lines of e-mail addresses and telephone numbers",
        rules={
            "with_contact": "⟦Ulla Berg⟧, ulla.berg@example.com",
            "mailbox": "SKILLS\n⟦Ulla Berg⟧ <post@example.com>",
        },
        find=find_with_contact,
        anchors=Anchors(follows_others=True),
    ),
)
