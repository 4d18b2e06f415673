"""A service or workers of which one hangs once: its event loop turns no more, while its other threads live.

`python -m tests.e2e.stuck serve|worker FILE`: who finds FILE takes it away, and hangs with the job that it has.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.composition import Adapters
from cvparser.domain.cv.document import CVDocument
from cvparser.entrypoints import worker
from cvparser.entrypoints.http.app import serve
from cvparser.entrypoints.supervisor import supervise
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser
from cvparser.service import running
from cvparser.settings import load_settings

MODULE, FILE = "tests.e2e.stuck", "STUCK_FILE"


class HangingProfileParser(ProfileParser):
    """Says that everybody is a data engineer, if it says anything."""

    @property
    def name(self) -> str:
        return "Hanging"

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        try:
            Path(os.environ[FILE]).unlink()
        except FileNotFoundError:
            return ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en")
        time.sleep(3600)  # noqa: ASYNC251 - what is tested
        raise AssertionError


if __name__ == "__main__":
    adapters: Adapters = {"parser": HangingProfileParser(), "cpu": ThreadCpuPool()}
    if FILE in os.environ:
        worker.main(**adapters)
    os.environ[FILE] = sys.argv[2]
    if sys.argv[1] == "serve":
        serve(load_settings(), partial(running, **adapters))
    else:
        supervise(load_settings(), MODULE)
