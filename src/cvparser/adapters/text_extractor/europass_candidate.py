"""Europass' `Candidate`, in the terms of HR Open, as its editor writes it since 2020."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from cvparser.adapters.text_extractor.europass_elements import all_of, day_of, first_of, text_of
from cvparser.adapters.text_extractor.exact import Stated
from cvparser.adapters.text_extractor.exact_values import Fact, joined, language, line, paragraph

_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def candidate(root: etree._Element) -> Stated:
    """Return what a `Candidate` states."""
    person, profile = first_of(root, "CandidatePerson"), first_of(root, "CandidateProfile")
    competencies = list(all_of(profile, "PersonQualifications", "PersonCompetency"))
    spoken = [each for each in competencies if (text_of(each, "TaxonomyID") or "").lower() == "language"]
    native = (text_of(each) for each in all_of(person, "PrimaryLanguageCode"))
    return Stated(
        profession=line(text_of(profile, "Headline") or text_of(profile, "PositionTitle")),
        summary=joined(text_of(profile, "ExecutiveSummary"), text_of(profile, "AboutMe")),
        skills=[line(each) for each in _skills(profile, competencies)],
        has_driving_license=first_of(profile, "Licenses", "License") is not None or None,
        experiences=[
            _job(employer, job)
            for employer in all_of(profile, "EmploymentHistory", "EmployerHistory")
            for job in all_of(employer, "PositionHistory")
        ],
        education=[_school(each) for each in all_of(profile, "EducationHistory", "EducationOrganizationAttendance")],
        languages=[*(language(code, "native") for code in native), *(_foreign(each) for each in spoken)],
        certifications=[
            *(_certificate(each) for each in all_of(profile, "Certifications", "Certification")),
            *(_certificate(each) for each in all_of(profile, "CourseCertifications", "CourseCertification")),
        ],
        awards=[_titled(each) for each in all_of(profile, "HonoursAndAwards", "HonourAward")],
        projects=[
            {**_titled(each), **_period(first_of(each, "EffectivePeriod"))}
            for each in all_of(profile, "Projects", "Project")
        ],
        names=[text_of(person, "PersonName", "GivenName"), text_of(person, "PersonName", "FamilyName")],
        cv_language=(profile.get("languageCode") or "")[:2] or None if profile is not None else None,
    )


def _job(employer: etree._Element, job: etree._Element) -> Fact:
    period = first_of(job, "EmploymentPeriod")
    places = (
        text_of(job, "City"),
        text_of(employer, "OrganizationContact", "Communication", "Address", "CityName"),
    )
    return {
        "title": line(text_of(job, "PositionTitle")),
        "company": line(text_of(employer, "OrganizationName")),
        "location": line(next((place for place in places if place), None)),
        "description": paragraph(text_of(job, "Description")),
        **_period(period, is_current=text_of(job, "CurrentIndicator") == "true"),
    }


def _school(school: etree._Element) -> Fact:
    degree = first_of(school, "EducationDegree")
    return {
        "issuing_organization": line(text_of(school, "OrganizationName")),
        "degree": line(text_of(degree, "DegreeName") or text_of(school, "ProgramName")),
        "field_of_study": line(text_of(degree, "FieldOfStudy") or text_of(school, "MajorProgramName")),
        "description": joined(text_of(degree, "OccupationalSkillsCovered"), text_of(degree, "Comment")),
        **_period(first_of(school, "AttendancePeriod")),
    }


def _period(period: etree._Element | None, *, is_current: bool = False) -> Fact:
    tells = ("CurrentIndicator", "Ongoing")
    is_current = is_current or any(text_of(period, name) == "true" for name in tells)
    return {
        "start_date": day_of(first_of(period, "StartDate")),
        "end_date": None if is_current else day_of(first_of(period, "EndDate")),
        "is_current": is_current,
    }


def _foreign(competency: etree._Element) -> Fact | None:
    """Return a language at the lowest of its levels: what it is spoken and written at."""
    scores = [text_of(each) for each in all_of(competency, "CompetencyDimension", "Score", "ScoreText")]
    known = sorted(score for score in scores if score in _LEVELS)
    return language(text_of(competency, "CompetencyID"), known[0] if known else None)


def _skills(profile: etree._Element | None, competencies: list[etree._Element]) -> Iterator[str | None]:
    for each in competencies:
        if (text_of(each, "TaxonomyID") or "").lower() != "language":
            yield text_of(each, "CompetencyName")
    yield from (text_of(each) for each in all_of(profile, "DigitalSkills", "DigitalSkillsGroup", "DigitalSkill"))
    yield from (
        text_of(each) for each in all_of(profile, "Skills", "SkillsGroup", "PersonCompetency", "CompetencyName")
    )


def _certificate(element: etree._Element) -> Fact:
    days = (day_of(first_of(element, name)) for name in ("FirstIssuedDate", "CertificationDate"))
    issued = next((day for day in days if day is not None), None)
    names = ("CertificationName", "CertificationTypeCode", "Title")
    return {
        "description": line(next((text for name in names if (text := text_of(element, name))), None)),
        "issuing_organization": line(text_of(element, "IssuingAuthority", "Name")),
        "year": None if issued is None else issued["year"],
    }


def _titled(element: etree._Element) -> Fact:
    return {
        "title": line(text_of(element, "Title")),
        "description": paragraph(text_of(element, "Description")),
    }
