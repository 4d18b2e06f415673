"""Compares this project's redactor with its peers on the same documents, in one run.

usage: python -m benchmarks.privacy.score [--misses] [SYSTEM ...]

The peers live in an environment of their own, that their many dependencies weigh on nothing else:

    python -m venv build/peers
    build/peers/bin/python -m pip install --require-hashes -r requirements/peers.txt
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.privacy.document import Document, read
from benchmarks.privacy.measure import Score, score

ROOT = Path(__file__).parents[2]
#: Module of `systems` -> its configurations; a test compares the table with the modules.
SYSTEMS = {
    "cvparser": ("as it is",),
    "presidio": ("default", "with Turkish ids and plates, phones of 6 regions"),
    "scrubadub": ("default", "6 locales, birth dates"),
    "datafog": ("default", "with German rules"),
    "kvkk_pii": ("default", "all rules, names without title"),
}
_PEERS = ROOT / "build" / "peers" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one configuration did."""

    system: str
    note: str
    score: Score
    documents_per_second: float
    megabytes_per_second: float


class AbsentError(Exception):
    """A system could not be run; says why."""


def main(arguments: Sequence[str]) -> None:
    """Run the systems and print the tables."""
    documents = read()
    chosen = [each for each in arguments if not each.startswith("--")] or list(SYSTEMS)
    outcomes, absent = [], []
    for module in chosen:
        for configuration in SYSTEMS[module]:
            try:
                outcomes.append(outcome(module, configuration, documents))
            except AbsentError as error:
                absent.append(f"{module}, {configuration}: NOT MEASURED, {error}")
    print("\n".join(report(documents, outcomes, absent)))
    if "--misses" in arguments:
        for each in outcomes:
            print(f"\n{each.system}")
            print("\n".join("\t".join(map(repr, miss)) for miss in each.score.misses))


def outcome(module: str, configuration: str, documents: Sequence[Document]) -> Outcome:
    """Run one configuration in a process of its own.

    Raises:
        AbsentError: It is not installed, or failed.
    """
    python = Path(sys.executable) if module == "cvparser" else _PEERS
    if not python.exists():
        reason = "no environment for peers (see the head of benchmarks/privacy/score.py)"
        raise AbsentError(reason)
    command = [str(python), "-m", "benchmarks.privacy.run_system", module, configuration]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if run.returncode:
        raise AbsentError(run.stderr.strip().rpartition("\n")[2])
    answer = json.loads(run.stdout)
    size = sum(len(document.text.encode()) for document in documents)
    return Outcome(
        system=f"{answer['distribution']} {answer['version']}, {configuration}",
        note=f"{answer['distribution']}: {answer['note']}",
        score=score(documents, answer["spans"]),
        documents_per_second=len(documents) / answer["seconds"],
        megabytes_per_second=size / answer["seconds"] / 1e6,
    )


def report(documents: Sequence[Document], outcomes: Sequence[Outcome], absent: Sequence[str]) -> Iterator[str]:
    """Give the lines of the tables."""
    spans = sum(len(document.spans) for document in documents)
    kept = sum(len(document.keep) for document in documents)
    yield f"{len(documents)} documents, {spans} personal spans, {kept} professional strings\n"
    yield "| | system | recall | leak-free documents | professional damaged | over-redaction | documents/s | MB/s |"
    yield "| --: | --- | --: | --: | --: | --: | --: | --: |"
    for number, each in enumerate(outcomes, 1):
        result = each.score
        yield (
            f"| {number} | {each.system} | {result.recall:.3f} | {result.leak_free:.3f} | {result.damage:.3f} "
            f"| {result.over_redaction:.3f} | {each.documents_per_second:.0f} | {each.megabytes_per_second:.2f} |"
        )
    yield ""
    yield from by_category(outcomes)
    yield ""
    yield from dict.fromkeys(each.note for each in outcomes)
    yield from absent


def by_category(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Give the lines of the table of recall by category, the systems by their numbers."""
    if not outcomes:
        return
    asked = outcomes[0].score.asked
    yield f"| category | spans | {' | '.join(str(number) for number, _ in enumerate(outcomes, 1))} |"
    yield f"| --- | --: |{' --: |' * len(outcomes)}"
    for category, count in asked.most_common():
        shares = " | ".join(f"{each.score.recall_of(category):.2f}" for each in outcomes)
        yield f"| {category} | {count} | {shares} |"


if __name__ == "__main__":
    main(sys.argv[1:])
