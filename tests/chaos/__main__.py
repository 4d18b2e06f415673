"""Long runs: `python -m tests.chaos [SEED ...]`, some ten minutes each."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.chaos.plan import Plan, full, outages
from tests.chaos.run import Report, Wrong, run

SEEDS = (1, 2, 3)


def main() -> None:
    """Print what each run has shown; exit with 1 when something did not hold."""
    seeds = [int(each) for each in sys.argv[1:]] or SEEDS
    failed = False
    for plan in (each(seed) for seed in seeds for each in (full, outages)):
        folder = Path(tempfile.mkdtemp(prefix="cvparser-chaos-"))
        report = asyncio.run(run(plan, folder))
        show(plan, report)
        if report.wrong:
            print(f"  what was written is kept in {folder}")
        else:
            shutil.rmtree(folder)
        failed = failed or bool(report.wrong)
    sys.exit(failed)


def show(plan: Plan, report: Report) -> None:
    """Print a run."""
    print(f"seed {plan.seed}: {', '.join(f'{count} x {fault}' for fault, count in report.faults.items())}")
    print(f"  acknowledged {report.acknowledged}, refused {report.refused.total()} {dict(report.refused)}")
    print(f"  ended {dict(report.ends)}; harmless jobs that failed: {dict(report.innocent_failures)}")
    print(f"  late outcomes rejected {report.rejected}; the last end {report.longest_s:.1f} s after the last fault")
    counts = Counter(kind for kind, _ in report.wrong)
    print(f"  {', '.join(f'{kind} {counts[kind]}' for kind in Wrong)}")
    for _, line in report.wrong[:20]:
        print(f"    {line}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
