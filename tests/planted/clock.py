"""Clocks with one fault each."""

from __future__ import annotations

import asyncio
import itertools
import time
from datetime import UTC, datetime, timedelta, timezone

from tests.planted.catalogue import Catalogue, faults

from cvparser.adapters.clock.system import SystemClock
from cvparser.testing.conformance.clock import ClockConformance


class IsNaive(SystemClock):
    def now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None)


class IsElsewhere(SystemClock):
    def now(self) -> datetime:
        return datetime.now(timezone(timedelta(hours=3)))


class StandsStill(SystemClock):
    def now(self) -> datetime:
        return datetime(2026, 1, 16, tzinfo=UTC)


class CutsToMinutes(SystemClock):
    def now(self) -> datetime:
        return super().now().replace(second=0, microsecond=0)


class RunsTwiceAsFast(SystemClock):
    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() * 1_000 % 1e10, UTC)


class CountsMilliseconds(SystemClock):
    def monotonic(self) -> float:
        return time.monotonic() * 1_000


class CountsWholeMinutes(SystemClock):
    def monotonic(self) -> float:
        return time.monotonic() // 60 * 60


class CountsProcessorTime(SystemClock):
    def monotonic(self) -> float:
        return time.process_time()


class RunsBackwards(SystemClock):
    def monotonic(self) -> float:
        return -time.monotonic()


class Jumps(SystemClock):
    jumps = itertools.cycle([0.0, 0.5])

    def monotonic(self) -> float:
        return time.monotonic() + next(self.jumps)


class BootsEachTime(SystemClock):
    numbers = itertools.count()

    def since_boot(self) -> tuple[str, timedelta]:
        return str(next(self.numbers)), super().since_boot()[1]


class HasNoName(SystemClock):
    def since_boot(self) -> tuple[str, timedelta]:
        return "", super().since_boot()[1]


class BootsInTheFuture(SystemClock):
    def since_boot(self) -> tuple[str, timedelta]:
        return "boot", super().since_boot()[1] - timedelta(days=100_000)


class BootsJustNow(SystemClock):
    def since_boot(self) -> tuple[str, timedelta]:
        return "boot", timedelta(0)


class BootRunsBackwards(SystemClock):
    def since_boot(self) -> tuple[str, timedelta]:
        return "boot", timedelta(days=100_000) - super().since_boot()[1]


class CountsBootInSeconds(SystemClock):
    def since_boot(self) -> tuple[str, timedelta]:
        return "boot", super().since_boot()[1].total_seconds()  # type: ignore[return-value]


class NeverSleeps(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(0)


class SleepsAThousandTimesTooLong(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        await super().sleep(duration * 1_000)


class SleepsInWholeSeconds(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(duration.seconds)


class LooksAtSecondsAlone(SystemClock):
    """Of a day nothing is left."""

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(max(duration.seconds + duration.microseconds / 1e6, 0) if duration.days >= 0 else 0)


class BlocksTheLoop(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        time.sleep(min(max(duration.total_seconds(), 0), 0.1))


class RefusesToSleepForLessThanNothing(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        if duration < timedelta(0):
            raise ValueError("negative")
        await super().sleep(duration)


class SleepsForTheSizeOfIt(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        await super().sleep(abs(duration) * 1_000 if duration < timedelta(0) else duration)


class HidesThatItWasCancelled(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        try:
            await super().sleep(duration)
        except asyncio.CancelledError:
            return


class CannotBeCancelled(SystemClock):
    async def sleep(self, duration: timedelta) -> None:
        await asyncio.gather(asyncio.shield(asyncio.sleep(min(duration.total_seconds(), 0.05))), return_exceptions=True)


class WakesEverybodyWithTheFirst(SystemClock):
    sleeping: asyncio.Future[None] | None = None

    async def sleep(self, duration: timedelta) -> None:
        if duration <= timedelta(0):
            return
        if self.sleeping is None or self.sleeping.done():
            self.sleeping = asyncio.ensure_future(asyncio.sleep(duration.total_seconds()))
        await self.sleeping


class BelongsToOneLoop(SystemClock):
    lock: asyncio.Event | None = None

    async def sleep(self, duration: timedelta) -> None:
        if self.lock is None:
            self.lock = asyncio.Event()
            self.loop = asyncio.get_running_loop()
        if asyncio.get_running_loop() is not self.loop:
            raise RuntimeError("bound to a different event loop")
        await super().sleep(duration)


CATALOGUES = {
    "": Catalogue(
        suite=ClockConformance,
        fixtures=lambda make: {"clock": make()},
        sound=SystemClock,
        faults=faults(globals(), SystemClock),
    )
}
