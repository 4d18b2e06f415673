"""Scores the redactor on CVs that it has never been scored on.

usage: python -m benchmarks.privacy.fresh SEED [--count N] [--rules] [--misses]

Composes the documents of a seed of `benchmarks.privacy.world` and prints what share of their personal data is found, of
their documents leaks nothing, and of their professional strings is damaged, by category and by where the name stands.
With --rules it scores the rules alone, without the learned recognizer. A seed is fresh once: whoever has read its
misses takes the next one. Seeds below 1000 are for training and fits.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence

from benchmarks.privacy.document import Document
from benchmarks.privacy.measure import Score, score
from benchmarks.privacy.world import TRAINED, is_fresh, world

from cvparser.adapters.personal_data_detector.learned.detector import find
from cvparser.domain.privacy import DocumentHints, Finding, redact

COUNT = 300
#: Gives what other detectors found in a text.
Detect = Callable[[str], Sequence[Finding]]


def measured(documents: Sequence[Document], detect: Detect = lambda _: ()) -> Score:
    """Return how the redactor does, with what another detector found beside it."""
    return score(documents, {each.id: _redacted(each, detect(each.text)) for each in documents})


def _redacted(document: Document, more: Sequence[Finding]) -> list[tuple[int, int]]:
    redaction = redact(document.text, DocumentHints(file_name=document.file_name), more=more)
    return [(finding.start, finding.end) for finding in redaction.findings]


def report(documents: Sequence[Document], result: Score) -> Iterator[str]:
    """Yield the lines of the tables."""
    yield f"{len(documents)} documents, {result.asked.total()} personal spans, {result.kept} professional strings\n"
    yield "| recall | leak-free documents | professional damaged | over-redaction |"
    yield "| --: | --: | --: | --: |"
    yield f"| {result.recall:.3f} | {result.leak_free:.3f} | {result.damage:.3f} | {result.over_redaction:.3f} |\n"
    yield "| category | spans | recall |"
    yield "| --- | --: | --: |"
    for category, count in result.asked.most_common():
        yield f"| {category} | {count} | {result.recall_of(category):.3f} |"
    yield "\n| page | documents | leak |"
    yield "| --- | --: | --: |"
    leaking = {miss.document for miss in result.misses if miss.category != "keep"}
    for page in sorted({document.layout for document in documents}):
        on_page = [document for document in documents if document.layout == page]
        yield f"| {page} | {len(on_page)} | {sum(document.id in leaking for document in on_page)} |"


def main() -> None:
    """Compose, score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    if not is_fresh(chosen.seed):
        print(f"Seeds below {TRAINED} are for training and fits: these figures say nothing about fresh documents.\n")
    documents = world(chosen.seed, chosen.count)
    result = measured(documents) if chosen.rules else measured(documents, find)
    print("\n".join(report(documents, result)))
    for miss in result.misses if chosen.misses else ():
        print("\t".join(map(repr, miss)))


if __name__ == "__main__":
    main()
