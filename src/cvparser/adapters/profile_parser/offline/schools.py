"""A school, read off the fragments of a head: institution, degree, field of study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from cvparser.adapters.profile_parser.offline.evidence import is_place, place_at
from cvparser.adapters.profile_parser.offline.fragments import Fragment, fragments_of
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.paragraphs import paragraph
from cvparser.domain.cv.dates.periods import Period, as_json
from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Match, Phrases, Word, phrase_set, words_of


@dataclass(slots=True, kw_only=True)
class School:
    """A school, as far as the CV says."""

    institution: str | None = None
    degree: str | None = None
    field_of_study: str | None = None
    period: Period | None = None
    faculty: str | None = None
    #: How many lines of its head stand above its date.
    lines_above: int = 0
    notes: list[Line] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the JSON form of `domain.profile.Education`; a single date is when the school ended."""
        period = self.period
        return {
            "issuing_organization": self.institution,
            "degree": self.degree,
            "field_of_study": self.field_of_study,
            "start_date": as_json(period.start) if period and (period.is_range or period.is_current) else None,
            "end_date": as_json(period.end) if period and not period.is_current else None,
            "is_current": bool(period and period.is_current),
            "description": paragraph(self.notes),
        }


#: Degrees this short are words of some language as well: only capitals count.
_SHORT_DEGREE = 3
_EDGES = " \t,;:|·•–—-/()."


def read_school(texts: Sequence[str]) -> School:
    """Return what the lines of a head say of a school, without dates."""
    school, rest = School(), list[str]()
    for fragment in fragments_of(texts):
        _take(school, fragment, rest)
    _settle(school, rest)
    return school


def has_institution(text: str) -> bool:
    """Return whether `text` names a school."""
    return _institution(words_of(text)) is not None


def has_degree(text: str) -> bool:
    """Return whether `text` names a degree."""
    return _degree(text, words_of(text)) is not None


def is_qualifier(text: str) -> bool:
    """Return whether `text` says no more than how a degree was taken, such as `Hons`."""
    return _qualifiers().whole(text) is not None


def _take(school: School, fragment: Fragment, rest: list[str]) -> None:
    """Put a fragment where its words say that it belongs, or to the rest."""
    text, label = fragment.text, fragment.label
    if label in {"institution", "degree", "field"}:
        _take_labelled(school, text, label)
    elif _is_note(text, label):
        school.notes.append(Line(text=text))
    elif _qualifiers().whole(text):
        if school.degree and fragment.separator == "open":
            school.degree = f"{school.degree} ({text})"
    elif _reads_as_degree(school, text, rest) or _reads_as_institution(school, text, rest):
        return
    elif not is_place(text):
        rest.append(text)


def _take_labelled(school: School, text: str, label: str) -> None:
    if label == "institution":
        school.institution = text
    elif label == "degree":
        school.degree = text
    else:
        school.field_of_study = _bare_field(text)


def _is_note(text: str, label: str | None) -> bool:
    found = words_of(text)
    if label in {"grade", "description"} or all(word.text.isdigit() for word in found):
        return True
    first = _grades().at(found, 0)
    return first is not None and any(word.text.isdigit() for word in found)


def _reads_as_degree(school: School, text: str, rest: list[str]) -> bool:
    found = words_of(text)
    match = _degree(text, found)
    if match is None:
        return False
    written = text[found[match.first].start : found[match.stop - 1].end]
    if text[found[match.stop - 1].end : found[match.stop - 1].end + 1] == ".":
        written += "."
    before = text[: found[match.first].start].strip(_EDGES)
    after = _after_connector(text[found[match.stop - 1].end :])
    school.degree = school.degree or written
    for part in (before, after):
        if part and not _reads_as_institution(school, part, rest) and not _qualifiers().whole(part):
            school.field_of_study = school.field_of_study or _bare_field(part)
    return True


def _after_connector(text: str) -> str:
    text = text.lstrip(_EDGES)
    found = words_of(text)
    match = _connectors().at(found, 0) if found else None
    if match and match.stop < len(found) and not text[: found[0].end].isupper():
        text = text[found[match.stop - 1].end :]
    return text.strip(_EDGES)


def _reads_as_institution(school: School, text: str, rest: list[str]) -> bool:
    found = words_of(text)
    match = _institution(found)
    if match is None:
        if _faculties().find(found):
            school.faculty = school.faculty or text
            return True
        return False
    if school.institution is not None:
        school.notes.append(Line(text=text))
        return True
    begin = _begin(found, match)
    if begin:
        rest.append(text[: found[begin].start].strip(_EDGES))
    stop = _stop(text, found, match)
    school.institution = text[found[begin].start : found[stop - 1].end if stop < len(found) else None].strip(" ,;")
    if stop < len(found):
        rest.append(text[found[stop].start :].strip(_EDGES))
    return True


def _begin(found: Sequence[Word], institution: Match[bool]) -> int:
    """Return the first word of the institution: what stands before `at the` is no part of it."""
    for index in range(institution.first - 1, 0, -1):
        match = _at().at(found, index)
        if match and match.stop <= institution.first:
            return match.stop
    return 0


def _stop(text: str, found: Sequence[Word], institution: Match[bool]) -> int:
    """Return where the institution stops and a field begins, as in `University of Leeds Computer Science`."""
    index = institution.stop
    if institution.first and _final_institutions().at(found, index - 1):
        return index
    while index < len(found):
        connector = _head_connectors().at(found, index)
        if connector and connector.stop < len(found):
            place = place_at(found, connector.stop)
            index = place if place > connector.stop else connector.stop + 1
            continue
        place = place_at(found, index)
        if place > index:
            index = place
        elif (_fields().at(found, index) and text[found[index].start].isupper() and institution.first > 0) or (
            _fields().at(found, index) and index > institution.stop
        ):
            return index
        else:
            index += 1
    return len(found)


def _settle(school: School, rest: Sequence[str]) -> None:
    """Find field and institution among the fragments whose words did not say what they are."""
    left = [text for text in rest if text]
    if school.field_of_study is None and left:
        known = [text for text in left if _is_field(text)]
        # Without a degree, one unknown word beside a school is rather its town than its subject.
        if known or (school.institution is not None and (school.degree or " " in left[0])):
            chosen = (known or left)[0]
            left.remove(chosen)
            school.field_of_study = _bare_field(chosen)
    if school.institution is None and left and (school.degree or school.field_of_study):
        school.institution = left.pop(0)
    if school.field_of_study is None and school.faculty:
        school.field_of_study, school.faculty = _bare_field(school.faculty), None
    school.notes.extend(Line(text=text) for text in [*left, *([school.faculty] if school.faculty else [])])


def _is_field(text: str) -> bool:
    return bool(_fields().find(words_of(text)) or _affixes().find(words_of(text)))


def _bare_field(text: str) -> str | None:
    """Return the field without words such as `department of`."""
    found = words_of(text)
    first, stop = 0, len(found)
    if found and (match := _affixes().at(found, 0)) and match.stop < stop:
        first = match.stop
    for index in range(first + 1, stop):
        match = _affixes().at(found, index)
        if match and match.stop == stop:
            stop = index
            break
    written = text if stop == len(found) else text[: found[stop - 1].end]
    return (written[found[first].start :] if first else written).strip(" \t,;:|·•–—-/.") or None if found else None


def _institution(found: Sequence[Word]) -> Match[bool] | None:
    matches = _institutions().find(found)
    if matches:
        return matches[0]
    for index, word in enumerate(found):
        if len(word.text) > 6 and word.text.endswith(_institution_endings()):
            return Match(index, index + 1, value=True)
    return None


def _degree(text: str, found: Sequence[Word]) -> Match[bool] | None:
    institution = _institution(found)
    for match in _degrees().find(found):
        written = text[found[match.first].start : found[match.stop - 1].end]
        if sum(character.isalpha() for character in written) <= _SHORT_DEGREE and not written[0].isupper():
            continue
        is_school = institution and match.first < institution.stop and institution.first < match.stop
        if is_school and match.stop - match.first < len(found):
            continue
        return match
    return None


@cache
def _institutions() -> Phrases[bool]:
    return phrase_set(words("education", "institution_words"))


@cache
def _final_institutions() -> Phrases[bool]:
    return phrase_set(words("education", "final_institution_words"))


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
def _degrees() -> Phrases[bool]:
    return phrase_set(words("education", "degrees"))


@cache
def _qualifiers() -> Phrases[bool]:
    return phrase_set(words("education", "degree_qualifiers"))


@cache
def _fields() -> Phrases[bool]:
    return phrase_set(words("education", "fields"))


@cache
def _affixes() -> Phrases[bool]:
    return phrase_set(words("education", "field_affixes"))


@cache
def _connectors() -> Phrases[bool]:
    return phrase_set(words("education", "field_connectors"))


@cache
def _grades() -> Phrases[bool]:
    return phrase_set(word for word, name in named_words("labels") if name == "grade")
