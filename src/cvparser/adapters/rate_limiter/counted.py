"""What is the same wherever counts are kept: the sliding window of the library `limits`."""

from __future__ import annotations

import time

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from cvparser.domain.access.limits import WINDOW_S, Allowance


class CountedRates:
    """Takes from counts in `storage`. Raises what the storage raises."""

    def __init__(self, storage: MemoryStorage | RedisStorage) -> None:
        self._window = SlidingWindowCounterRateLimiter(storage)

    async def take(self, account: str, name: str, *, most: int, amount: int) -> Allowance:
        """As `RateLimiter.take`."""
        item = RateLimitItemPerSecond(most, WINDOW_S, namespace=f"rate-{name}")
        is_granted = await self._window.hit(item, account, cost=min(amount, most))
        reset_at, remaining = await self._window.get_window_stats(item, account)
        return Allowance(
            name=name,
            most=most,
            remaining=remaining,
            # At the very start of a window the library says 0.
            reset_s=min(max(reset_at - time.time(), 0.0) or WINDOW_S, WINDOW_S),
            is_granted=is_granted,
        )
