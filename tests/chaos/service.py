"""`cvparser serve` with a clock that steps; without Redis, also with the parser of the runs."""

from __future__ import annotations

from tests.chaos.worker import prepare

from cvparser.entrypoints.cli import main

if __name__ == "__main__":
    prepare()
    main()
