"""Notifications that come at the same moment, sent together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import DramatiqError

from cvparser.adapters.job_queue.dramatiq.server import ACTOR, CALL_S, MESSAGES, NOTIFIED, QUEUE, WAITING
from cvparser.deadline import left
from cvparser.domain.errors import CVParserError, StorageUnavailableError
from cvparser.domain.job import JobId
from cvparser.group_commit import GroupCommit
from cvparser.ports.job_queue import QueueUnavailableError

#: Notifications that are sent together at most.
MAX_TOGETHER = 200
#: Seconds for which Redis is left alone after it failed: a submission must not wait for it again.
REST_S = 1.0
#: Milliseconds by which clocks of servers may differ, and a message may take from Redis to its worker.
SLACK_MS = 10_000


@dataclass(slots=True)
class _Notification:
    job_ids: Sequence[JobId]
    first: bool
    #: How many of them did not wait already.
    new: int = 0


class Notifier:
    """Puts ids into Redis that do not wait there."""

    def __init__(self, broker: RedisBroker) -> None:
        self._broker = broker
        self._together: GroupCommit[_Notification] = GroupCommit(
            self._notify_all, most=MAX_TOGETHER, name="queue-notify", seconds=CALL_S
        )
        self._resting_until = 0.0

    def open(self) -> None:
        """Start the thread that notifies."""
        self._together.open()

    async def close(self) -> None:
        """Let what waits be sent, then end the thread."""
        await self._together.close()

    async def notify(self, job_ids: Sequence[JobId], *, first: bool) -> int:
        """As `JobQueue.notify`."""
        wanted = _Notification(job_ids, first)
        try:
            await self._together.add(wanted)
        except StorageUnavailableError:
            raise QueueUnavailableError from None
        return wanted.new

    def _notify_all(self, notifications: Sequence[_Notification]) -> Sequence[CVParserError | None]:
        if time.monotonic() < self._resting_until:
            return [QueueUnavailableError()] * len(notifications)
        try:
            self._trim()
            for each in notifications:
                if not left():
                    # A Redis that answers, each time late.
                    raise TimeoutError
                new = self._mark(each.job_ids)
                if each.first:
                    self._push_first(new)
                else:
                    self._push(new)
                each.new = len(new)
        except (redis.RedisError, DramatiqError, OSError):
            self._resting_until = time.monotonic() + REST_S
            return [QueueUnavailableError()] * len(notifications)
        return [None] * len(notifications)

    def _trim(self) -> None:
        """Forget ids whose message was lost: notified before the oldest that waits, they cannot wait any more."""
        known_until = self._oldest() or _now_ms()
        self._broker.client.zremrangebyscore(NOTIFIED, "-inf", known_until - SLACK_MS)

    def _oldest(self) -> int | None:
        """Return when the message that waits longest was made, in milliseconds; None where none waits."""
        first = self._broker.client.lindex(WAITING, 0)
        content = None if first is None else self._broker.client.hget(MESSAGES, first)
        return Message.decode(content).message_timestamp if isinstance(content, bytes) else None

    def _mark(self, job_ids: Sequence[JobId]) -> Sequence[JobId]:
        """Mark ids as notified and give those that were not.

        That comes before the message: a worker is fast, and what it has received must not be marked afterwards.
        """
        now = _now_ms()
        with self._broker.client.pipeline(transaction=False) as pipeline:
            for job_id in job_ids:
                pipeline.zadd(NOTIFIED, {str(job_id): now}, nx=True)
            marked = pipeline.execute()
        return [job_id for job_id, is_new in zip(job_ids, marked, strict=True) if is_new]

    def _push(self, job_ids: Sequence[JobId]) -> None:
        for job_id in job_ids:
            self._broker.enqueue(_message(job_id, made_at=_now_ms()))

    def _push_first(self, job_ids: Sequence[JobId]) -> None:
        """Put messages where Dramatiq looks first; it has no way of its own to do so.

        They are as old as the oldest that waits, so that the first in the queue is still the oldest.
        """
        made_at = self._oldest() or _now_ms()
        with self._broker.client.pipeline() as pipeline:
            for job_id in reversed(job_ids):
                key = str(uuid4())
                message = _message(job_id, made_at=made_at).copy(options={"redis_message_id": key})
                pipeline.hset(MESSAGES, key, message.encode())
                pipeline.lpush(WAITING, key)
            pipeline.execute()


def _now_ms() -> int:
    return int(time.time() * 1000)


def _message(job_id: JobId, *, made_at: int) -> Message[None]:
    return Message(
        queue_name=QUEUE, actor_name=ACTOR, args=(str(job_id),), kwargs={}, options={}, message_timestamp=made_at
    )
