"""Short CVs whose candidate's name stands in another place and form each time.

The documents of this benchmark mostly have it on top, in two words. Here it may stand in a sidebar that is read late, a
footer, the last line, a sentence; be of one word, with initials, in small letters, of another script. File names and
metadata may spell it, or speak of something else. The same seed makes the same documents.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from cvparser.domain.cv.lines import Role, Setting, text_lines
from cvparser.domain.privacy import DocumentHints
from cvparser.domain.text.folding import key

_MATERIAL = Path(__file__).with_name("material") / "positions.toml"
_NAME = "{name}"
_LANGUAGES = ("en", "de", "fr", "es", "tr", "it", "nl", "pt")
_PRODUCTS = ("Oracle", "SAP", "Kafka", "Java", "Spring Boot", "Salesforce", "Kotlin", "Jenkins", "Azure", "Postgres")

Material = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Positioned:
    """A CV, where its candidate's name stands in it, and what is known of it beside its text."""

    text: str
    names: Sequence[tuple[int, int]]
    hints: DocumentHints


@dataclass(slots=True)
class _Draft:
    """Lines in the making: `{name}` in one is the name; a line has its setting where the CV has a layout."""

    rng: Random
    words: Material
    shared: Material
    name: str
    contact: list[str]
    has_layout: bool
    lines: list[str] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)

    def add(self, line: str, *, size: float = 10.0, bold: bool = False, role: Role = Role.BODY) -> None:
        self.lines.append(line)
        if line:
            self.settings.append(Setting(size=size, is_bold=bold, role=role))

    def pick(self, name: str) -> str:
        return self.rng.choice(self.words.get(name) or self.shared[name])

    def heading(self, name: str) -> None:
        if self.rng.random() < 0.7:
            self.add("")
        self.add(self.pick(name), size=13.0, bold=True, role=Role.HEADING)

    def filled(self, template: str) -> str:
        values = {
            "profession": self.pick("professions"),
            "company": self.rng.choice(self.shared["companies"]),
            "skill": self.rng.choice(self.shared["skills"]),
            "product": self.rng.choice(_PRODUCTS),
        }
        for key_, value in values.items():
            template = template.replace("{" + key_ + "}", value)
        return template


def positioned(seed: int, count: int) -> list[Positioned]:
    """Return `count` CVs, always the same ones for a seed."""
    material = tomllib.loads(_MATERIAL.read_text(encoding="utf-8"))
    rng = Random(seed)  # noqa: S311 (no secret)
    return [_composed(rng, material) for _ in range(count)]


def _composed(rng: Random, material: Mapping[str, Mapping[str, Sequence[str]]]) -> Positioned:
    name, full = _formed(rng, rng.choice(list(material["origins"].values())))
    draft = _Draft(
        rng=rng,
        words=material[rng.choice(_LANGUAGES)],
        shared=material["shared"],
        name=name,
        contact=_contact(rng, full),
        has_layout=rng.random() < 0.4,
    )
    place = rng.choice(_PLACES)
    place(draft)
    if rng.random() < 0.2 and place is not _footer:
        draft.add("")
        draft.add(f"{_NAME} - {draft.pick('page')}", size=8.0, role=Role.FOOTER)
    text, names = _with_name("\n".join(draft.lines), name)
    settings = tuple(draft.settings) if draft.has_layout and len(draft.settings) == len(list(text_lines(text))) else ()
    return Positioned(text=text, names=names, hints=_hints(draft, full, settings))


def _formed(rng: Random, origin: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Return a name as it is written, and in full."""
    given, surname = rng.choice(origin[0]), rng.choice(origin[1])
    full = f"{given} {surname}".strip()
    forms = [
        full, full, full, full, full.upper(), full.lower(), f"{surname.upper()} {given}".strip(),
        f"{given} {surname.upper()}".strip(), f"{given} {surname[:1]}".strip(), f"{given[:1]}. {surname}",
        f"{given.upper()}.{surname[:1].upper()}", f"Dr. {full}", f"{full}, MBA", f"Dipl.-Ing. {full}",
        f"{given} {rng.choice('ABEMSTK')}. {surname}".strip(), given, f"{given.capitalize()} {surname.lower()}".strip(),
        f"{surname} {given}".strip(),
    ]  # fmt: skip
    form = rng.choice(forms if surname else [full, full, full.upper(), full.lower(), f"{full} {rng.choice('ABKRS')}"])
    return (form if len(key(form)) > 2 or not form.isascii() else full), full


def _contact(rng: Random, full: str) -> list[str]:
    local = key(full) or "cv"
    words = [key(word) for word in full.split()]
    locals_ = [local, ".".join(words), f"{words[0][:1]}{words[-1]}", "cv", f"mail{rng.randint(1, 99)}", "zk77"]
    lines = [f"{rng.choice(locals_)}@post.example"]
    if rng.random() < 0.7:
        lines.append(rng.choice(["+44 7700 900123", "0532 555 12 34", "+31 20 555 0142", "(555) 010-2030"]))
    if rng.random() < 0.3:
        lines.append(f"linkedin.com/in/{rng.choice([local, '-'.join(words), 'ew81'])}")
    rng.shuffle(lines)
    return lines


def _hints(draft: _Draft, full: str, settings: tuple[Setting, ...]) -> DocumentHints:
    rng = draft.rng
    job = draft.pick("professions")
    company = rng.choice(draft.shared["companies"])
    joined = "_".join(full.split())
    files = [
        None,
        None,
        f"{joined}_CV.pdf",
        f"{job} {company}.docx",
        f"CV {job}.pdf",
        f"{full} - {job}.pdf",
        "resume(3).pdf",
    ]
    titles = [None, None, None, f"{full} - {job}", job, "Microsoft Word - cv.doc", company]
    authors = [None, None, None, full, rng.choice(draft.shared["authors"]), company]
    return DocumentHints(
        file_name=rng.choice(files), title=rng.choice(titles), author=rng.choice(authors), settings=settings
    )


def _with_name(text: str, name: str) -> tuple[str, list[tuple[int, int]]]:
    pieces = text.split(_NAME)
    spans = []
    at = 0
    for piece in pieces[:-1]:
        at += len(piece)
        spans.append((at, at + len(name)))
        at += len(name)
    return name.join(pieces), spans


def _top(draft: _Draft) -> None:
    """Name, profession, contact, in any of several orders."""
    rng = draft.rng
    if rng.random() < 0.4:
        draft.add(draft.pick("title"), size=rng.choice([10.0, 16.0]))
        if rng.random() < 0.5:
            draft.add("")
    size = rng.choice([10.0, 16.0, 22.0, 22.0])
    if rng.random() < 0.25:
        cells = [_NAME, draft.pick("professions"), *draft.contact]
        draft.add(rng.choice([" | ", " • ", "   "]).join(cells), size=size)
    else:
        lines = [draft.pick("professions"), *draft.contact, rng.choice(draft.shared["cities"])][: rng.randint(0, 4)]
        rng.shuffle(lines)
        lines.insert(rng.choice([0, 0, 0, 0, 1]), _NAME)
        for line in lines:
            draft.add(line, size=size if line == _NAME else 10.0)
    _body(draft)


def _sidebar(draft: _Draft) -> None:
    """What the sidebar says first, or last, and the name below or above it."""
    _parts(draft, ["contact", "skills", "languages"])
    if draft.rng.random() < 0.5:
        draft.add("")
    draft.add(_NAME, size=draft.rng.choice([10.0, 22.0]))
    if draft.rng.random() < 0.8:
        company = draft.rng.choice(draft.shared["companies"])
        draft.add(draft.rng.choice([draft.pick("professions"), f"{draft.pick('professions')} at {company}"]))
    if draft.rng.random() < 0.4:
        draft.add(draft.rng.choice(draft.shared["cities"]))
    _parts(draft, ["experience", "education"])


def _last(draft: _Draft) -> None:
    """The name after all, alone, above contact lines, or under their heading."""
    rng = draft.rng
    if rng.random() < 0.6:
        draft.add(draft.pick("professions"), size=14.0)
    _body(draft)
    if rng.random() < 0.3:
        draft.heading("contact")
    elif rng.random() < 0.8:
        draft.add("")
    draft.add(_NAME, size=rng.choice([10.0, 22.0]))
    for line in draft.contact if rng.random() < 0.6 else []:
        draft.add(line)


def _footer(draft: _Draft) -> None:
    rng = draft.rng
    if rng.random() < 0.7:
        draft.add(draft.pick("professions"))
    for line in draft.contact[: rng.randint(0, 2)]:
        draft.add(line)
    _body(draft)
    draft.add("")
    page = draft.pick("page")
    forms = [
        f"{_NAME} - {page}",
        f"{_NAME}    {page}",
        f"{page} | {_NAME}",
        f"{_NAME} | {page}",
        f"{_NAME}, {page}",
        _NAME,
    ]
    form = rng.choice(forms)
    draft.add(form, size=8.0, role=Role.FOOTER)
    if rng.random() < 0.5:
        _parts(draft, ["languages"])
        draft.add(form, size=8.0, role=Role.FOOTER)


def _said(draft: _Draft) -> None:
    """The name in a sentence only: an introduction, or the subject of a summary."""
    template = draft.pick(draft.rng.choice(["subject", "introduction"]))
    if draft.rng.random() < 0.6:
        draft.heading("summary")
    draft.add(draft.filled(template))
    _parts(draft, ["experience", "skills"])


def _signed(draft: _Draft) -> None:
    draft.add(draft.pick("professions"))
    _body(draft)
    draft.add("")
    draft.add(draft.pick("sign_off"))
    draft.add(_NAME)


_PLACES = (_top, _top, _top, _top, _sidebar, _sidebar, _last, _footer, _said, _signed)


def _body(draft: _Draft) -> None:
    parts = ["experience", "education", "skills", "languages", "summary", "certificates", "hobbies"]
    draft.rng.shuffle(parts)
    _parts(draft, parts[: draft.rng.randint(3, 6)])


def _parts(draft: _Draft, names: Sequence[str]) -> None:
    for name in names:
        _PARTS[name](draft)


def _experience(draft: _Draft) -> None:
    rng = draft.rng
    draft.heading("experience")
    for _ in range(rng.randint(1, 3)):
        company, job, dates = rng.choice(draft.shared["companies"]), draft.pick("professions"), draft.pick("dates")
        heads = [
            [f"{job}, {company}, {dates}"],
            [company, job, dates],
            [dates, job, company],
            [f"{company} | {dates}", job],
        ]
        for line in [*rng.choice(heads), *([rng.choice(draft.shared["cities"])] if rng.random() < 0.3 else [])]:
            draft.add(line, bold=line == company)
        for _ in range(rng.randint(0, 3)):
            draft.add(f"{rng.choice(['- ', '• ', ''])}{draft.filled(draft.pick('sentences'))}")


def _education(draft: _Draft) -> None:
    draft.heading("education")
    for line in [draft.pick("schools"), draft.rng.choice(["2011 - 2015", "2014"])]:
        draft.add(line)


def _skills(draft: _Draft) -> None:
    draft.heading("skills")
    skills = draft.rng.sample(list(draft.shared["skills"]), draft.rng.randint(3, 7))
    for line in draft.rng.choice(
        [skills, [", ".join(skills)], [f"• {skill}" for skill in skills], [" | ".join(skills)]]
    ):
        draft.add(line)


def _languages(draft: _Draft) -> None:
    draft.heading("languages")
    for line in draft.rng.sample(list(draft.words["spoken"]), 2):
        draft.add(line)


def _listed(draft: _Draft, heading: str, listed: str) -> None:
    draft.add("")
    draft.add(heading, size=13.0, bold=True, role=Role.HEADING)
    for line in draft.rng.sample(list(draft.shared[listed]), 2):
        draft.add(line)


def _certificates(draft: _Draft) -> None:
    _listed(draft, "CERTIFICATIONS", "certificates")


def _hobbies(draft: _Draft) -> None:
    _listed(draft, "HOBBIES", "hobbies")


def _contact_part(draft: _Draft) -> None:
    draft.heading("contact")
    for line in draft.contact:
        draft.add(line)


def _summary(draft: _Draft) -> None:
    draft.heading("summary")
    draft.add(draft.filled(draft.pick("sentences")))


_PARTS = {
    "experience": _experience,
    "education": _education,
    "skills": _skills,
    "languages": _languages,
    "contact": _contact_part,
    "summary": _summary,
    "certificates": _certificates,
    "hobbies": _hobbies,
}
