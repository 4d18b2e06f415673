"""Whether a commit made a hot path slower: this tree beside its parent commit, path by path.

usage: python -m benchmarks.guard [COMMIT]

Runs `benchmarks.hot_paths` over both trees in turn, says what is more than a tenth slower, and writes what this tree
takes to `benchmarks/guard.json`, so that the difference of that file tells how speed changed. Exit status 1 where
anything is slower. A path that the other tree cannot run is left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parents[1]
KEPT = Path(__file__).with_name("guard.json")
#: How much slower is said, and how often each tree is measured: the least counts.
SLOWER, TURNS = 1.10, 3
#: Beside what changed, in whole yardsticks: hundredths are noise.
_DIGITS = 2


def measured(tree: Path) -> Mapping[str, float]:
    """Give the ratios of the package of a tree, measured by the benchmarks of this one.

    Raises:
        CalledProcessError: the tree cannot be measured.
    """
    path = os.pathsep.join((str(tree / "src"), str(HERE)))
    command = [sys.executable, "-m", "benchmarks.hot_paths"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=HERE, env=os.environ | {"PYTHONPATH": path})
    return {str(name): float(taken) for name, taken in json.loads(done.stdout.splitlines()[-1]).items()}


def least(turns: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """Give the least of each path."""
    return {name: min(turn[name] for turn in turns if name in turn) for name in turns[0]}


def slower(before: Mapping[str, float], after: Mapping[str, float]) -> Sequence[str]:
    """Give the paths that take more than a tenth more than before."""
    return [name for name, taken in after.items() if name in before and taken > SLOWER * before[name]]


def table(before: Mapping[str, float], after: Mapping[str, float]) -> str:
    """Give both in yardsticks, and their ratio."""
    rows = [f"{'':32}{'before':>10}{'after':>10}{'ratio':>8}"]
    for name, taken in after.items():
        was = before.get(name)
        told = f"{was:10.2f}{taken:10.2f}{taken / was:8.2f}" if was else f"{'':10}{taken:10.2f}{'new':>8}"
        rows.append(f"{name:32}{told}")
    return "\n".join(rows)


def main() -> int:
    """Measure, compare, keep."""
    commit = sys.argv[1] if len(sys.argv) > 1 else "HEAD~1"
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "other"
        git = ["git", "-C", str(HERE), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(other), commit], check=True)
        try:
            turns = [(measured(other), measured(HERE)) for _ in range(TURNS)]
        finally:
            subprocess.run([*git, "remove", "--force", str(other)], check=True)
    before, after = least([turn[0] for turn in turns]), least([turn[1] for turn in turns])
    print(table(before, after))
    kept = {name: round(taken, _DIGITS) for name, taken in sorted(after.items())}
    KEPT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    found = slower(before, after)
    for name in found:
        print(f"slower by more than a tenth: {name}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
