"""Facts out of sentences: `I work as a nurse at St Mary since 2016`.

A sentence is cut at its dates, at commas and at small words that mark what stands on their right (`as a`, `at`) or, as
in Turkish, on their left (`olarak`, `firmasında`). The marks are vocabulary; what stands between them is read by its
mark and by how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from cvparser.adapters.profile_parser.offline.driving_licence import mentions_licence
from cvparser.adapters.profile_parser.offline.employers import Job
from cvparser.adapters.profile_parser.offline.evidence import (
    company_score,
    has_legal_form,
    is_place,
    legal_forms_in,
    title_score,
)
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.prose_words import Meaning, SmallWords, small_words
from cvparser.adapters.profile_parser.offline.schools import (
    School,
    has_degree,
    has_institution,
    is_qualifier,
    read_school,
)
from cvparser.adapters.profile_parser.offline.skills import split_list
from cvparser.adapters.profile_parser.offline.spoken_languages import Language, find_languages
from cvparser.adapters.profile_parser.offline.told_certificates import Certificate, told_certificate
from cvparser.domain.cv.dates.periods import Period, find_periods
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Match, Phrases, Word, phrase_set, words_of

_SCHOOL_ALONE: frozenset[Meaning] = frozenset({("right", "institution")})
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“«¿¡]?[^\W\d_a-zß-öø-ÿğış])")
_SIGN = re.compile(r"[,;:()|]|\s[-–—]\s")
_EDGES = " \t\n,;:()|–—-'’"
_LONGEST_SEGMENT_WORDS = 9
#: What a title scores that only its ending tells.
_OF_ENDING = 0.5
#: Words of a profession that no list has.
_LONGEST_PROFESSION_WORDS = 4
#: Characters of an article; the German `Firma` is longer, and no part of the name behind it.
_LONGEST_ARTICLE = 3


@dataclass(slots=True)
class ProseFacts:
    """What sentences tell."""

    jobs: list[Job] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    profession: str | None = None


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of a sentence and what the marks beside it say of it."""

    text: str
    roles: frozenset[str]


def read_prose(lines: Sequence[Line], language: str | None) -> ProseFacts:
    """Return what the sentences of `lines` tell, in their order.

    Args:
        lines: The lines.
        language: ISO 639-1 code of their language; None where it is not known.
    """
    reader = _Reader(small_words(language))
    for sentence in reader.sentences(" ".join(line.text for line in lines)):
        reader.read(sentence)
    return reader.facts


def says_as_what(sentence: str, language: str | None) -> bool:
    """Return whether `sentence` says as what somebody works, as `I work as a nurse` does."""
    known = small_words(language)
    found = words_of(sentence)
    marked = any(role == "title" for mark in known.marks.find(found) for _, role in mark.value)
    return marked and bool(known.work.find(found))


class _Reader:
    """Reads the sentences of one text."""

    def __init__(self, words: SmallWords) -> None:
        self._words = words
        self._told_certificate = False
        self.facts = ProseFacts()

    def read(self, sentence: str) -> None:
        """Add to the facts what `sentence` tells."""
        found = words_of(sentence)
        if mentions_licence(sentence):
            return
        languages = find_languages(sentence) if self._words.speak.find(found) else []
        self.facts.languages.extend(languages)
        if languages and not any(("right", "skills") in mark.value for mark in self._words.marks.find(found)):
            return
        label, colon, listed = sentence.partition(":")
        told = heading_of(label) if colon else None
        if told is not None and told.kinds == ("skills",):
            # `Tools: Sage, Workday`
            self.facts.skills.extend(self._listed(_without_full_stop(listed)))
            return
        skills, sentence = self._without_skills(sentence)
        self.facts.skills.extend(_without_languages(skills) if languages else skills)
        self._told_certificate = False
        for clause in self._clauses(sentence):
            self._read_clause(clause)

    def _read_clause(self, clause: str) -> None:
        found = words_of(clause)
        if not found:
            return
        period = next(iter(find_periods(clause)), None)
        certificate = told_certificate(clause, goes_on=self._told_certificate)
        self._told_certificate = certificate is not None
        if certificate is not None:
            self.facts.certificates.append(certificate)
            return
        works, studies = bool(self._words.work.find(found)), bool(self._words.study.find(found))
        says_title = any(("right", "title") in mark.value for mark in self._words.marks.find(found))
        segments = list(self._segments(clause, of_school=studies or not (works or says_title)))
        if studies or (not works and any(has_institution(segment.text) for segment in segments)):
            school = _school(segments)
            school.period = period
            if school.institution or school.degree or (school.field_of_study and period):
                self.facts.schools.append(school)
            return
        job = _job(segments)
        job.period = period
        if job.title and job.company is None and self.facts.jobs and _there().find(found):
            job.company = self.facts.jobs[-1].company
        if job.title and (job.company or period):
            self.facts.jobs.append(job)
        elif period and period.start is None and period.end and not job.title and not job.company:
            self._end_last_job(period)
        elif job.title and works and _could_be_profession(job.title):
            self.facts.profession = self.facts.profession or job.title

    def _end_last_job(self, period: Period) -> None:
        """Set the end of a job whose beginning the part before told: `joined ... in 2008 and stayed until 2014`."""
        job = self.facts.jobs[-1] if self.facts.jobs else None
        began = job.period.start if job is not None and job.period is not None and not job.period.is_range else None
        if job is not None and began is not None and period.end is not None and began <= period.end:
            job.period = replace(period, start=began, is_range=True)

    def _without_skills(self, sentence: str) -> tuple[list[str], str]:
        """Take the list of skills that the sentence is about out of it."""
        found = words_of(sentence)
        for match in self._words.marks.find(found):
            if ("right", "skills") in match.value:
                rest = sentence[found[match.stop - 1].end :].strip(_EDGES)
                return self._listed(rest), sentence[: found[match.first].start]
            if ("left", "skills") in match.value:
                rest = sentence[: found[match.first].start].strip(_EDGES)
                return self._listed(rest), sentence[found[match.stop - 1].end :]
        return [], sentence

    def _listed(self, text: str) -> list[str]:
        *items, last = split_list(text) or [""]
        # The Dutch `Revit en Solibri`, whose `en` other languages do not join with.
        link = next(iter(self._words.joins.find(words_of(last))), None) if items else None
        found = words_of(last)
        pair = [last[: found[link.first].start], last[found[link.stop - 1].end :]] if link else [last]
        bare = [self._without_articles(item.strip(_EDGES)) for item in (*items, *pair)]
        return [item for item in bare if item and len(item.split()) <= 5]

    def _segments(self, clause: str, *, of_school: bool) -> Iterator[_Segment]:
        spans = [(period.first, period.stop) for period in find_periods(clause)]
        start = 0
        for first, stop in [*spans, (len(clause), len(clause))]:
            told = _date_preposition().sub("", clause[start:first]) if first < len(clause) else clause[start:first]
            for piece in _SIGN.split(told):
                yield from self._marked(piece, of_school=of_school)
            start = stop

    def _marked(self, piece: str, *, of_school: bool) -> Iterator[_Segment]:
        found = words_of(piece)
        forms = legal_forms_in(found)
        marks = [
            mark
            for mark in self._words.marks.find(found)
            if not self._joins(mark, found)
            and not _is_of_name(mark, found, piece)
            and not any(form.first < mark.first < form.stop for form in forms)
        ]
        if not of_school:
            # The `am` of `Praxis am Park` says nothing of a job.
            marks = [mark for mark in marks if mark.value != _SCHOOL_ALONE]
        left: frozenset[Meaning] = frozenset()
        start = 0
        for mark in [*marks, None]:
            stop = found[mark.first].start if mark else len(piece)
            meanings = mark.value if mark else frozenset[Meaning]()
            text = self._without_articles(_without_full_stop(piece[start:stop].strip(_EDGES)))
            roles = {role for side, role in left if side == "right"} | {
                role for side, role in meanings if side == "left"
            }
            if text:
                yield _Segment(text, frozenset(roles))
            if mark:
                last = found[mark.stop - 1]
                # The `El` of `en El Faro` is part of the name.
                is_of_name = mark.stop - mark.first > 1 and piece[last.start].isupper()
                left, start = mark.value, last.start if is_of_name else last.end

    def _joins(self, mark: Match[frozenset[Meaning]], found: Sequence[Word]) -> bool:
        """Tell the `and` of `Business and Law` from that of `and worked`."""
        is_and = mark.stop - mark.first == 1 and _and().at(found, mark.first) is not None
        return is_and and mark.stop < len(found) and self._words.marks.at(found, mark.stop) is None

    def _without_articles(self, text: str) -> str:
        found = words_of(text)
        index = 0
        while index < len(found) - 1 and (match := self._words.articles.at(found, index)):
            if text[found[index].start].isupper() and len(found[index].text) <= _LONGEST_ARTICLE:
                # That of `The Copper Ladle` is part of the name.
                break
            index = match.stop
        return text[found[index].start :] if 0 < index < len(found) else text

    def sentences(self, text: str) -> Iterator[str]:
        """Return the sentences; a full stop after `Ltd.` ends one only where a word follows that begins sentences."""
        pending = ""
        for part in _SENTENCE_END.split(text):
            found = words_of(part)
            opens = bool(found) and (
                self._words.boundaries.at(found, 0) is not None
                or self._words.marks.at(found, 0) is not None
                or (part[:1].isupper() and self._words.articles.at(found, 0) is not None)
            )
            if pending and has_legal_form(pending) and not opens:
                pending = f"{pending} {part}"
                continue
            if pending:
                yield pending
            pending = part
        if pending:
            yield pending

    def _clauses(self, sentence: str) -> Iterator[str]:
        """Cut a sentence that tells of several periods between them."""
        periods = find_periods(sentence)
        if len(periods) < 2:
            yield sentence
            return
        start = 0
        for previous, following in pairwise(periods):
            cut = self._cut_between(sentence, previous, following)
            yield sentence[start:cut]
            start = cut
        yield sentence[start:]

    def _cut_between(self, sentence: str, previous: Period, following: Period) -> int:
        between = sentence[previous.stop : following.first]
        signs = [found.start() for found in re.finditer(r"[;.]\s|,\s", between)]
        found = words_of(between)
        links = [found[match.first].start for match in self._words.boundaries.find(found)]
        return previous.stop + max([*signs, *links], default=len(between))


def _without_languages(skills: Sequence[str]) -> Iterator[str]:
    """Yield the skills of `Excel and speak French`."""
    for skill in skills:
        found = words_of(skill)
        link = next((match.first for match in _and().find(found)), None)
        text = skill[: found[link].start].strip() if link and find_languages(skill) else skill
        if not find_languages(text):
            yield text


def _could_be_profession(title: str) -> bool:
    """Tell a profession from what else somebody says that something is: `is a short summary of what I have done`."""
    return title_score(title) >= 1 or len(title.split()) <= _LONGEST_PROFESSION_WORDS


def _is_of_name(mark: Match[frozenset[Meaning]], found: Sequence[Word], piece: str) -> bool:
    """Tell the `Lead` of `Payroll Lead` from the `lead` of a sentence: it is capitalised behind another such word."""
    if mark.value or mark.stop - mark.first > 1 or not mark.first:
        return False
    word, before = found[mark.first], found[mark.first - 1]
    return piece[word.start : word.end].istitle() and piece[before.start].isupper()


def _job(segments: Sequence[_Segment]) -> Job:
    titles = [each for each in segments if "title" in each.roles and _is_title(each.text) and not is_place(each.text)]
    title = max(titles, key=lambda each: title_score(each.text), default=None)
    if title is None or title_score(title.text) < 1:
        others = [each for each in segments if title_score(each.text) >= 2 and each.roles <= {"place"}]
        title = next(iter(others), title)
    companies = [
        each
        for each in segments
        if each is not title and _is_named(each.text) and ("company" in each.roles or company_score(each.text) >= 4)
    ]
    company = max(companies, key=lambda each: company_score(each.text) - 2 * is_place(each.text), default=None)
    if company is None or is_place(company.text):
        # `Worked as a tester in Karmabyte Technologies`
        company = next((each for each in segments if each is not title and _is_employer_in(each)), company)
    places = [each for each in segments if each not in (title, company) and is_place(each.text)]
    named, employed = _of_employer(title.text) if title and company is None else (title.text if title else None, None)
    return Job(
        title=named,
        company=company.text if company and not is_place(company.text) else employed,
        location=places[0].text if places else None,
    )


def _of_employer(text: str) -> tuple[str, str | None]:
    """Part `Leiter Rechnungswesen der Emscher Stahlhandel KG`: a legal form says that what follows employs."""
    for found in _genitive().finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if title_score(before) >= 2 and after[:1].isupper() and has_legal_form(after):
            return before, after
    return text, None


def _is_employer_in(segment: _Segment) -> bool:
    """Tell the name of an employer behind `in` from a town: it has two words and is no place."""
    text = segment.text
    return "place" in segment.roles and len(text.split()) > 1 and text[0].isupper() and not is_place(text)


def _school(told: Sequence[_Segment]) -> School:
    segments = [each for each in told if not is_qualifier(each.text)]
    telling = [
        each.text
        for each in segments
        if each.roles & {"field", "institution"} or has_institution(each.text) or has_degree(each.text)
    ]
    school = read_school([text for text in telling if _is_named(text) or has_degree(text)])
    fields = [each.text for each in segments if "field" in each.roles and not has_institution(each.text)]
    if not fields:
        # The `in` of `a degree in History` could be that of a place.
        fields = [each.text for before, each in pairwise(segments) if has_degree(before.text) and _could_be_field(each)]
    if school.field_of_study is None and fields and not has_degree(fields[0]):
        school.field_of_study, school.notes = fields[0], []
    return school


def _could_be_field(segment: _Segment) -> bool:
    text = segment.text
    return "title" not in segment.roles and _is_named(text) and not is_place(text) and not has_institution(text)


def _is_title(text: str) -> bool:
    """Return whether what a mark says to be a title could be one: `restauratore` by its ending."""
    return _is_named(text) or (title_score(text) > _OF_ENDING and len(text.split()) <= _LONGEST_PROFESSION_WORDS)


def _is_named(text: str) -> bool:
    """Tell a name or a title from the small change of a sentence."""
    if len(text.split()) > _LONGEST_SEGMENT_WORDS:
        return False
    return any(word[0].isupper() for word in text.split()) or title_score(text) >= 2


def _without_full_stop(text: str) -> str:
    return text if has_legal_form(text) else text.rstrip(". ")


@cache
def _genitive() -> re.Pattern[str]:
    return re.compile(rf"(?<!\s)\s{{1,5}}(?:{'|'.join(map(re.escape, words('prose', 'genitives')))})\s{{1,5}}")


@cache
def _and() -> Phrases[bool]:
    return phrase_set(words("skills", "and"))


@cache
def _date_preposition() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(map(re.escape, words('dates', 'prepositions')))})\s*\Z", re.IGNORECASE)


@cache
def _there() -> Phrases[bool]:
    return phrase_set(words("prose", "there"))
