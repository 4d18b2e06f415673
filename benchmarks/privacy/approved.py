"""What the redactor finds in the documents of this benchmark, as somebody has read and approved it.

usage: python -m benchmarks.privacy.approved

Writes `approved.txt` anew. A test compares it with what is found: whoever changes a rule sees in the difference of this
file what the rule does to 241 documents, and commits it if that is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.privacy.document import Document, read

from cvparser.domain.privacy import DocumentHints, find

#: The committed findings.
APPROVED = Path(__file__).with_name("approved.txt")
_HEAD = "### "


def found_in(document: Document) -> list[str]:
    """Give a line for each finding: where it starts, its category, its rule, and what stands there."""
    return [
        f"{finding.start} {finding.category} {finding.rule} {document.text[finding.start : finding.end]!r}"
        for finding in find(document.text, DocumentHints(file_name=document.file_name))
    ]


def read_approved(path: Path = APPROVED) -> Mapping[str, Sequence[str]]:
    """Give the approved lines of each document, by its id."""
    parts = path.read_text(encoding="utf-8").split(_HEAD)[1:]
    return {lines[0]: lines[1:] for lines in map(str.splitlines, parts)}


def write_approved(documents: Iterable[Document], path: Path = APPROVED) -> None:
    """Approve what is found now."""
    parts = ("\n".join([f"{_HEAD}{document.id}", *found_in(document)]) for document in documents)
    path.write_text("".join(f"{part}\n" for part in parts), encoding="utf-8")


if __name__ == "__main__":
    write_approved(read())
