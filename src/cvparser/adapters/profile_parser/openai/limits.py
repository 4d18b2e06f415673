"""How many requests this process sends: slots, and a budget a minute."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from cvparser.adapters.profile_parser.openai.budget import Budget, LocalBudget, Turn
from cvparser.ports.clock import Clock
from cvparser.ports.model_errors import ModelAwayError, ModelBusyError, ModelRateLimitedError


class Limits:
    """The limits of one process, of a budget that it may share. Who waits is served in the order of asking.

    Args:
        clock: The time.
        concurrency: Requests under way at once.
        budget: Requests and tokens a minute; without one what the server's headers say.

    Attributes:
        concurrency: As given.
        budget: As given.
        waiting: Who waits for a slot or for budget, now.
    """

    def __init__(self, *, clock: Clock, concurrency: int = 64, budget: Budget | None = None) -> None:
        self._clock = clock
        self.concurrency = concurrency
        self.budget = budget or LocalBudget(clock=clock)
        self._places = asyncio.Semaphore(concurrency)
        self._turn = asyncio.Lock()
        self.waiting = 0

    @asynccontextmanager
    async def slot(self, *, tokens: int, until: float) -> AsyncIterator[None]:
        """Wait for a slot and for budget for one request of about `tokens`, at most until the clock says `until`.

        Raises:
            ModelRateLimitedError: the server asked for a longer pause; at once.
            ModelBusyError: no slot in time.
        """
        self.waiting += 1
        try:
            async with asyncio.timeout(max(until - self._clock.monotonic(), 0)):
                await self._places.acquire()
        except TimeoutError:
            raise ModelBusyError from None
        finally:
            self.waiting -= 1
        try:
            await self._filter(tokens, until)
            yield
        finally:
            self._places.release()

    async def _filter(self, tokens: int, until: float) -> None:
        self.waiting += 1
        try:
            async with self._turn:
                while (turn := await self.budget.take(tokens)).wait_s > 0:
                    if self._clock.monotonic() + turn.wait_s > until:
                        raise _away(turn)
                    await self._clock.sleep(timedelta(seconds=turn.wait_s))
        finally:
            self.waiting -= 1


def _away(turn: Turn) -> ModelAwayError:
    kind = ModelRateLimitedError if turn.is_paused else ModelBusyError
    return kind(retry_after_s=turn.wait_s)
