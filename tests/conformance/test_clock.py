from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.clock.system import SystemClock
from cvparser.testing.conformance.clock import ClockConformance, Passes


class TestSystemClock(ClockConformance):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()


class TestFrozenClock(ClockConformance):
    @pytest.fixture
    def clock(self) -> FrozenClock:
        return FrozenClock(datetime(2026, 1, 16, tzinfo=UTC))

    @pytest.fixture
    def passes(self, clock: FrozenClock) -> Passes:
        async def passes(duration: timedelta) -> None:
            clock.advance(duration)

        return passes

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

    async def test_setting_it_lets_no_time_pass(self, clock: FrozenClock) -> None:
        before, passed, boot = clock.now(), clock.monotonic(), clock.since_boot()

        clock.step(timedelta(minutes=-20))

        assert clock.now() == before - timedelta(minutes=20)
        assert (clock.monotonic(), clock.since_boot()) == (passed, boot)

    async def test_a_reboot_is_another_run_that_begins_at_nothing(self, clock: FrozenClock) -> None:
        clock.advance(timedelta(hours=1))
        boot, _ = clock.since_boot()

        clock.reboot()

        again, passed = clock.since_boot()
        assert again != boot
        assert passed == timedelta(0)


def test_the_machine_has_one_name_for_its_run_where_it_has_any() -> None:
    (first, _), (second, _) = SystemClock().since_boot(), SystemClock().since_boot()

    assert (first == second) == Path("/proc/sys/kernel/random/boot_id").exists()
