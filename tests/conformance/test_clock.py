from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.clock.system import SystemClock
from cvparser.testing.conformance.clock import ClockConformance


class TestSystemClock(ClockConformance):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()


class TestFrozenClock(ClockConformance):
    @pytest.fixture
    def clock(self) -> FrozenClock:
        return FrozenClock(datetime(2026, 1, 16, tzinfo=UTC))

    async def test_sleepers_wake_in_order_when_their_time_has_come(self, clock: FrozenClock) -> None:
        woken: list[int] = []

        async def sleep(seconds: int) -> None:
            await clock.sleep(timedelta(seconds=seconds))
            woken.append(seconds)

        sleepers = [asyncio.create_task(sleep(seconds)) for seconds in (3, 1, 2)]
        await asyncio.sleep(0)

        clock.advance(timedelta(seconds=2))
        await asyncio.sleep(0)
        assert woken == [1, 2]

        clock.advance(timedelta(seconds=1))
        await asyncio.gather(*sleepers)
        assert woken == [1, 2, 3]
