"""CVs as sites write them, drawn here glyph by glyph: LinkedIn's Profile.pdf and a Canva template. People invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_SIDE_WIDTH, _SIDE_X, _MAIN_X, _MAIN_WIDTH = 204.0, 22.0, 224.0, 360.0
_TOP, _FOOT = 738.0, 60.0
#: Comes with ReportLab.
_FONT = "Vera.ttf"
_WHITE, _GREY, _BLACK = (1.0, 1.0, 1.0), (0.4, 0.4, 0.4), (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Words:
    """What LinkedIn calls its sections in a language, in the order of the page."""

    contact: str
    skills: str
    summary: str
    work: str
    education: str


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer, how long in all, and each role: its title, dates, place and what was done."""

    name: str
    roles: Sequence[tuple[str, str, str, str]]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile of LinkedIn says."""

    words: Words
    contact: Sequence[str]
    skills: Sequence[str]
    languages: Sequence[str]
    certificates: Sequence[str]
    head: tuple[str, str, str]
    summary: str
    employers: Sequence[Employer]
    schools: Sequence[tuple[str, str]]


@dataclass
class _Column:
    """Writes lines from the top down, and begins a page where there is no room."""

    x: float
    width: float
    y: float = _TOP
    pages: list[list[tuple[float, float, str, float, tuple[float, float, float]]]] = field(default_factory=lambda: [[]])

    def put(self, text: str, size: float, *, color: tuple[float, float, float] = _BLACK, space: float = 0) -> None:
        self.y -= space
        for line in wrapped(text, size, self.width):
            if self.y < _FOOT:
                self.pages.append([])
                self.y = _TOP
            self.pages[-1].append((self.x, self.y, line, size, color))
            self.y -= size * 1.35


def font() -> str:
    """Return the name of a font with the letters of all languages here, once it is known to the canvas."""
    if "CV" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("CV", _FONT))
    return "CV"


def wrapped(text: str, size: float, width: float) -> Iterator[str]:
    """Yield the lines of `text` that fit a width."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, font(), size) > width:
            yield line
            longer = word
        line = longer
    yield line


def linkedin(profile: Profile) -> bytes:
    """Return a profile as LinkedIn saves it: a dark sidebar, the main column over several pages, and their numbers."""
    side, main = _Column(_SIDE_X, 170.0), _Column(_MAIN_X, _MAIN_WIDTH)
    for heading, lines in (
        (profile.words.contact, profile.contact),
        (profile.words.skills, profile.skills),
        ("Languages", profile.languages),
        ("Certifications", profile.certificates),
    ):
        side.put(heading, 13, color=_WHITE, space=18)
        for line in lines:
            side.put(line, 10.5, color=_WHITE)
    name, headline, place = profile.head
    main.put(name, 26)
    main.put(headline, 12)
    main.put(place, 12, color=_GREY)
    main.put(profile.words.summary, 15.75, space=20)
    main.put(profile.summary, 12, space=4)
    main.put(profile.words.work, 15.75, space=18)
    for employer in profile.employers:
        _employer(main, employer)
    main.put(profile.words.education, 15.75, space=18)
    for school, told in profile.schools:
        main.put(school, 12, space=6)
        main.put(told, 10.5, color=_GREY)
    return _pages([side.pages[0] + main.pages[0], *main.pages[1:]])


def _employer(column: _Column, employer: Employer) -> None:
    column.put(employer.name, 12, space=10)
    if employer.total:
        column.put(employer.total, 10.5, color=_GREY)
    for number, (title, dates, place, done) in enumerate(employer.roles):
        column.put(title, 11.5, space=10 if number else 0)
        column.put(dates, 10.5)
        column.put(place, 10.5, color=_GREY)
        column.put(done, 10.5)


def _pages(pages: Sequence[Sequence[tuple[float, float, str, float, tuple[float, float, float]]]]) -> bytes:
    written = BytesIO()
    canvas = Canvas(written, pagesize=(612, 792))
    for number, page in enumerate(pages, 1):
        if number == 1:
            canvas.setFillColorRGB(0.16, 0.24, 0.29)
            canvas.rect(0, 0, _SIDE_WIDTH, 792, stroke=0, fill=1)
        for x, y, text, size, color in page:
            canvas.setFillColorRGB(*color)
            canvas.setFont(font(), size)
            canvas.drawString(x, y, text)
        canvas.setFillColorRGB(*_GREY)
        canvas.setFont(font(), 9)
        canvas.drawString(520, 30, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def canva(columns: Sequence[tuple[float, float, Sequence[tuple[str, float]]]]) -> bytes:
    """Return a page as Canva writes one: no blanks; each word, and each letter of spaced type, set on its own.

    Args:
        columns: For each its left edge, its width, and its lines with their sizes; 12 and larger is spaced.
    """
    written = BytesIO()
    canvas = Canvas(written, pagesize=(595, 842))
    for x, width, lines in columns:
        y = 790.0
        for text, size in lines:
            y -= size
            for line in wrapped(text, size, width):
                _run(canvas, x, y, line, size)
                y -= size * 1.4
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _run(canvas: Canvas, x: float, y: float, line: str, size: float) -> None:
    canvas.setFont(font(), size)
    is_spaced = size >= 12
    for piece in line if is_spaced else line.split(" "):
        if piece.strip():
            canvas.drawString(x, y, piece)
        x += pdfmetrics.stringWidth(piece if is_spaced else f"{piece} ", font(), size) + (2.0 if is_spaced else 0.0)
