"""How many small faults in the domain its tests notice: what `make mutate` runs.

usage: python -m benchmarks.mutation [report]

Every mutant outside of `domain/privacy`, and a sample of those inside, meets the tests in `tests/unit/domain` that
reach its function. `report` runs nothing and counts what the last run left in `mutants/`. Exits with 1 below the goal.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[1]
DOMAIN = ROOT / "mutants" / "src" / "cvparser" / "domain"
PRIVACY = "privacy/"
#: Mutants of `domain/privacy` that are run, and the seed that draws them.
SAMPLE, SEED = 350, 2_025
#: Share of the mutants that the tests must kill.
GOAL = 0.85
#: A mutant that never ends is noticed as well.
KILLED = frozenset({"killed", "timeout"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault planted in one function."""

    #: As mutmut names it: `mutmut show NAME` prints the difference.
    name: str
    #: The file it was planted in, below `domain/`.
    file: str
    #: What became of it.
    fate: str


def main() -> None:
    """Run the mutants unless only a report is wanted, and print the table."""
    if sys.argv[1:] != ["report"]:
        _run(
            f"cvparser.domain.{path.stem}*"
            for path in sorted((ROOT / "src/cvparser/domain").glob("[a-z]*"))
            if path.name != "privacy"
        )
        _run(each.name for each in _sampled(_mutants()))
    mutants = _mutants()
    whole = [each for each in mutants if not each.file.startswith(PRIVACY)]
    sample = _sampled(mutants)
    _print_files([*whole, *sample])
    print(f"all but privacy: {_killed(whole)} of {len(whole)} killed, {_share(whole):.1%}")
    low, high = _interval(_killed(sample), len(sample))
    print(
        f"privacy, a sample: {_killed(sample)} of {len(sample)} killed, {_share(sample):.1%} ({low:.1%} to {high:.1%})"
    )
    print("survivors:", *(each.name for each in (*whole, *sample) if each.fate not in KILLED), sep="\n  ")
    sys.exit(min(_share(whole), _share(sample)) < GOAL)


def _run(names: Iterable[str]) -> None:
    program = Path(sys.executable).with_name("mutmut")
    subprocess.run([program, "run", "--max-children", "1", *names], check=True, cwd=ROOT)


def _mutants() -> list[Mutant]:
    found = []
    for path in sorted(DOMAIN.rglob("*.meta")):
        file = path.relative_to(DOMAIN).as_posix().removesuffix(".meta")
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items():
            found.append(Mutant(name=name, file=file, fate=status_by_exit_code[code]))
    return found


def _sampled(mutants: Sequence[Mutant]) -> list[Mutant]:
    private = sorted((each for each in mutants if each.file.startswith(PRIVACY)), key=lambda each: each.name)
    return random.Random(SEED).sample(private, min(SAMPLE, len(private)))  # noqa: S311 - repeatable, not secret


def _print_files(mutants: Sequence[Mutant]) -> None:
    print("| file | mutants | killed | share |\n| --- | --: | --: | --: |")
    for file in sorted({each.file for each in mutants}):
        of_file = [each for each in mutants if each.file == file]
        print(f"| `{file}` | {len(of_file)} | {_killed(of_file)} | {_share(of_file):.0%} |")


def _killed(mutants: Sequence[Mutant]) -> int:
    return sum(each.fate in KILLED for each in mutants)


def _share(mutants: Sequence[Mutant]) -> float:
    return _killed(mutants) / len(mutants)


def _interval(hits: int, tries: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson, 1927)."""
    z = 1.96
    share, spread = hits / tries, z / tries * math.sqrt(hits * (tries - hits) / tries + z**2 / 4)
    middle, weight = share + z**2 / (2 * tries), 1 + z**2 / tries
    return (middle - spread) / weight, (middle + spread) / weight


if __name__ == "__main__":
    main()
