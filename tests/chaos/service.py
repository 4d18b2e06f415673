"""`cvparser serve` with a clock that steps; without Redis, also with the parser of the runs."""

from __future__ import annotations

import sys
from functools import partial

from tests.chaos.worker import adapters

from cvparser.entrypoints.http.app import serve
from cvparser.service import running
from cvparser.settings import load_settings

if __name__ == "__main__":
    _, port = sys.argv
    serve(load_settings().model_copy(update={"port": int(port)}), partial(running, **adapters()))
