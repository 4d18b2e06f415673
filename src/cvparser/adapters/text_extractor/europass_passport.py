"""Europass' `SkillsPassport`, in the schema of 2010 to 2020 (versions 2 and 3)."""

from __future__ import annotations

from lxml import etree

from cvparser.adapters.text_extractor.europass_elements import all_of, day_of, first_of, text_of
from cvparser.adapters.text_extractor.exact import Stated
from cvparser.adapters.text_extractor.exact_values import Fact, joined, language, line, paragraph

#: Skills in prose, each a paragraph.
_IN_PROSE = ("Communication", "Organisational", "JobRelated", "Computer", "Other")
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def passport(root: etree._Element) -> Stated:
    """Return what a `SkillsPassport` states."""
    learner = first_of(root, "LearnerInfo")
    person = first_of(learner, "Identification", "PersonName")
    skills = first_of(learner, "Skills")
    prose = [text_of(skills, name, "Description") for name in _IN_PROSE]
    headline = first_of(learner, "Headline")
    statement = text_of(headline, "Description", "Label") or text_of(headline, "Description")
    is_statement = text_of(headline, "Type", "Code") == "personal_statement"
    return Stated(
        profession=None if is_statement else line(statement),
        summary=joined(statement if is_statement else None, *prose),
        skills=[
            line(text_of(each))
            for name in _IN_PROSE
            for each in all_of(skills, name, "Certificates", "Certificate", "Title")
        ],
        has_driving_license=first_of(skills, "Driving", "Description", "Licence") is not None or None,
        experiences=[_job(each) for each in all_of(learner, "WorkExperienceList", "WorkExperience")],
        education=[_school(each) for each in all_of(learner, "EducationList", "Education")],
        languages=[
            *(
                language(_label(each), "native")
                for each in all_of(skills, "Linguistic", "MotherTongueList", "MotherTongue")
            ),
            *(_foreign(each) for each in all_of(skills, "Linguistic", "ForeignLanguageList", "ForeignLanguage")),
        ],
        certifications=_achieved(learner, ("certifications", "courses", "workshops", "seminars")),
        awards=[
            {"title": line(paragraph(each["description"])), "year": None}
            for each in _achieved(learner, ("honors_awards",))
        ],
        projects=[{"title": line(each["description"])} for each in _achieved(learner, ("projects",))],
        names=[text_of(person, "FirstName"), text_of(person, "Surname")],
        cv_language=(root.get("locale") or "")[:2] or None,
    )


def _job(job: etree._Element) -> Fact:
    return {
        "title": line(text_of(job, "Position", "Label") or text_of(job, "Position")),
        "company": line(text_of(job, "Employer", "Name")),
        "location": line(text_of(job, "Employer", "ContactInfo", "Address", "Contact", "Municipality")),
        "description": paragraph(text_of(job, "Activities")),
        **_period(job),
    }


def _school(school: etree._Element) -> Fact:
    return {
        "degree": line(text_of(school, "Title")),
        "issuing_organization": line(text_of(school, "Organisation", "Name")),
        "field_of_study": line(text_of(school, "Field", "Label")),
        "description": paragraph(text_of(school, "Activities")),
        **_period(school),
    }


def _period(element: etree._Element) -> Fact:
    period = first_of(element, "Period")
    is_current = text_of(period, "Current") == "true"
    return {
        "start_date": day_of(first_of(period, "From")),
        "end_date": None if is_current else day_of(first_of(period, "To")),
        "is_current": is_current,
    }


def _label(element: etree._Element) -> str | None:
    return text_of(element, "Description", "Code") or text_of(element, "Description", "Label")


def _foreign(element: etree._Element) -> Fact | None:
    """Return a language at the lowest level of its five: what it is spoken and written at."""
    told = first_of(element, "ProficiencyLevel")
    levels = [] if told is None else [text_of(each) for each in told.iterchildren("*")]
    known = sorted(level for level in levels if level in _LEVELS)
    return language(_label(element), known[0] if known else None)


def _achieved(learner: etree._Element | None, codes: tuple[str, ...]) -> list[Fact]:
    return [
        {"description": joined(text_of(each, "Description"))}
        for each in all_of(learner, "AchievementList", "Achievement")
        if text_of(each, "Title", "Code") in codes
    ]
