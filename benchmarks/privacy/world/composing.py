"""Composes the documents of a seed."""

from __future__ import annotations

from random import Random

from benchmarks.privacy.document import Document
from benchmarks.privacy.marking import Segment, segments, unmarked
from benchmarks.privacy.tricks import TRICKS
from benchmarks.privacy.world import noise
from benchmarks.privacy.world.pages import PAGES
from benchmarks.privacy.world.scene import Scene, scene
from benchmarks.privacy.world.words import LANGUAGES, shared, words

_SHARES = {"tr": 20, "en": 30, "de": 12, "fr": 10, "es": 10, "it": 6, "pt": 4, "nl": 4, "pl": 4}


def world(seed: int, count: int) -> list[Document]:
    """Return `count` documents of a seed, always the same; a smaller count gives the first of them."""
    return [_document(seed, number) for number in range(count)]


def _document(seed: int, number: int) -> Document:
    rng = Random(f"world {seed} {number}")  # noqa: S311 (no secret)
    language = rng.choices(LANGUAGES, [_SHARES[each] for each in LANGUAGES])[0]
    setting = scene(rng, language, words(language))
    page = rng.choices(list(PAGES), list(PAGES.values()))[0]
    parts = noise.broken([each for part in segments(page(setting)) for each in _trimmed(part)], rng)
    tricks = noise.tricks(rng)
    for trick in tricks:
        parts = TRICKS[trick](parts, rng, language)
    text, spans, keep = unmarked(parts)
    return Document(
        id=f"world-{seed}-{number}",
        language=language,
        layout=page.__name__,
        tricks=tuple(tricks),
        file_name=_file_name(setting),
        text=text,
        spans=spans,
        keep=keep,
    )


def _trimmed(part: Segment) -> list[Segment]:
    """Leave blanks at the ends of marked text unmarked."""
    inner = part.text.strip()
    if not part.mark or inner == part.text:
        return [part]
    start = len(part.text) - len(part.text.lstrip())
    end = start + len(inner)
    pieces = [Segment(part.text[:start]), part.replaced(inner), Segment(part.text[end:])]
    return [piece for piece in pieces if piece.text]


def _file_name(setting: Scene) -> str | None:
    full = setting.who.full
    forms = [
        None, None, None, f"{full.replace(' ', '_')}_CV.pdf", f"CV {full}.pdf", f"{setting.pick('professions')}.docx",
        f"{'-'.join(setting.who.words) or 'cv'}-resume.pdf", "resume (3).pdf", "CV_2024_final.docx",
        f"{setting.rng.choice(shared()['companies'])} application.pdf",
    ]  # fmt: skip
    return setting.rng.choice(forms)
