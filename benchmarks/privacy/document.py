"""A labelled document of the benchmark."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from benchmarks.privacy.marking import Span, segments, unmarked
from benchmarks.privacy.tricks import TRICKS

#: The committed documents.
DOCUMENTS = Path(__file__).with_name("documents.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A CV and what a redactor should do with it.

    Attributes:
        id: Stable name.
        language: ISO 639-1, two joined by `+` where head and body differ.
        layout: How it stands on the page.
        tricks: What was done to its text.
        file_name: The uploaded file's name, a hint; None for none.
        text: The CV.
        spans: What must go, in order.
        keep: What must survive, wherever it stands outside the spans.
    """

    id: str
    language: str
    layout: str
    tricks: tuple[str, ...]
    file_name: str | None
    text: str
    spans: list[Span]
    keep: list[str]

    @classmethod
    def of(
        cls,
        name: str,
        *,
        language: str,
        layout: str,
        tricks: Sequence[str],
        file_name: str | None,
        marked: str,
        rng: Random,
    ) -> Document:
        """Make a document of marked text, played the tricks on."""
        parts = segments(marked)
        for trick in tricks:
            parts = TRICKS[trick](parts, rng, language.partition("+")[0])
        text, spans, keep = unmarked(parts)
        return cls(
            id=name,
            language=language,
            layout=layout,
            tricks=tuple(tricks),
            file_name=file_name,
            text=text,
            spans=spans,
            keep=keep,
        )

    def to_json(self) -> str:
        """Give the document as one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(path: Path = DOCUMENTS) -> list[Document]:
    """Read documents, one a line."""
    return [
        Document(**{**fields, "tricks": tuple(fields["tricks"])})
        for fields in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def write(documents: Iterable[Document], path: Path = DOCUMENTS) -> None:
    """Write documents, one a line."""
    path.write_text("".join(f"{document.to_json()}\n" for document in documents), encoding="utf-8")
