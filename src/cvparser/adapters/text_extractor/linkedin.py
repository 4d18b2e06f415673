"""LinkedIn's data export: of its files those of the profile, mapped column by column.

Read are the files in `_READ`. Left out by name: of `Profile.csv` all but headline and summary (its names gate 1
looks for), links, numbers of licences, and every other file: e-mail addresses, telephone numbers, messages,
connections, whatever else is there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from cvparser.adapters.text_extractor.exact import Stated
from cvparser.adapters.text_extractor.exact_values import Fact, date, joined, language, line, paragraph
from cvparser.adapters.text_extractor.zip_parts import ZipParts
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import DocumentCorruptError, TextNotDecodableError
from cvparser.domain.packages import LINKEDIN_FILES
from cvparser.domain.plain_text import decoded

_READ = LINKEDIN_FILES | {
    "education.csv", "skills.csv", "languages.csv", "certifications.csv", "honors.csv", "projects.csv", "courses.csv",
}  # fmt: skip
#: Bytes of a file, and rows of it, that are read.
_MOST_BYTES, _MOST_ROWS = 4 * 2**20, 500

Row = Mapping[str, str]


def read_linkedin(content: bytes) -> CVDocument:
    """Return what an export states. Raises as `TextExtractor.extract`."""
    parts = ZipParts(content)
    named = {name.lower().rpartition("/")[2]: name for name in parts.names if name.count("/") <= 1}
    tables = {name: list(_rows(parts.read(named[name], _MOST_BYTES))) for name in _READ if name in named}
    return _stated(tables).document()


def _stated(tables: Mapping[str, list[Row]]) -> Stated:
    profile = next(iter(tables.get("profile.csv", [])), {})
    return Stated(
        profession=line(profile.get("headline")),
        summary=paragraph(profile.get("summary")),
        names=[line(profile.get(name)) for name in ("first name", "last name", "maiden name")],
        skills=[line(row.get("name")) for row in tables.get("skills.csv", [])],
        experiences=[_job(row) for row in tables.get("positions.csv", [])],
        education=[_school(row) for row in tables.get("education.csv", [])],
        languages=[language(row.get("name"), row.get("proficiency")) for row in tables.get("languages.csv", [])],
        certifications=[
            *(_certificate(row) for row in tables.get("certifications.csv", [])),
            *({"description": line(row.get("name"))} for row in tables.get("courses.csv", [])),
        ],
        awards=[
            {
                "title": line(row.get("title")),
                "description": paragraph(row.get("description")),
                "year": _year(row, "issued on"),
            }
            for row in tables.get("honors.csv", [])
        ],
        projects=[
            {
                "title": line(row.get("title")),
                "description": paragraph(row.get("description")),
                "start_date": date(row.get("started on")),
                "end_date": date(row.get("finished on")),
            }
            for row in tables.get("projects.csv", [])
        ],
    )


def _job(row: Row) -> Fact:
    start, end = date(row.get("started on")), date(row.get("finished on"))
    return {
        "title": line(row.get("title")),
        "company": line(row.get("company name")),
        "location": line(row.get("location")),
        "start_date": start,
        "end_date": end,
        "is_current": start is not None and end is None,
        "description": paragraph(row.get("description")),
    }


def _school(row: Row) -> Fact:
    # `BSc, Computer Science` where the degree and its field are in one column.
    degree, _, studied = (line(row.get("degree name")) or "").partition(", ")
    return {
        "issuing_organization": line(row.get("school name")),
        "degree": degree,
        "field_of_study": line(row.get("field of study")) or studied,
        "start_date": date(row.get("start date")),
        "end_date": date(row.get("end date")),
        "description": joined(row.get("notes"), row.get("activities")),
    }


def _certificate(row: Row) -> Fact:
    return {
        "description": line(row.get("name")),
        "issuing_organization": line(row.get("authority")),
        "year": _year(row, "started on"),
    }


def _year(row: Row, name: str) -> object:
    found = date(row.get(name))
    return None if found is None else found["year"]


def _rows(content: bytes) -> Iterator[Row]:
    """Yield rows by the names of their columns in small letters; notes may stand above them."""
    try:
        text = decoded(content)
    except TextNotDecodableError:
        raise DocumentCorruptError from None
    names: list[str] = []
    try:
        for number, cells in enumerate(csv.reader(StringIO(text))):
            if number > _MOST_ROWS:
                break
            if names and any(cells):
                yield dict(zip(names, cells, strict=False))
            elif any(cell.strip().lower() in _TELLING for cell in cells):
                names = [cell.strip().lower() for cell in cells]
    except csv.Error:
        raise DocumentCorruptError from None


#: Columns that tell which row names them.
_TELLING = frozenset(("first name", "company name", "school name", "name", "title"))
