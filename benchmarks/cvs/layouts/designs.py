"""Where on the page a person's sections stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.cvs.layouts import entries
from benchmarks.cvs.layouts.entries import Notation, Simple
from benchmarks.cvs.layouts.page import Block, Cell, Columns, Kind, Line, Table, flat
from benchmarks.cvs.layouts.person import Job, Person, School


@dataclass(frozen=True, slots=True)
class Draft:
    """A CV to be laid out."""

    person: Person
    notation: Notation
    rng: Random

    def sections(self, *names: str) -> list[Simple]:
        """Return sections one below the other."""
        return [block for name in names for block in entries.section(self.notation, self.person, name)]

    def shuffled(self, *names: str) -> list[Simple]:
        """Return sections in an order that is drawn."""
        return self.sections(*self.rng.sample(names, len(names)))

    def heading(self, name: str) -> Line:
        """Return the heading of a section."""
        return self.notation.heading(name)

    @property
    def head(self) -> list[Line]:
        """The name, the profession and the contacts in a line."""
        contacts = self.rng.choice([" | ", " · ", ", "]).join((self.person.town, self.person.phone, self.person.email))
        return [*self.title, Line(contacts, Kind.SMALL)]

    @property
    def title(self) -> list[Line]:
        """The name and the profession."""
        return [Line(self.person.name, Kind.NAME), Line(self.person.profession, Kind.HEADLINE)]


_REST = ("education", "skills", "languages", "certificates")


def _one_column(draft: Draft) -> list[Block]:
    return [*draft.head, *draft.sections("profile"), *draft.shuffled("experience", *_REST)]


def _sidebar_left(draft: Draft) -> list[Block]:
    side = draft.sections("contact", *draft.rng.sample(("skills", "languages", "certificates"), 3))
    main = [*draft.title, *draft.sections("profile", "experience", "education")]
    return [Columns((side, main), (1, 2))]


def _sidebar_right(draft: Draft) -> list[Block]:
    side = draft.shuffled("skills", "languages", "certificates", "education")
    return [*draft.head, Columns((draft.sections("profile", "experience"), side), (5, 3))]


def _three_columns(draft: Draft) -> list[Block]:
    columns = (
        draft.sections("contact", "skills"),
        draft.sections("experience"),
        draft.shuffled("education", "languages", "certificates"),
    )
    return [*draft.title, *draft.sections("profile"), Columns(columns, (3, 5, 4))]


def _two_halves(draft: Draft) -> list[Block]:
    rest = draft.rng.sample(_REST, len(_REST))
    halves = (draft.sections("experience"), draft.sections(*rest))
    return [*draft.head, *draft.sections("profile"), Columns(halves, (1, 1))]


def _job_without_dates(job: Job, notation: Notation) -> Cell:
    first, second = job.title, notation.employer(job)
    if "employer, title" in notation.job_order:
        first, second = second, first
    return [Line(first, Kind.STRONG), Line(second), *entries.deeds(job)]


def _school_without_years(school: School, notation: Notation) -> Cell:
    return [Line(notation.degree(school), Kind.STRONG), Line(school.name)]


def _rail(draft: Draft, *, is_left: bool) -> list[Block]:
    person, notation = draft.person, draft.notation
    jobs = [([Line(notation.dates(each), Kind.SMALL)], _job_without_dates(each, notation)) for each in person.jobs]
    schools = [
        ([Line(notation.years(each), Kind.SMALL)], _school_without_years(each, notation)) for each in person.schools
    ]

    def table(rows: Sequence[tuple[Cell, Cell]]) -> Table:
        return Table([row if is_left else row[::-1] for row in rows], (1, 3) if is_left else (3, 1))

    return [
        *draft.head,
        *draft.sections("profile"),
        draft.heading("experience"),
        table(jobs),
        draft.heading("education"),
        table(schools),
        *draft.shuffled("skills", "languages", "certificates"),
    ]


def _rail_of_dates(draft: Draft) -> list[Block]:
    return _rail(draft, is_left=True)


def _dates_at_the_right(draft: Draft) -> list[Block]:
    return _rail(draft, is_left=False)


def _rail_of_headings(draft: Draft) -> list[Block]:
    names = ("profile", *draft.rng.sample(("experience", *_REST), 5))
    rows = []
    for name in names:
        heading, *body = draft.sections(name)
        rows.append((flat([heading]), flat(body)))
    return [*draft.head, Table(rows, (1, 3))]


def _labels_and_values(draft: Draft) -> list[Block]:
    """Return the form of Europass: what a value is stands beside it."""
    person, notation = draft.person, draft.notation
    labels: dict[str, str] = notation.words["labels"]

    def row(label: str, *values: Line) -> tuple[Cell, Cell]:
        return ([Line(labels[label])], values)

    contact = [row("name", Line(person.name, Kind.STRONG)), row("town", Line(person.town))]
    contact += [row("phone", Line(person.phone)), row("email", Line(person.email))]
    jobs, schools = list[tuple[Cell, Cell]](), list[tuple[Cell, Cell]]()
    for job in person.jobs:
        jobs += [row("dates", Line(notation.dates(job))), row("title", Line(job.title, Kind.STRONG))]
        jobs += [row("employer", Line(notation.employer(job))), row("deeds", *entries.deeds(job))]
    for school in person.schools:
        schools += [row("dates", Line(notation.years(school))), row("degree", Line(school.degree))]
        schools += [row("field", Line(school.field)), row("school", Line(school.name))]
    return [
        Line(person.profession, Kind.HEADLINE),
        draft.heading("contact"),
        Table(contact, (1, 2)),
        draft.heading("experience"),
        Table(jobs, (1, 2)),
        draft.heading("education"),
        Table(schools, (1, 2)),
        *draft.shuffled("skills", "languages", "certificates"),
    ]


def _table_of_jobs(draft: Draft) -> list[Block]:
    person, notation = draft.person, draft.notation
    labels: dict[str, str] = notation.words["labels"]
    order = draft.rng.sample(("dates", "title", "employer"), 3)
    jobs = [{"dates": notation.dates(each), "title": each.title, "employer": each.employer} for each in person.jobs]
    schools = [
        {"dates": notation.years(each), "degree": each.degree, "field": each.field, "school": each.name}
        for each in person.schools
    ]

    def table(names: Sequence[str], rows: Sequence[dict[str, str]]) -> Table:
        head = [[Line(labels[name], Kind.STRONG)] for name in names]
        return Table(
            [head, *([[Line(row[name])] for name in names] for row in rows)], (1,) * len(names), has_lines=True
        )

    return [
        *draft.head,
        draft.heading("experience"),
        table(order, jobs),
        draft.heading("education"),
        table(("school", "degree", "field", "dates"), schools),
        *draft.shuffled("skills", "languages", "certificates"),
    ]


def _cards(draft: Draft) -> list[Block]:
    """Return two jobs beside each other, and two lists."""
    person, notation = draft.person, draft.notation
    cards = [entries.job(notation, each) for each in person.jobs]
    rows: list[Block] = [Columns(cards[at : at + 2], (1,) * len(cards[at : at + 2])) for at in range(0, len(cards), 2)]
    halves = Columns((draft.sections("skills"), draft.sections("languages")), (1, 1))
    return [
        *draft.head,
        *draft.sections("profile"),
        draft.heading("experience"),
        *rows,
        *draft.sections("education"),
        halves,
        *draft.sections("certificates"),
    ]


def _chips(draft: Draft) -> list[Block]:
    """Return skills in a grid of cells above all else."""
    skills = draft.person.skills
    rows = [[[Line(each)] for each in skills[at : at + 3]] for at in range(0, len(skills), 3)]
    rows[-1] += [[] for _ in range(3 - len(rows[-1]))]
    rest = draft.shuffled("experience", "education", "languages", "certificates")
    return [*draft.head, draft.heading("skills"), Table(rows, (1, 1, 1)), *rest]


def _contact_at_the_foot(draft: Draft) -> list[Block]:
    rest = draft.shuffled("experience", *_REST)
    return [*draft.title, *draft.sections("profile"), *rest, *draft.sections("contact")]


LAYOUTS: dict[str, Callable[[Draft], list[Block]]] = {
    "one column": _one_column,
    "sidebar left": _sidebar_left,
    "sidebar right": _sidebar_right,
    "three columns": _three_columns,
    "two halves": _two_halves,
    "rail of dates": _rail_of_dates,
    "dates at the right": _dates_at_the_right,
    "rail of headings": _rail_of_headings,
    "labels and values": _labels_and_values,
    "table of jobs": _table_of_jobs,
    "cards": _cards,
    "chips": _chips,
    "contact at the foot": _contact_at_the_foot,
}
