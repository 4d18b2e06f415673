"""What the learned recognizer adds to the rules, on CVs of a seed: rules alone, it alone, both united.

usage: python -m benchmarks.privacy.learned SEED [--count N] [--of world | older | known] [--misses]

The documents are of the world that it was trained in, of the older generator, or the committed ones, for which no seed
counts.

`learned.md` is the recognizer's card: what it was made of, its hash, and what this printed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.privacy.composing import COUNTS, drawn
from benchmarks.privacy.document import Document, read
from benchmarks.privacy.fresh import COUNT, measured
from benchmarks.privacy.measure import Score, score
from benchmarks.privacy.speed import CV_BYTES, cv
from benchmarks.privacy.world import world

from cvparser.adapters.personal_data_detector.learned.detector import find

_ROUNDS = 10


def compared(documents: Sequence[Document]) -> Mapping[str, Score]:
    """Return how the rules do, the recognizer, and both."""
    return {
        "rules alone": measured(documents),
        "learned alone": alone(documents),
        "united": measured(documents, find),
    }


def alone(documents: Sequence[Document]) -> Score:
    """Return how the recognizer does without any rule."""
    return score(documents, {each.id: [(found.start, found.end) for found in find(each.text)] for each in documents})


def report(scores: Mapping[str, Score]) -> Iterator[str]:
    """Yield the lines of the table."""
    categories = [category for category, _ in next(iter(scores.values())).asked.most_common()]
    yield f"| | recall | leak-free documents | professional damaged | over-redaction | {' | '.join(categories)} |"
    yield f"| --- |{' --: |' * (4 + len(categories))}"
    for name, each in scores.items():
        of_categories = " | ".join(f"{each.recall_of(category):.3f}" for category in categories)
        yield (
            f"| {name} | {each.recall:.3f} | {each.leak_free:.3f} | {each.damage:.4f} "
            f"| {each.over_redaction:.3f} | {of_categories} |"
        )


def milliseconds() -> float:
    """Return the processor time that the recognizer takes for a CV of 5 KB, the fastest of some rounds."""
    text = cv(CV_BYTES)
    rounds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        find(text)
        rounds.append(time.process_time() - started)
    return 1000 * min(rounds)


def _documents(of: str, seed: int, count: int) -> Sequence[Document]:
    if of == "known":
        return read()
    return world(seed, count) if of == "world" else list(drawn(seed, count // len(COUNTS)))


def main() -> None:
    """Compose, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--of", choices=("world", "older", "known"), default="world")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    scores = compared(_documents(chosen.of, chosen.seed, chosen.count))
    print("\n".join(report(scores)))
    print(f"\n{milliseconds():.1f} ms of the processor for a CV of 5 KB")
    if chosen.misses:
        before = set(scores["rules alone"].misses)
        for miss in scores["united"].misses:
            print("new" if miss not in before else "old", *map(repr, miss), sep="\t")


if __name__ == "__main__":
    main()
