"""Every benchmark, one after the other: what `make bench` runs.

usage: python -m benchmarks.run [NAME ...]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NAMES = ("startup", "extraction", "offline_parser", "folder", "submission", "restart", "model", "capacity")


def main() -> None:
    """Run the named benchmarks, or all."""
    for name in sys.argv[1:] or NAMES:
        print(f"\n=== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True, cwd=Path(__file__).parents[1])


if __name__ == "__main__":
    main()
