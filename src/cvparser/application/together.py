"""What is asked for at the same moment, asked for in one call."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Together(Generic[Question, Answer]):
    """Asks what waits in one call; what comes while a call is under way waits for the next. Of one event loop.

    Nothing waits for company: a question that comes alone is asked alone, at once.

    Args:
        ask: Returns the answers to some questions, in their order. What it raises, each that asked is told.
        most: Questions of one call: bounds how long the first of them waits for the last.
        unwanted: Given an answer when whoever asked was cancelled meanwhile.
    """

    def __init__(
        self,
        ask: Callable[[Sequence[Question]], Awaitable[Sequence[Answer]]],
        *,
        most: int,
        unwanted: Callable[[Answer], Awaitable[None]] | None = None,
    ) -> None:
        self._ask = ask
        self._most = most
        self._unwanted = unwanted
        self._waiting: deque[tuple[Question, asyncio.Future[Answer]]] = deque()
        self._asking: asyncio.Task[None] | None = None

    async def __call__(self, question: Question) -> Answer:
        """Return the answer to `question`; cancelled before it is asked for, it is not."""
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answered))
        if self._asking is None or self._asking.done():
            # Nobody's: neither the cancelling nor the deadline of who came first holds for the others.
            self._asking = asyncio.create_task(self._ask_all(), name="together", context=Context())
        try:
            return await answered
        except asyncio.CancelledError:
            has_answer = answered.done() and not answered.cancelled() and answered.exception() is None
            if self._unwanted is not None and has_answer:
                # It came in the same moment.
                await asyncio.shield(self._unwanted(answered.result()))
            raise

    async def _ask_all(self) -> None:
        asked: list[tuple[Question, asyncio.Future[Answer]]] = []
        try:
            while self._waiting:
                asked = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
                await self._settle([each for each in asked if not each[1].done()])
        except asyncio.CancelledError:
            # The loop ends: nobody else would answer.
            for _, answered in (*asked, *self._waiting):
                answered.cancel()
            self._waiting.clear()
            raise

    async def _settle(self, asked: Sequence[tuple[Question, asyncio.Future[Answer]]]) -> None:
        if not asked:
            return
        try:
            told = await self._ask([question for question, _ in asked])
            answers = list(zip((answered for _, answered in asked), told, strict=True))
        except Exception as error:  # noqa: BLE001 - it is raised where the question came from
            for _, answered in asked:
                if not answered.done():
                    answered.set_exception(error)
            return
        unwanted = []
        for answered, answer in answers:
            if answered.done():
                unwanted.append(answer)
            else:
                answered.set_result(answer)
        if self._unwanted is not None:
            await asyncio.gather(*map(self._unwanted, unwanted), return_exceptions=True)
