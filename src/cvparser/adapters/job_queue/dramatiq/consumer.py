"""One thread that receives notifications, for all slots of a worker."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from contextlib import suppress
from typing import Protocol, cast
from uuid import UUID

import redis
from dramatiq import MessageProxy
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import DramatiqError

from cvparser.adapters.job_queue.dramatiq.server import CALL_S, NOTIFIED, QUEUE
from cvparser.domain.job import JobId
from cvparser.ports.job_queue import Consumer, Delivery

_log = logging.getLogger(__name__)

#: Milliseconds between two looks while nothing waits or no slot is free.
IDLE_MS = 100
#: Ids that are fetched at once: what comes in one moment is shared among the workers that look.
MOST_AT_ONCE = 8
#: Seconds between two looks at whether the worker took what it was given.
BUSY_S = 0.01
#: Seconds before Redis is looked at again after it failed.
REST_S = 1.0


class _Messages(Protocol):
    """Dramatiq's consumer, as far as it is used: it fetches what is missing to `prefetch` once it holds nothing."""

    prefetch: int
    message_cache: list[bytes]

    @property
    def outstanding_message_count(self) -> int: ...

    def __next__(self) -> MessageProxy | None: ...

    def ack(self, message: MessageProxy) -> None: ...


class DramatiqConsumer(Consumer):
    """Fetches only as many ids as there are slots free, few until those are taken: none waits in a busy process."""

    def __init__(self, broker: RedisBroker, *, slots: int) -> None:
        self._broker = broker
        self._received: asyncio.Queue[Delivery | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._closing = threading.Event()
        self._processed: queue.SimpleQueue[MessageProxy] = queue.SimpleQueue()
        self._slots = slots
        #: Written by the thread alone, and by the loop alone.
        self._given, self._taken = 0, 0
        self._messages = cast("_Messages", broker.consume(QUEUE, prefetch=slots, timeout=IDLE_MS))
        self._thread = threading.Thread(target=self._run, name="queue-consume", daemon=True)

    def open(self) -> None:
        """Start the thread."""
        self._thread.start()

    async def __anext__(self) -> Delivery:
        delivery = await self._received.get()
        if delivery is None:
            # Whoever asks again is told again.
            self._received.put_nowait(None)
            raise StopAsyncIteration
        self._taken += 1
        return delivery

    async def stop(self) -> None:
        """As the port says; a thread that waits for a Redis that is silent is left behind."""
        if self._closing.is_set():
            return
        self._closing.set()
        await asyncio.to_thread(self._thread.join, CALL_S)
        self._received.put_nowait(None)

    async def close(self) -> None:
        """Acknowledge what was processed since. Redis may be away: then the messages are found to be old later."""
        with suppress(TimeoutError, redis.RedisError, DramatiqError, OSError):
            async with asyncio.timeout(CALL_S):
                await asyncio.to_thread(self._acknowledge)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._acknowledge()
                if self._given > self._taken:
                    # Whoever has time for it fetches what waits.
                    self._closing.wait(BUSY_S)
                    continue
                self._fetch()
            except Exception as error:  # noqa: BLE001 - a worker that receives no more, and lives, is found by nobody
                _log.warning("[QUEUE] Nothing is received for now: %s", type(error).__name__)
                self._closing.wait(REST_S)

    def _fetch(self) -> None:
        """Receive what Redis has, `MOST_AT_ONCE` at most; wait for a while where that is nothing."""
        self._messages.prefetch = min(self._slots, self._messages.outstanding_message_count + MOST_AT_ONCE)
        message = next(self._messages)
        while message is not None:
            self._receive(message)
            # What was fetched with it.
            message = next(self._messages) if self._messages.message_cache else None

    def _receive(self, message: MessageProxy) -> None:
        job_id = _job_id_of(message)
        if job_id is None:
            _log.error("[QUEUE] A message that names no job was thrown away")
            self._processed.put(message)
            return
        try:
            self._broker.client.zrem(NOTIFIED, str(job_id))
        except (redis.RedisError, OSError):
            # It is forgotten by the next notification.
            _log.debug("[QUEUE] Still marked as notified: %s", job_id)
        delivery = Delivery(job_id, lambda: self._processed.put(message))
        self._given += 1
        self._loop.call_soon_threadsafe(self._received.put_nowait, delivery)

    def _acknowledge(self) -> None:
        """Free the slots of what was processed; a message that stays in Redis is a notification that comes twice.

        Raises:
            redis.RedisError, DramatiqError, OSError: the first was not taken; the rest is kept for the next time.
        """
        while True:
            try:
                message = self._processed.get_nowait()
            except queue.Empty:
                return
            try:
                self._messages.ack(message)
            except (redis.RedisError, DramatiqError, OSError):
                self._processed.put(message)
                raise


def _job_id_of(message: MessageProxy) -> JobId | None:
    try:
        (text,) = message.args
        return JobId(UUID(str(text)))
    except ValueError:
        return None
