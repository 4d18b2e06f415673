"""Redacted document in, profile out, by rules alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from cvparser.adapters.profile_parser.offline.achievements import find_awards, find_projects
from cvparser.adapters.profile_parser.offline.certifications import find_certifications
from cvparser.adapters.profile_parser.offline.driving_licence import has_driving_licence
from cvparser.adapters.profile_parser.offline.education import find_schools
from cvparser.adapters.profile_parser.offline.employers import Job
from cvparser.adapters.profile_parser.offline.experiences import find_jobs
from cvparser.adapters.profile_parser.offline.head import (
    find_profession,
    find_summary,
    find_title,
    is_profession,
    read_summary,
)
from cvparser.adapters.profile_parser.offline.language_detection import detect_language
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose, read_lines
from cvparser.adapters.profile_parser.offline.own_fields import find_own_fields
from cvparser.adapters.profile_parser.offline.prose import ProseFacts, read_prose
from cvparser.adapters.profile_parser.offline.schools import School, has_degree, has_institution, starts_with_degree
from cvparser.adapters.profile_parser.offline.sections import Section, SectionKind, split_sections
from cvparser.adapters.profile_parser.offline.sentences import find_told_jobs
from cvparser.adapters.profile_parser.offline.skills import find_skills, part_languages, unique
from cvparser.adapters.profile_parser.offline.spoken_languages import Language
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.text.document_cache import remembering
from cvparser.domain.text.folding import fold
from cvparser.ports.profile_parser import ParserAnswer

Found = TypeVar("Found")


@remembering()
def read_profile(document: CVDocument) -> ParserAnswer:
    """Return what the rules find in a redacted document."""
    own_fields, lines = find_own_fields(read_lines(document))
    sections = _with_courses(split_sections(lines))
    language = detect_language(document.text)
    licence = has_driving_licence(document.text)
    facts = read_prose(_prose(sections), language)
    jobs = _all(sections, SectionKind.EXPERIENCE, lambda lines: _jobs(lines, language)) or facts.jobs
    taught = [find_schools(section.lines) for section in sections if section.kind is SectionKind.EDUCATION]
    schools = [school for each in taught for school in each.schools] or facts.schools
    certificates = [certificate for each in taught for certificate in each.certificates]
    if not schools:
        schools, sections = _schools_among_certificates(sections)
    skills, languages = _skills_and_languages(sections, facts)
    profile: dict[str, object] = {
        "basics": {
            "profession": _profession(sections, jobs, facts),
            "summary": _summary(sections),
            "has_driving_license": licence,
            "skills": skills,
        },
        "professional_experiences": [job.as_json() for job in jobs],
        "education": [school.as_json() for school in schools],
        "languages": languages,
        "trainings_and_certifications": [
            *_all(sections, SectionKind.CERTIFICATIONS, find_certifications),
            *certificates,
            *facts.certificates,
        ],
        "awards": _all(sections, SectionKind.AWARDS, find_awards),
        "projects": _all(sections, SectionKind.PROJECTS, find_projects),
    }
    if own_fields:
        profile["own_fields"] = own_fields
    return ParserAnswer(profile=profile, cv_language=language)


def _with_courses(sections: Sequence[Section]) -> list[Section]:
    """Read sections that tell of no degree as courses, where another one tells of degrees: `Diplômes`, `Formations`."""
    taught = [section for section in sections if section.kind is SectionKind.EDUCATION and section.lines]
    have = [any(has_degree(line.text) for line in section.lines) for section in taught]
    if not any(have) or all(have):
        return list(sections)
    courses = [
        section
        for section, has_some in zip(taught, have, strict=True)
        if not has_some
        and not any(has_institution(line.text) for line in section.lines)
        and sum(bool(find_periods(line.text)) for line in section.lines) * 2 > len(section.lines)
    ]
    return [
        Section(SectionKind.CERTIFICATIONS, section.lines) if section in courses else section for section in sections
    ]


def _schools_among_certificates(sections: Sequence[Section]) -> tuple[list[School], list[Section]]:
    """Return the degrees that stand with their schools among certificates, and the sections without them."""
    schools: list[School] = []
    left: list[Section] = []
    for section in sections:
        told = [line for line in section.lines if starts_with_degree(line.text) and has_institution(line.text)]
        if section.kind is not SectionKind.CERTIFICATIONS or not told:
            left.append(section)
            continue
        schools.extend(school for line in told for school in find_schools([line]).schools)
        left.append(Section(section.kind, [line for line in section.lines if line not in told]))
    return schools, left


def _jobs(lines: Sequence[Line], language: str | None) -> list[Job]:
    return find_told_jobs(lines, language) or find_jobs(lines)


def _all(sections: Iterable[Section], kind: SectionKind, find: Callable[[Sequence[Line]], list[Found]]) -> list[Found]:
    return [found for section in sections if section.kind is kind for found in find(section.lines)]


def _lines(sections: Iterable[Section], *kinds: SectionKind) -> list[Line]:
    return [line for section in sections if section.kind in kinds for line in section.lines]


def _prose(sections: Sequence[Section]) -> list[Line]:
    """Return the sentences that may tell of jobs: those of a text without sections."""
    if any(section.kind in {SectionKind.EXPERIENCE, SectionKind.EDUCATION} for section in sections):
        return []
    return _lines(sections, SectionKind.HEAD, SectionKind.SUMMARY, SectionKind.PERSONAL, SectionKind.OTHER)


def _skills_and_languages(sections: Sequence[Section], facts: ProseFacts) -> tuple[list[str], list[Language]]:
    skills, languages = list(facts.skills), list(facts.languages)
    for section in sections:
        if section.kind is SectionKind.SKILLS:
            more, spoken = find_skills(section.lines)
            skills.extend(more)
            languages.extend(spoken)
        elif section.kind is SectionKind.LANGUAGES:
            spoken, others = part_languages(section.lines)
            languages.extend(spoken)
            skills.extend(find_skills(others)[0])
    return unique(skills), list({each["iso_code"]: each for each in reversed(languages)}.values())[::-1]


def _profession(sections: Sequence[Section], jobs: Sequence[Job], facts: ProseFacts) -> str | None:
    """Return the profession that the head names, else the title of the present or, failing that, the last job."""
    if not facts.jobs:
        named = find_profession(_lines(sections, SectionKind.HEAD)) or find_profession(
            [line for line in _lines(sections, SectionKind.PERSONAL) if ":" in line.text]
        )
        if named:
            return named
        if title := find_title(_lines(sections, SectionKind.SUMMARY)) or _title_above(sections, jobs):
            return title
    titled = [job for job in jobs if job.title and is_profession(job.role or job.title)]
    present = [job for job in titled if job.period and job.period.is_current]
    return facts.profession or next((job.role or job.title for job in [*present, *titled]), None)


def _title_above(sections: Sequence[Section], jobs: Sequence[Job]) -> str | None:
    """Return the line of the head that is the title of a job, though no list has its words."""
    titles = {fold(job.title) for job in jobs if job.title}
    return next((line.text for line in _lines(sections, SectionKind.HEAD) if fold(line.text.strip()) in titles), None)


def _summary(sections: Sequence[Section]) -> str | None:
    own = read_summary(_lines(sections, SectionKind.SUMMARY))
    if own or len(sections) == 1:
        return own
    return find_summary([line for line in _lines(sections, SectionKind.HEAD) if is_prose(line.text)])
