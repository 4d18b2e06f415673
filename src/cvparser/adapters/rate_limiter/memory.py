"""Rates counted in this process."""

from __future__ import annotations

from limits.aio.storage import MemoryStorage

from cvparser.adapters.rate_limiter.counted import CountedRates
from cvparser.domain.access.limits import Allowance
from cvparser.ports.rate_limiter import RateLimiter

#: Counts that are kept; with one more all begin anew. The library looks at each of them at every request.
MAX_COUNTS = 3_000


class MemoryRateLimiter(RateLimiter):
    """For one server. Many addresses cannot fill the memory: whoever comes with that many begins anew with all."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._rates = CountedRates(self._storage)

    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        if len(self._storage.expirations) >= MAX_COUNTS:
            await self._storage.reset()
        return await self._rates.take(account, name, most=most, amount=amount)
