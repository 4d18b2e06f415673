"""Where somebody lives, by its place alone: what stands among the candidate's contacts and is nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.labels import label_kind
from cvparser.domain.privacy.people.inventories import products
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.places import names_work
from cvparser.domain.privacy.recognizers.residence import parts_of_line
from cvparser.domain.privacy.sections import heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.lookup import Stretches

#: One to three words, perhaps twice with a comma or a slash between.
_WORDS = r"[^\W\d_][\w'’.]{1,30}(?:[ -][^\W\d_][\w'’.]{1,30}){0,3}"
_PLACE = re.compile(rf"[^\w(]{{0,3}}(?P<place>{_WORDS}(?P<region>(?:,[ ]|[ ]?/[ ]?){_WORDS}){{0,2}})[ .]{{0,3}}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST = 60
_MAX_LINE = 240
#: Lines at the end in which somebody signs, and the label of the place.
_SIGNED = 5
_LABELLED = re.compile(r"[ ]{0,4}(?P<label>[^\W\d_]{2,14})[ ]{0,3}[:=-][ ]{0,4}")


def find_in_contact_blocks(context: Context) -> Iterator[Match]:
    """Find what among the candidate's contacts is capitalised, no work, no heading and nobody's name.

    A part of a line behind a contact, or with a region behind a comma; a line between those of two contacts. Elsewhere
    it may be a profession.
    """
    if not context.names and not context.is_named:
        return
    prepared = context.prepared
    yield from _where_signed(prepared)
    found = [*context.matches, *context.candidate.matches]
    contacts = sorted(Span(match.start, match.end) for match in found if match.category.traits.is_contact)
    taken = Stretches((match.start, match.end) for match in found)
    places = set(context.own_places)
    lines = prepared.lines
    inside = [[each for each in contacts if line.start <= each.start < line.end] for line in lines] if contacts else []
    for index, own in enumerate(inside):
        line = lines[index]
        if line not in places or line.end - line.start > _MAX_LINE:
            continue
        if own:
            parts = [
                part
                for part in parts_of_line(prepared, line, own)
                if part.start >= own[0].end or _has_region(prepared, part)
            ]
        else:
            parts = [line] if _is_in_block(prepared, inside, index) else []
        for part in parts:
            place = _place(prepared, part)
            if place is not None and not taken.touch(*place):
                yield Match(place.start, place.end, Category.ADDRESS, "contact_block")
                break


def _where_signed(prepared: PreparedText) -> Iterator[Match]:
    """Find the place in one of the last lines, beside date and signature: `Place: Pune`."""
    for line in prepared.lines[-_SIGNED:] if len(prepared.lines) > _SIGNED * 2 else ():
        label = _LABELLED.match(prepared.folded, *line)
        if label is None or label["label"] not in _signed_at() or line.end - line.start > _LONGEST:
            continue
        cells = prepared.cells(Span(label.end(), line.end))
        place = _place(prepared, cells[0]) if cells else None
        if place is not None:
            yield Match(place.start, place.end, Category.ADDRESS, "signed_at")


@cache
def _signed_at() -> frozenset[str]:
    return vocabulary().town_labels | frozenset(map(fold, words("small", "signed_at")))


def _is_in_block(prepared: PreparedText, inside: Sequence[Sequence[Span]], index: int) -> bool:
    """Return whether a contact begins the line above, and another one the line below."""
    above = prepared.lines[index - 1] if index else None
    if above is None or not _begins(prepared, above, inside[index - 1]):
        return False
    is_below = index + 1 < len(prepared.lines)
    return is_below and _begins(prepared, prepared.lines[index + 1], inside[index + 1])


def _begins(prepared: PreparedText, line: Span, contacts: Sequence[Span]) -> bool:
    """Return whether a line is a contact, perhaps behind a label or a bullet."""
    if not contacts:
        return False
    before = prepared.folded[line.start : contacts[0].start]
    return not any(map(str.isalnum, before)) or label_kind(before) is not None


def _has_region(prepared: PreparedText, part: Span) -> bool:
    match = _PLACE.fullmatch(prepared.text, *part)
    return match is not None and match["region"] is not None


def _place(prepared: PreparedText, part: Span) -> Span | None:
    if part.end - part.start > _LONGEST or ATOM in prepared.text[slice(*part)]:
        return None
    match = _PLACE.fullmatch(prepared.text, *part)
    folded = prepared.folded[slice(*part)]
    if match is None or heading_kind(folded.strip()) is not None or label_kind(folded) is not None:
        return None
    known = vocabulary()
    for word in _LETTERS.finditer(prepared.text, *match.span("place")):
        said = prepared.folded[slice(*word.span())]
        is_small = word.group()[0].islower() and said not in known.particles and said not in known.street_particles
        if is_small and prepared.is_cased:
            return None
        is_place = said in known.towns or said in known.places
        if not is_place and _is_other(said, word.group()):
            return None
    return Span(*match.span("place"))


def _is_other(folded: str, written: str) -> bool:
    """Return whether a word is one of work, a language, an employer, a product, or an acronym."""
    known = vocabulary()
    is_listed = folded in known.organisations or folded in known.institutions or folded in known.languages
    is_acronym = len(written) < 4 and written.isupper()
    return names_work(folded) or is_listed or is_acronym or folded in products()


RECOGNIZERS = (
    FunctionRecognizer(
        name="contact_block",
        stage=Stage.LABELLED,
        categories=of(Category.ADDRESS),
        description="Places among the candidate's contacts that no list has",
        rules={
            "contact_block": "Anna Lindqvist\nanna@example.com | ⟦Tolverham⟧\nSKILLS\nx",
            "signed_at": "Anna Lind\nb\nc\nd\ne\nf\ng\nh\ni\nj\nPlace: ⟦Pune⟧",
        },
        find=find_in_contact_blocks,
        needs_whole_cv=True,
    ),
)
