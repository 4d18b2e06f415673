"""People beside titles: `Dr. Omar Diaz`, `Ulla Hanım`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.name_forms import CAPITALS, Name, joined, name_at
from cvparser.domain.privacy.people.organisations import is_organisation
from cvparser.domain.privacy.people.person_evidence import goes_on_with_work, is_product, may_begin_with_given
from cvparser.domain.privacy.people.third_persons import (
    LINE_START,
    clause_name,
    line_end,
    name_in_sentence,
    with_titles,
)
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold

_CAPITALS_BEFORE = re.compile(rf"(?:[{CAPITALS}][\w’'-]{{1,30}}[ \n]){{1,3}}\Z")
#: Where case does not tell: two or three words that begin a clause.
_CLAUSE_BEFORE = re.compile(r"(?:(?<![^\n])|(?<=[.,;:(] ))[^\W\d_]{1,30}(?:[ \n][^\W\d_]{1,30}){1,2}[ \n]\Z")
#: What begins a title of a work: `Patel, D. "Fast sampling"`.
_QUOTES = frozenset('"“„«')
#: Letters of a word cut short, as in `Sec. School`; what stands after it, and characters in which a school is named.
_LONGEST_SHORT = 4
_SHORT_GAPS = frozenset({"", " ", ". ", "."})
_REACH = 40
_LETTERS = re.compile(r"[^\W\d_]+")
#: Characters before a title in which a greeting stands.
_LONGEST_GREETING = 16
_GREETING_END = re.compile(r"[\s,]")
_WORD_START = re.compile(r"(?<!\w)\w")


def find_titled(context: Context) -> Iterator[Match]:
    """Find names beside titles: `Dr. Omar Diaz`, `Ulla Hanım`."""
    prepared = context.prepared
    known = vocabulary()
    text = prepared.text
    title_end: int | None = None
    for start, end in prepared.words_among(_title_words()):
        folded = prepared.folded[start:end]
        is_title = folded in known.titles and folded not in known.titles_after
        if is_title and (text[start].isupper() or not prepared.is_cased or _is_small_title(prepared, start, end)):
            # `Prof. Dr.`: the first title has looked past the others already.
            is_chained = title_end is not None and start - title_end < 3
            has_dot = text[end : end + 1] == "."
            is_greeted = _is_greeted(prepared, start)
            is_other = not (has_dot or is_greeted) and (
                (folded in known.titles_ambiguous and not _stands_before_known(prepared, end))
                or text[end : end + 1] not in {" ", "\n"}
            )
            if (
                is_other
                or _is_initial(prepared, start, end)
                or _begins_company(prepared, folded, end)
                or text[end : end + 3].strip(". ")[:1] in _QUOTES
            ):
                continue
            if is_chained:
                title_end = end
                continue
            name = _after_title(prepared, start, end)
            if (
                name is None
                or (not prepared.is_cased and len(name.words) == 1)
                or name.span.start > start + 30
                or name.span.start <= start
                or is_organisation(prepared, name)
                or _names_institution(prepared, name)
                or goes_on_with_work(name)
                or (is_product(name) and folded not in _small_titles())
            ):
                continue
            is_degree = prepared.folded.startswith("ph.", max(0, start - 3))
            is_short = len(name.words) == 1 and (len(name.words[0]) < 4 or not has_dot or is_degree)
            if folded in known.titles_ambiguous and is_short and not is_greeted:
                continue
            if len(name.words) == 1 and fold(name.words[0]) in known.places:
                continue
            title_end = end
            yield with_titles(prepared, name, "title")
        elif folded in known.titles_after and len(folded) > 2:
            name = _before(prepared, start)
            is_sure = text[start].isupper() or not prepared.is_cased
            # "Hakan bey": in small letters, a name that lists have stands before it.
            if name is not None and (is_sure or may_begin_with_given(name)):
                yield with_titles(prepared, name, "title_after")


def _is_greeted(prepared: PreparedText, start: int) -> bool:
    """Return whether a letter greets who stands behind a title: `Dear Ms Berg`."""
    before = prepared.folded[max(0, start - _LONGEST_GREETING) : start]
    return before.endswith(" ") and _GREETING_END.split(before)[-2].strip(".") in _greetings()


@cache
def _greetings() -> frozenset[str]:
    return frozenset(fold(word).rpartition(" ")[2].strip(".") for word in words("small", "greetings"))


def _is_small_title(prepared: PreparedText, start: int, end: int) -> bool:
    """Return whether a title that languages write in small letters stands before a capital: `il signor Berg`."""
    if prepared.folded[start:end] not in _small_titles():
        return False
    following = prepared.text[end : end + 3].lstrip(".")
    return following[:1] == " " and following[1:2].isupper()


@cache
def _small_titles() -> frozenset[str]:
    return frozenset(fold(word).rstrip(".") for word in words("small", "titles"))


def _stands_before_known(prepared: PreparedText, end: int) -> bool:
    """Return whether a word that is often no title stands before two words of a name: `Sir Kenneth Crewe`."""
    name = name_at(prepared, end + 1, line_end(prepared, end)) if prepared.is_cased else None
    return name is not None and name.span.start == end + 1 and len(name.words) > 1 and may_begin_with_given(name)


def _is_initial(prepared: PreparedText, start: int, end: int) -> bool:
    """Tell the letter of a degree from a title: `L.M., Économie`, `M.S., Ekonomi`."""
    before, after = prepared.text[max(0, start - 2) : start], prepared.text[end : end + 2]
    return end - start == 1 and ((before[:1].isalpha() and before[1:] == ".") or after == ".,")


def _names_institution(prepared: PreparedText, name: Name) -> bool:
    """Return whether what a title seems to stand before is cut short: `Sr. Sec. School`, `M. V. S. R College`."""
    if any(len(word.rstrip(".")) > _LONGEST_SHORT for word in name.words):
        return False
    position = name.span.end
    for word in prepared.words_within(position, position + _REACH):
        if prepared.folded[position : word.start] not in _SHORT_GAPS or not prepared.text[word.start].isupper():
            return False
        folded = prepared.folded[slice(*word)]
        if folded in vocabulary().organisations or folded in vocabulary().institutions:
            return True
        if len(folded) > _LONGEST_SHORT:
            return False
        position = word.end
    return False


def _after_title(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name after the title that stands at `start`, perhaps in the next line."""
    name = name_in_sentence(prepared, start)
    if name is not None:
        return name
    line = LINE_START.match(prepared.folded, end + (prepared.text[end : end + 1] == "."))
    below = clause_name(prepared, line.end()) if line is not None else None
    return below if below is not None and len(below.words) > 1 else None


@cache
def _title_words() -> frozenset[str]:
    return vocabulary().titles | vocabulary().titles_after


def _begins_company(prepared: PreparedText, title: str, end: int) -> bool:
    """Return whether a title begins the name of a company: `Dr. Oetker`."""
    following = _LETTERS.search(prepared.folded, end, end + 30)
    return following is not None and f"{title} {following.group()}" in vocabulary().companies


def _before(prepared: PreparedText, start: int) -> Name | None:
    """Return the name that ends where a title such as `Hanım` begins; words before it that are none are left out."""
    pattern = _CAPITALS_BEFORE if prepared.is_cased else _CLAUSE_BEFORE
    match = pattern.search(prepared.text, max(0, start - 70), start)
    if match is None:
        return None
    for word in _WORD_START.finditer(prepared.text, match.start(), start - 1):
        name = name_at(prepared, word.start(), start - 1, cased=prepared.is_cased)
        if name is not None and prepared.folded[name.span.end] == "\n":
            rest = name_at(prepared, name.span.end + 1, start - 1, cased=prepared.is_cased)
            name = joined(name, rest) if rest is not None else name
        if name is not None and name.span.end >= start - 1:
            return name
    return None


RECOGNIZERS = (
    FunctionRecognizer(
        name="titled_person",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People beside titles",
        rules={
            "title": "then ⟦Dr. Omar Diaz⟧ now",
            "title_after": "⟦Ulla⟧ Hanım ile",
        },
        find=find_titled,
        anchors=Anchors(words=_title_words),
    ),
)
