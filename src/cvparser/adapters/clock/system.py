"""The clock of the machine."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from cvparser.ports.clock import Clock

#: Linux's own name of the machine's present run.
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock(Clock):
    """Tells the machine's time.

    Where the machine's present run has no name, as on macOS, each clock has a name of its own.
    """

    def __init__(self) -> None:
        self._boot = _boot() or str(uuid4())

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def since_boot(self) -> tuple[str, timedelta]:
        clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
        return self._boot, timedelta(seconds=time.clock_gettime(clock))

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(max(duration.total_seconds(), 0))


def _boot() -> str | None:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return None
