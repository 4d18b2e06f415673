"""`cvparser serve` with a clock that steps; without Redis, also with the parser of the runs."""

from __future__ import annotations

from functools import partial

from tests.chaos.worker import adapters

from cvparser.entrypoints.http.app import serve
from cvparser.service import running
from cvparser.settings import load_settings

if __name__ == "__main__":
    serve(load_settings(), partial(running, **adapters()))
