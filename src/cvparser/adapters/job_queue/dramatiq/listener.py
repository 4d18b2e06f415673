"""One thread that hears what is rung, for all places of a process."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import redis
from dramatiq import Consumer, MessageProxy
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import DramatiqError

from cvparser.adapters.job_queue.dramatiq.server import CALL_S, QUEUE, RUNG
from cvparser.domain.job import JobId

_log = logging.getLogger(__name__)

#: Milliseconds between two looks while nothing is rung or no place is free.
IDLE_MS = 100
#: Seconds before Redis is looked at again after it failed.
REST_S = 1.0

#: Called in the event loop with an id that was rung, and with what is to be called once it was processed.
Begin = Callable[[JobId, Callable[[], None]], None]


class Listener:
    """Fetches only as many ids as there are places free, so that none waits in a process that is busy."""

    def __init__(self, broker: RedisBroker, begin: Begin, *, places: int) -> None:
        self._broker = broker
        self._begin = begin
        self._places = places
        self._loop = asyncio.get_running_loop()
        self._closing = threading.Event()
        self._processed: queue.SimpleQueue[MessageProxy] = queue.SimpleQueue()
        self._consumer: Consumer = broker.consume(QUEUE, prefetch=places, timeout=IDLE_MS)
        self._thread = threading.Thread(target=self._run, name="queue-hear", daemon=True)

    def open(self) -> None:
        """Start the thread."""
        self._thread.start()

    async def stop(self) -> None:
        """Hear no more. A thread that waits for a Redis that is silent is left behind."""
        self._closing.set()
        await asyncio.to_thread(self._thread.join, CALL_S)

    async def close(self) -> None:
        """Acknowledge what was processed since. Redis may be away: then the messages are found to be old later."""
        with suppress(TimeoutError, redis.RedisError, DramatiqError, OSError):
            async with asyncio.timeout(CALL_S):
                await asyncio.to_thread(self._acknowledge)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                message = next(self._consumer)
                if message is not None:
                    self._hear(message)
                self._acknowledge()
            except Exception as error:  # noqa: BLE001 - a worker that hears no more, and lives, is found by nobody
                _log.warning("[QUEUE] Nothing is heard for now: %s", type(error).__name__)
                self._closing.wait(REST_S)

    def _hear(self, message: MessageProxy) -> None:
        job_id = _job_id_of(message)
        if job_id is None:
            _log.error("[QUEUE] A message that names no job was thrown away")
            self._processed.put(message)
            return
        try:
            self._broker.client.zrem(RUNG, str(job_id))
        except (redis.RedisError, OSError):
            # It is forgotten by the next ring.
            _log.debug("[QUEUE] Still marked as rung: %s", job_id)
        self._loop.call_soon_threadsafe(self._begin, job_id, lambda: self._processed.put(message))

    def _acknowledge(self) -> None:
        """Free the places of what was processed; a message that stays in Redis is a ring that comes twice.

        Raises:
            redis.RedisError, DramatiqError, OSError: the first was not taken; the rest is kept for the next time.
        """
        while True:
            try:
                message = self._processed.get_nowait()
            except queue.Empty:
                return
            try:
                self._consumer.ack(message)
            except (redis.RedisError, DramatiqError, OSError):
                self._processed.put(message)
                raise


def _job_id_of(message: MessageProxy) -> JobId | None:
    try:
        (text,) = message.args
        return JobId(UUID(str(text)))
    except ValueError:
        return None
