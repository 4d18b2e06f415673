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
from cvparser.domain.errors import CVParserError
from cvparser.domain.usage import TokenUsage
from cvparser.ports.clock import Clock
from cvparser.ports.model_errors import (
    AnswerEmptyError,
    AnswerError,
    AnswerForeignError,
    AnswerNotJsonError,
    AnswerSchemaError,
    ModelAwayError,
    ModelRateLimitedError,
    ModelRefusesError,
)

_log = logging.getLogger(__name__)

Read = TypeVar("Read")

#: What the next answer may do better.
_RETRIED = (AnswerEmptyError, AnswerForeignError, AnswerNotJsonError, AnswerSchemaError)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How long and how often one text is worth asking for.

    Attributes:
        attempt_s: Seconds that one call may take.
        budget_s: Seconds that all calls and the waits between them may take together.
        calls: Calls at most, repeated questions included.
        backoff_s: Longest wait before the first repetition; doubled for each further one.
        max_backoff_s: Longest wait before any.
        start_s: Seconds that finding out what the server can do may hold up the start.
        cool_down_s: Seconds without calls after the server refused the key, the account or the model.
    """

    attempt_s: float = 60.0
    budget_s: float = 180.0
    calls: int = 4
    backoff_s: float = 1.0
    max_backoff_s: float = 20.0
    start_s: float = 10.0
    cool_down_s: float = 30.0


@dataclass(slots=True, kw_only=True)
class RequestState:
    """What one text has used of its budget and what is left.

    Attributes:
        until: When the budget ends, by the clock's monotonic time.
        calls_left: Calls that may still be made.
        usage: What was used so far, failed calls included.
        failures: Calls that brought no answer.
        retries_left: Unusable answers that may still be asked for again.
    """

    until: float
    calls_left: int
    usage: TokenUsage = field(default_factory=TokenUsage)
    failures: int = 0
    retries_left: int = 1


class ChatSession:
    """Asks one server. Failures of the server are waited out with full jitter; its own `Retry-After` wins."""

    def __init__(
        self,
        *,
        client: ChatClient,
        limits: Limits,
        policy: RetryPolicy,
        clock: Clock,
        random: Random,
    ) -> None:
        self._client = client
        self._limits = limits
        self._breaker = Breaker(clock=clock, cool_down_s=policy.cool_down_s)
        self._policy = policy
        self._clock = clock
        self._random = random

    def state(self, *, retries_left: int = 1) -> RequestState:
        """Return a fresh state: the whole budget."""
        until = self._clock.monotonic() + self._policy.budget_s
        return RequestState(until=until, calls_left=self._policy.calls, retries_left=retries_left)

    def left_s(self, state: RequestState) -> float:
        """Return the seconds that are left of the budget."""
        return max(state.until - self._clock.monotonic(), 0.0)

    async def ask(
        self, body: Mapping[str, Any], *, state: RequestState, tokens: int, read: Callable[[Completion], Read]
    ) -> Read:
        """Return what `read` makes of the answer to `body`, a request of about `tokens`.

        Raises:
            AnswerError: `read` raised it, twice where a second answer could do better.
            ModelRefusesError: the server will not serve; at once, without a call when it said so lately.
            ModelAwayError: no answer within the budget, with the seconds that the server wants to be left alone.
        """
        while True:
            self._breaker.check()
            try:
                return read(await self._call(body, state, tokens))
            except ModelRefusesError as error:
                self._breaker.trip(error)
                self._note(error, state)
                raise
            except ModelAwayError as error:
                self._note(error, state)
                await self._wait(error, state)
            except AnswerError as error:
                self._note(error, state)
                if not isinstance(error, _RETRIED) or not state.retries_left or not state.calls_left:
                    raise
                state.retries_left -= 1

    async def _call(self, body: Mapping[str, Any], state: RequestState, tokens: int) -> Completion:
        async with self._limits.slot(tokens=tokens, until=state.until):
            left_s = self.left_s(state)
            state.calls_left -= 1
            state.usage += TokenUsage(calls=1)
            completion = await self._client.complete(body, timeout_s=min(self._policy.attempt_s, left_s))
        self._breaker.close()
        used = completion.usage
        state.usage += TokenUsage(prompt=used.prompt, answer=used.answer)
        if used.prompt + used.answer:
            await self._limits.budget.give_back(tokens - used.prompt - used.answer)
        return completion

    async def _wait(self, error: ModelAwayError, state: RequestState) -> None:
        """Wait before the next call, or give the text back for later when that would not fit the budget.

        Raises:
            ModelAwayError: `error`.
        """
        wait_s = error.retry_after_s
        if wait_s is None:
            ceiling = self._policy.backoff_s * 2**state.failures
            wait_s = self._random.uniform(0, min(ceiling, self._policy.max_backoff_s))
        elif isinstance(error, ModelRateLimitedError):
            await self._limits.budget.pause(wait_s)
        state.failures += 1
        if not state.calls_left or self._clock.monotonic() + wait_s >= state.until:
            raise type(error)(retry_after_s=error.retry_after_s) from None
        await self._clock.sleep(timedelta(seconds=wait_s))

    def _note(self, error: CVParserError, state: RequestState) -> None:
        _log.warning(
            "A call to the language model brought nothing: %s (%d calls left)",
            error.code,
            state.calls_left,
            extra={"code": error.code, "calls_left": state.calls_left},
        )
