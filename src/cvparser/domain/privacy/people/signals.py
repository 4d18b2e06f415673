"""What speaks for and against a stretch of text being the candidate's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from cvparser.domain.cv.headings import heading_words
from cvparser.domain.privacy.people.candidate_spans import CandidateSpan
from cvparser.domain.privacy.people.inventories import given_names, products, surnames
from cvparser.domain.privacy.people.name_evidence import Clues, matches, spells
from cvparser.domain.privacy.people.name_forms import Name, is_company, is_place, is_professional
from cvparser.domain.privacy.people.signal_names import Signal
from cvparser.domain.privacy.people.text_facts import TextFacts, is_latin
from cvparser.domain.privacy.prepared_text import Span
from cvparser.domain.privacy.sections import heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold

_LETTERS = re.compile(r"[^\W\d_]+")
_LINE_SIGNALS = (Signal.LINE_1, Signal.LINE_2, Signal.LINE_3)
#: Words of a line in which a post is looked for.
_POST_WORDS, _POST_REACH = 6, 80
#: Letters of the short name of a degree.
_LONGEST_DEGREE = 5
#: Lines in which the two halves of a name stand.
_HALF_NAMES = 2
_BY_KIND = {
    "contact": Signal.UNDER_CONTACT,
    "personal": Signal.UNDER_CONTACT,
    "skills": Signal.UNDER_SKILLS,
    "work": Signal.UNDER_WORK,
    "other": Signal.UNDER_OTHER,
    "membership": Signal.UNDER_OTHER,
}


class SignalReader:
    """Reads the signals of the stretches of one text."""

    def __init__(self, facts: TextFacts, clues: Clues, spans: Sequence[CandidateSpan]) -> None:
        self._facts = facts
        self._prepared = facts.prepared
        self._clues = clues
        self._spans = spans

    def read(self, span: CandidateSpan) -> frozenset[Signal]:
        """Return all signals of a stretch but `RIVAL`."""
        pieces = _pieces(span.name)
        found = set(span.signals)
        found.update(self._position(span))
        found.update(self._spelling(span.name))
        found.update(_lists(pieces))
        found.update(self._other_things(span.name, pieces))
        if self._facts.is_in_capitals:
            found.discard(Signal.CAPITALS)
        return frozenset(found)

    def _position(self, span: CandidateSpan) -> Iterator[Signal]:
        index = self._facts.line_at(span.name.span.start)
        yield from self._place(index)
        if index in self._facts.contact_lines:
            yield Signal.IN_CONTACT_LINE
        elif not self._facts.contact_lines.isdisjoint({index + 1, index - 1}):
            yield Signal.BESIDE_CONTACT
        if self._is_after_blank(index):
            yield Signal.AFTER_BLANK
            if self._ends_block(index):
                yield Signal.APART
        if index in self._facts.lines_with_year:
            yield Signal.IN_DATED_LINE
        if Signal.IN_SENTENCE not in span.signals:
            yield from self._as_a_line(index, span)

    def _place(self, index: int) -> Iterator[Signal]:
        kind, order = self._facts.kinds[index], self._facts.order.get(index)
        is_last = index == self._facts.last_line
        if kind == "header" and order is not None:
            yield Signal.HEAD
            yield from _LINE_SIGNALS[order : order + 1]
        elif kind in _BY_KIND and not is_last and not self._is_apart(index):
            yield _BY_KIND[kind]
        if is_last:
            yield Signal.LAST_LINE
        if self._facts.speaks_of_nobody:
            yield Signal.NOBODY

    def _is_apart(self, index: int) -> bool:
        """Return whether a line belongs to no section, whatever heading stands above it."""
        return self._facts.look(index).is_apart or index in self._facts.contact_rows

    def _as_a_line(self, index: int, span: CandidateSpan) -> Iterator[Signal]:
        yield from self._post(index, span.name.span.end)
        look = self._facts.look(index)
        looks = {
            Signal.LARGEST_TYPE: look.is_largest,
            Signal.LARGE_TYPE: look.is_large,
            Signal.BOLD: look.is_bold,
            Signal.MARGIN: look.is_margin,
            Signal.REPEATED: self._times_met[_text_key(span.name)] > 1,
            Signal.IN_TWO_LINES: index in self._name_in_two_lines,
        }
        yield from (signal for signal, holds in looks.items() if holds)

    @cached_property
    def _times_met(self) -> Counter[str]:
        """How often each name fills a piece of a line."""
        return Counter(_text_key(span.name) for span in self._spans if Signal.IN_SENTENCE not in span.signals)

    @cached_property
    def _name_in_two_lines(self) -> frozenset[int]:
        """The first two lines that say something, where each is one word that a name may be.

        Or the first line, where it is two such words that a gap parts.
        """
        return self._halves_of_lines | self._halves_in_line

    @cached_property
    def _halves_in_line(self) -> frozenset[int]:
        words = Counter(self._facts.line_at(span.name.span.start) for span in self._spans if self._fills_cell(span))
        return frozenset(
            index
            for index, order in self._facts.order.items()
            if order < _HALF_NAMES and words[index] == _HALF_NAMES == len(self._prepared.segments(self._line(index)))
        )

    def _line(self, index: int) -> Span:
        return self._prepared.lines[index]

    def _fills_cell(self, span: CandidateSpan) -> bool:
        """Return whether a stretch is one word that lists of names know, and all of a piece of its line."""
        place = span.name.span
        is_word = Signal.WORDS_1 in span.signals and Signal.NO_NAMES not in set(_lists(_pieces(span.name)))
        return is_word and place in self._prepared.segments(self._line(self._facts.line_at(place.start)))

    @cached_property
    def _halves_of_lines(self) -> frozenset[int]:
        first = [index for index, order in self._facts.order.items() if order < _HALF_NAMES]
        words = {self._facts.line_at(span.name.span.start) for span in self._spans if self._fills_line(span)}
        return frozenset(first if len(first) == _HALF_NAMES and words.issuperset(first) else ())

    def _fills_line(self, span: CandidateSpan) -> bool:
        start, end = span.name.span
        line = self._prepared.lines[self._facts.line_at(start)]
        return Signal.WORDS_1 in span.signals and line.end - line.start <= end - start + 1

    def _is_after_blank(self, index: int) -> bool:
        if not index:
            return True
        lines = self._prepared.lines
        return self._prepared.folded.count("\n", lines[index - 1].end, lines[index].start) > 1

    def _ends_block(self, index: int) -> bool:
        """Return whether nothing but lines of contact follows a line before an empty one."""
        following = index + 1
        while following in self._facts.contact_lines:
            following += 1
        return following >= len(self._prepared.lines) or self._is_after_blank(following)

    def _post(self, index: int, end: int) -> Iterator[Signal]:
        """Tell a profession that follows in the line, or begins the next one, perhaps with its employer."""
        prepared = self._prepared
        after = _LETTERS.findall(prepared.folded, end, min(end + _POST_REACH, prepared.lines[index].end))[:_POST_WORDS]
        if not after and index + 1 < len(prepared.lines):
            start, stop = prepared.lines[index + 1]
            if heading_kind(prepared.folded[start:stop]) is None:
                after = _LETTERS.findall(prepared.folded, start, min(start + _POST_REACH, stop))[:_POST_WORDS]
        if any(map(is_professional, after)):
            yield Signal.BEFORE_POST
            if any(word in vocabulary().at for word in after):
                yield Signal.BEFORE_HEADLINE

    def _spelling(self, name: Name) -> Iterator[Signal]:
        own = tuple(word for word in name.words if fold(word) not in vocabulary().particles)
        for source, clues in self._clues.items():
            if spells(own, clues):
                yield Signal(f"{source}_spells")
            elif matches(own, clues):
                yield Signal(f"{source}_fits")

    def _other_things(self, name: Name, pieces: Sequence[str]) -> Iterator[Signal]:
        facts, known = self._facts, vocabulary()
        own = facts.line_at(name.span.start)
        long = [piece for piece in pieces if piece not in known.particles]
        if not _is_small(name):
            small = sum(piece in facts.small_words for piece in long)
            if small and small * 2 >= len(long):
                yield Signal.SMALL_ELSEWHERE
        if any(facts.skill_lines.get(piece, _NOWHERE) - {own} for piece in long):
            yield Signal.LISTED_AS_SKILL
        if any(facts.dated_lines.get(piece, _NOWHERE) - {own} for piece in long):
            yield Signal.DATED_ELSEWHERE
        if any(piece in facts.numbered for piece in long):
            yield Signal.BEFORE_NUMBER
        # "Fernández y Gómez": what joins its own words says nothing.
        if any(not name.span.start < at < name.span.end for piece in long for at in facts.employers.get(piece, ())):
            yield Signal.AFTER_AT
        yield from _known_things(name, long)
        if not all(word.isascii() or is_latin(word[0]) for word in name.words) and facts.is_latin:
            yield Signal.OTHER_SCRIPT
        if not facts.is_in_capitals and any(map(_is_short_degree, name.words)):
            yield Signal.ORGANISATION
        after = _LETTERS.match(self._prepared.folded, name.span.end + 1)
        is_beside = self._prepared.folded[name.span.end : name.span.end + 1] == " "
        if after is not None and is_beside and after.group() in known.organisations:
            yield Signal.ORGANISATION_BEHIND


def _pieces(name: Name) -> list[str]:
    """Return the folded words of a name, and those that a hyphen joins, but for initials."""
    return [piece for word in name.words for piece in _LETTERS.findall(fold(word)) if len(piece) > 1]


def _is_short_degree(word: str) -> bool:
    """Return whether a word in capitals is the short name of a degree, such as `BTS`."""
    return 1 < len(word) <= _LONGEST_DEGREE and word.isupper() and fold(word) in vocabulary().degrees


def _known_things(name: Name, pieces: Sequence[str]) -> Iterator[Signal]:
    known = vocabulary()
    if any(is_professional(piece) for piece in pieces):
        yield Signal.WORK_WORD
    if any(piece in products() for piece in pieces):
        yield Signal.PRODUCT
    if is_company(name):
        yield Signal.COMPANY
    if any(piece in known.organisations or piece in known.institutions for piece in pieces):
        yield Signal.ORGANISATION
    # "Fernández-Cuesta" is no slope, and "Pedro Calle" no street, whose name follows.
    first, *rest = [fold(word).rstrip(".") for word in name.words]
    ends_street = [word in known.street_words and word not in known.street_before for word in rest]
    if first in known.street_words or any(ends_street):
        yield Signal.STREET
    if is_place(name):
        yield Signal.PLACE
    if any(piece in known.places for piece in pieces):
        yield Signal.PLACE_WORD
    if any(piece in known.languages for piece in pieces) or (len(pieces) == 1 and pieces[0] in known.months):
        yield Signal.LANGUAGE
    if any(piece in heading_words() for piece in pieces):
        yield Signal.HEADING


def _lists(pieces: Sequence[str]) -> Iterator[Signal]:
    given, known = given_names(), vocabulary().given
    are_given = [piece in given or piece in known for piece in pieces]
    are_surnames = [piece in surnames() for piece in pieces]
    if are_given[:1] == [True]:
        yield Signal.GIVEN_FIRST
    if any(are_given[1:]):
        yield Signal.GIVEN_LATER
    if any(are_surnames):
        yield Signal.SURNAME
    is_name = [first or second for first, second in zip(are_given, are_surnames, strict=True)]
    if len(is_name) > 1 and all(is_name):
        yield Signal.ALL_NAMES
    if not any(is_name):
        yield Signal.NO_NAMES


_NOWHERE: set[int] = set()


def _is_small(name: Name) -> bool:
    """Return whether a name is in small letters itself."""
    return all(map(str.islower, name.words))


def _text_key(name: Name) -> str:
    return fold(" ".join(name.words))
