"""Requests and tokens a minute, and the pause that a server asked for."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from cvparser.adapters.profile_parser.openai.headers import Allowance, ServerLimits
from cvparser.ports.clock import Clock

_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What became of asking for budget.

    Attributes:
        wait_s: Seconds after which there may be budget; 0 when it was taken.
        is_paused: Whether the server asked for a pause that is not over.
    """

    wait_s: float = 0.0
    is_paused: bool = False


class Budget(Protocol):
    """A budget a minute that refills evenly, corrected by what the server says. Safe for concurrent tasks."""

    @abstractmethod
    async def take(self, tokens: int) -> Turn:
        """Take budget for one request of about `tokens`, or nothing.

        What is larger than a minute's budget takes all of it.
        """

    @abstractmethod
    async def give_back(self, tokens: int) -> None:
        """Return `tokens` that were taken and not used; negative: used beyond what was taken."""

    @abstractmethod
    async def pause(self, seconds: float) -> None:
        """Grant no budget for `seconds`, as the server asked."""

    @abstractmethod
    async def learn(self, limits: ServerLimits) -> None:
        """Take over what the server says of its limits; it counts other clients too."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close what is open; it opens again when it is needed."""


class LocalBudget(Budget):
    """The budget of one process.

    Args:
        clock: The time.
        requests_per_minute: Requests begun a minute at most; None leaves it to the server.
        tokens_per_minute: Tokens sent and answered a minute at most; None leaves it to the server.
    """

    def __init__(
        self, *, clock: Clock, requests_per_minute: int | None = None, tokens_per_minute: int | None = None
    ) -> None:
        self._clock = clock
        now = clock.monotonic()
        self._requests = _Bucket(requests_per_minute, now)
        self._tokens = _Bucket(tokens_per_minute, now)
        self._paused_until = now

    async def take(self, tokens: int) -> Turn:
        now = self._clock.monotonic()
        pause_s = self._paused_until - now
        wait_s = max(pause_s, self._requests.wait_s(1, now), self._tokens.wait_s(tokens, now))
        if wait_s > 0:
            return Turn(wait_s=wait_s, is_paused=pause_s > 0)
        self._requests.take(1, now)
        self._tokens.take(tokens, now)
        return Turn()

    async def give_back(self, tokens: int) -> None:
        self._tokens.give_back(tokens)

    async def pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    async def learn(self, limits: ServerLimits) -> None:
        now = self._clock.monotonic()
        self._requests.learn(limits.requests, now)
        self._tokens.learn(limits.tokens, now)

    async def aclose(self) -> None:
        return None


class _Bucket:
    """A budget that refills evenly: so much a minute, a minute's worth at most. No limit: never a wait."""

    def __init__(self, most: float | None, now: float) -> None:
        self._most = most
        self._per_minute = most
        self._level = most or 0.0
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
            limit = min(allowance.limit, self._most or allowance.limit)
            level = limit if self._per_minute is None else self._filled(now)
            self._per_minute, self._level, self._filled_at = limit, min(level, limit), now
        if allowance.remaining is not None and self._per_minute is not None:
            self._level, self._filled_at = min(self._filled(now), allowance.remaining), now

    def _filled(self, now: float) -> float:
        per_minute = self._per_minute or 0.0
        return min(per_minute, self._level + (now - self._filled_at) / _MINUTE_S * per_minute)
