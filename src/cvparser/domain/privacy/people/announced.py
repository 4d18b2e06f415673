"""Names that a label, a phrase or a signature announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.labels import Labelled, label_kind
from cvparser.domain.privacy.people.inventories import is_given
from cvparser.domain.privacy.people.name_forms import (
    Name,
    is_name_alone,
    is_place,
    is_professional,
    joined,
    name_at,
)
from cvparser.domain.privacy.people.organisations import is_organisation
from cvparser.domain.privacy.people.signal_names import Signal
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.sections import heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_LETTERS = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"[ ][<(\[]|<")
#: What follows a name that somebody signed with: the end of its line, or a title or an employer after a comma.
_SIGNED = re.compile(r"[ ]{0,3}[.,'(]{0,2}[ ]{0,3}(?:\n|\Z)|,[ ]|[ ]?[(|–—-][ ]?")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{5})\.(?=\s)")
#: Two to four words in small letters before what ends a clause.
_SMALL_CLAUSE = re.compile(r"[^\W\d_]{2,30}+(?:[ ][^\W\d_]{2,30}+){1,3}(?=[ ]?(?:[,.;(\n]|\Z))")
#: Letters of phrases that announce much else: `I am`, `ben`, `soy`; and how early in a text they do not.
_SHORT, _EARLY = 7, 200


def labelled_names(prepared: PreparedText, labelled: Sequence[Labelled]) -> Iterator[Name]:
    """Return the values of labels for names."""
    for item in labelled:
        if item.kind == "name":
            # What stands in brackets is another thing: an address, a number.
            bracket = _BRACKET.search(prepared.text, *item.value)
            is_cut = bracket is not None and bracket.start() > item.value.start
            value = Span(item.value.start, bracket.start()) if bracket is not None and is_cut else item.value
            name = _whole(prepared, value) or name_at(prepared, *value, cased=False)
            if name is not None:
                yield _with_next_line(prepared, name)


def announced(prepared: PreparedText) -> Iterator[tuple[Name, Signal]]:
    """Return the names after introductions and at the end of letters."""
    cased = prepared.is_cased
    for start, end, kind in prepared.trigger_phrases:
        if kind == "introduction" and _is_heading(prepared, start):
            # "THINGS I AM GOOD AT"
            continue
        if kind == "introduction":
            name = _in_small_letters(prepared, end) or name_at(prepared, *_after(prepared, end), cased=cased)
            if name is None or is_place(name) or fold(name.words[0]) in prepared.folded[start:end].split():
                # "Adım Adım Oluşumu"
                continue
            if is_organisation(prepared, name):
                # "The system is known as Halden Berg AG Portal"
                continue
            is_sure = end - start > _SHORT or start < _EARLY
            if is_sure or (len(name.words) > 1 if cased else fold(name.words[0]) in vocabulary().given):
                yield name, Signal.INTRODUCTION if end - start > _SHORT else Signal.SHORT_INTRODUCTION
        elif (
            kind == "sign_off"
            and _begins(prepared, start)
            and re.match(r"[ ]?[,!.]|[ ]*\n", prepared.folded[end : end + 3])
        ):
            name = name_at(prepared, *_after(prepared, end, lines=3), cased=cased)
            if name is not None and len(name.words) < 5 and _SIGNED.match(prepared.folded, name.span.end) is not None:
                yield name, Signal.SIGN_OFF


def _is_heading(prepared: PreparedText, start: int) -> bool:
    line = prepared.folded[prepared.line_start(start) : prepared.line_end(start)]
    return heading_kind(line) is not None


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
    own = tuple(_LETTERS.findall(prepared.text[value.start : value.end]))
    if any(word[0].isupper() for word in own):
        # "Anna, known as Ann"
        own = tuple(word for word in own if word[0].isupper() or fold(word) in vocabulary().particles)
    work = sum(is_professional(fold(word)) for word in own if len(word) > 3)
    if not own or len(own) > 6 or work == len(own) or (work and len(own) > 3):
        return None
    return Name(value, own)


def _begins(prepared: PreparedText, start: int) -> bool:
    """Return whether a line or a sentence begins at `start`: `LG, Samsung` signs nothing."""
    return prepared.folded[max(0, start - 4) : start].strip(" ")[-1:] in {"", "\n", ".", "!", ",", "—", "-", "–"}


def _in_small_letters(prepared: PreparedText, end: int) -> Name | None:
    """Return the name in small letters after an introduction: all words before a comma, or else two of them.

    A given name begins it.
    """
    start, stop = _after(prepared, end)
    clause = _SMALL_CLAUSE.match(prepared.text, start, stop)
    if clause is not None and clause.group().islower() and is_given(fold(clause.group().split()[0])):
        return Name(Span(*clause.span()), tuple(clause.group().split()))
    name = name_at(prepared, start, stop, cased=False)
    if name is None or len(name.words) < 2 or not name.words[0].islower():
        return None
    if fold(name.words[0]) not in vocabulary().given:
        return None
    second = _LETTERS.search(prepared.text, name.span.start + len(name.words[0]), name.span.end)
    return Name(Span(name.span.start, second.end()), name.words[:2]) if second is not None else None


def _after(prepared: PreparedText, end: int, *, lines: int = 1) -> tuple[int, int]:
    """Return where to look for a name after a phrase: past commas and, for sign-offs, line ends."""
    while end < len(prepared.folded) and (
        prepared.folded[end] in " ,:!." or (lines > 1 and prepared.folded[end] == "\n")
    ):
        end += 1
    if lines > 1 and (for_another := _signed_for().match(prepared.folded, end)) is not None:
        end = for_another.end()
    return end, prepared.line_end(end)


@cache
def _signed_for() -> re.Pattern[str]:
    """Return what stands before the name of who signs, perhaps for another: `i. A.`, `p.p.`, `/s/`."""
    return re.compile(rf"(?:{alternatives(words('small', 'signed_for'))})[ :]{{1,2}}")
