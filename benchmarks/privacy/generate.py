"""Writes the labelled documents, always the same ones.

usage: python -m benchmarks.privacy.generate
"""

from __future__ import annotations

from benchmarks.privacy.composing import composed
from benchmarks.privacy.document import DOCUMENTS, Document, write
from benchmarks.privacy.written import written


def documents() -> list[Document]:
    """Give all documents: the composed ones, then the written ones."""
    return [*composed(), *written()]


if __name__ == "__main__":
    everything = documents()
    write(everything)
    print(f"{len(everything)} documents, {DOCUMENTS.stat().st_size / 1e6:.2f} MB -> {DOCUMENTS}")
