"""Asking until there is an answer, the budget is spent, or asking again would not help."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from cvparser.adapters.profile_parser.openai.breaker import Breaker
from cvparser.adapters.profile_parser.openai.client import ChatClient
from cvparser.adapters.profile_parser.openai.completion import Completion
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.domain.errors import (
    AnswerEmptyError,
    AnswerError,
    AnswerForeignError,
    AnswerNotJsonError,
    AnswerSchemaError,
    CVParserError,
    ModelAwayError,
    ModelRateLimitedError,
    ModelRefusesError,
)
from cvparser.domain.usage import TokenUsage
from cvparser.ports.clock import Clock

_log = logging.getLogger(__name__)

Read = TypeVar("Read")

#: What the next answer may do better.
_CHANCE = (AnswerEmptyError, AnswerForeignError, AnswerNotJsonError, AnswerSchemaError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long and how often one text is worth asking for.

    Attributes:
        attempt_s: Seconds that one call may take.
        budget_s: Seconds that all calls and the waits between them may take together.
        calls: Calls at most, repeated questions included.
        backoff_s: Longest wait before the first repetition; doubled for each further one.
        longest_backoff_s: Longest wait before any.
        start_s: Seconds that finding out what the server can do may hold up the start.
        cool_down_s: Seconds without calls after the server refused the key, the account or the model.
    """

    attempt_s: float = 60.0
    budget_s: float = 180.0
    calls: int = 4
    backoff_s: float = 1.0
    longest_backoff_s: float = 20.0
    start_s: float = 10.0
    cool_down_s: float = 30.0


@dataclass(slots=True, kw_only=True)
class Errand:
    """What is left of the patience with one text.

    Attributes:
        until: When the budget ends, by the clock's monotonic time.
        calls_left: Calls that may still be made.
        usage: What was used so far, failed calls included.
        failures: Calls that brought no answer.
        chances: Unusable answers that may still be asked for again.
    """

    until: float
    calls_left: int
    usage: TokenUsage = field(default_factory=TokenUsage)
    failures: int = 0
    chances: int = 1


class Asker:
    """Asks one server. Failures of the server are waited out with full jitter; its own `Retry-After` wins."""

    def __init__(
        self,
        *,
        client: ChatClient,
        limits: Limits,
        patience: Patience,
        clock: Clock,
        random: Random,
    ) -> None:
        self._client = client
        self._limits = limits
        self._breaker = Breaker(clock=clock, cool_down_s=patience.cool_down_s)
        self._patience = patience
        self._clock = clock
        self._random = random

    def errand(self, *, chances: int = 1) -> Errand:
        """Give a fresh errand: the whole patience."""
        until = self._clock.monotonic() + self._patience.budget_s
        return Errand(until=until, calls_left=self._patience.calls, chances=chances)

    def left_s(self, errand: Errand) -> float:
        """Return the seconds that are left of the budget."""
        return max(errand.until - self._clock.monotonic(), 0.0)

    async def ask(
        self, body: Mapping[str, Any], *, errand: Errand, tokens: int, read: Callable[[Completion], Read]
    ) -> Read:
        """Give what `read` makes of the answer to `body`, a request of about `tokens`.

        Raises:
            AnswerError: `read` raised it, twice where a second answer could do better.
            ModelRefusesError: the server will not serve; at once, without a call when it said so lately.
            ModelAwayError: no answer within the patience, with the seconds that the server wants to be left alone.
        """
        while True:
            self._breaker.check()
            try:
                return read(await self._call(body, errand, tokens))
            except ModelRefusesError as error:
                self._breaker.trip(error)
                self._note(error, errand)
                raise
            except ModelAwayError as error:
                self._note(error, errand)
                await self._wait(error, errand)
            except AnswerError as error:
                self._note(error, errand)
                if not isinstance(error, _CHANCE) or not errand.chances or not errand.calls_left:
                    raise
                errand.chances -= 1

    async def _call(self, body: Mapping[str, Any], errand: Errand, tokens: int) -> Completion:
        async with self._limits.place(tokens=tokens, until=errand.until):
            left_s = self.left_s(errand)
            errand.calls_left -= 1
            errand.usage += TokenUsage(calls=1)
            completion = await self._client.complete(body, timeout_s=min(self._patience.attempt_s, left_s))
        self._breaker.close()
        used = completion.usage
        errand.usage += TokenUsage(prompt=used.prompt, answer=used.answer)
        if used.prompt + used.answer:
            await self._limits.budget.give_back(tokens - used.prompt - used.answer)
        return completion

    async def _wait(self, error: ModelAwayError, errand: Errand) -> None:
        """Wait before the next call, or give the text back for later when that would not fit the patience.

        Raises:
            ModelAwayError: `error`.
        """
        wait_s = error.retry_after_s
        if wait_s is None:
            ceiling = self._patience.backoff_s * 2**errand.failures
            wait_s = self._random.uniform(0, min(ceiling, self._patience.longest_backoff_s))
        elif isinstance(error, ModelRateLimitedError):
            await self._limits.budget.pause(wait_s)
        errand.failures += 1
        if not errand.calls_left or self._clock.monotonic() + wait_s >= errand.until:
            raise type(error)(retry_after_s=error.retry_after_s) from None
        await self._clock.sleep(timedelta(seconds=wait_s))

    def _note(self, error: CVParserError, errand: Errand) -> None:
        _log.warning(
            "A call to the language model brought nothing: %s (%d calls left)",
            error.code,
            errand.calls_left,
            extra={"code": error.code, "calls_left": errand.calls_left},
        )
