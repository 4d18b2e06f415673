"""A clock that steps when the runs say so: in each process its own way, up to twenty minutes forward or back."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta
from pathlib import Path

from cvparser.adapters.clock.system import SystemClock

#: Names the file whose content changes with each step.
VARIABLE = "CHAOS_CLOCK"
FARTHEST = timedelta(minutes=20)


class SteppingClock(SystemClock):
    """The machine's clock, off by what the file and this process's id make of it."""

    def now(self) -> datetime:
        step = Path(os.environ[VARIABLE]).read_text(encoding="ascii")
        return super().now() + FARTHEST * random.Random(f"{step} {os.getpid()}").uniform(-1, 1)
