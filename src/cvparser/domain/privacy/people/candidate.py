"""Whose CV it is: the candidate's name, discovered from several signals together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import DocumentHints
from cvparser.domain.privacy.labels import Labelled, label_kind
from cvparser.domain.privacy.people.header_names import names_in_header, names_signed, surname_first
from cvparser.domain.privacy.people.name_evidence import (
    evidence_in,
    hinted,
    is_spelt_whole,
    matches,
    said_by_evidence,
    spells,
)
from cvparser.domain.privacy.people.name_forms import (
    Name,
    is_frequent,
    is_name_alone,
    is_place,
    is_professional,
    joined,
    joined_keys,
    name_at,
    name_keys,
)
from cvparser.domain.privacy.people.name_variants import full_forms, maiden_name, short_forms
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import Match
from cvparser.domain.privacy.sections import Section, heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold

_LETTERS = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"[ ][<(\[]|<")
#: What follows a name that somebody signed with: the end of its line, or a title or an employer after a comma.
_SIGNED = re.compile(r"[ ]{0,3}[.,'(]{0,2}[ ]{0,3}(?:\n|\Z)|,[ ]|[ ]?[(|–—-][ ]?")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{5})\.(?=\s)")
#: Lines in which the full name stands.
_HEAD = 3
#: Phrases that speak of a person; shorter ones are other words, too.
_EVIDENCE = frozenset({"introduction", "birth_before", "birth_after", "residence_after"})
_MIN_EVIDENCE = 4


@dataclass(slots=True)
class Names:
    """What was learnt of the candidate's name: where it stands as a whole, and the keys of its pieces."""

    matches: list[Match] = field(default_factory=list)
    places: list[Name] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def add(self, name: Name, rule: str) -> None:
        """Learn a name that stands in the text."""
        self.matches.append(Match(name.span.start, name.span.end, Category.NAME, rule))
        self.places.append(name)
        self.keys |= name_keys(name.words) | joined_keys(name.words)


def discover(
    prepared: PreparedText,
    *,
    parts: tuple[Section, ...],
    labelled: tuple[Labelled, ...],
    found: Sequence[Match],
    hints: DocumentHints,
    is_named: bool = False,
) -> Names:
    """Find the candidate's name by labels, introductions, sign-offs, the header, and what hints at it.

    `is_named` tells that rules found a name before: the header is not searched again.
    """
    names = Names()
    cased = prepared.is_cased
    evidence = evidence_in(prepared, found, parts, hints)
    for name, rule in [*_labelled(prepared, labelled), *_announced(prepared, cased=cased)]:
        names.add(name, rule)
    for words in _file_names(prepared, labelled):
        names.keys |= name_keys(words)
    if not names.keys and not is_named:
        for name, rule in _unsaid(prepared, parts, evidence, has_evidence=_has_evidence(prepared, found, labelled)):
            names.add(name, rule)
    for name in _matching(prepared, evidence, is_named=bool(names.keys)):
        names.add(name, "matches_clue")
    names.keys |= said_by_evidence(prepared, evidence, hints)
    for name, rule in _others(prepared, parts, names):
        names.add(name, rule)
    names.keys |= short_forms(names.keys)
    return names


def _has_evidence(prepared: PreparedText, found: Sequence[Match], labelled: tuple[Labelled, ...]) -> bool:
    """Return whether anything but a name speaks of a person."""
    is_told = any(kind in _EVIDENCE and end - start >= _MIN_EVIDENCE for start, end, kind in prepared.trigger_phrases)
    return bool(found or labelled) or is_told


def _unsaid(
    prepared: PreparedText, parts: tuple[Section, ...], evidence: list[str], *, has_evidence: bool
) -> Iterator[tuple[Name, str]]:
    """Return the name that nothing announces: in the header, or else at the end."""
    header = names_in_header(prepared, parts, evidence, has_evidence=has_evidence)
    yield from ((name, "header") for name in header)
    if not header and has_evidence:
        yield from ((name, "signed") for name in names_signed(prepared))


def _others(prepared: PreparedText, parts: tuple[Section, ...], names: Names) -> Iterator[tuple[Name, str]]:
    """Return the full form of a name of which one word is known, and names before marriage."""
    places = list(names.places)
    is_short = all(sum(len(word.strip(".")) > 1 for word in name.words) == 1 for name in places)
    known = frozenset[str]().union(*(name_keys(name.words) for name in places))
    header = parts[0].lines[_HEAD - 1].end if len(parts[0].lines) >= _HEAD else None
    may_be_fuller = is_short or header is not None
    for full in full_forms(prepared, known, None if is_short else header) if known and may_be_fuller else ():
        if is_short or is_frequent(full):
            places.append(full)
            yield full, "full_form"
    for name in places:
        former = maiden_name(prepared, name)
        if former is not None:
            yield former, "maiden_name"


def _labelled(prepared: PreparedText, labelled: tuple[Labelled, ...]) -> Iterator[tuple[Name, str]]:
    for item in labelled:
        if item.kind == "name":
            # What stands in brackets is another thing: an address, a number.
            bracket = _BRACKET.search(prepared.text, *item.value)
            is_cut = bracket is not None and bracket.start() > item.value.start
            value = Span(item.value.start, bracket.start()) if bracket is not None and is_cut else item.value
            name = _whole(prepared, value) or name_at(prepared, *value, cased=False)
            if name is not None:
                yield _with_next_line(prepared, name), "label_name"


def _with_next_line(prepared: PreparedText, name: Name) -> Name:
    """Return a name of one word with what goes on alone in the next line: `Name: Anna` above `Lindqvist`."""
    start = name.span.end + 1
    if len(name.words) > 1 or prepared.folded[name.span.end : start] != "\n":
        return name
    line = Span(start, prepared.line_end(start))
    rest = name_at(prepared, *line, cased=prepared.is_cased)
    if rest is None or len(rest.words) > 2 or not is_name_alone(prepared, line, rest) or is_place(rest):
        return name
    if heading_kind(prepared.folded[slice(*line)]) is not None or label_kind(prepared.folded[slice(*line)]) is not None:
        return name
    return joined(name, rest)


def _whole(prepared: PreparedText, value: Span) -> Name | None:
    """Return a short value as it stands: a label says that it is a name, whatever it looks like."""
    value = Span(value.start + (prepared.text[value.start] in "\"'“„"), value.end)
    sentence = _SENTENCE_END.search(prepared.text, *value)
    value = Span(value.start, sentence.start()) if sentence is not None else value
    words = tuple(_LETTERS.findall(prepared.text[value.start : value.end]))
    if any(word[0].isupper() for word in words):
        # "Anna, known as Ann"
        words = tuple(word for word in words if word[0].isupper() or fold(word) in vocabulary().particles)
    work = sum(is_professional(fold(word)) for word in words if len(word) > 3)
    if not words or len(words) > 6 or work == len(words) or (work and len(words) > 3):
        return None
    return Name(value, words)


def _announced(prepared: PreparedText, *, cased: bool) -> Iterator[tuple[Name, str]]:
    for start, end, kind in prepared.trigger_phrases:
        if kind == "introduction":
            name = name_at(prepared, *_after(prepared, end), cased=cased) or _in_small_letters(prepared, end)
            # "I am", "ben", "soy" announce much else: two words, or the beginning of the text.
            is_sure = end - start > 7 or start < 200
            if name is None or is_place(name):
                continue
            if is_sure or (len(name.words) > 1 if cased else fold(name.words[0]) in vocabulary().given):
                yield name, "introduction"
        elif (
            kind == "sign_off"
            and _begins(prepared, start)
            and re.match(r"[ ]?[,!.]|[ ]*\n", prepared.folded[end : end + 3])
        ):
            name = name_at(prepared, *_after(prepared, end, lines=3), cased=cased)
            if name is not None and len(name.words) < 5 and _SIGNED.match(prepared.folded, name.span.end) is not None:
                yield name, "sign_off"


def _begins(prepared: PreparedText, start: int) -> bool:
    """Return whether a line or a sentence begins at `start`: `LG, Samsung` signs nothing."""
    return prepared.folded[max(0, start - 4) : start].strip(" ")[-1:] in {"", "\n", ".", "!", ",", "—", "-", "–"}


def _in_small_letters(prepared: PreparedText, end: int) -> Name | None:
    """Return the name of two words after an introduction in small letters, when a frequent given name begins it."""
    name = name_at(prepared, *_after(prepared, end), cased=False)
    if name is None or len(name.words) < 2 or fold(name.words[0]) not in vocabulary().given:
        return None
    second = _LETTERS.search(prepared.text, name.span.start + len(name.words[0]), name.span.end)
    return Name(Span(name.span.start, second.end()), name.words[:2]) if second is not None else None


def _after(prepared: PreparedText, end: int, *, lines: int = 1) -> tuple[int, int]:
    """Return where to look for a name after a phrase: past commas and, for sign-offs, line ends."""
    while end < len(prepared.folded) and (
        prepared.folded[end] in " ,:!." or (lines > 1 and prepared.folded[end] == "\n")
    ):
        end += 1
    return end, prepared.line_end(end)


def _file_names(prepared: PreparedText, labelled: tuple[Labelled, ...]) -> Iterator[tuple[str, ...]]:
    for item in labelled:
        if item.kind == "file":
            value = prepared.text[item.value.start : item.value.end]
            yield tuple(
                word
                for word in _LETTERS.findall(value.rsplit(".", 1)[0])
                if fold(word) not in vocabulary().generic and len(word) > 2
            )


def _matching(prepared: PreparedText, evidence: list[str], *, is_named: bool) -> Iterator[Name]:
    """Return names of two words or more, alone in their line or piece of it, that fit a sign."""
    if not evidence:
        return
    starts = hinted(prepared, evidence)
    for line in prepared.lines:
        if line.end - line.start > 200:
            continue
        for segment in prepared.segments(line):
            if bisect_left(starts, segment.start) == bisect_left(starts, segment.end):
                continue
            # "kofi mensah | engineer | kofimensah@example.com"
            is_small = prepared.is_cased and prepared.text[slice(*segment)].islower()
            cased = prepared.is_cased and not is_small
            name = surname_first(prepared, segment) or name_at(prepared, *segment, cased=cased, is_known=True)
            if name is None or not 1 < len(name.words) < 6 or not is_name_alone(prepared, segment, name):
                continue
            folded = [fold(word) for word in name.words]
            work = sum(map(is_professional, folded))
            if any(word in vocabulary().organisations for word in folded) or work == len(folded):
                continue
            fits = work == 0 and not is_named and matches(name.words, evidence)
            if is_spelt_whole(name, evidence) if is_small else fits or spells(name.words, evidence):
                yield name
