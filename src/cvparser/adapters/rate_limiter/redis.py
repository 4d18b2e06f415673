"""Rates counted in Redis, for all servers together: numbers, and digests of whom they are of."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from hashlib import sha256
from types import TracebackType
from typing import Self

from limits.aio.storage import RedisStorage
from redis.asyncio import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from cvparser.adapters.rate_limiter.counted import CountedRates
from cvparser.adapters.rate_limiter.memory import MemoryRateLimiter
from cvparser.domain.access.limits import Allowance
from cvparser.domain.errors import ConfigurationError
from cvparser.ports.clock import Clock
from cvparser.ports.rate_limiter import RateLimiter

_log = logging.getLogger(__name__)

#: Seconds that Redis may take for a connection and for an answer, and one of ours may wait for both in all.
PATIENCE_S, CALL_S = 0.5, 1.0
#: Seconds without asking a Redis that did not answer.
AWAY_S = 5.0
_CONNECTIONS = 16
_PREFIX = "cvparser:rates"


class RedisRateLimiter(RateLimiter):
    """Counts at `url`, such as `redis://127.0.0.1:6379/0`. While Redis is away each process counts for itself.

    That is logged once an outage. See docs/decisions/0023.

    Raises:
        ConfigurationError: `url` is none of Redis's.
    """

    def __init__(self, url: str, *, clock: Clock) -> None:
        try:
            self._pool = BlockingConnectionPool.from_url(
                url,
                max_connections=_CONNECTIONS,
                timeout=CALL_S,
                socket_timeout=PATIENCE_S,
                socket_connect_timeout=PATIENCE_S,
                # Once: of a server that was started anew every kept connection is broken.
                retry=Retry(NoBackoff(), 1),
            )
        except ValueError:
            # Without its cause: it can quote the URL, and that the password.
            raise ConfigurationError("CVPARSER_REDIS_URL must have the form redis://host:6379/0.") from None
        # The pool has the address; a URL would be read a second time, less exactly.
        self._rates = CountedRates(
            RedisStorage(
                "redis://",
                implementation="redispy",
                key_prefix=_PREFIX,
                connection_pool=self._pool,  # type: ignore[arg-type]  # the library's own documentation has it so
            )
        )
        self._own = MemoryRateLimiter()
        self._clock = clock
        self._away_until: float | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(CALL_S):
                await self._pool.disconnect()

    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        if self._away_until is None or self._clock.monotonic() >= self._away_until:
            try:
                async with asyncio.timeout(CALL_S):
                    taken = await self._rates.take(_digest(account), name, most=most, amount=amount)
            except (RedisError, OSError) as error:
                if self._away_until is None:
                    _log.warning("[LIMITS] Counted a server for now: Redis is away (%s)", type(error).__name__)
                self._away_until = self._clock.monotonic() + AWAY_S
            else:
                if self._away_until is not None:
                    _log.info("[LIMITS] Counted for all servers together again")
                    self._away_until = None
                return taken
        return await self._own.take(account, name, most=most, amount=amount)


def _digest(account: str) -> str:
    return sha256(account.encode()).hexdigest()[:32]
