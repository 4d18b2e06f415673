"""Profiles as a command line shows them: JSON for programs, tables and Markdown for people, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cvparser.domain.errors import CVParserError
from cvparser.domain.profile import Experience, OwnValue, ParsedCV, YearMonth
from cvparser.entrypoints.parse_sources import STDIN

#: What a spreadsheet would take for a formula at the start of a cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Columns that a table's widest cell may have.
_WIDEST = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one document: its profile, or why there is none."""

    shown: str
    parsed: ParsedCV | None = None
    error: CVParserError | None = None

    @property
    def as_document(self) -> dict[str, object]:
        """The answer as JSON has it."""
        if self.parsed is not None:
            return self.parsed.model_dump(mode="json")
        error = self.error or CVParserError()
        return {"error": {"code": error.code, "message": error.message}}


def as_json(answers: Sequence[Answer]) -> str:
    """Return one document as it is, several as an array, each with the name of its file."""
    if len(answers) == 1:
        return _json(answers[0].as_document, indent=2)
    return json.dumps([{"file": each.shown, **each.as_document} for each in answers], ensure_ascii=False, indent=2)


def as_jsonl(answer: Answer) -> str:
    """Return a line."""
    return _json({"file": answer.shown, **answer.as_document})


def as_table(answers: Sequence[Answer], style: Callable[[str, str], str]) -> str:
    """Return a table; `style` colours a text that is a `head`, or `bad`."""
    heads = ("File", "Profession", "Years", "Last job", "Skills", "Language")
    rows = [_row(each) for each in answers]
    widths = [
        min(_WIDEST, max(_width(cell) for cell in column))
        for column in zip(heads, *(row for row, _ in rows), strict=True)
    ]
    lines = [style(_line(heads, widths), "head")]
    lines += [style(_line(row, widths), "bad") if is_bad else _line(row, widths) for row, is_bad in rows]
    return "\n".join(lines)


def _row(answer: Answer) -> tuple[tuple[str, ...], bool]:
    if answer.parsed is None:
        return (answer.shown, str(answer.as_document["error"]["code"]), "", "", "", ""), True  # type: ignore[index]  # of an answer without a profile
    cells = _cells(answer.parsed)
    last = ", ".join(filter(None, (cells["last_title"], cells["last_company"])))
    skills = len(answer.parsed.profile.basics.skills)
    return (answer.shown, cells["profession"], cells["years"], last, str(skills or ""), cells["cv_language"]), False


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(_fitted(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _fitted(text: str, width: int) -> str:
    if _width(text) > width:
        while _width(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(bool(unicodedata.combining(sign)) for sign in text)


def as_csv(answers: Sequence[Answer]) -> str:
    """Return a row for each; no cell is a formula."""
    written = io.StringIO()
    profiles = [each.parsed.profile for each in answers if each.parsed is not None]
    own = dict.fromkeys(name for profile in profiles for name in profile.own_fields)
    names = ["file", *_cells(ParsedCV.model_validate({"profile": {}, "meta": {"parser": "none"}})), *own, "error"]
    rows = csv.DictWriter(written, names, restval="", lineterminator="\n")
    rows.writeheader()
    for each in answers:
        found = {} if each.parsed is None else _cells(each.parsed)
        error = "" if each.parsed is not None else f"{each.error.code}: {each.error.message}" if each.error else ""
        row = {"file": each.shown, **found, "error": error}
        rows.writerow({name: f"'{cell}" if cell.startswith(_FORMULA) else cell for name, cell in row.items()})
    return written.getvalue().rstrip("\n")


def _cells(parsed: ParsedCV) -> Mapping[str, str]:
    profile = parsed.profile
    last = profile.professional_experiences[0] if profile.professional_experiences else Experience()
    school = profile.education[0] if profile.education else None
    return {
        "profession": profile.basics.profession or "",
        "years": _text(profile.basics.total_experience_in_years),
        "last_title": last.title or "",
        "last_company": last.company or "",
        "jobs": str(len(profile.professional_experiences)),
        "degree": (school and school.degree) or "",
        "school": (school and school.issuing_organization) or "",
        "skills": "; ".join(profile.basics.skills),
        "languages": "; ".join(each.name for each in profile.languages),
        "cv_language": parsed.cv_language or "",
        "warnings": "; ".join(parsed.meta.warnings),
    } | {name: _own(value) for name, value in profile.own_fields.items()}


def _own(value: OwnValue) -> str:
    """Return what a field of a deployment's own holds, as a cell has it."""
    if isinstance(value, YearMonth):
        return _month(value)
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def as_markdown(answers: Sequence[Answer]) -> str:
    """Return a page of headings and lists."""
    return "\n\n".join("\n".join(_page(each)) for each in answers)


def _page(answer: Answer) -> Iterator[str]:
    if answer.parsed is None:
        error = answer.error or CVParserError()
        yield f"# {_plain(answer.shown)}\n\n{error.message} `{error.code}`"
        return
    profile = answer.parsed.profile
    yield f"# {_plain(profile.basics.profession or 'Profile')}"
    if answer.shown != STDIN:
        yield f"\n{_plain(answer.shown)}"
    if profile.basics.summary:
        yield f"\n{_plain(profile.basics.summary)}"
    yield from _section("Experience", [_job(each) for each in profile.professional_experiences])
    schools = [
        (
            " – ".join(filter(None, (each.degree, each.field_of_study, each.issuing_organization))),
            each.start_date,
            each.end_date,
        )
        for each in profile.education
    ]
    yield from _section(
        "Education", [f"{_plain(what)}{_span(start, end, is_current=False)}" for what, start, end in schools]
    )
    yield from _section("Skills", [_plain(each) for each in profile.basics.skills])
    yield from _section(
        "Languages", [_plain(" ".join(filter(None, (each.name, each.fluency)))) for each in profile.languages]
    )
    yield from _section("Certificates", [_plain(each.description) for each in profile.trainings_and_certifications])
    yield from _section("Awards", [_plain(each.title) for each in profile.awards])
    yield from _section("Projects", [_plain(each.title) for each in profile.projects])
    own = [f"{_plain(name)}: {_plain(_own(value))}" for name, value in profile.own_fields.items()]
    yield from _section("Further facts", own)


def _section(title: str, entries: Sequence[str]) -> Iterator[str]:
    if entries:
        yield f"\n## {title}\n"
        yield from (f"- {entry}" for entry in entries)


def _job(job: Experience) -> str:
    what = _plain(", ".join(filter(None, (job.title, job.company, job.location))))
    text = f"  \n  {_plain(job.description)}" if job.description else ""
    return f"**{what}**{_span(job.start_date, job.end_date, is_current=job.is_current)}{text}"


def _span(start: YearMonth | None, end: YearMonth | None, *, is_current: bool) -> str:
    ends = [_month(start), "now" if is_current else _month(end)]
    return f" ({' – '.join(filter(None, ends))})" if any(ends) else ""


def _month(date: YearMonth | None) -> str:
    if date is None:
        return ""
    return str(date.year) if date.month is None else f"{date.year}-{date.month:02}"


def _plain(text: str) -> str:
    """Return a text on one line, in which nothing is markup."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in line)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _json(document: dict[str, Any], *, indent: int | None = None) -> str:
    return json.dumps(document, ensure_ascii=False, indent=indent)
