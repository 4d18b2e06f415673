"""`python -m tests.patterns` prints each pattern of the package that can take more than linear time.

A pattern that was judged before is left out, unless all are to be judged; `make patterns` does that and keeps the
verdicts.
"""

from __future__ import annotations

import argparse
import sys

from tests.patterns.audit import audited
from tests.patterns.judged import Judged

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", nargs="?", default="", help="only places with this word in their path")
    parser.add_argument("--all", action="store_true", help="judge every pattern anew")
    parser.add_argument("--write", action="store_true", help="keep the verdicts for the next time")
    given = parser.parse_args()
    judged, offenders = Judged(anew=given.all), 0
    for line in audited(given.word, judged):
        offenders += 1
        print(line)
    if given.write and not given.word:
        judged.write()
    print(f"{offenders} to mend")
    sys.exit(bool(offenders))
