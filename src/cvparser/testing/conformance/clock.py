"""The promises of `cvparser.ports.clock`."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta

import pytest

from cvparser.ports.clock import Clock
from cvparser.testing.conformance import Conformance


class ClockConformance(Conformance):
    """Subclass and give your clock in the fixture `clock`."""

    @pytest.fixture
    def clock(self) -> Clock:
        message = "Give your adapter in a fixture named 'clock'."
        raise NotImplementedError(message)

    async def test_now_is_aware_and_in_utc(self, clock: Clock) -> None:
        assert clock.now().tzinfo is UTC

    async def test_monotonic_never_runs_backwards(self, clock: Clock) -> None:
        readings = [clock.monotonic() for _ in range(100)]

        assert readings == sorted(readings)

    async def test_the_time_since_boot_never_runs_backwards_and_its_name_stays(self, clock: Clock) -> None:
        readings = [clock.since_boot() for _ in range(100)]

        assert [passed for _, passed in readings] == sorted(passed for _, passed in readings)
        assert {name for name, _ in readings} == {clock.since_boot()[0]}

    @pytest.mark.parametrize("duration", [timedelta(0), timedelta(seconds=-1)], ids=str)
    async def test_sleeping_for_nothing_returns_at_once(self, clock: Clock, duration: timedelta) -> None:
        await asyncio.wait_for(clock.sleep(duration), 5)

    async def test_a_sleeper_can_be_cancelled(self, clock: Clock) -> None:
        sleeper = asyncio.create_task(clock.sleep(timedelta(days=1)))
        await asyncio.sleep(0)

        sleeper.cancel()

        with pytest.raises(asyncio.CancelledError):
            await sleeper
