"""Where in a text the name of a school, degrees and a field of study stand, by the words of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from cvparser.adapters.profile_parser.offline.evidence import place_at
from cvparser.domain.lexicon import words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Match, Phrases, Word, phrase_set, words_of


class Degree(NamedTuple):
    """A degree: its words from `first` up to, without, `stop`, and whether it says little, as `degree` does."""

    first: int
    stop: int
    is_generic: bool


class Span(NamedTuple):
    """Words of a text, from `first` up to, without, `stop`."""

    first: int
    stop: int


#: Degrees and schools this short are words of some language as well: only capitals count.
_SHORT = 3
#: `B.S.`, `M S`: what a degree and the initials of a school's founder look like.
_INITIALS = re.compile(r"[A-Z](?:\.?\s?[A-Z]){1,3}\.?")
_SPACED = re.compile(r"[A-Z]\.?\s")
_EDGES = " \t,;:|·•–—-/"


def has_institution(text: str) -> bool:
    """Return whether `text` names a school."""
    return institution_of(text) is not None


def is_bare_school(text: str) -> bool:
    """Return whether `text` says what kind of school it was, and not which."""
    return _bare_schools().whole(text) is not None and not (text.isupper() and len(text) <= _SHORT)


@remembered
def institution_of(text: str) -> Match[bool] | None:
    """Return the word that tells that `text` names a school, such as `University`."""
    found = words_of(text)
    for match in _institutions().find(found):
        if _is_written_as_name(text, found, match) and not _within_degree(found, match):
            return match
    for index, word in enumerate(found):
        if len(word.text) > 6 and word.text.endswith(_institution_endings()):
            return Match(index, index + 1, value=True)
    return None


def degrees_of(text: str, found: Sequence[Word], *, has_other: bool = False) -> list[Degree]:
    """Return the degrees that `text` names; `has_other` tells that its entry names one elsewhere."""
    if not found:
        return []
    institution = institution_of(text)
    return [
        Degree(match.first, match.stop, _generic_degrees().whole(_written(text, found, match)) is not None)
        for match in _degrees().find(found)
        if _is_written_as_degree(text, found, match) and not _is_of_school(text, found, match, institution, has_other)
    ]


def span_of_institution(text: str, found: Sequence[Word], institution: Match[bool], degrees: Sequence[Degree]) -> Span:
    """Return all words of the name of the school around the one that tells it."""
    floor = max((degree.stop for degree in degrees if degree.stop <= institution.first), default=0)
    first = _behind_connector(text, found, floor, institution.first)
    if first == floor and floor:
        first = min(_behind_fields(text, found, floor), institution.first)
    stop = _stop(text, found, institution)
    ceiling = min((degree.first for degree in degrees if degree.first >= institution.stop), default=len(found))
    return Span(first, max(institution.stop, min(stop, ceiling)))


def field_of(text: str, span: Span | None = None) -> str | None:
    """Return the field of study in some words of `text`, without words such as `in` or `department of` around it."""
    found = words_of(text)
    first, stop = span or Span(0, len(found))
    first = _behind_lead(text, found, _behind_faculty(found, first, stop), stop)
    for index in range(first, stop):
        if _is_cut(text, found, index, first, stop):
            stop = index
            break
    while stop > first and _is_small(text, found, stop - 1, first):
        stop -= 1
    if first >= stop:
        return None
    end = len(text) if stop == len(found) else found[stop - 1].end
    bare = text[found[first].start : end].strip(_EDGES + ".")
    if bare.count(")") > bare.count("("):
        bare = bare.rstrip(")")
    return bare or None


def field_of_degree(degree: str) -> str | None:
    """Return the field that the name of a degree holds: `Business Administration` of its master."""
    found = words_of(degree)
    for index in range(1, len(found) - 1):
        connector = _connectors().at(found, index)
        if connector and connector.stop < len(found):
            if _wide_fields().at(found, connector.stop):
                # `Bachelor of Science in Nursing` has another one.
                continue
            return degree[found[connector.stop].start :] if _fields().at(found, connector.stop) else None
    return None


def leads_to_field(found: Sequence[Word], first: int) -> bool:
    """Return whether the word `first` stands before a field, as `in` and `di` do behind a degree."""
    return first < len(found) and _connectors().at(found, first) is not None


def is_known_field(text: str) -> bool:
    """Return whether words of `text` name a field of study."""
    found = words_of(text)
    return bool(_fields().find(found) or _affixes().find(found))


def is_faculty(text: str) -> bool:
    """Return whether `text` names a part of a school."""
    return bool(_faculties().find(words_of(text)))


def is_qualifier(text: str) -> bool:
    """Return whether `text` says no more than how a degree was taken, such as `Hons`."""
    return _qualifiers().whole(text) is not None


def _written(text: str, found: Sequence[Word], match: Match[bool]) -> str:
    return text[found[match.first].start : found[match.stop - 1].end]


def _is_written_as_name(text: str, found: Sequence[Word], match: Match[bool]) -> bool:
    """Tell `MIT` from the German `mit`."""
    written = _written(text, found, match)
    if len(written) > _SHORT:
        return True
    return written.isupper() or (written[0].isupper() and _stops().at(found, match.first) is None)


def _within_degree(found: Sequence[Word], institution: Match[bool]) -> bool:
    """Tell the school of `High School Diploma` from a school."""
    for match in _degrees().find(found):
        if match.first <= institution.first and institution.stop < match.stop:
            return True
        if match.stop == institution.stop and match.first < institution.first:
            return match.first == 0 and match.stop == len(found)
    return False


def _is_written_as_degree(text: str, found: Sequence[Word], match: Match[bool]) -> bool:
    written = _written(text, found, match)
    letters = sum(character.isalpha() for character in written)
    if letters > _SHORT:
        return True
    is_dotted = text[found[match.stop - 1].end : found[match.stop - 1].end + 1] == "."
    if letters < _SHORT and not is_dotted:
        return written.isupper() or not written.isalpha()
    return written[0].isupper() or written[0].isdigit() or (is_dotted and letters == _SHORT)


def _is_of_school(  # noqa: PLR0911 - one reason a line
    text: str,
    found: Sequence[Word],
    match: Match[bool],
    institution: Match[bool] | None,
    has_other: bool,  # noqa: FBT001
) -> bool:
    """Tell a degree from words of a school's name: its founder's initials, the `Lisesi` of a `Meslek Lisesi`."""
    if institution is None:
        return False
    if any(match.first < other.stop and other.first < match.stop for other in _institutions().find(found)):
        return match.stop - match.first < len(found) and not _is_longer(found, match)
    if match.stop > institution.first or not _INITIALS.fullmatch(_written(text, found, match)):
        return False
    between = text[found[match.stop - 1].end : found[institution.first].start]
    if re.search(r"[^\w\s.'&-]", between) or any(map(str.islower, between.split())):
        return False
    names = range(match.stop, institution.first)
    if has_other:
        return True
    if not names:
        return False
    if _SPACED.match(_written(text, found, match)) or len(found[match.stop].text) == 1:
        return not all(_fields().at(found, index) for index in names)
    is_place = place_at(found, match.stop) > match.stop
    return not is_place and _lower_schools().find(found[institution.first :]) != []


def _is_longer(found: Sequence[Word], degree: Match[bool]) -> bool:
    """Return whether a degree holds the word for a school and goes on, as `High School Diploma` does."""
    return any(degree.first <= other.first and other.stop < degree.stop for other in _institutions().find(found))


def _behind_connector(text: str, found: Sequence[Word], floor: int, institution: int) -> int:
    """Return the first word behind the last connector: what stands before `at the` is no part of a name."""
    for index in range(institution - 1, floor - 1, -1):
        match = _at().at(found, index)
        if match and match.stop <= institution and (text[found[index].start].islower() or text.isupper()):
            first = match.stop
            while first < institution and _is_article(text, found, first):
                first += 1
            return first
        if _stops().at(found, index) and text[found[index].start].islower():
            return index + 1
    while floor < institution and _is_article(text, found, floor):
        floor += 1
    return floor


def _behind_fields(text: str, found: Sequence[Word], first: int) -> int:
    """Return the word behind a field: in `BSc Physics Kestrel College` the name begins there."""
    start = _behind_lead(text, found, first, len(found))
    index = start
    while index < len(found):
        match = _fields().at(found, index)
        if match is None:
            break
        index = match.stop
        if index < len(found) and _and().at(found, index) and index + 1 < len(found):
            index += 1
    return index


def _stop(text: str, found: Sequence[Word], institution: Match[bool]) -> int:
    """Return where the institution stops and a field or the rest of a sentence begins."""
    index = institution.stop
    if institution.first and _final_institutions().at(found, index - 1):
        return index
    of_field = False
    while index < len(found):
        if _stops().at(found, index) and text[found[index].start].islower():
            return index
        connector = _head_connectors().at(found, index)
        if connector and connector.stop < len(found):
            place = place_at(found, connector.stop)
            field = _fields().at(found, connector.stop)
            of_field = field is not None and place == connector.stop
            index = place if place > connector.stop else field.stop if field else connector.stop + 1
            continue
        place = place_at(found, index)
        if place > index:
            index = place
        elif of_field and (_and().at(found, index) or _fields().at(found, index)):
            index += 1
        elif (_fields().at(found, index) and text[found[index].start].isupper() and institution.first > 0) or (
            _fields().at(found, index) and index > institution.stop
        ):
            return index
        else:
            of_field = False
            index += 1
    return len(found)


def _behind_lead(text: str, found: Sequence[Word], first: int, stop: int) -> int:
    """Return the word behind `in`, `department of` and what else leads to a field."""
    while first < stop:
        match = _connectors().at(found, first) or _sentence_words().at(found, first)
        affix = _affixes().at(found, first)
        if affix and affix.stop < stop:
            first = affix.stop
        elif match and match.stop <= stop and not _is_capitals(text, found, first, stop):
            first = match.stop
        else:
            break
    return first


def _behind_faculty(found: Sequence[Word], first: int, stop: int) -> int:
    """Return the word behind a faculty whose name ends with the word for it: there its department is named."""
    for match in reversed(_faculties().find(found)):
        if first < match.first and match.stop < stop:
            is_led = _connectors().at(found, match.stop) or _head_connectors().at(found, match.stop)
            is_rest = _affixes().at(found, match.stop) or _stops().at(found, match.stop)
            return first if is_led or is_rest else match.stop
    return first


def _is_capitals(text: str, found: Sequence[Word], first: int, stop: int) -> bool:
    """Tell `IT` from `it`: a short word in capitals is none of the small words, unless the next is, too."""
    following = text[found[first].end : found[first + 1].end] if first + 1 < stop else ""
    return text[found[first].start : found[first].end].isupper() and not following.isupper()


def _is_cut(text: str, found: Sequence[Word], index: int, first: int, stop: int) -> bool:
    """Return whether the field ends before the word at `index`: a sentence goes on there, or `department` follows."""
    if _stops().at(found, index) and text[found[index].start].islower():
        return True
    affix = _affixes().at(found, index) if index > first else None
    if affix is None:
        return False
    rest = found[affix.stop : stop]
    return not rest or rest[0].text == "'" or all(text[word.start].islower() for word in rest)


def _is_small(text: str, found: Sequence[Word], index: int, first: int) -> bool:
    if (text[found[index].start].isupper() and not text.isupper()) or index == first:
        return index == first and text[found[index].start].islower() and _is_lead(found, index)
    return found[index].text == "'" or _is_lead(found, index)


def _is_lead(found: Sequence[Word], index: int) -> bool:
    return any(phrases.at(found, index) for phrases in (_at(), _stops(), _sentence_words(), _connectors(), _dates()))


def _is_article(text: str, found: Sequence[Word], index: int) -> bool:
    return _sentence_words().at(found, index) is not None and (
        text[found[index].start].islower() or (index == 0 and len(found[index].text) > 1)
    )


@cache
def _institutions() -> Phrases[bool]:
    return phrase_set(words("education", "institution_words"))


@cache
def _final_institutions() -> Phrases[bool]:
    return phrase_set(words("education", "final_institution_words"))


@cache
def _lower_schools() -> Phrases[bool]:
    return phrase_set(words("education", "lower_schools"))


@cache
def _bare_schools() -> Phrases[bool]:
    return phrase_set(words("education", "bare_schools"))


@cache
def _institution_endings() -> tuple[str, ...]:
    return tuple(fold(word) for word in words("education", "institution_endings"))


@cache
def _faculties() -> Phrases[bool]:
    return phrase_set(words("education", "faculty_words"))


@cache
def _head_connectors() -> Phrases[bool]:
    return phrase_set(words("education", "head_connectors"))


@cache
def _at() -> Phrases[bool]:
    return phrase_set(words("education", "institution_connectors"))


@cache
def _stops() -> Phrases[bool]:
    return phrase_set(words("education", "stops"))


@cache
def _sentence_words() -> Phrases[bool]:
    return phrase_set(words("education", "sentence_words"))


@cache
def _degrees() -> Phrases[bool]:
    return phrase_set(words("education", "degrees"))


@cache
def _generic_degrees() -> Phrases[bool]:
    return phrase_set(words("education", "generic_degrees"))


@cache
def _qualifiers() -> Phrases[bool]:
    return phrase_set(words("education", "degree_qualifiers"))


@cache
def _fields() -> Phrases[bool]:
    return phrase_set(words("education", "fields"))


@cache
def _wide_fields() -> Phrases[bool]:
    return phrase_set(words("education", "wide_fields"))


@cache
def _affixes() -> Phrases[bool]:
    return phrase_set(words("education", "field_affixes"))


@cache
def _connectors() -> Phrases[bool]:
    return phrase_set(words("education", "field_connectors"))


@cache
def _and() -> Phrases[bool]:
    return phrase_set(words("skills", "and"))


@cache
def _dates() -> Phrases[bool]:
    return phrase_set(words("dates", "prepositions"))
