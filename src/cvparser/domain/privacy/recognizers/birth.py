"""Dates and places of birth, and ages. Other dates stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.cv.dates.full import find_date, is_full_date
from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.places import PLACE_WORD, names_work, place_after
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_CLAUSE = re.compile(r"[.!?](?:\s|$)|\n")
#: What may stand between a word for birth and the date.
_BETWEEN = re.compile(r"[^\n.!?;\ue000]*|\s?\.\s?:?\s?")
#: What may, when it names a place: small words, commas and capitalised words.
_PLACE_BETWEEN = re.compile(r"(?:[ ,/()&=:\t–-]|[^\W\d_][\w'’-]*+)*+")
#: What stands between a label's first words and its value: `Date of birth as in the passport & register: `.
_REST_OF_LABEL = re.compile(r"(?:[^\n:=|.!?;\ue000]|(?<![^\W\d_]{5})\.){0,120}+[:=|][ \t:=|]{0,120}+")
#: What a label may begin its line with.
_LINE_LEAD = re.compile(r"[^\w\n]*+\Z")
_LEAD_REACH = 8
#: What goes on from a year to another.
_TO_YEAR = re.compile(rf"[ ]?[-–/][ ]?{YEAR}(?!\d)")
_YEAR_LENGTH = 4
#: The end of a line within a sentence, with a small word such as `on`, `el`, `am` before the date.
_WRAP = re.compile(r",?(?:[ ][^\W\d_]{1,3})?[ ]?\n[ ]?(?:[^\W\d_]{1,3}[ ])?(?=\d)")
_REACH = 60
_SHORT_REACH = 30
#: `born 94`, `91 doğumluyum`
_SHORT_YEAR_AFTER = re.compile(r"[ ]?:?[ ]?'?(?P<year>\d\d)(?![\d.,/%:-])")
_SHORT_YEAR_BEFORE = re.compile(r"(?<![\d.,/])'?\d\d(?='?[^\W\d_]{0,3}[ ]\Z|[ ]\Z)")
_AGE_REACH = 24
_FROM_TOWN = re.compile(r"l[iu]y[iu]m\Z")
#: German for `born`, before a full date.
_STAR = re.compile(r"\*(?<![\w*].)[ ]?(?=\d{1,2}\.)")
#: Turkish for `born`, within a line of facts.
_SHORT_CUE = re.compile(
    r"d\.(?:(?<=[;,|(·•–-][ ]d\.)|(?<=[;,|(·•–-]d\.)|(?<=\nd\.)|(?<!.d\.)(?<!\nd\.))[ ]?"
    rf"(?={YEAR}(?![\d.-])|\d{{1,2}}[./](?:\d{{1,2}}|[ivx]{{1,4}})[./])"
)
_STAR_YEAR = re.compile(r"\*(?:(?<=[;,|(·•–-][ ].)|(?<=[;,|(·•–-].))[ ]?(?=(?:19[3-9]|20[01])\d(?![\d./-]))")
#: `1979, Rize` in a header; a CV is not so old, and nobody who applies so young.
_BIRTH_YEAR = re.compile(r"19[3-9]\d|200\d")
#: `E. B.` is an author, `b.` alone says `born`.
_INITIALS = re.compile(r"[a-z]\.[ ]?[a-z]\.\Z")
_TWO_DIGITS = re.compile(r"\d(?<![\d.,/-].)\d(?![\d.,/%])")
_YEAR_ALONE = re.compile(r"19[4-9]\d|200[0-6]")
_COMMA = re.compile(",[ ]*")
_NOTHING = re.compile(r"[ .]*+\Z")
_BLANKS = re.compile(r"\s+")


@cache
def _other_year() -> re.Pattern[str]:
    """Return what begins another year's matter: `born and raised in Leeds, class of 2008`."""
    return re.compile(rf",[ ](?!(?:{alternatives(words('small', 'year_before'))})\b)[a-zçğıöşü]{{3,}}")


@cache
def _two_words() -> re.Pattern[str]:
    """Return what stands before the second word of a place: `in Novi Sad geboren`."""
    return re.compile(rf"\b(?:{alternatives(words('small', 'born_in'))}) (?P<first>[^\W\d_][\w-]{{1,20}}) \Z")


def find_births(context: Context) -> Iterator[Match]:
    """Find dates and places of birth beside words that say so, and dates alone in places that are personal."""
    prepared, personal = context.prepared, context.own_places
    folded = prepared.folded
    for start, end, kind in prepared.trigger_phrases:
        if kind == "birth_before" and not _INITIALS.search(folded, max(0, start - 3), min(end + 1, start + 2)):
            yield from _after(prepared, end, is_label=_begins_line(prepared, start))
        elif kind == "birth_after":
            yield from _before(prepared, start)
    yield from _signed(prepared)
    yield from _hometowns(prepared)
    head = personal[:2]
    for place in personal:
        for piece in prepared.cells(place):
            if _YEAR_ALONE.fullmatch(folded, *piece) and place in head:
                yield Match(*piece, Category.BIRTH, "year_alone")
            yield from _alone(prepared, Span(piece.start + _bullet(folded, piece), piece.end))


def _signed(prepared: PreparedText) -> Iterator[Match]:
    """Find births behind signs: `*03.05.1984`, `d. 1993`."""
    for pattern in (_STAR, _STAR_YEAR) if "*" in prepared.folded else ():
        for star in pattern.finditer(prepared.folded):
            yield from _after(prepared, star.end())
    for cue in _SHORT_CUE.finditer(prepared.folded) if "d." in prepared.folded else ():
        for match in _after(prepared, cue.end()):
            yield match._replace(start=cue.start())


def _holds_sign(context: Context) -> bool:
    """Return whether a text holds a short word for born, or may tell of a hometown."""
    folded = context.prepared.folded
    return "d." in folded or "yim" in folded or "yum" in folded


def _alone(prepared: PreparedText, piece: Span) -> Iterator[Match]:
    """Find dates that begin a part of a line between commas: nothing follows them but a place."""
    folded = prepared.folded
    start = piece.start
    for comma in [*_COMMA.finditer(folded, *piece), None]:
        end = comma.start() if comma is not None else piece.end
        date = find_date(folded, start, end)
        is_date = date is not None and date.start == start
        is_year = is_date and comma is not None and _BIRTH_YEAR.fullmatch(folded, start, end) is not None
        if date is not None and is_date and (is_year or is_full_date(folded, *date)):
            is_followed = date.end < end or comma is not None
            town = place_after(prepared, date.end, is_certain=not is_year) if is_followed else None
            is_placed = town is not None and _NOTHING.match(folded, town.end, piece.end) is not None
            if is_placed if is_year else date.end == end or (town is not None and town.end >= end):
                yield Match(start, town.end if town is not None else end, Category.BIRTH, "date_alone")
        start = comma.end() if comma is not None else piece.end


def find_ages(context: Context) -> Iterator[Match]:
    """Find ages in years beside words that say so."""
    folded = context.prepared.folded
    for number in _TWO_DIGITS.finditer(folded):
        before = _BLANKS.sub(" ", folded[max(0, number.start() - _AGE_REACH) : number.start()])
        after = _BLANKS.sub(" ", folded[number.end() : number.end() + _AGE_REACH])
        may_say = before.endswith(_age_leads()) or after.startswith(_age_tails())
        if may_say and any(_says(before, after, *phrase) for phrase in vocabulary().ages):
            yield Match(number.start(), number.end(), Category.AGE, "age")


@cache
def _age_leads() -> tuple[str, ...]:
    return tuple(lead for lead, _ in vocabulary().ages if lead)


@cache
def _age_tails() -> tuple[str, ...]:
    """Return what follows an age that nothing leads to."""
    return tuple(tail for lead, tail in vocabulary().ages if not lead)


def _says(before: str, after: str, lead: str, tail: str) -> bool:
    return (
        before.endswith(lead)
        and after.startswith(tail)
        and (not lead or not before[: -len(lead)][-1:].isalpha())
        and not (tail and after[len(tail) :][:1].isalpha())
    )


def _may_come_from(word: str) -> bool:
    return word.endswith("m")


def _hometowns(prepared: PreparedText) -> Iterator[Match]:
    """Find `Çorumluyum`: a town with the Turkish ending for who comes from it."""
    for start, end in prepared.words_that(_may_come_from):
        ending = _FROM_TOWN.search(prepared.folded, start, end)
        if ending is not None and prepared.folded[start : ending.start()] in vocabulary().places:
            yield Match(start, end, Category.BIRTH, "hometown")


def _bullet(folded: str, piece: Span) -> int:
    lead = re.match(r"[^\w']{0,4}", folded[piece.start : piece.end])
    return lead.end() if lead is not None else 0


def _begins_line(prepared: PreparedText, start: int) -> bool:
    line = prepared.line_start(start)
    return start - line <= _LEAD_REACH and _LINE_LEAD.match(prepared.folded, line, start) is not None


def _labelled_date(prepared: PreparedText, end: int) -> Match | None:
    """Return the full date behind the colon of a label, whatever its words behind the one that ends at `end`."""
    rest = _REST_OF_LABEL.match(prepared.folded, end)
    if rest is None:
        return None
    start = rest.end()
    date = find_date(prepared.folded, start, min(len(prepared.folded), start + _REACH))
    if date is None or not is_full_date(prepared.folded, *date):
        return None
    if _PLACE_BETWEEN.fullmatch(prepared.text, start, date.start) is None:
        return None
    place = place_after(prepared, date.end)
    return Match(start, place.end if place is not None else date.end, Category.BIRTH, "birth_cue")


def _after(prepared: PreparedText, end: int, *, is_label: bool = False) -> Iterator[Match]:
    folded = prepared.folded
    date = find_date(folded, end, min(len(folded), end + _REACH))
    if date is not None and _TO_YEAR.match(folded, date.end) is not None:
        # "Developer, B. HOLDING, Leeds, 2012-2014"
        date = None
    between = prepared.text[end : date.start] if date is not None else ""
    is_year = date is not None and date.end - date.start == _YEAR_LENGTH
    is_near = (len(between) <= _SHORT_REACH and not (is_year and _other_year().search(between))) or (
        _PLACE_BETWEEN.fullmatch(between) is not None and not is_year
    )
    if date is not None and is_near and _BETWEEN.fullmatch(folded, end, date.start):
        bare = between.strip(" :,.")
        start = date.start if not bare or bare.islower() else end
        place = place_after(prepared, date.end)
        while start < date.start and not folded[start].isalnum():
            start += 1
        yield Match(start, place.end if place is not None else date.end, Category.BIRTH, "birth_cue")
        return
    labelled = _labelled_date(prepared, end) if is_label else None
    if labelled is not None:
        yield labelled
        return
    year = _SHORT_YEAR_AFTER.match(folded, end)
    if year is not None:
        place = place_after(prepared, year.end())
        stop = place.end if place is not None else year.end()
        yield Match(year.start("year"), stop, Category.BIRTH, "birth_year")
        return
    place = place_after(prepared, end, is_certain=False)
    if place is not None:
        below = _date_below(prepared, place.end)
        yield Match(place.start, below.end if below is not None else place.end, Category.BIRTH, "birth_place")


def _date_below(prepared: PreparedText, end: int) -> Span | None:
    """Return the full date that the line after a place begins with: `Nacida en Écija` above `el 9-8-1988`."""
    folded = prepared.folded
    wrap = _WRAP.match(folded, end)
    date = find_date(folded, wrap.end(), prepared.line_end(wrap.end())) if wrap is not None else None
    is_next = date is not None and wrap is not None and date.start == wrap.end()
    return Span(*date) if date is not None and is_next and is_full_date(folded, *date) else None


def _before(prepared: PreparedText, start: int) -> Iterator[Match]:
    """Turkish says it last: `1990 yılının Şubat ayında Mardin'de doğdum`."""
    folded = prepared.folded
    begin = max(0, start - _REACH)
    for boundary in _CLAUSE.finditer(folded, begin, start):
        # "3. Mayıs" and initials end no sentence.
        if boundary.group() == "\n" or not folded[boundary.start() - 1].isdigit():
            begin = boundary.end()
    date = find_date(folded, begin, start)
    if date is not None:
        yield Match(date.start, max(date.end, _word_end(folded, date.end, start)), Category.BIRTH, "birth_cue")
    else:
        year = _SHORT_YEAR_BEFORE.search(folded, begin, start)
        if year is not None:
            yield Match(year.start(), year.end(), Category.BIRTH, "birth_year")
    said = list(PLACE_WORD.finditer(prepared.text, begin, start))
    for word in said[-4:]:
        town = fold(re.split(r"['’]", word.group())[0])
        is_last = word.end() >= start - 1
        is_inflected = "'" in word.group() or "’" in word.group() or town.endswith(words("small", "in_endings"))
        is_named = word.group()[0].isupper() and (is_last or is_inflected) and not names_work(town)
        if town in vocabulary().places or (is_named and town not in vocabulary().months):
            lead = _two_words().search(prepared.text, begin, word.start())
            yield Match(lead.start("first") if lead else word.start(), word.end(), Category.BIRTH, "birth_place")


def _word_end(folded: str, end: int, stop: int) -> int:
    while end < stop and (folded[end].isalpha() or folded[end] == "'"):
        end += 1
    return end


RECOGNIZERS = (
    FunctionRecognizer(
        name="birth",
        stage=Stage.LABELLED,
        categories=of(Category.BIRTH),
        description="Dates and places of birth beside words that say so, and dates alone in the head",
        rules={
            "birth_cue": "SKILLS\nborn ⟦07.08.1990⟧ now",
            "birth_year": "SKILLS\nborn ⟦94⟧ now",
            "birth_place": "SKILLS\nborn in ⟦Ankara⟧ now",
            "hometown": "SKILLS\n⟦Çorumluyum⟧ ve",
            "year_alone": "Anna Lindqvist\n⟦1990⟧\nSKILLS\nx",
            "date_alone": "Anna Lindqvist\n⟦07.08.1990⟧\nSKILLS\nx",
        },
        find=find_births,
        anchors=Anchors(
            words=lambda: vocabulary().trigger_phrases.first_words_of("birth_before", "birth_after"),
            signs="*",
            holds=_holds_sign,
        ),
    ),
    FunctionRecognizer(
        name="age",
        stage=Stage.LABELLED,
        categories=of(Category.AGE),
        description="Ages in years beside words that say so",
        rules={
            "age": "SKILLS\n⟦41⟧ years old",
        },
        find=find_ages,
        needs_digit=True,
        anchors=Anchors(digits=2),
    ),
)
