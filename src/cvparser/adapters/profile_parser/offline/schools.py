"""A school, read off the fragments of a head: institution, degree, field of study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise, takewhile

from cvparser.adapters.profile_parser.offline.fragments import Fragment, fragments_of
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.regions import (
    could_be_town,
    ends_with_place,
    is_region,
    is_somewhere,
    is_state_code,
    names_region,
)
from cvparser.adapters.profile_parser.offline.school import School
from cvparser.adapters.profile_parser.offline.school_words import (
    Degree,
    Span,
    degrees_of,
    field_of,
    field_of_degree,
    has_institution,
    institution_of,
    is_bare_school,
    is_faculty,
    is_known_field,
    is_qualifier,
    leads_to_field,
    span_of_institution,
)
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.phrases import Phrases, Word, phrase_set, words_of

__all__ = ["School", "has_degree", "has_institution", "is_note", "is_qualifier", "read_school", "starts_with_degree"]


@dataclass(frozen=True, slots=True)
class _Rest:
    """A fragment whose words do not say what it is.

    Attributes:
        text: The fragment.
        is_beside_degree: Whether a degree stands beside it.
        is_behind_school: Whether the school stands before it on its line.
    """

    text: str
    is_beside_degree: bool
    is_behind_school: bool


@dataclass(slots=True)
class _Reading:
    """What was read so far, and what is left."""

    school: School
    has_other: bool
    rest: list[_Rest] = field(default_factory=list)
    is_generic: bool = False
    #: A word for a school that is no name, such as `University`.
    bare: str | None = None


#: Capitals of a class or month in Roman numerals.
_LONGEST_NUMERAL = 5
#: Words of a degree in capitals before its school, and characters of initials.
_PARTED, _LONGEST_INITIALS = 2, 3
_EDGES = " \t,;:|·•–—-/()."


def read_school(texts: Sequence[str]) -> School:
    """Return what the lines of a head say of a school, without dates."""
    told = [part for text in texts for part in _parted_at_capitals(text)]
    named = list(_with_whole_names(list(_without_places(fragments_of(told, employers=False)))))
    fragments = list(_with_whole_fields(named))
    own = [_degrees(fragment.text) for fragment in fragments]
    reading = _Reading(School(), has_other=False)
    for index, fragment in enumerate(fragments):
        reading.has_other = any(
            found for number, found in enumerate(own) if number != index and not _is_doubtful(fragments[number])
        )
        before = fragments[index - 1] if index and fragment.separator != "line" else None
        after = (
            fragments[index + 1] if index + 1 < len(fragments) and fragments[index + 1].separator != "line" else None
        )
        _take(reading, fragment, before, after)
    _settle(reading)
    return reading.school


def _parted_at_capitals(text: str) -> Sequence[str]:
    """Part `LAUREA IN CHIMICA Università di Pisa`: the degree is all in capitals, and the school is not."""
    capitals = list(takewhile(str.isupper, text.split()))
    # The `M S` of `M S Rampur Institute` are initials.
    if len(capitals) < _PARTED or len(capitals[-1]) <= _LONGEST_INITIALS or "." in capitals[-1]:
        return (text,)
    degree = " ".join(capitals)
    school = text.removeprefix(degree).strip()
    is_parted = school[:1].isupper() and has_institution(school) and not has_institution(degree)
    return (degree, school) if is_parted and has_degree(degree) else (text,)


def has_degree(text: str) -> bool:
    """Return whether `text` names a degree."""
    return bool(_degrees(text))


def starts_with_degree(text: str) -> bool:
    """Return whether `text` begins with a degree."""
    return text[:1].isupper() and any(degree.first == 0 for degree in _degrees(text))


def is_note(text: str) -> bool:
    """Return whether `text` is a grade, a number or a percentage and nothing else."""
    return _is_note(text, None)


@remembered
def _degrees(text: str) -> Sequence[Degree]:
    return degrees_of(text, words_of(text))


def _is_doubtful(fragment: Fragment) -> bool:
    return has_institution(fragment.text)


def _without_places(fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """Leave out states and countries behind their towns, and the towns; keep a town that is part of a name."""
    skipped = set[int]()
    for index, (previous, fragment) in enumerate(pairwise(fragments), 1):
        if (
            fragment.separator != "comma"
            or fragment.label
            or not (is_region(fragment.text) or is_somewhere(fragment.text))
        ):
            continue
        is_town = could_be_town(previous.text) and not _says_more(previous.text)
        if is_state_code(fragment.text) and _degrees(fragment.text) and not is_town:
            continue
        if has_institution(fragment.text):
            continue
        skipped.add(index)
        if is_town and ((index > 1 and previous.separator != "line") or is_state_code(fragment.text)):
            skipped.add(index - 1)
    for index, fragment in enumerate(fragments):
        if index not in skipped:
            yield fragment


def _says_more(text: str) -> bool:
    return has_institution(text) or has_degree(text) or is_known_field(text)


def _with_whole_names(fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """Join the campus to the university of a state: `University of California, Berkeley`."""
    pending: Fragment | None = None
    for fragment in fragments:
        is_campus = (
            pending is not None
            and fragment.separator == "comma"
            and not fragment.label
            and has_institution(pending.text)
            and names_region(pending.text)
            and could_be_town(fragment.text)
            and not is_region(fragment.text)
            and not _says_more(fragment.text)
        )
        if pending is not None and is_campus:
            pending = replace(pending, text=f"{pending.text}, {fragment.text}")
            continue
        if pending is not None and _ends_name(pending, fragment):
            pending = replace(pending, text=f"{pending.text} - {fragment.text}")
            continue
        if pending is not None:
            yield pending
        pending = fragment
    if pending is not None:
        yield pending


def _ends_name(school: Fragment, fragment: Fragment) -> bool:
    """Return whether the name of a university goes on behind its number: `Université Toulouse III - Paul Sabatier`."""
    if fragment.separator != "dash" or fragment.label or not has_institution(school.text):
        return False
    number = school.text.rpartition(" ")[2]
    is_numbered = number.isdigit() or (number.isupper() and not number.strip("IVX"))
    return is_numbered and not _says_more(fragment.text) and not is_somewhere(fragment.text)


def _with_whole_fields(fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """Join subjects in small letters to the one before them: `Assurance, banque, finance`."""
    pending: Fragment | None = None
    for fragment in fragments:
        is_more = fragment.separator == "comma" and not fragment.label and fragment.text[0].islower()
        if pending is not None and is_more and is_known_field(pending.text) and _is_subject(fragment.text):
            pending = replace(pending, text=f"{pending.text}, {fragment.text}")
            continue
        if pending is not None:
            yield pending
        pending = fragment
    if pending is not None:
        yield pending


def _is_subject(text: str) -> bool:
    return is_known_field(text) and not (has_institution(text) or has_degree(text) or _is_note(text, None))


def _take(reading: _Reading, fragment: Fragment, before: Fragment | None, after: Fragment | None) -> None:
    """Put a fragment where its words say that it belongs, or to the rest."""
    text, label, school = fragment.text, fragment.label, reading.school
    if label in {"institution", "degree", "field"} and not _is_note(text, None):
        _take_labelled(reading, text, label)
    elif _is_note(text, label):
        school.notes.append(Line(text=text))
    elif is_qualifier(text):
        if school.degree and fragment.separator == "open":
            school.degree = f"{school.degree} ({text})"
    elif is_bare_school(text) and not has_degree(text):
        reading.bare = reading.bare or text
    elif speciality := _speciality(text):
        if school.field_of_study is None:
            school.field_of_study = speciality
        else:
            school.notes.append(Line(text=text))
    elif not _reads_as_named(reading, text) and not is_somewhere(text):
        behind = before is not None and has_institution(before.text)
        beside = any(other is not None and has_degree(other.text) for other in ((None if behind else before), after))
        reading.rest.append(_Rest(text, beside, behind))


def _speciality(text: str) -> str | None:
    """Return what stands behind a word for a part of a subject: `Fachrichtung Maschinenbau`, `option gestion`."""
    found = words_of(text)
    lead = _specialities().at(found, 0) if found else None
    return text[found[lead.stop].start :] if lead is not None and lead.stop < len(found) else None


def _take_labelled(reading: _Reading, text: str, label: str) -> None:
    school = reading.school
    if label == "institution" and school.institution:
        if school.field_of_study is None and not has_institution(text) and is_known_field(text):
            school.field_of_study = field_of(text)
        else:
            school.notes.append(Line(text=text))
    elif label == "institution":
        school.institution = text
    elif school.degree is None and (degrees := degrees_of(text, found := words_of(text))):
        _take_degree(reading, text, found, degrees)
        _take_fields(reading, text, found, degrees, None)
    elif label == "degree" and school.degree is None:
        school.degree = text
    else:
        school.field_of_study = school.field_of_study or field_of(text)


def _is_note(text: str, label: str | None) -> bool:
    found = words_of(text)
    if (
        _is_month(text)
        or label in {"grade", "description"}
        or all(word.text.isdigit() or word.text == "%" for word in found)
    ):
        return True
    first = _grades().at(found, 0)
    return first is not None and (first.stop == len(found) or any(word.text.isdigit() for word in found))


def _is_month(text: str) -> bool:
    """Return whether `text` is a month, left over where its year stands in another cell; `XII` is a class."""
    with_year = f"{text} 2000"
    if not text.isalpha() or (text.isupper() and len(text) < _LONGEST_NUMERAL):
        return False
    return any(not each.first and each.stop == len(with_year) for each in find_periods(with_year))


def _reads_as_named(reading: _Reading, text: str) -> bool:
    """Take what `text` names: degrees, a school, and between them fields."""
    found = words_of(text)
    institution = institution_of(text)
    degrees = degrees_of(text, found, has_other=reading.has_other)
    if institution is None and not degrees:
        if is_faculty(text):
            reading.school.faculty = reading.school.faculty or text
            return True
        return False
    span = span_of_institution(text, found, institution, degrees) if institution else None
    if degrees:
        _take_degree(reading, text, found, degrees)
    if span:
        name = text[found[span.first].start : found[span.stop - 1].end if span.stop < len(found) else None].strip(" ,;")
        if reading.school.institution is None:
            reading.school.institution = name
        else:
            reading.school.notes.append(Line(text=name))
    _take_fields(reading, text, found, degrees, span)
    return True


def _take_degree(reading: _Reading, text: str, found: Sequence[Word], degrees: Sequence[Degree]) -> None:
    degree = next((each for each in degrees if not each.is_generic), degrees[0])
    written = text[found[degree.first].start : found[degree.stop - 1].end]
    if text[found[degree.stop - 1].end :][:1] == ".":
        written += "."
    if reading.school.degree is None or (reading.is_generic and not degree.is_generic):
        reading.school.degree, reading.is_generic = written, degree.is_generic


def _take_fields(
    reading: _Reading, text: str, found: Sequence[Word], degrees: Sequence[Degree], span: Span | None
) -> None:
    """Take what is left between degrees and the school: first what stands behind a degree."""
    taken = sorted([*((each.first, each.stop) for each in degrees), *([span] if span else [])])
    bounds = [(0, 0), *taken, (len(found), len(found))]
    gaps = [Span(before[1], after[0]) for before, after in pairwise(bounds) if before[1] < after[0]]
    ends = {each.stop for each in degrees}
    for gap in sorted(gaps, key=lambda each: each.first not in ends):
        part = field_of(text, gap)
        if (
            part is None
            or len(part) == 1
            or is_qualifier(part)
            or _is_note(part, None)
            or is_somewhere(part)
            or is_region(part)
        ):
            continue
        if is_faculty(part):
            reading.school.faculty = reading.school.faculty or part
            continue
        is_led = gap.first in ends and leads_to_field(found, gap.first)
        if degrees and (is_led or part[0].isupper() or part[0].isdigit() or is_known_field(part)):
            reading.school.field_of_study = reading.school.field_of_study or part
        else:
            reading.rest.append(_Rest(part, is_beside_degree=False, is_behind_school=False))


def _settle(reading: _Reading) -> None:
    """Find field and institution among the fragments whose words did not say what they are."""
    school, left = reading.school, [each for each in reading.rest if each.text]
    named = next((each for each in left if ends_with_place(each.text) and not is_known_field(each.text)), None)
    if school.institution is None and reading.bare is None and school.degree and named:
        left.remove(named)
        school.institution = named.text
    if school.field_of_study is None and left:
        known = [each for each in left if is_known_field(each.text)]
        others = [each for each in left if _could_be_field(each, school)]
        if known or others:
            chosen = (known or others)[0]
            left.remove(chosen)
            school.field_of_study = field_of(chosen.text)
    school.institution = school.institution or reading.bare
    if school.institution is None and left and (school.degree or school.field_of_study):
        school.institution = left.pop(0).text
    if school.field_of_study is None and school.faculty:
        school.field_of_study, school.faculty = field_of(school.faculty), None
    if school.field_of_study is None and school.degree:
        school.field_of_study = field_of_degree(school.degree)
    if school.degree and school.field_of_study and _exams().whole(school.degree):
        school.notes.append(Line(text=school.field_of_study))
        school.field_of_study = None
    school.notes.extend(Line(text=each.text) for each in left)
    school.notes.extend([Line(text=school.faculty)] if school.faculty else [])


def _could_be_field(rest: _Rest, school: School) -> bool:
    """Without a degree beside it, one unknown word behind a school is rather its town than its subject."""
    bare = (field_of(rest.text) if rest.is_beside_degree else None) or rest.text
    if any(map(str.isdigit, bare)) or bare[0].islower() or _grades().at(words_of(rest.text), 0):
        return False
    if rest.is_beside_degree:
        return True
    if rest.is_behind_school:
        return " " in rest.text and school.institution is not None
    return school.institution is not None and (school.degree is not None or " " in rest.text)


@cache
def _exams() -> Phrases[bool]:
    return phrase_set(words("education", "exams"))


@cache
def _grades() -> Phrases[bool]:
    return phrase_set(word for word, name in named_words("labels") if name == "grade")


@cache
def _specialities() -> Phrases[bool]:
    return phrase_set(words("education", "specialities"))
