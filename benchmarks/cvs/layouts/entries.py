"""In which order and notation jobs, schools and lists are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.cvs.layouts.page import Kind, Line, Pair, Table
from benchmarks.cvs.layouts.person import Job, Person, School, Words

Simple = Line | Pair | Table
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Notation:
    """How one CV writes what it says, drawn once for all of it."""

    words: Words
    headings: dict[str, str]
    are_capitals: bool
    months: str
    to: str
    present: str
    job_order: str
    school_order: str
    degree_line: str
    skills: str
    languages: str
    certificates: str
    has_towns: bool

    @property
    def has_months(self) -> bool:
        """Whether dates have months."""
        return self.months != "years"

    def heading(self, name: str) -> Line:
        """Return the heading of a section."""
        text = self.headings[name]
        if self.are_capitals:
            text = text.replace("i", "İ").upper() if self.words["months"][0] == "Ocak" else text.upper()
        return Line(text, Kind.HEADING)

    def month(self, month: int | None) -> str:
        """Return a date."""
        if month is None:
            return self.present
        year, of_year = divmod(month, _MONTHS)
        named = {"long": self.words["months"][of_year], "short": self.words["short_months"][of_year]}
        if self.months in named:
            return f"{named[self.months]} {year}"
        return {"slash": f"{of_year + 1:02}/{year}", "dot": f"{of_year + 1:02}.{year}"}.get(self.months, str(year))

    def dates(self, job: Job) -> str:
        """Return the dates of a job."""
        return f"{self.month(job.start)}{self.to}{self.month(job.end)}"

    def years(self, school: School) -> str:
        """Return the years of a school."""
        return f"{school.start}{self.to}{school.end}"

    def degree(self, school: School) -> str:
        """Return a degree with its field."""
        return self.degree_line.format(degree=school.degree, field=school.field)

    def employer(self, job: Job) -> str:
        """Return an employer, with its town where this CV has them."""
        return f"{job.employer}, {job.town}" if self.has_towns else job.employer


def _strong(text: str) -> Line:
    return Line(text, Kind.STRONG)


def _small(text: str) -> Line:
    return Line(text, Kind.SMALL)


#: Order -> the lines above what somebody did there.
JOB_ORDERS: dict[str, Callable[[Notation, Job], list[Simple]]] = {
    "title and dates, employer": lambda n, j: [Pair(_strong(j.title), _small(n.dates(j))), Line(n.employer(j))],
    "employer and dates, title": lambda n, j: [Pair(_strong(n.employer(j)), _small(n.dates(j))), Line(j.title)],
    "employer, title and dates": lambda n, j: [_strong(n.employer(j)), Pair(Line(j.title), _small(n.dates(j)))],
    "title, employer, dates": lambda n, j: [_strong(j.title), Line(n.employer(j)), _small(n.dates(j))],
    "employer, title, dates": lambda n, j: [_strong(n.employer(j)), Line(j.title), _small(n.dates(j))],
    "dates, title, employer": lambda n, j: [_small(n.dates(j)), _strong(j.title), Line(n.employer(j))],
    "dates, employer, title": lambda n, j: [_small(n.dates(j)), _strong(n.employer(j)), Line(j.title)],
    "in one line, bars": lambda n, j: [_strong(f"{j.title} | {j.employer} | {n.dates(j)}")],
    "in one line, dates first": lambda n, j: [_strong(f"{n.dates(j)}: {j.title}, {j.employer}")],
    "in one line, employer first": lambda n, j: [_strong(f"{j.employer} — {j.title} ({n.dates(j)})")],
    "title at employer": lambda n, j: [_strong(f"{j.title}{n.words['connector']}{j.employer}"), _small(n.dates(j))],
}
SCHOOL_ORDERS: dict[str, Callable[[Notation, School], list[Simple]]] = {
    "degree and years, school": lambda n, s: [Pair(_strong(n.degree(s)), _small(n.years(s))), Line(s.name)],
    "school and years, degree": lambda n, s: [Pair(_strong(s.name), _small(n.years(s))), Line(n.degree(s))],
    "degree, school, years": lambda n, s: [_strong(n.degree(s)), Line(s.name), _small(n.years(s))],
    "years, school, degree": lambda n, s: [_small(n.years(s)), _strong(s.name), Line(n.degree(s))],
    "in one line": lambda n, s: [Line(f"{n.degree(s)}, {s.name}, {n.years(s)}")],
    "in one line, years first": lambda n, s: [Line(f"{n.years(s)}: {s.name}, {n.degree(s)}")],
}


def drawn_notation(rng: Random, words: Words) -> Notation:
    """Draw how a CV is written."""
    return Notation(
        words=words,
        headings={name: rng.choice(texts) for name, texts in words["headings"].items()},
        are_capitals=rng.random() < 0.35,
        months=rng.choice(["long", "short", "slash", "dot", "years"]),
        to=rng.choice(words["to"]),
        present=rng.choice(words["present"]),
        job_order=rng.choice(list(JOB_ORDERS)),
        school_order=rng.choice(list(SCHOOL_ORDERS)),
        degree_line=rng.choice(words["degree_lines"]),
        skills=rng.choice(["commas", "bars", "dots", "lines", "bullets"]),
        languages=rng.choice(["brackets", "colons", "dashes", "cells"]),
        certificates=rng.choice(["lines", "bullets", "brackets"]),
        has_towns=rng.random() < 0.5,
    )


def job(notation: Notation, one: Job) -> list[Simple]:
    """Return a job as this CV writes it."""
    return [*JOB_ORDERS[notation.job_order](notation, one), *deeds(one)]


def deeds(one: Job) -> list[Line]:
    """Return what somebody did, a bullet each."""
    return [Line(each, Kind.BULLET) for each in one.deeds]


def school(notation: Notation, one: School) -> list[Simple]:
    """Return a degree as this CV writes it."""
    return SCHOOL_ORDERS[notation.school_order](notation, one)


def skills(notation: Notation, person: Person) -> list[Simple]:
    """Return the skills as this CV writes them."""
    marks = {"commas": ", ", "bars": " | ", "dots": " • "}
    if notation.skills in marks:
        return [Line(marks[notation.skills].join(person.skills))]
    return [Line(each, Kind.BULLET if notation.skills == "bullets" else Kind.PLAIN) for each in person.skills]


def languages(notation: Notation, person: Person) -> list[Simple]:
    """Return the languages as this CV writes them."""
    if notation.languages == "cells":
        return [Table([[[Line(name)], [_small(level)]] for name, _, level in person.languages], (1, 2))]
    marks = {"brackets": "{} ({})", "colons": "{}: {}", "dashes": "{} – {}"}
    return [Line(marks[notation.languages].format(name, level)) for name, _, level in person.languages]


def certificates(notation: Notation, person: Person) -> list[Simple]:
    """Return the certificates as this CV writes them."""
    mark = "{} ({})" if notation.certificates == "brackets" else "{}, {}"
    kind = Kind.BULLET if notation.certificates == "bullets" else Kind.PLAIN
    return [Line(mark.format(name, year), kind) for name, year in person.certificates]


def section(notation: Notation, person: Person, name: str) -> list[Simple]:
    """Return a section with its heading."""
    body: dict[str, Callable[[], Sequence[Any]]] = {
        "profile": lambda: [Line(person.profile)],
        "experience": lambda: [line for each in person.jobs for line in job(notation, each)],
        "education": lambda: [line for each in person.schools for line in school(notation, each)],
        "skills": lambda: skills(notation, person),
        "languages": lambda: languages(notation, person),
        "certificates": lambda: certificates(notation, person),
        "contact": lambda: [Line(each) for each in (person.town, person.phone, person.email)],
    }
    return [notation.heading(name), *body[name]()]
