"""Judges what a system found in the documents.

A span counts as found when every alphanumeric character of it is covered, whatever the system called it. A professional
string is damaged when a character of any of its places outside the spans is covered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.privacy.document import Document
from benchmarks.privacy.marking import occurrences, overlaps


class Miss(NamedTuple):
    """A span that was not wholly found, or a professional string that was damaged."""

    document: str
    #: The category, or `keep`.
    category: str
    text: str
    #: The span's line.
    context: str


@dataclass(slots=True)
class Score:
    """Counts over all documents; each share is `nan` for no documents."""

    found: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    clean_documents: int = 0
    personal_documents: int = 0
    damaged: int = 0
    kept: int = 0
    overdone_characters: int = 0
    other_characters: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the spans that were found."""
        return _share(self.found.total(), self.asked.total())

    @property
    def leak_free(self) -> float:
        """Share of the documents with personal data of which every span was found."""
        return _share(self.clean_documents, self.personal_documents)

    @property
    def damage(self) -> float:
        """Share of the professional strings that were damaged."""
        return _share(self.damaged, self.kept)

    @property
    def over_redaction(self) -> float:
        """Share of the alphanumeric characters outside the spans that were covered."""
        return _share(self.overdone_characters, self.other_characters)

    def recall_of(self, category: str) -> float:
        """Give the share of a category's spans that were found."""
        return _share(self.found[category], self.asked[category])


def score(documents: Sequence[Document], found: Mapping[str, Sequence[Sequence[int]]]) -> Score:
    """Judge the (start, end) pairs found in each document, by its id."""
    result = Score()
    for document in documents:
        _add(result, document, found[document.id])
    return result


def _add(result: Score, document: Document, pairs: Sequence[Sequence[int]]) -> None:
    text = document.text
    covered = bytearray(len(text))
    for start, end in pairs:
        covered[start:end] = b"\1" * (end - start)
    leaks = [span for span in document.spans if not _all_covered(text, covered, span["start"], span["end"])]
    result.asked.update(span["category"] for span in document.spans)
    result.found.update(span["category"] for span in document.spans if span not in leaks)
    result.misses += [
        Miss(document.id, leak["category"], text[leak["start"] : leak["end"]], _line(text, leak["start"], leak["end"]))
        for leak in leaks
    ]
    result.personal_documents += bool(document.spans)
    result.clean_documents += bool(document.spans) and not leaks

    damaged = list(_damaged(document, covered))
    result.kept += len(document.keep)
    result.damaged += len(damaged)
    result.misses += damaged

    personal = {at for span in document.spans for at in range(span["start"], span["end"])}
    others = [at for at, character in enumerate(text) if character.isalnum() and at not in personal]
    result.other_characters += len(others)
    result.overdone_characters += sum(covered[at] for at in others)


def _damaged(document: Document, covered: bytearray) -> Iterator[Miss]:
    for wanted in document.keep:
        for start, end in occurrences(document.text, wanted):
            if not overlaps(start, end, document.spans) and any(covered[start:end]):
                yield Miss(document.id, "keep", wanted, _line(document.text, start, end))
                break


def _all_covered(text: str, covered: bytearray, start: int, end: int) -> bool:
    return all(covered[at] for at in range(start, end) if text[at].isalnum())


def _line(text: str, start: int, end: int) -> str:
    after = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : after if after >= 0 else len(text)]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
