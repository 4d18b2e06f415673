from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from limits.aio import strategies
from limits.aio.storage import memory as storage
from tests.servers.redis import RedisServer

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.rate_limiter import counted
from cvparser.adapters.rate_limiter import memory as adapter
from cvparser.adapters.rate_limiter.memory import MemoryRateLimiter
from cvparser.adapters.rate_limiter.redis import AWAY_S, RedisRateLimiter
from cvparser.domain.access.limits import WINDOW_S
from cvparser.domain.errors import ConfigurationError
from cvparser.ports.rate_limiter import RateLimiter
from cvparser.testing.conformance.job_repository import START
from cvparser.testing.conformance.rate_limiter import RateLimiterConformance

#: The start of a window, as the library counts them.
NOW = float(1_800_000_000 // WINDOW_S * WINDOW_S)


class TestMemoryRateLimiter(RateLimiterConformance):
    @pytest.fixture
    def advance(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
        now = SimpleNamespace(seconds=NOW)
        stopped = SimpleNamespace(time=lambda: now.seconds)
        for module in (strategies, storage, counted):
            monkeypatch.setattr(module, "time", stopped)

        def advance(seconds: float) -> None:
            now.seconds += seconds

        return advance

    @pytest.fixture
    def limiter(self, advance: Callable[[float], None]) -> RateLimiter:
        return MemoryRateLimiter()


class TestRedisRateLimiter(RateLimiterConformance):
    supports_moved_time = False

    @pytest.fixture
    async def limiter(self, redis_server: RedisServer) -> AsyncIterator[RateLimiter]:
        redis_server.client().flushdb()
        async with RedisRateLimiter(redis_server.url, clock=SystemClock()) as limiter:
            yield limiter


async def test_servers_that_share_a_redis_count_together_and_name_nobody_there(redis_server: RedisServer) -> None:
    redis_server.client().flushdb()
    async with (
        RedisRateLimiter(redis_server.url, clock=SystemClock()) as first,
        RedisRateLimiter(redis_server.url, clock=SystemClock()) as second,
    ):
        assert (await first.take("acme", "requests", most=1)).is_granted
        assert not (await second.take("acme", "requests", most=1)).is_granted

    kept = cast("list[bytes]", redis_server.client().keys("*"))
    assert kept
    assert all(key.startswith(b"cvparser:rates") and b"acme" not in key for key in kept)
    assert all(0 < redis_server.client().ttl(key) <= 2 * WINDOW_S for key in kept)


async def test_while_redis_is_away_a_server_counts_for_itself_and_says_so_once(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FrozenClock(START)
    nobody = "redis://127.0.0.1:1/0"
    async with RedisRateLimiter(nobody, clock=clock) as limiter:
        taken = [(await limiter.take("a", "requests", most=2)).is_granted for _ in range(2)]
        clock.advance(timedelta(seconds=AWAY_S))
        taken.append((await limiter.take("a", "requests", most=2)).is_granted)

    assert taken == [True, True, False]
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "Redis is away" in warnings[0].getMessage()


def test_an_address_that_is_none_of_redis_is_refused_without_being_quoted() -> None:
    with pytest.raises(ConfigurationError) as refused:
        RedisRateLimiter("http://user:hunter2@host", clock=SystemClock())

    assert "hunter2" not in str(refused.value)


async def test_many_accounts_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "MAX_COUNTS", 10)
    limiter = MemoryRateLimiter()

    for number in range(1_000):
        assert (await limiter.take(str(number), "requests", most=1)).is_granted

    assert len(limiter._storage.expirations) <= 10
