"""`python -m tests.patterns [word]` prints each pattern that can take more than linear time."""

from __future__ import annotations

import sys

from tests.patterns.audit import audited

if __name__ == "__main__":
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    offenders = 0
    for line in audited(word):
        offenders += 1
        print(line)
    print(f"{offenders} to mend")
    sys.exit(bool(offenders))
