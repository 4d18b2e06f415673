"""A worker whose parser takes its time, whose clock steps, and whose process dies of poison.

Run by the supervisor of the runs; everything around the parser is what `cvparser worker` runs.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from datetime import date

from tests.chaos.clock import SteppingClock

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.composition import Adapters
from cvparser.entrypoints import worker
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser

POISON = "poison"
#: Seconds that an answer takes, unless the environment says so.
SHORTEST_S, LONGEST_S = 0.2, 1.2
ANSWER_VARIABLE = "CHAOS_ANSWER_S"


class SlowProfileParser(ProfileParser):
    """Says that everybody is a data engineer, after a while."""

    @property
    def name(self) -> str:
        return "Slow"

    async def parse(self, text: str, *, today: date) -> ParserAnswer:
        await asyncio.sleep(float(os.environ.get(ANSWER_VARIABLE) or random.uniform(SHORTEST_S, LONGEST_S)))
        if POISON in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en")


def adapters() -> Adapters:
    """Give the parser and the clock of the runs, which stand in the place of the real ones."""
    # A pool of processes takes a second to start, and these workers live for few.
    return {"parser": SlowProfileParser(), "cpu": ThreadCpuPool(), "clock": SteppingClock()}


if __name__ == "__main__":
    worker.main(**adapters())
