"""Composes CVs from the tables of a language."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random

from benchmarks.privacy import people
from benchmarks.privacy.document import Document
from benchmarks.privacy.filling import Fields
from benchmarks.privacy.layouts import LAYOUTS
from benchmarks.privacy.material import LANGUAGES, Language, language

#: How many documents are composed of each language.
COUNTS = {"tr": 44, "en": 32, "de": 27, "fr": 27, "es": 27}
#: The head in one language, the body in another.
MIXED = (
    ("tr", "en"), ("en", "tr"), ("tr", "de"), ("de", "tr"), ("fr", "en"), ("es", "en"), ("en", "fr"),
    ("tr", "fr"), ("de", "en"), ("es", "tr"), ("tr", "es"), ("tr", "en"),
)  # fmt: skip
#: The tricks of one document after the other; most CVs have none.
_TRICKS: tuple[tuple[str, ...], ...] = (
    (), (), ("obfuscated_email",), (), ("capitals",), ("zero_width",), (), ("wrapped",), ("curly_apostrophe",),
    (), ("digit_spaced",), ("decomposed",), (), ("homoglyph",), ("full_width",), (), ("no_break_spaces",),
    ("letter_spaced",), (), ("doubled_blanks",), ("soft_hyphen",), (), ("small_letters",), ("bidi",),
    ("windows_lines",), (), ("no_diacritics",), ("no_apostrophe",), ("obfuscated_email", "wrapped"), (),
    ("zero_width", "capitals"), ("decomposed", "homoglyph"), (),
)  # fmt: skip


def composed() -> Iterator[Document]:
    """Give the composed documents, always the same ones."""
    for code, count in COUNTS.items():
        for number in range(count):
            yield _document(f"{code}-{number:02}", code, code, number)
    for number, (head, body) in enumerate(MIXED):
        yield _document(f"{head}+{body}-{number:02}", head, body, number + 5)


def drawn(seed: int, count: int) -> Iterator[Document]:
    """Give `count` documents of each language that are none of the committed ones, always the same for a seed."""
    for code in COUNTS:
        for number in range(count):
            yield _document(f"{seed}-{code}-{number:02}", code, code, number)


def _document(name: str, head_code: str, body_code: str, number: int) -> Document:
    rng = Random(name)  # noqa: S311 - the same documents every time, no secret
    pool = language(head_code)
    fields = Fields(rng, pool)
    offset = LANGUAGES.index(head_code) * 7
    tricks = _TRICKS[(number + offset) % len(_TRICKS)]
    layout = list(LAYOUTS)[(number * 5 + offset) % len(LAYOUTS)]
    head = pool.headers[number % len(pool.headers)].format_map(fields)
    body = [*_personal(pool, fields, rng, number), *_professional(language(body_code), fields, rng)]
    if rng.random() < 0.4:
        body.append(body.pop(0))
    body += _closing(pool, fields, rng, number)
    return Document.of(
        name,
        language=head_code if head_code == body_code else f"{head_code}+{body_code}",
        layout=layout,
        tricks=tricks,
        file_name=_file_name(rng, fields),
        marked=LAYOUTS[layout](head, body, rng),
        rng=rng,
    )


def _personal(pool: Language, fields: Fields, rng: Random, number: int) -> list[str]:
    """Give three or four personal lines, so chosen that a language's documents go through all of them."""
    turn = itertools.islice(itertools.cycle(pool.personal_lines), number * 3, number * 3 + rng.choice((3, 3, 4)))
    lines = "".join(f"{line.format_map(fields)}\n" for line in turn)
    return [f"{fields.heading('personal')}\n{lines}"] if rng.random() < 0.7 else [lines]


def _professional(pool: Language, fields: Fields, rng: Random) -> list[str]:
    """Give the professional sections in the language of the body, facts of the person from the head's."""
    own = Fields(rng, pool)
    own.person = fields.person
    form = rng.choice(pool.experience)
    jobs = "\n".join(form.format_map(own) for _ in range(rng.randrange(1, 4)))
    if rng.random() < 0.35:
        jobs += f"{rng.choice(pool.mentions[:5]).format_map(own)}\n"
    schools = "".join(rng.choice(pool.education).format_map(own) for _ in range(rng.randrange(1, 3)))
    sections = [f"{own.heading('experience')}\n{jobs}", f"{own.heading('education')}\n{schools}"]
    extras = (
        ("skills", pool.skill_lines),
        ("more", pool.certificates),
        ("awards", pool.awards),
        ("projects", pool.projects),
    )
    for section, lines in extras:
        if rng.random() < 0.55:
            sections.append(f"{own.heading(section)}\n{own.draw(section, lines)}\n")
    return sections


def _closing(pool: Language, fields: Fields, rng: Random, number: int) -> list[str]:
    closing = []
    if number % 2:
        closing.append(f"{fields.heading('references')}\n{rng.choice(pool.references).format_map(fields)}")
    if number % 3 == 0:
        closing.append(f"{rng.choice(pool.mentions).format_map(fields)}\n")
    return closing


def _file_name(rng: Random, fields: Fields) -> str | None:
    slug = fields.person.slug("_")
    title = "_".join(people.plain(fields.person.name).split())
    names = (
        None,
        None,
        "cv.pdf",
        "resume-final-2.docx",
        f"{title}_CV.pdf",
        f"cv-{slug}.pdf",
        f"{fields.person.name}.docx",
    )
    return rng.choice(names)
