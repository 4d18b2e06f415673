"""News of jobs across processes, through a channel of Redis."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, suppress
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ChannelLostError
from redis.exceptions import RedisError

from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import JobId
from cvparser.ports.job_events import JobEvents

_log = logging.getLogger(__name__)

CHANNEL = "cvparser:moved"
#: Seconds that Redis may take to answer.
PATIENCE_S = 1.0
#: Seconds of silence after which the channel is asked whether it is still there.
SILENCE_S = 5.0
#: Seconds before a lost channel is joined again.
REJOIN_S = 1.0
#: News that may wait to be told; beyond it news is lost, which listeners make up for.
MAX_WAITING = 10_000
#: Jobs that one message tells of at most.
MAX_TOLD = 200


class RedisJobEvents(JobEvents):
    """Has one connection listen for all listeners of this process.

    A message is the ids of jobs that moved in one moment, and whose it is.

    Listeners of this process hear of its own moves at once, also while Redis is away, and not once more from there.

    Raises:
        ConfigurationError: `url` is none of Redis's.
    """

    def __init__(self, url: str) -> None:
        try:
            self._redis = Redis.from_url(
                url,
                socket_timeout=PATIENCE_S,
                socket_connect_timeout=PATIENCE_S,
                # Once more for a connection that Redis closed meanwhile; `_hear` tries for ever as it is.
                retry=Retry(NoBackoff(), 1),
            )
        except ValueError:
            # Without its cause: it can quote the URL, and that the password.
            raise ConfigurationError("CVPARSER_REDIS_URL must have the form redis://host:6379/0.") from None
        self._here = InProcessJobEvents()
        self._name = uuid4().hex
        self._untold: asyncio.Queue[JobId] = asyncio.Queue(MAX_WAITING)
        self._joined = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(each, name="events") for each in (self._receive(), self._tell())]
        with suppress(TimeoutError):
            await asyncio.wait_for(self._joined.wait(), PATIENCE_S)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._untold.join(), PATIENCE_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._redis.aclose()

    async def publish(self, job_id: JobId) -> None:
        await self._here.publish(job_id)
        with suppress(asyncio.QueueFull):
            self._untold.put_nowait(job_id)

    def listen(self, job_id: JobId) -> AbstractAsyncContextManager[AsyncIterator[None]]:
        return self._here.listen(job_id)

    async def _tell(self) -> None:
        while True:
            news = [await self._untold.get()]
            while not self._untold.empty() and len(news) < MAX_TOLD:
                news.append(self._untold.get_nowait())
            with suppress(RedisError, OSError):
                await self._redis.publish(CHANNEL, f"{','.join(map(str, dict.fromkeys(news)))} {self._name}")
            for _ in news:
                self._untold.task_done()

    async def _receive(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    await self._pass_on(channel)
            except (RedisError, OSError) as error:
                _log.warning("[EVENTS] Channel lost: %s", type(error).__name__)
            await asyncio.sleep(REJOIN_S)

    async def _pass_on(self, channel: PubSub) -> None:
        """Tell the listeners of this process what comes; a channel that no longer answers raises."""
        is_asked = False
        while True:
            message = await channel.get_message(timeout=SILENCE_S)
            if message is None:
                # A connection that a network swallowed stays silent for ever: nothing else would show it.
                if is_asked:
                    raise ChannelLostError
                await channel.ping()
                is_asked = True
                continue
            is_asked = False
            self._joined.set()
            if message["type"] == "message":
                # One from before messages said whose they are has no name.
                job_ids, _, name = message["data"].decode(errors="replace").partition(" ")
                if name != self._name:
                    for job_id in job_ids.split(","):
                        with suppress(ValueError):
                            await self._here.publish(JobId(UUID(job_id)))
