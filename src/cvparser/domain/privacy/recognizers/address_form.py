"""Addresses by their form alone: parts behind keys such as `Vill-`, and towns beside codes and countries in a head."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span, matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.places import names_work
from cvparser.domain.privacy.recognizers.residence import parts_of_line
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives, first_words

_CAPITAL = r"[^\W\d_a-zçğıöşüäéèáíóúñ]"
#: A town: one to four words, small ones such as `sur` and `am` among them.
_TOWN = rf"(?:{_CAPITAL}[\w.'’]{{1,24}}(?:[ -](?:[a-z]{{1,4}}[ -]){{0,2}}{_CAPITAL}[\w.'’]{{1,24}}){{0,3}})"
#: A postal code of any country; with four digits no year.
_POST = (
    rf"(?:[A-Z]{{1,3}}-)?(?:(?!{YEAR})\d{{4}}|"
    r"\d{5,6}|\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3,4}|\d{3}[ ]\d{2,3}"
    r"|\d{4}[ ]?[A-Z]{2})"
)
_REGION = rf"(?P<region>\(?[A-Z](?:[A-Z.&]{{1,5}}|[\w.]{{2,20}}(?:[ ]{_CAPITAL}\w{{1,20}}){{0,2}})\)?)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<town>{_TOWN}(?:,[ ]?{_TOWN}){{0,2}}),[ ]?{_REGION}(?:,?[ ]{_POST})?",
        rf"(?P<town>{_TOWN})[ ]?\([A-Z]{{2,3}}\)(?:,[ ][\w .]{{2,25}})?",
        rf"{_POST},?[ ](?P<town>{_TOWN})(?:[ ]?[,(/][ ]?[\w .]{{2,25}}\)?)?",
        (
            rf"(?P<town>{_TOWN}(?:,[ ]?{_TOWN}){{0,2}})"
            rf"(?:,?[ ][–-][ ]|-|,[ ]|[ ])(?:\([\w.]{{1,6}}\)[ ]?)?{_POST}(?:,[ ][\w .]{{2,25}})?"
        ),
    )
)
_EDGES = re.compile(r"[^\w(]{0,3}(?P<cell>.*?)[ .,;]{0,3}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_CELL = 90
_GAP = "   "
#: Lines up to a contact beside which a town stands.
_NEAR = 3
_LONGEST_KEYED = 200
#: Parts behind keys that make an address anywhere; where words are personal one with a number does.
_FEWEST = 2
_NEXT_LINE = re.compile(
    rf"\n[ \t]{{0,8}}(?P<line>{_CAPITAL}[\w.,()' -]{{2,70}}[ (-]\d{{3}}[ ]?\d{{2,3}})[ .]{{0,3}}(?=\n|\Z)"
)


@cache
def _keyed() -> re.Pattern[str]:
    """Return a key, what parts it from its value, and the value: `H.No-212`, `Vill- Rampur`, `PLZ: 50667`."""
    keys, number = (alternatives(listed) for listed in (words("address", "keys"), words("small", "label_number")))
    return re.compile(
        rf"(?<![\w.])(?P<key>{keys})\.?[ ]?(?:(?:{number}|#)\.?)?[ ]?[:.–-]{{1,2}}[ ]?"
        rf"(?P<value>[^\W_][^,;|:\n]{{0,40}})"
    )


@cache
def _first_words() -> frozenset[str]:
    return first_words(words("address", "keys"))


def find_keyed_addresses(context: Context) -> Iterator[Match]:
    """Find rows of parts behind keys, `Vill- Rampur, P.O.- Kotla, Dist- Meerut`, and the line with a code below."""
    prepared = context.prepared
    places = context.own_places
    begun = [word.start for word in prepared.words_among(_first_words())]
    for line in prepared.lines if begun else ():
        stop = min(line.end, line.start + _LONGEST_KEYED)
        inside = begun[bisect_left(begun, line.start) : bisect_left(begun, stop)]
        if not inside:
            continue
        parts = [part for part in matches_at(_keyed(), prepared.folded, inside) if _is_part(prepared, part)]
        is_personal = bool(parts) and line in places
        keys = {part["key"] for part in parts}
        has_number = any(part["value"][0].isdigit() for part in parts)
        if len(keys) >= _FEWEST or (parts and is_personal and has_number and len(prepared.cells(line)) == 1):
            rest = prepared.folded[parts[-1].end() : line.end]
            is_whole = is_personal and not any(mark in rest for mark in (":", "@", "|", ATOM))
            end = line.end if is_whole else _end_of_row(prepared, parts[-1].end(), line.end)
            below = _NEXT_LINE.match(prepared.text, line.end)
            yield Match(parts[0].start(), below.end("line") if below is not None else end, Category.ADDRESS, "keyed")


def _is_part(prepared: PreparedText, part: re.Match[str]) -> bool:
    """Return whether a value begins with a capital or a digit, and no word of it is one of work."""
    first = prepared.text[part.start("value")]
    is_named = first.isupper() or first.isdigit() or not prepared.is_cased
    return is_named and not any(names_work(word) for word in _LETTERS.findall(part["value"]))


def _end_of_row(prepared: PreparedText, start: int, end: int) -> int:
    """Return where the row of parts ends, with the capitalised words between commas that go on with it."""
    position = start
    while position < end and prepared.text[position] == ",":
        stop = prepared.text.find(",", position + 1, end)
        stop = stop if stop >= 0 else end
        piece = prepared.text[position + 1 : stop].strip()
        if not piece or len(piece) > _LONGEST_CELL or not (piece[0].isupper() or piece[0].isdigit() or piece[0] == "("):
            break
        if ATOM in piece or ":" in piece or any(names_work(word) for word in _LETTERS.findall(fold(piece))):
            break
        position = stop
    return position


def find_towns_by_form(context: Context) -> Iterator[Match]:
    """Find a town with its code, region or country that fills a part of a line near the candidate's contacts."""
    prepared = context.prepared
    found = [*context.matches, *context.candidate.matches]
    contacts = sorted(Span(match.start, match.end) for match in found if match.category.traits.is_contact)
    places = set(context.own_places)
    if not contacts or not places:
        return
    starts = [contact.start for contact in contacts]
    near = [_holds(starts, line) for line in prepared.lines]
    for index, line in enumerate(prepared.lines):
        if line not in places or True not in near[max(0, index - _NEAR) : index + _NEAR + 1]:
            continue
        slots = slice(bisect_left(starts, line.start), bisect_left(starts, line.end))
        parts = dict.fromkeys((*prepared.cells(line), *parts_of_line(prepared, line, contacts[slots])))
        for part in parts:
            # What stands beside a gap is another column's.
            town = _town(prepared, part) if _GAP not in prepared.folded[slice(*part)] else None
            if town is not None:
                yield Match(town.start, town.end, Category.ADDRESS, "town_form")


def _holds(starts: list[int], line: Span) -> bool:
    slot = bisect_left(starts, line.start)
    return slot < len(starts) and starts[slot] < line.end


def _town(prepared: PreparedText, part: Span) -> Span | None:
    """Return the town that a part of a line is as a whole."""
    if part.end - part.start > _LONGEST_CELL or ATOM in prepared.text[slice(*part)]:
        return None
    edges = _EDGES.fullmatch(prepared.text, *part)
    if edges is None or not edges["cell"]:
        return None
    for form in _FORMS:
        match = form.fullmatch(prepared.text, *edges.span("cell"))
        if match is None or ("region" in form.groupindex and not _is_region(match["region"])):
            continue
        words_of_town = _LETTERS.findall(prepared.folded, *match.span("town"))
        known = vocabulary()
        if not any(names_work(word) or word in known.organisations for word in words_of_town):
            return Span(*match.span())
    return None


def _is_region(written: str) -> bool:
    """Return whether a state, a country or its code is written: `IL`, `Italia`, `(MI)`."""
    folded = fold(written.strip("()"))
    known = vocabulary()
    is_code = written.strip("()").isupper() and (folded in known.states or folded in _regions())
    return is_code or written.startswith("(") or folded in known.places or (len(folded) > 2 and folded in known.states)


@cache
def _regions() -> frozenset[str]:
    """Return the codes of states and countries that stand behind a town."""
    return frozenset(map(fold, words("address", "regions")))


RECOGNIZERS = (
    FunctionRecognizer(
        name="keyed_address",
        stage=Stage.LABELLED,
        categories=of(Category.ADDRESS),
        description="Addresses whose parts stand behind keys such as `Vill-`",
        rules={"keyed": "SKILLS\nat ⟦Vill- Rampur, P.O.- Kotla, Dist- Meerut⟧"},
        find=find_keyed_addresses,
        anchors=Anchors(words=_first_words),
    ),
    FunctionRecognizer(
        name="town_form",
        stage=Stage.LABELLED,
        categories=of(Category.ADDRESS),
        description="Towns with their code, region or country near the candidate's contacts",
        rules={"town_form": "Anna Lindqvist\nanna@example.com | ⟦Fernley, NV⟧\nSKILLS\nx"},
        find=find_towns_by_form,
        needs_whole_cv=True,
    ),
)
