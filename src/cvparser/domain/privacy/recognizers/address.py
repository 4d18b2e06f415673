"""Postal addresses: Turkish, German, French, Spanish, British and American forms, in lines and in prose."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from operator import attrgetter

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.address_tokens import Mark, Tokens, tokens_of
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary
from cvparser.domain.text.words import first_words

_UNIT = re.compile(r"(?P<unit>[^\W\d_]{1,10})[.:/]{0,2}(?P<number>\d{1,3}(?:[a-z]|[/-]\w{1,4}){0,2})?[,.)]?")
#: UK, Canada, Netherlands: letters and digits in two groups. Elsewhere five digits, perhaps after a country's letter.
_TWO_PART_CODE = re.compile(
    rf"(?:[a-z]{{1,2}}\d[a-z\d]?[ ]\d[a-z]{{2}}|[a-z]\d[a-z][ ]?\d[a-z]\d|(?!{YEAR})\d{{4}}[ ][a-z]{{2}})"
    r"(?=[,.)]?(?:\s|$))"
)
_FIVE_DIGITS = re.compile(r"(?:[a-z]{1,2}-)?\d{5}(?:-\d{4})?,?")
_FOUR_DIGITS = re.compile(r"(?:ch|a|b)-\d{4},?")
#: Austria, Switzerland, Portugal: a known town must follow, since four digits may be anything.
_TOWNS_CODE = re.compile(rf"(?!{YEAR})\d{{4}}(?:-\d{{3}})?")
#: What any of these codes begins with.
_CODE_START = re.compile(r"\d{4}|[a-z]\d")
_JOINERS = frozenset("/-,&")
#: A label without blanks around it; a unit such as `no:12` is none.
_GLUED_LABEL = re.compile(r"[^\W\d_]{4}:\w")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(YEAR)
_YEARS = re.compile(rf"{YEAR}-?\d*")
#: `2015-2019`, `2015-`: no number of a house.
_PERIOD = re.compile(rf"{YEAR}[-–](?:{YEAR}|\d\d)?")
#: The number of a version or of an order.
_NO_HOUSE = re.compile(r"\d+\.[a-z]\w*$|\d{7}")
#: From one year to another, as beside an employer.
_FROM_TO = re.compile(rf"(?<!\d){YEAR}[ ]?[-–/][ ]?{YEAR}(?!\d)")
_MAX_TOKENS = 22
#: Letters of a word that ends as names of streets do and is none.
_LONGEST_OTHER = 5
#: Characters from words such as `I live at` to an address.
_ANNOUNCED = 60
_COMMA = re.compile(r",[ ]+|(?<! )[ ]++[/–—-][ ]+")
_LONGEST_CELL = 120
_start, _end = attrgetter("start"), attrgetter("end")
#: Two sentences.
_SENTENCE = re.compile(r"[^\W\d_]{4}[.!?][ ][A-ZÇĞİÖŞÜÄ][^\W\d_]*[ ]")


def find_addresses(context: Context) -> Iterator[Match]:
    """Find addresses by their anchors: street words, door numbers, postal codes.

    Two kinds of anchor make an address anywhere; one does in personal places and after words such as `I live at`.
    """
    prepared, personal = context.prepared, context.own_places
    tokens = tokens_of(prepared)
    marks = _marks(tokens)
    if not marks:
        return
    starts = [span.start for span in personal]
    residences = sorted(end for _, end, kind in prepared.trigger_phrases if kind == "residence")
    done = -1
    for index in sorted(marks):
        if index <= done:
            continue
        at = tokens.spans[index][0]
        slot = bisect_right(starts, at) - 1
        is_personal = slot >= 0 and at < personal[slot].end
        last_cue = bisect_right(residences, at) - 1
        announced = last_cue >= 0 and at - residences[last_cue] <= _ANNOUNCED
        first, last = _extent(tokens, marks, index, is_personal=is_personal or announced)
        if _is_address(tokens, marks, first, last, is_personal=is_personal, announced=announced):
            start, end = tokens.spans[first][0], tokens.spans[last][1]
            yield Match(start, end, Category.ADDRESS, "address")
            if is_personal:
                yield from _rest_of_cell(prepared, personal[slot], Span(start, end))
        done = last


def _rest_of_cell(prepared: PreparedText, line: Span, address: Span) -> Iterator[Match]:
    """Find what stands beside an address in its cell of a header, up to words of work: it belongs to the address."""
    cells = prepared.cells(line)
    beside = cells[bisect_right(cells, address.start, key=_end) : bisect_left(cells, address.end, key=_start)]
    for cell in beside:
        if cell.end - cell.start > _LONGEST_CELL:
            continue
        is_prose = _SENTENCE.search(prepared.text, *cell) or _FROM_TO.search(prepared.folded, *cell)
        folded = prepared.folded[cell.start : cell.end]
        if is_prose or any(mark in folded for mark in (":", "@", ATOM)):
            continue
        start = cell.start
        for comma in [*_COMMA.finditer(prepared.folded, cell.start, cell.end), None]:
            stop = comma.start() if comma is not None else cell.end
            is_touched = start < address.end and address.start < stop
            words = prepared.folded[start:stop].split()
            if is_touched or not any(_is_professional(vocabulary(), word) for word in words):
                yield Match(start, stop, Category.ADDRESS, "address_cell")
            start = stop


@cache
def _beginnings() -> frozenset[str]:
    """Return the first letters of the words of streets, of doors and of flats."""
    return first_words(vocabulary().street_words)


@cache
def _after_names() -> frozenset[str]:
    """Return the first letters of those that need no number."""
    return first_words(vocabulary().street_after)


def _holds_numbered_mark(context: Context) -> bool:
    """Return whether a text holds a number, and a postal code, a word of streets or one that ends as their names do."""
    prepared = context.prepared
    if not prepared.has_digits:
        return False
    is_marked = _CODE_START.search(prepared.folded) is not None or "#" in prepared.folded
    return is_marked or not _beginnings().isdisjoint(prepared.folded_words) or bool(_of_streets(prepared.folded_words))


def _marks(tokens: Tokens) -> dict[int, Mark]:
    known = set(tokens.bare)
    streets = _of_streets(known)
    others = {word for word in known if not word.isalpha() and ("/" in word or _DIGIT.search(word) is not None)}
    anchors = streets | others
    marks: dict[int, Mark] = {}
    for index in [index for index, word in enumerate(tokens.bare) if word in anchors]:
        word = tokens.bare[index]
        mark = (_street(tokens, index, word) if word in streets else None) or _other_mark(tokens, index)
        if mark is not None:
            marks[index] = mark
    return marks


def _of_streets(known: Iterable[str]) -> set[str]:
    """Return the bare words that are of streets, of doors or of flats, or end as names of streets do."""
    words = vocabulary()
    shortest, endings = _endings()
    return {
        word
        for word in known
        if word in words.street_words or (word[-shortest:] in endings and word.endswith(words.street_glued))
    }


@cache
def _endings() -> tuple[int, frozenset[str]]:
    """Return the length of the shortest ending, and that many letters of each: a set is looked up faster."""
    glued = vocabulary().street_glued
    shortest = min(map(len, glued), default=0)
    return shortest, frozenset(ending[-shortest:] for ending in glued)


def _street(tokens: Tokens, index: int, word: str) -> Mark | None:
    """Return the mark of a word of streets, if it names one here."""
    is_street = (
        _ends_street(tokens, index, word)
        or _begins_street(tokens, index, word)
        or _is_glued_street(tokens, index, word)
    )
    return Mark.STREET if is_street else None


def _other_mark(tokens: Tokens, index: int) -> Mark | None:
    """Return the mark of what need be no word of streets: `C/Mayor`, a unit, a code."""
    folded = tokens.folded(index)
    if _is_short_street(tokens, index, folded):
        return Mark.STREET
    if _is_unit(tokens, index, folded):
        return Mark.UNIT
    return Mark.CODE if _is_code(tokens, index, folded) else None


def _ends_street(tokens: Tokens, index: int, word: str) -> bool:
    """`Moda Cd.`, `1864. Cadde`, `Canal Street`; words of two letters need their dot."""
    if word not in tokens.words.street_after or index == 0 or '"' in tokens.folded(index):
        return False
    if len(word) == 1 and not _number_follows(tokens, index):
        # "Anna M. Lind"
        return False
    if not tokens.is_capital(index) and word not in tokens.words.street_sure:
        return False
    has_name = tokens.is_capital(index - 1) or tokens.is_number(index - 1)
    has_number = any(tokens.is_number(near) for near in range(max(0, index - 4), index))
    if word in tokens.words.titles and not has_number:
        return False
    return has_name and (
        len(word) > 2 or (len(word) == 2 and has_number) or tokens.folded(index).rstrip(",").endswith(".")
    )


def _begins_street(tokens: Tokens, index: int, word: str) -> bool:
    """`rue Lepic`, `Calle Mayor`, `PO Box 12`; a number is not far."""
    if index + 1 == len(tokens):
        return False
    following = tokens.bare[index + 1]
    if f"{word} {following}" in tokens.words.street_before:
        return _number_in_line(tokens, index + 2) and _number_near(tokens, index + 2, 4)
    if word not in tokens.words.street_before:
        return False
    # "Scania R 450": a letter alone stands before a name.
    is_numbered = len(word) > 1 and tokens.is_number(index + 1)
    has_name = tokens.is_capital(index + 1) or is_numbered or following in tokens.words.street_particles
    return has_name and _number_near(tokens, index, 7)


def _is_short_street(tokens: Tokens, index: int, folded: str) -> bool:
    """`C/Mayor`; a number is not far."""
    return folded.startswith("c/") and folded[2:].isalpha() and _number_near(tokens, index, 7)


def _is_glued_street(tokens: Tokens, index: int, word: str) -> bool:
    """`Lindenallee 27`."""
    if len(word) <= _LONGEST_OTHER or not word.endswith(tokens.words.street_glued):
        return False
    return index + 1 < len(tokens) and tokens.is_number(index + 1) and tokens.is_capital(index)


def _is_unit(tokens: Tokens, index: int, folded: str) -> bool:
    """`No:12`, `D:5`, `Flat 3`."""
    unit = _UNIT.fullmatch(folded)
    if unit is None or unit["unit"] not in tokens.words.street_units:
        return False
    return bool(unit["number"]) or (len(unit["unit"]) > 1 and index + 1 < len(tokens) and tokens.is_number(index + 1))


def _is_code(tokens: Tokens, index: int, folded: str) -> bool:
    """`34710 Kadıköy`, `D-50667`, `OR 97205`, `LS6 3QT`, `M5V 1A4`."""
    if _DIGIT.search(folded) is None or (index > 0 and tokens.bare[index - 1] in tokens.words.standards):
        return False
    if _FOUR_DIGITS.fullmatch(folded) or (_FIVE_DIGITS.fullmatch(folded) and _beside_capital(tokens, index)):
        return True
    is_followed = index + 1 < len(tokens) and tokens.gap(index) == " "
    if is_followed and _TOWNS_CODE.fullmatch(folded) and tokens.bare[index + 1] in tokens.words.places:
        return True
    start = tokens.spans[index][0]
    code = _TWO_PART_CODE.match(tokens.prepared.folded, start)
    if code is None:
        return False
    text = tokens.prepared.text[start : code.end()]
    return text == text.upper()


def _number_near(tokens: Tokens, index: int, reach: int) -> bool:
    """Return whether the number of a house is not far: years after a line end are those of a job."""
    first = index
    while first > max(0, index - 2) and "\n" not in tokens.gap(first - 1):
        first -= 1
    return any(
        character.isdigit() or tokens.bare[near] == "s/n"
        for near in range(first, min(len(tokens), index + reach))
        for character in tokens.bare[near][:1]
        if not (_YEAR.fullmatch(tokens.bare[near]) and near > 0 and "\n" in tokens.gap(near - 1))
        and _PERIOD.fullmatch(tokens.bare[near]) is None
        and _NO_HOUSE.match(tokens.bare[near]) is None
    )


def _number_follows(tokens: Tokens, index: int) -> bool:
    return index + 1 < len(tokens) and "\n" not in tokens.gap(index) and _number_in_line(tokens, index + 1)


def _number_in_line(tokens: Tokens, index: int) -> bool:
    """Return whether a number follows in the line: small words such as `an der` begin much else."""
    for near in range(index, min(len(tokens), index + 4)):
        if "\n" in tokens.gap(near - 1):
            return False
        if tokens.bare[near][:1].isdigit():
            return True
    return False


def _beside_capital(tokens: Tokens, index: int) -> bool:
    """Return whether a town follows a code, or an American state precedes it."""
    start, end = tokens.spans[index]
    is_followed = index + 1 < len(tokens) and tokens.gap(index) == " " and tokens.is_capital(index + 1)
    is_preceded = index > 0 and tokens.bare[index - 1] in tokens.words.states and tokens.is_capital(index - 1)
    return is_preceded or (
        is_followed and tokens.prepared.folded[end - 1] != "," and tokens.prepared.folded[start].isalnum()
    )


def _extent(tokens: Tokens, marks: dict[int, Mark], index: int, *, is_personal: bool) -> tuple[int, int]:
    first = index
    commas = 0
    while first > 0 and index - first < _MAX_TOKENS and _joins(tokens, first - 1, first, marks, is_left=True):
        before = tokens.prepared.folded[tokens.spans[first - 1][1] - 1]
        if before == "," and first - 1 not in marks and not tokens.is_number(first - 1):
            commas += 1
            if commas > (2 if is_personal else 1):
                break
        first -= 1
    if is_personal and first > 0 and tokens.gap(first - 1) == " " and _YEAR.fullmatch(tokens.bare[first - 1]):
        # "1900 Alder Street"
        first -= 1
    last = index
    while (
        last + 1 < len(tokens) and last - index < _MAX_TOKENS and _joins(tokens, last, last + 1, marks, is_left=False)
    ):
        last += 1
    while first < index and _is_loose(tokens, first):
        first += 1
    while last > index and (tokens.bare[last] in tokens.words.street_particles or not tokens.bare[last]):
        last -= 1
    return first, last


def _is_loose(tokens: Tokens, index: int) -> bool:
    """Return whether a token begins no address: it has no letters, or is a small word."""
    word, words = tokens.bare[index], tokens.words
    return not word or (word in words.street_particles and word not in words.street_before)


def _joins(tokens: Tokens, left: int, right: int, marks: dict[int, Mark], *, is_left: bool) -> bool:
    """Return whether two neighbours belong to one address; the new one is `left` when growing to the left."""
    gap = tokens.gap(left)
    folded = tokens.prepared.folded
    ending = folded[tokens.spans[left][1] - 1]
    new = left if is_left else right
    if "\t" in gap or gap.count("\n") > 1 or ("\n" not in gap and len(gap) > 1):
        return False
    if "\n" in gap and not _goes_on(tokens, left, right, marks):
        return False
    if ending == "." and len(tokens.bare[left]) > 3 and left not in marks and not tokens.bare[left][0].isdigit():
        return False
    if ending in ";|•·!?" or (ending == ":" and left not in marks):
        return False
    is_name_of_street = is_left and marks.get(right) is Mark.STREET and tokens.bare[right] in tokens.words.street_after
    if is_name_of_street and ending not in ",:" and tokens.is_capital(left):
        # "Sanayi Cad.", "Moda Cd.": words of work name streets, too.
        return "@" not in tokens.folded(left) and ATOM not in tokens.folded(left)
    return _is_part(tokens, new, marks, is_left=is_left)


def _is_part(tokens: Tokens, index: int, marks: dict[int, Mark], *, is_left: bool) -> bool:
    word = tokens.bare[index]
    start, end = tokens.spans[index]
    raw = tokens.prepared.folded[start:end]
    if index in marks or word in tokens.words.street_after or word in tokens.words.street_units:
        return True
    if "@" in raw or ATOM in raw or raw[0] in "+|•·" or raw.endswith(":") or _GLUED_LABEL.search(raw):
        return False
    if tokens.is_number(index):
        return not (word.startswith("0") and len(word) == 4) and _YEARS.fullmatch(word) is None
    if raw in _JOINERS or not word:
        return not (is_left and raw == "-") and raw in _JOINERS
    if word in tokens.words.street_before or word in tokens.words.street_particles:
        return True
    return tokens.is_capital(index) and (word in tokens.words.places or not _is_professional(tokens.words, word))


def _is_professional(words: Vocabulary, word: str) -> bool:
    return any(part in words.professional for part in re.split(r"[\W\d_]+", word) if len(part) > 2)


def _goes_on(tokens: Tokens, left: int, right: int, marks: dict[int, Mark]) -> bool:
    """Return whether an address goes on in the next line."""
    ending = tokens.prepared.folded[tokens.spans[left][1] - 1]
    word = tokens.bare[right]
    if right in marks:
        return ending in ",/-" or (left in marks and marks[right] is not Mark.STREET)
    if word in tokens.words.street_after and word not in tokens.words.professional:
        return True
    known = word.split("/")[0] in tokens.words.places or (left in marks and tokens.is_number(right) and len(word) < 4)
    return known or (ending in ",/" and tokens.is_capital(right))


def _is_address(
    tokens: Tokens, marks: dict[int, Mark], first: int, last: int, *, is_personal: bool, announced: bool
) -> bool:
    inside = [marks[index] for index in range(first, last + 1) if index in marks]
    streets, units, codes = (inside.count(mark) for mark in (Mark.STREET, Mark.UNIT, Mark.CODE))
    has_number = any(character.isdigit() for index in range(first, last + 1) for character in tokens.bare[index])
    if streets and has_number and (codes or units or streets > 1):
        return True
    if units > 1 and last - first > 2 and not announced and not is_personal:
        return streets > 0 or codes > 0
    if streets > 1 or (units > 1 and (announced or is_personal)):
        return True
    if is_personal or announced:
        return bool((streets and (has_number or _fills_its_cell(tokens, first, last))) or (codes and last > first))
    return bool(codes and has_number and last - first >= 3 and _has_door(tokens, first, last))


def _fills_its_cell(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether nothing but blanks, bars and line ends surrounds several words."""
    text = tokens.prepared.folded
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    before = text[max(0, start - 20) : start].rstrip(" \t")[-1:]
    after = text[end : end + 2]
    return last > first and before in {"", "\n", "|", "•", "·"} and (not after or after[0] in "\n\t|" or after == "  ")


def _has_door(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a house number stands beside a name, as in `Am Alten Markt 3a, 50667 Köln`."""
    return any(
        tokens.is_number(index)
        and len(tokens.bare[index]) < 5
        and (tokens.is_capital(index - 1) if index > first else tokens.is_capital(index + 1))
        for index in range(first, last)
    )


RECOGNIZERS = (
    FunctionRecognizer(
        name="address",
        stage=Stage.LABELLED,
        categories=of(Category.ADDRESS),
        description="Postal addresses by street words, door numbers and postal codes",
        rules={
            "address": "SKILLS\nat ⟦Canal Street 12, LS6 3QT Leeds⟧ now",
            "address_cell": "Anna Lindqvist\n⟦Canal Street 12⟧, ⟦LS6 3QT Leeds⟧\nSKILLS\nx",
        },
        find=find_addresses,
        anchors=Anchors(words=_after_names, signs="/", holds=_holds_numbered_mark),
    ),
)
