"""Tell receivers of webhooks which jobs have ended."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

from cvparser.application.log_and_continue import log_and_continue
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.webhook import BACKOFF, Backoff, DeliveryState, message_of
from cvparser.ports.clock import Clock
from cvparser.ports.metrics import Metrics
from cvparser.ports.webhook_repository import ClaimedDelivery, WebhookRepository
from cvparser.ports.webhook_sender import WebhookSender

_log = logging.getLogger(__name__)

#: How long a claim holds: longer than a call and what is waited to keep its end.
LEASE: Final = timedelta(minutes=1)
#: Between two looks while nothing is due.
PAUSE: Final = timedelta(seconds=1)
#: Tries to keep how a call ended, while the store is away.
KEEPS: Final = 20
#: Seconds in which calls may end when a process stops: what they were answered is not asked for again.
STOP_S: Final = 1.0
#: Calls of one host at once in a process: one that hangs holds up no other.
PER_HOST: Final = 8


class DeliverWebhooks:
    """Claims what is due, calls, keeps how it ended. Any number of processes do this beside each other.

    Args:
        webhooks: Where deliveries are.
        sender: Calls.
        clock: The time of a message, and of waits.
        metrics: Counts calls.
        chance: Gives a number from 0 to 1, by which tries are spread.
        slots: Calls at once.
        api: Path below which the service's addresses are.
        backoff: How long a receiver is left alone.
        lease: How long a claim holds: longer than a call and what is waited to keep its end.
    """

    def __init__(  # noqa: PLR0913 - a port or a bound each
        self,
        *,
        webhooks: WebhookRepository,
        sender: WebhookSender,
        clock: Clock,
        metrics: Metrics,
        chance: Callable[[], float],
        slots: int,
        api: str,
        backoff: Backoff = BACKOFF,
        lease: timedelta = LEASE,
    ) -> None:
        self._lease = lease
        self._webhooks = webhooks
        self._sender = sender
        self._clock = clock
        self._metrics = metrics
        self._chance = chance
        self._slots = slots
        self._api = api
        self._backoff = backoff
        self._under_way: dict[asyncio.Task[None], str] = {}
        self._has_ended = asyncio.Event()

    async def forever(self) -> None:
        """Deliver until cancelled; an outage is waited out.

        What is under way then has a moment to end; what does not is tried again after its lease.
        """
        try:
            while True:
                begun = 0
                with log_and_continue(_log, "WEBHOOK"):
                    begun = await self.begin()
                if not begun or len(self._under_way) >= self._slots:
                    await self._wait()
        finally:
            if self._under_way:
                await asyncio.wait(set(self._under_way), timeout=STOP_S)
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def begin(self) -> int:
        """Begin to deliver what is due, as far as there is room, and return how much that is.

        Raises:
            StorageUnavailableError: it cannot be told now.
        """
        free = self._slots - len(self._under_way)
        if free <= 0:
            return 0
        self._has_ended.clear()
        claimed = await self._webhooks.claim(
            free, lease=self._lease, per_host=min(PER_HOST, self._slots), busy=Counter(self._under_way.values())
        )
        for each in claimed:
            task = asyncio.create_task(self._deliver(each), name="webhook")
            self._under_way[task] = each.delivery.host
            task.add_done_callback(self._ended)
        return len(claimed)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _wait(self) -> None:
        pause = asyncio.ensure_future(self._clock.sleep(PAUSE))
        ended = asyncio.ensure_future(self._has_ended.wait())
        try:
            await asyncio.wait({pause, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (pause, ended):
                each.cancel()
            await asyncio.gather(pause, ended, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._has_ended.set()

    async def _deliver(self, claimed: ClaimedDelivery) -> None:
        with log_and_continue(_log, "WEBHOOK"):
            delivery = claimed.delivery
            message = message_of(delivery, self._clock.now(), api=self._api)
            answer = await self._sender.send(delivery.url, message, claimed.secrets)
            for _ in range(KEEPS):
                with suppress(StorageUnavailableError):
                    settled = await self._webhooks.settle(
                        delivery.id,
                        tries=delivery.tries,
                        answer=answer,
                        backoff=self._backoff,
                        chance=self._chance(),
                    )
                    break
                await self._clock.sleep(PAUSE)
            else:
                settled = None
            if settled is None:
                return
            self._metrics.webhook_called(settled.state)
            if settled.state is DeliveryState.DEAD:
                # Neither the address nor anything of its answer: both are strangers' words.
                _log.warning("[WEBHOOK] Given up after %d tries: %s", settled.tries, settled.outcome)
