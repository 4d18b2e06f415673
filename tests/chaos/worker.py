"""A worker whose parser takes its time, or too much of it, whose clock steps, and whose process dies of poison.

Run by the supervisor of the runs; everything around the parser is what `cvparser worker` runs.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from datetime import date
from types import TracebackType
from typing import Self

from tests.chaos.clock import SteppingClock
from tests.chaos.endless import never_ending

from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.composition import Adapters
from cvparser.domain.cv.document import CVDocument
from cvparser.entrypoints import worker
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser
from cvparser.settings import load_settings

#: A text with this word ends the process that works on it.
POISON = "poison"
#: A text with this word takes more of the processor than any text may.
SLOW = "slow"
#: Seconds that an answer takes, unless the environment says so.
SHORTEST_S, LONGEST_S = 0.2, 1.2
ANSWER_VARIABLE = "CHAOS_ANSWER_S"


class SlowProfileParser(ProfileParser):
    """Says that everybody is a data engineer, after a while; it works on slow texts in `pool`."""

    def __init__(self, pool: ProcessCpuPool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.__aexit__(kind, error, trace)

    @property
    def name(self) -> str:
        return "Slow"

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        await asyncio.sleep(float(os.environ.get(ANSWER_VARIABLE) or random.uniform(SHORTEST_S, LONGEST_S)))
        if POISON in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if SLOW in document.text:
            await self._pool.run(never_ending)
        return ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en")


def adapters() -> Adapters:
    """Return the parser and the clock of the runs, which stand in the place of the real ones."""
    pool = ProcessCpuPool(processes=2, timeout_s=load_settings().cpu_timeout_s, memory_bytes=2**30)
    # A pool of processes takes a second to start, and these workers live for few: it is there for slow texts alone.
    return {"parser": SlowProfileParser(pool), "cpu": ThreadCpuPool(), "clock": SteppingClock()}


if __name__ == "__main__":
    worker.main(**adapters())
