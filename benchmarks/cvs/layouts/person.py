"""Invented people with their jobs, schools and skills, and what a perfect profile of each holds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from cvparser.domain.text.folding import fold

_MATERIAL = Path(__file__).with_name("material")
LANGUAGES = ("tr", "en", "de", "fr", "es")
#: The last month that a CV speaks of.
_NOW = 2024 * 12 + 5
_MONTHS = 12

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job; months counted from the year 0, none at its end where it goes on."""

    title: str
    employer: str
    town: str
    start: int
    end: int | None
    deeds: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A degree, in years."""

    name: str
    degree: str
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a CV is of; `languages` are names, codes and levels."""

    language: str
    name: str
    phone: str
    email: str
    town: str
    profession: str
    profile: str
    jobs: Sequence[Job]
    schools: Sequence[School]
    skills: Sequence[str]
    languages: Sequence[tuple[str, str, str]]
    certificates: Sequence[tuple[str, int]]

    @property
    def personal(self) -> Sequence[str]:
        """What no result may hold."""
        return (self.name, self.name.split()[-1], self.phone, self.email)

    def label(self, *, has_months: bool) -> Mapping[str, Any]:
        """Return what a perfect profile holds where dates have months, or years alone."""

        def when(month: int | None) -> str:
            if month is None:
                return "present"
            year, of_year = divmod(month, _MONTHS)
            return f"{year}-{of_year + 1:02}" if has_months else str(year)

        return {
            "language": self.language,
            "profession": self.profession,
            "experiences": [
                {"title": each.title, "company": each.employer, "start": when(each.start), "end": when(each.end)}
                for each in self.jobs
            ],
            "education": [
                {"institution": each.name, "field": each.field, "end": str(each.end)} for each in self.schools
            ],
            "skills": list(self.skills),
            "languages": [code for _, code, _ in self.languages],
            "certifications": [name for name, _ in self.certificates],
        }


@cache
def words_of(language: str) -> Words:
    """Return the words of a language."""
    return tomllib.loads((_MATERIAL / f"{language}.toml").read_text(encoding="utf-8"))


def drawn_person(rng: Random, language: str) -> Person:
    """Draw somebody."""
    words = words_of(language)
    occupation = rng.choice(words["occupations"])
    family = rng.choice(words["family"])
    name = f"{rng.choice(words['given'])} {family}"
    jobs = _jobs(rng, words, occupation)
    return Person(
        language=language,
        name=name,
        phone="".join(str(rng.randrange(10)) if each == "#" else each for each in rng.choice(words["phones"])),
        email=f"{fold(name[0])}.{fold(family.split()[-1])}@post.example",
        town=rng.choice(words["towns"]),
        profession=jobs[0].title,
        profile=occupation["profile"],
        jobs=jobs,
        schools=_schools(rng, words, occupation, before=jobs[-1].start // _MONTHS),
        skills=rng.sample(occupation["skills"], rng.randint(5, len(occupation["skills"]))),
        languages=_languages(rng, words),
        certificates=[(each, rng.randint(2015, 2023)) for each in rng.sample(occupation["certificates"], 2)],
    )


def _jobs(rng: Random, words: Words, occupation: Words) -> list[Job]:
    """Draw two to four jobs, the newest first."""
    count = rng.randint(2, 4)
    titles, employers = rng.sample(occupation["titles"], count), rng.sample(words["employers"], count)
    jobs, end = list[Job](), _NOW - rng.randint(0, 30)
    for number, (title, employer) in enumerate(zip(titles, employers, strict=True)):
        start = end - rng.randint(14, 60)
        goes_on = number == 0 and rng.random() < 0.7
        deeds = rng.sample(occupation["deeds"], rng.randint(1, 3))
        jobs.append(
            Job(
                title=title,
                employer=employer,
                town=rng.choice(words["towns"]),
                start=start,
                end=None if goes_on else end,
                deeds=deeds,
            )
        )
        end = start - rng.randint(1, 4)
    return jobs


def _schools(rng: Random, words: Words, occupation: Words, before: int) -> list[School]:
    """Draw one or two degrees, the newest first."""
    degrees = list(reversed(occupation["degrees"]))[-rng.randint(1, 2) :]
    schools, end = list[School](), before
    for (degree, field), name in zip(degrees, rng.sample(words["schools"], len(degrees)), strict=True):
        start = end - rng.randint(2, 4)
        schools.append(School(name=name, degree=degree, field=field, start=start, end=end))
        end = start
    return schools


def _languages(rng: Random, words: Words) -> list[tuple[str, str, str]]:
    own, *others = words["languages"]
    spoken = [own, *rng.sample(others, rng.randint(1, 2))]
    levels = [words["levels"][0], *rng.sample(words["levels"][1:], len(spoken) - 1)]
    return [(name, code, level) for (name, code), level in zip(spoken, levels, strict=True)]
