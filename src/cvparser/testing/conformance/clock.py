"""The promises of `cvparser.ports.clock`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

import pytest

from cvparser.ports.clock import Clock
from cvparser.testing.conformance import Conformance

#: Lets a time pass on the clock.
Passes = Callable[[timedelta], Awaitable[None]]

#: A time that is waited for in tests, and what a busy machine may add to it.
SOME, MORE = timedelta(milliseconds=60), timedelta(seconds=20)


class ClockConformance(Conformance):
    """Subclass and give your clock in the fixture `clock`; where its time is not the world's, `passes` too."""

    @pytest.fixture
    def clock(self) -> Clock:
        message = "Give your adapter in a fixture named 'clock'."
        raise NotImplementedError(message)

    @pytest.fixture
    def passes(self) -> Passes:
        return _really_passes

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

    async def test_every_reading_moves_by_the_time_that_passes(self, clock: Clock, passes: Passes) -> None:
        # Three times: what is cut to larger units moves rarely, and then by too much.
        for _ in range(3):
            now, passed, (_, since) = clock.now(), clock.monotonic(), clock.since_boot()

            await passes(SOME)

            moved = [
                clock.now() - now,
                timedelta(seconds=clock.monotonic() - passed),
                clock.since_boot()[1] - since,
            ]
            # Clocks are read one after the other, and some tick only every few milliseconds.
            assert all(SOME * 0.75 <= each <= SOME + MORE for each in moved)

    async def test_readings_have_their_types(self, clock: Clock) -> None:
        name, passed = clock.since_boot()

        assert isinstance(clock.monotonic(), float)
        assert isinstance(name, str)
        assert name
        assert passed >= timedelta(0)

    async def test_a_sleeper_wakes_when_its_time_has_passed_and_not_before(self, clock: Clock, passes: Passes) -> None:
        long, short = (asyncio.create_task(clock.sleep(each)) for each in (SOME * 1_000, SOME / 2))
        await asyncio.sleep(0.01)
        assert not long.done()

        await passes(SOME)

        await asyncio.wait_for(short, MORE.total_seconds())
        assert not long.done()
        long.cancel()
        await asyncio.gather(long, return_exceptions=True)

    async def test_others_run_while_somebody_sleeps(self, clock: Clock) -> None:
        sleeper = asyncio.create_task(clock.sleep(timedelta(days=1)))
        for _ in range(3):
            await asyncio.sleep(0)

        assert not sleeper.done()
        sleeper.cancel()
        await asyncio.gather(sleeper, return_exceptions=True)

    async def test_cancelling_one_sleeper_wakes_no_other(self, clock: Clock) -> None:
        one, other = (asyncio.create_task(clock.sleep(timedelta(days=1))) for _ in range(2))
        await asyncio.sleep(0.01)
        one.cancel()
        await asyncio.gather(one, return_exceptions=True)
        await asyncio.sleep(0)

        assert not other.done()
        other.cancel()
        with pytest.raises(asyncio.CancelledError):
            await other

    async def test_threads_and_their_event_loops_may_ask_at_once(self, clock: Clock) -> None:
        def ask() -> bool:
            asyncio.run(clock.sleep(timedelta(0)))
            readings = [clock.monotonic() for _ in range(200)]
            return readings == sorted(readings) and clock.now().tzinfo is UTC

        waiting = asyncio.create_task(clock.sleep(timedelta(days=1)))
        await asyncio.sleep(0)

        assert await asyncio.gather(*(asyncio.to_thread(ask) for _ in range(4))) == [True] * 4
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


async def _really_passes(duration: timedelta) -> None:
    await asyncio.sleep(duration.total_seconds())
