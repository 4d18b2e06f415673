"""A worker whose parser takes its time, whose clock steps, and whose process dies of poison.

Run by the supervisor of the runs; everything around the parser is what `cvparser worker` runs.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from datetime import date

from dependency_injector import providers
from tests.chaos.clock import SteppingClock

from cvparser.container import Container
from cvparser.domain.cv.document import CVDocument
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

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        await asyncio.sleep(float(os.environ.get(ANSWER_VARIABLE) or random.uniform(SHORTEST_S, LONGEST_S)))
        if POISON in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en")


def prepare() -> None:
    """Put the parser and the clock of the runs in the place of the real ones."""
    Container.offline.override(providers.Singleton(SlowProfileParser))
    # A pool of processes takes a second to start, and these workers live for few.
    Container.cpu.override(Container.threads)
    Container.clock.override(providers.Singleton(SteppingClock))


if __name__ == "__main__":
    prepare()
    worker.main()
