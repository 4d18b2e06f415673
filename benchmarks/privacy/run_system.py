"""Runs one configuration of one system over the documents and prints what it found, as JSON.

usage: python -m benchmarks.privacy.run_system MODULE CONFIGURATION
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import json
import sys
import time

from benchmarks.privacy.document import Document, read
from benchmarks.privacy.systems import Find

#: Rounds over all documents; the fastest counts.
ROUNDS = 3
#: Seconds after which no further round begins.
_ENOUGH = 30.0


def main() -> None:
    """Print {distribution, version, note, seconds, spans}, spans by document."""
    module = importlib.import_module(f"benchmarks.privacy.systems.{sys.argv[1]}")
    documents = read()
    with contextlib.redirect_stdout(sys.stderr):  # what a system prints is no part of the answer
        find: Find = module.CONFIGURATIONS[sys.argv[2]]()
        spans = {document.id: sorted(set(find(document.text, document.file_name))) for document in documents}
        seconds = fastest_round(find, documents)
    answer = {
        "distribution": module.DISTRIBUTION,
        "version": importlib.metadata.version(module.DISTRIBUTION),
        "note": module.NOTE,
        "seconds": seconds,
        "spans": spans,
    }
    json.dump(answer, sys.stdout)


def fastest_round(find: Find, documents: list[Document]) -> float:
    """Give the seconds of the fastest round over all documents, everything warm."""
    rounds: list[float] = []
    while len(rounds) < ROUNDS and sum(rounds) < _ENOUGH:
        started = time.perf_counter()
        for document in documents:
            list(find(document.text, document.file_name))
        rounds.append(time.perf_counter() - started)
    return min(rounds)


if __name__ == "__main__":
    main()
