"""Where somebody lives, as sentences say it, and the town beside a telephone number or an e-mail address."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from cvparser.domain.cv.bullets import BETWEEN_ITEMS
from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.places import names_work, place_after
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.lookup import Stretches
from cvparser.domain.text.words import alternatives

_CHUNK = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
#: Characters before a word such as `oturuyorum` in which the place stands.
_REACH = 140
_MAX_CHUNKS = 12
_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?]$|[;!?|•·]$")
_DOOR = re.compile(
    rf"(?!{YEAR}(?!\d))(?:no[.:]{{0,2}})?\d{{1,5}}(?:er|e|eme|bis|[a-z])?(?:[./:-]\w{{1,4}}){{0,3}}[.,)]{{0,2}}"
)
#: `Bornova/İzmir`, `Cicero, Illinois`, `Köln-Ehrenfeld`: one to three places between separators.
_TOWN = r"[^\W\d_][\w.'’]{1,24}(?:[ -][^\W\d_][\w.'’]{1,24}){0,2}"
_TOWNS = re.compile(
    rf"[ ]?(?P<place>{_TOWN}(?:(?:,[ ]|[ ]?/[ ]?|[ ][–—-][ ]|[ ]\(){_TOWN}\)?){{0,2}}"
    # A district: "Dublin 6", "Lyon 2e", "London SE15"
    r"(?:[ ](?:\d{1,2}(?:e|er|eme|\.)?|[A-Z]{1,2}\d{1,2}[A-Z]?))?)[ .]{0,2}\Z"
)
_DISTRICT = re.compile(r"[ ][a-z]{0,2}\d{1,2}[a-z]{0,3}\.?(?!\w)")
#: What a sentence ends with after a place: `Todmorden, West Yorkshire.`
_COUNTY = re.compile(r",[ ](?P<county>[A-ZÇĞİÖŞÜ][\w-]{1,20}(?:[ ][A-ZÇĞİÖŞÜ][\w-]{1,20}){0,2})(?=[.;|\n]|\Z)")
#: The code of a province behind a town: `Biella (BI)`.
_CODE = re.compile(r"[ ]\([A-Z]{2,3}\)")
_HOUSE = re.compile(r"[ ]\d{1,5}[a-z]?(?=,)")
#: What ends a clause, and characters of one in which a town is looked for.
_CLAUSE_END = re.compile(r"[,;:!?(|]|[^\W\d_]{3}\.")
_CLAUSE_REACH = 70
_PART = re.compile(rf"[|{BETWEEN_ITEMS};\t]|[ ]{{2,}}|[ ]//?[ ]|[ ][–—~-][ ]")
_MAX_LINE = 240
#: Lines below a name in which profiles say where its bearer lives, and the parts of such a line.
_BELOW, _PLACE_PARTS = range(1, 4), 2
#: `loc: Cicero`
_LABEL = re.compile(r"[ ]{0,2}(?P<label>[^\W\d_]{2,14})[ ]?[:=][ ]?")


@cache
def _in_endings() -> tuple[str, ...]:
    """Return the endings of a place in which something is."""
    return words("small", "in_endings")


@cache
def _before_town() -> frozenset[str]:
    """Return words between a street and its town."""
    return frozenset(words("small", "before_town"))


def find_residences(context: Context) -> Iterator[Match]:
    """Find places of living: after or before a word that says so, and beside contacts of the candidate's."""
    prepared = context.prepared
    found = [*context.matches, *context.candidate.matches] if context.whole_cv else []
    for start, end, kind in prepared.trigger_phrases:
        place = None
        if kind == "residence" and not _is_way_of_working(prepared, start):
            place = _street(prepared, end) or _with_county(prepared, place_after(prepared, end, is_certain=False))
            place = place or _later_in_clause(prepared, end)
        elif kind == "residence_after":
            place = _before(prepared, start)
        if place is not None:
            yield Match(place.start, place.end, Category.ADDRESS, "residence")
    yield from _beside_contact(prepared, context.own_places, found)


def _is_way_of_working(prepared: PreparedText, start: int) -> bool:
    """Tell `soins à domicile en Bretagne`, `entregas a domicilio en Madrid` from where somebody lives."""
    before = prepared.folded[max(0, start - 4) : start].split()
    return bool(before) and before[-1] in _before_no_residence() and prepared.folded[start - 1] == " "


@cache
def _before_no_residence() -> frozenset[str]:
    """Return small words that make a word for a home one for a way of working."""
    return frozenset(map(fold, words("small", "before_no_residence")))


def _with_county(prepared: PreparedText, place: Span | None) -> Span | None:
    """Return a place with the county or country that a comma parts from it, its code, or the street that follows it."""
    if place is None:
        return None
    county = _COUNTY.match(prepared.text, place.end)
    code = _CODE.match(prepared.text, place.end)
    street = None
    if county is None and code is None:
        joint = _before_street().match(prepared.folded, place.end)
        street = _street(prepared, joint.end()) if joint is not None else None
    if street is not None:
        # What a comma parts from the number of the house is another matter.
        door = _HOUSE.search(prepared.text, *street)
        return Span(place.start, door.end() if door is not None else street.end)
    end = county.end("county") if county is not None else code.end() if code is not None else place.end
    return Span(place.start, end)


@cache
def _before_street() -> re.Pattern[str]:
    """Return what stands between a town and the street after it: `Trento in via dei Mille 8`."""
    return re.compile(rf",?[ ](?:(?:{alternatives(words('small', 'to_place'))})[ ])?")


@cache
def _in_place() -> re.Pattern[str]:
    return re.compile(rf"[ ](?:{alternatives(words('small', 'in_place'))})[ ](?=[^\W\d_])")


def _later_in_clause(prepared: PreparedText, start: int) -> Span | None:
    """Return the known town that a clause goes on to: `I live with my wife in Hull`, `lebe seit 2010 in Duisburg`."""
    stop = min(prepared.line_end(start), start + _CLAUSE_REACH)
    clause = _CLAUSE_END.search(prepared.folded, start, stop)
    stop = clause.start() if clause is not None else stop
    for lead in _in_place().finditer(prepared.folded, max(0, start - 1), stop):
        place = place_after(prepared, lead.end(), is_certain=True)
        if place is None:
            continue
        first = _LETTERS.match(prepared.folded, place.start)
        known = vocabulary()
        if first is not None and (first.group() in known.places or first.group() in known.towns):
            return _with_county(prepared, place)
    return None


def _street(prepared: PreparedText, start: int) -> Span | None:
    """Return the street, and the town after it, that follows words such as `I live on`; it needs no number."""
    limit = min(start + _REACH, len(prepared.text))
    stop = prepared.folded.find("\n", start, limit)
    chunks = list(_CHUNK.finditer(prepared.text, start, stop if stop >= 0 else limit))
    words = vocabulary()
    taken: list[re.Match[str]] = []
    has_street = False
    for chunk in chunks[:_MAX_CHUNKS]:
        folded = prepared.folded[slice(*chunk.span())]
        bare = folded.strip(",.()\"'")
        is_street = bare in words.street_after or bare in words.street_before or bare.endswith(words.street_glued)
        is_capital = chunk.group()[0].isupper() or not prepared.is_cased
        is_small = bare in words.street_particles or bare in _before_town()
        if ATOM in chunk.group() or not (is_small or is_street or is_capital or _DOOR.fullmatch(folded)):
            break
        has_street = has_street or (is_street and (is_capital or bare in words.street_before) and not is_small)
        taken.append(chunk)
        if _SENTENCE_END.search(chunk.group()):
            break
    while taken and not taken[-1].group()[0].isupper() and not taken[-1].group()[0].isdigit():
        taken.pop()
    if not taken or not has_street:
        return None
    return Span(taken[0].start(), taken[-1].end() - (taken[-1].group()[-1] in ".,;!?"))


def _before(prepared: PreparedText, end: int) -> Span | None:
    """Return the place that ends before a Turkish or German verb: `Kadıköy Moda'da`, `Çınar Caddesi 41 numarada`."""
    begin = max(0, end - _REACH)
    begin = max(prepared.folded.rfind("\n", begin, end) + 1, begin)
    chunks = list(_CHUNK.finditer(prepared.text, begin, end))[-_MAX_CHUNKS:]
    first: int | None = None
    is_placed = False
    last = len(chunks)
    for index in range(len(chunks) - 1, -1, -1):
        text = chunks[index].group()
        if ATOM in text or (index + 1 < last and _SENTENCE_END.search(text)):
            break
        folded = prepared.folded[slice(*chunks[index].span())]
        if _is_place(prepared, text, folded):
            first = index
            is_placed = is_placed or _is_in(folded)
        elif folded.strip(",.()") in vocabulary().residence_fillers:
            is_placed = is_placed or _is_in(folded)
        elif _DOOR.fullmatch(folded) is None and folded.strip(",.()") not in vocabulary().street_sure:
            break
    if first is None or not is_placed:
        return None
    return Span(chunks[first].start(), chunks[-1].end())


def _is_place(prepared: PreparedText, text: str, folded: str) -> bool:
    stem = re.split(r"['’]", folded.strip(",.()\"'"))[0]
    if not text.lstrip("(\"'")[:1].isupper() and (prepared.is_cased or stem not in vocabulary().places):
        return False
    words = vocabulary()
    is_known = stem in words.places or stem in words.towns or stem in words.street_after
    return is_known or not (stem in words.residence_fillers or names_work(stem))


def _is_in(folded: str) -> bool:
    bare = folded.strip(",.()\"'")
    stem, mark, ending = bare.partition("'")
    return ending in _in_endings() if mark else stem.endswith(_in_endings()) or stem in vocabulary().places


def _beside_contact(prepared: PreparedText, personal: Sequence[Span], found: Sequence[Match]) -> Iterator[Match]:
    """Find towns in the lines of contacts, and alone in a line of the header or of contacts next to one."""
    beside = sorted(Span(match.start, match.end) for match in found if match.category.traits.is_contact)
    contacts = [contact.start for contact in beside]
    yield from _below_name(prepared, found)
    if not contacts:
        return
    known = [word.start for word in prepared.words_among(_beginnings())]
    taken = Stretches((match.start, match.end) for match in found)
    places = set(personal)
    has_contact = [_holds(contacts, line) for line in prepared.lines]
    for index, line in enumerate(prepared.lines):
        is_near = line in places and True in has_contact[max(0, index - 2) : index + 3]
        if not (has_contact[index] or is_near) or line.end - line.start > _MAX_LINE or not _holds(known, line):
            continue
        slots = slice(bisect_left(contacts, line.start), bisect_left(contacts, line.end))
        for part in parts_of_line(prepared, line, beside[slots]):
            for piece in [part, *_between_commas(prepared, part)] if has_contact[index] else [part]:
                town = _town(prepared, piece, is_certain=has_contact[index]) if _holds(known, piece) else None
                if town is not None and not taken.touch(*town):
                    yield Match(town.start, town.end, Category.ADDRESS, "contact_town")
                    break


@cache
def _beginnings() -> frozenset[str]:
    """Return the first words of towns, and their labels."""
    words = vocabulary()
    towns = words.places | words.towns | words.states | words.town_labels
    return frozenset(match.group() for match in map(_LETTERS.search, towns) if match is not None)


def _holds(starts: list[int], line: Span) -> bool:
    slot = bisect_left(starts, line.start)
    return slot < len(starts) and starts[slot] < line.end


def parts_of_line(prepared: PreparedText, line: Span, contacts: Sequence[Span]) -> Iterator[Span]:
    """Return what separators and contacts part in a line."""
    marks = [match.span() for match in _PART.finditer(prepared.folded, *line)]
    start = line.start
    for first, last in sorted([*marks, *contacts, (line.end, line.end)]):
        if first > start:
            yield Span(start, first)
        start = max(start, last)


def _between_commas(prepared: PreparedText, part: Span) -> Iterator[Span]:
    """Return the pieces between commas, two neighbours together before each alone."""
    commas = [match.start() for match in re.finditer(",", prepared.folded[part.start : part.end])]
    bounds = [part.start, *(part.start + comma + 1 for comma in commas), part.end + 1]
    pieces = [Span(start, stop - 1) for start, stop in pairwise(bounds)]
    if len(pieces) > 1:
        yield from (Span(left.start, right.end) for left, right in pairwise(pieces))
        yield from pieces


def _town(prepared: PreparedText, piece: Span, *, is_certain: bool) -> Span | None:
    """Return the place that a piece of a line is: all its words are capitalised, and its parts are known towns.

    One is enough when `is_certain`, none after a label.
    """
    label = _LABEL.match(prepared.folded, *piece)
    is_labelled = label is not None and label["label"] in vocabulary().town_labels
    match = _TOWNS.match(prepared.text, label.end() if label is not None and is_labelled else piece.start, piece.end)
    if match is None or ATOM in match.group():
        return None
    words = vocabulary()
    start, end = match.span("place")
    district = _DISTRICT.search(prepared.folded, start, end)
    stop = district.start() if district is not None else end
    letters = [match.span() for match in _LETTERS.finditer(prepared.folded, start, stop)]
    for first, last in letters:
        word = prepared.folded[first:last]
        is_capital = prepared.text[first].isupper() or not prepared.is_cased or word in words.particles
        is_work = (
            word not in words.towns and word not in words.places and (names_work(word) or word in words.organisations)
        )
        if not is_capital or is_work:
            return None
    parts = re.split(r",[ ]|[ ]?[/(][ ]?|[ ][–—-][ ]|-", prepared.folded[start:end])
    known = [_is_town(words, _DISTRICT.sub("", part).strip(" .)")) for part in parts]
    return Span(start, end) if is_labelled or all(known) or (is_certain and any(known)) else None


def _below_name(prepared: PreparedText, found: Sequence[Match]) -> Iterator[Match]:
    """Find the place in a line of its own below the candidate's name and headline, as profiles print it."""
    named = sorted(match.start for match in found if match.category is Category.NAME)
    taken = Stretches((match.start, match.end) for match in found)
    below = {index + step for index, line in enumerate(prepared.lines) if _holds(named, line) for step in _BELOW}
    for index in sorted(below):
        line = prepared.lines[index] if index < len(prepared.lines) else None
        place = _place_in_country(prepared, line) if line is not None and not taken.touch(*line) else None
        if place is not None:
            yield Match(place.start, place.end, Category.ADDRESS, "contact_town")


def _place_in_country(prepared: PreparedText, line: Span) -> Span | None:
    """Return the place that a line is as a whole, down to its country or state: `Leeds, England, United Kingdom`."""
    parts = prepared.folded[slice(*line)].split(",")
    last = parts[-1].strip(" .")
    known = vocabulary()
    if len(parts) < _PLACE_PARTS or not (last in known.places or (len(last) > 2 and last in known.states)):
        return None
    return _town(prepared, line, is_certain=True)


def _is_town(words: Vocabulary, part: str) -> bool:
    if " " in part and all(word in words.places or word in words.towns for word in part.split()):
        return True
    return part in words.places or part in words.towns or (len(part) > 2 and part in words.states)


RECOGNIZERS = (
    FunctionRecognizer(
        name="residence",
        stage=Stage.LABELLED,
        categories=of(Category.ADDRESS),
        description="Where somebody lives: beside words that say so, and towns beside contacts",
        rules={
            "residence": "SKILLS\nI live in ⟦Ankara⟧ now",
            "contact_town": "Anna Lindqvist\nanna@example.com | ⟦Leeds⟧\nSKILLS\nx",
        },
        find=find_residences,
        anchors=Anchors(words=lambda: vocabulary().trigger_phrases.first_words_of("residence", "residence_after")),
    ),
)
