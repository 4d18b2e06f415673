"""How many requests and tokens this process sends: places, and budgets a minute that the server corrects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from cvparser.adapters.profile_parser.openai.headers import Allowance, ServerLimits
from cvparser.domain.errors import ModelAwayError, ModelBusyError, ModelRateLimitedError
from cvparser.ports.clock import Clock

_MINUTE_S = 60.0


class LocalLimits:
    """The limits of one process. Who waits is served in the order of asking.

    Args:
        clock: The time.
        concurrency: Requests under way at once.
        requests_per_minute: Requests begun a minute; None until the server names a limit.
        tokens_per_minute: Tokens sent and answered a minute; None until the server names a limit.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        concurrency: int = 64,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
    ) -> None:
        self._clock = clock
        self.concurrency = concurrency
        self._places = asyncio.Semaphore(concurrency)
        self._turn = asyncio.Lock()
        now = clock.monotonic()
        self._requests = _Bucket(requests_per_minute, now)
        self._tokens = _Bucket(tokens_per_minute, now)
        self._paused_until = now
        #: Who waits for a place or for room, now.
        self.waiting = 0

    @asynccontextmanager
    async def place(self, *, tokens: int, until: float) -> AsyncIterator[None]:
        """Wait for a place and for room for one request of about `tokens`, at most until the clock says `until`.

        Raises:
            ModelRateLimitedError: the server asked for a longer pause; at once.
            ModelBusyError: no place in time.
        """
        self.waiting += 1
        try:
            async with asyncio.timeout(max(until - self._clock.monotonic(), 0)):
                await self._places.acquire()
        except TimeoutError:
            raise ModelBusyError(retry_after_s=self._wait_s(tokens)) from None
        finally:
            self.waiting -= 1
        try:
            await self._admit(tokens, until)
            yield
        finally:
            self._places.release()

    def pause(self, seconds: float) -> None:
        """Begin no request for `seconds`, as the server asked."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    def learn(self, limits: ServerLimits) -> None:
        """Take over what the server says of its limits; it counts other clients too."""
        now = self._clock.monotonic()
        self._requests.learn(limits.requests, now)
        self._tokens.learn(limits.tokens, now)

    def settle(self, *, reserved: int, used: int) -> None:
        """Give back, or take, the difference between the tokens reserved for a request and those it used."""
        self._tokens.give_back(reserved - used)

    async def _admit(self, tokens: int, until: float) -> None:
        self.waiting += 1
        try:
            async with self._turn:
                while (wait_s := self._wait_s(tokens)) > 0:
                    if self._clock.monotonic() + wait_s > until:
                        raise self._away(wait_s)
                    await self._clock.sleep(timedelta(seconds=wait_s))
                now = self._clock.monotonic()
                self._requests.take(1, now)
                self._tokens.take(tokens, now)
        finally:
            self.waiting -= 1

    def _wait_s(self, tokens: int) -> float:
        now = self._clock.monotonic()
        return max(self._paused_until - now, self._requests.wait_s(1, now), self._tokens.wait_s(tokens, now))

    def _away(self, wait_s: float) -> ModelAwayError:
        if self._paused_until > self._clock.monotonic():
            return ModelRateLimitedError(retry_after_s=wait_s)
        return ModelBusyError(retry_after_s=wait_s)


class _Bucket:
    """A budget that refills evenly: so much a minute, a minute's worth at most. No limit: always room."""

    def __init__(self, per_minute: float | None, now: float) -> None:
        self._per_minute = per_minute
        self._level = per_minute or 0.0
        self._filled_at = now

    def wait_s(self, amount: float, now: float) -> float:
        if self._per_minute is None:
            return 0.0
        missing = min(amount, self._per_minute) - self._filled(now)
        # A hair more than needed, so that rounding does not make the waiter wait again for nothing.
        return missing / self._per_minute * _MINUTE_S + 0.001 if missing > 0 else 0.0

    def take(self, amount: float, now: float) -> None:
        if self._per_minute is not None:
            self._level = self._filled(now) - amount
            self._filled_at = now

    def give_back(self, amount: float) -> None:
        if self._per_minute is not None:
            self._level = min(self._per_minute, self._level + amount)

    def learn(self, allowance: Allowance, now: float) -> None:
        if allowance.limit:
            level = allowance.limit if self._per_minute is None else self._filled(now)
            self._per_minute, self._level, self._filled_at = allowance.limit, min(level, allowance.limit), now
        if allowance.remaining is not None and self._per_minute is not None:
            self._level, self._filled_at = min(self._filled(now), allowance.remaining), now

    def _filled(self, now: float) -> float:
        per_minute = self._per_minute or 0.0
        return min(per_minute, self._level + (now - self._filled_at) / _MINUTE_S * per_minute)
