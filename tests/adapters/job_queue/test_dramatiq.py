from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from tests.servers.redis import RedisServer
from tests.working import DRAIN, worked_on

from cvparser.adapters.job_queue.dramatiq.consumer import MOST_AT_ONCE
from cvparser.adapters.job_queue.dramatiq.notifier import REST_S, SLACK_MS
from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
from cvparser.adapters.job_queue.dramatiq.server import MESSAGES, NOTIFIED, WAITING, broker_at
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import JobId
from cvparser.ports.job_queue import QueueUnavailableError


@pytest.fixture
def server(redis_server: RedisServer) -> RedisServer:
    redis_server.empty()
    return redis_server


@pytest.fixture
def client(server: RedisServer) -> Iterator[redis.Redis]:
    with server.client() as client:
        yield client


def new_ids(count: int) -> list[JobId]:
    return [JobId(uuid4()) for _ in range(count)]


async def test_a_message_is_the_id_of_a_job_and_nothing_else(server: RedisServer, client: redis.Redis) -> None:
    (job_id,) = new_ids(1)
    async with DramatiqJobQueue(server.url) as queue:
        await queue.notify([job_id])

        (content,) = client.hvals(MESSAGES)
    message = json.loads(content)

    assert (message["args"], message["kwargs"]) == ([str(job_id)], {})
    assert message["options"].keys() == {"redis_message_id"}


async def test_no_more_jobs_run_at_once_than_there_are_slots_and_the_rest_waits_for_anybody(
    server: RedisServer, client: redis.Redis
) -> None:
    slots, running, most = 3, 0, 0
    full, everything = asyncio.Event(), asyncio.Semaphore(0)
    go_on = asyncio.Event()

    async def handle(_: JobId) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == slots:
            full.set()
        await go_on.wait()
        running -= 1
        everything.release()

    async with worked_on(DramatiqJobQueue(server.url), handle, slots=slots, drain=DRAIN) as queue:
        await queue.notify(new_ids(20))
        await asyncio.wait_for(full.wait(), 10)
        assert await queue.depth() == 20 - slots
        go_on.set()
        for _ in range(20):
            await asyncio.wait_for(everything.acquire(), 10)

    assert most == slots
    assert not client.exists(WAITING, MESSAGES, NOTIFIED)


async def test_few_ids_are_fetched_at_once_so_that_workers_share_what_comes_in_one_moment(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch: Callable[..., list[bytes]] = broker_at(server.url).do_fetch
    fetched: list[int] = []

    def counted(_: RedisBroker, name: str, most: int) -> list[bytes]:
        messages = fetch(name, most)
        fetched.append(len(messages))
        return messages

    monkeypatch.setattr(RedisBroker, "do_fetch", counted, raising=False)
    done = asyncio.Semaphore(0)

    async def handle(_: JobId) -> None:
        done.release()

    async with DramatiqJobQueue(server.url) as queue:
        await queue.notify(new_ids(40))
    async with worked_on(DramatiqJobQueue(server.url), handle, slots=100):
        for _ in range(40):
            await done.acquire()

    assert sum(fetched) == 40
    assert max(fetched) <= MOST_AT_ONCE


async def test_what_is_notified_first_is_worked_on_before_what_waits_which_is_not_taken_for_lost(
    server: RedisServer, client: redis.Redis
) -> None:
    later, first, second = new_ids(3)
    heard: list[JobId] = []
    everything = asyncio.Event()

    async def handle(job_id: JobId) -> None:
        heard.append(job_id)
        if len(heard) == 3:
            everything.set()

    async with DramatiqJobQueue(server.url) as queue:
        await queue.notify([later])
        make_older(client, later, message_too=True)
        await queue.notify([first, second], first=True)
        assert await queue.notify([later]) == 0

    async with worked_on(DramatiqJobQueue(server.url), handle, slots=1, drain=DRAIN):
        await asyncio.wait_for(everything.wait(), 10)

    assert heard == [first, second, later]


async def test_an_id_that_waits_however_long_is_not_notified_again(server: RedisServer, client: redis.Redis) -> None:
    (job_id,) = new_ids(1)
    async with DramatiqJobQueue(server.url) as queue:
        await queue.notify([job_id])
        make_older(client, job_id, message_too=True)

        assert await queue.notify([job_id]) == 0
        assert await queue.depth() == 1


async def test_an_id_whose_message_was_lost_is_notified_again(server: RedisServer, client: redis.Redis) -> None:
    lost, waiting = new_ids(2)
    async with DramatiqJobQueue(server.url) as queue:
        await queue.notify([lost])
        client.delete(WAITING, MESSAGES)
        assert await queue.notify([lost]) == 0

        make_older(client, lost)
        await queue.notify([waiting])

        assert await queue.notify([lost]) == 1


async def test_what_redis_forgot_is_notified_again_at_once(server: RedisServer) -> None:
    ids = new_ids(3)
    async with DramatiqJobQueue(server.url) as queue:
        await queue.notify(ids)
        server.empty()

        assert await queue.notify(ids) == 3


async def test_while_redis_is_away_notifying_says_so_and_waits_for_it_once(server: RedisServer) -> None:
    async with DramatiqJobQueue(server.url) as queue:
        server.pause()
        try:
            started = asyncio.get_running_loop().time()
            for _ in range(3):
                with pytest.raises(QueueUnavailableError):
                    await queue.notify(new_ids(1))
            waited = asyncio.get_running_loop().time() - started
        finally:
            server.resume()

        assert waited < 3 * REST_S
        await asyncio.sleep(REST_S)
        assert await queue.notify(new_ids(1)) == 1


async def test_a_worker_goes_on_after_redis_was_away(server: RedisServer) -> None:
    heard: asyncio.Queue[JobId] = asyncio.Queue()
    first, second = new_ids(2)
    async with worked_on(DramatiqJobQueue(server.url), heard.put, slots=2, drain=DRAIN) as queue:
        await queue.notify([first])
        assert await asyncio.wait_for(heard.get(), 10) == first
        server.stop()
        with pytest.raises(QueueUnavailableError):
            await queue.notify([second])
        server.start()
        await asyncio.sleep(REST_S)
        await queue.notify([second])

        assert await asyncio.wait_for(heard.get(), 10) == second


async def test_what_does_not_end_while_closing_is_cancelled_and_notified_for_another(server: RedisServer) -> None:
    (job_id,) = new_ids(1)
    started, cancelled = asyncio.Event(), asyncio.Event()
    heard: asyncio.Queue[JobId] = asyncio.Queue()

    async def hang(_: JobId) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with worked_on(DramatiqJobQueue(server.url), hang, slots=1, drain=timedelta(0)) as queue:
        await queue.notify([job_id])
        await asyncio.wait_for(started.wait(), 10)
    assert cancelled.is_set()

    async with worked_on(DramatiqJobQueue(server.url), heard.put, slots=1, drain=DRAIN):
        assert await asyncio.wait_for(heard.get(), 10) == job_id


async def test_a_message_that_names_no_job_is_thrown_away_and_does_not_end_the_worker(
    server: RedisServer, client: redis.Redis
) -> None:
    heard: asyncio.Queue[JobId] = asyncio.Queue()
    (job_id,) = new_ids(1)
    for number, arguments in enumerate([(), ("no id",), (7,), ("a", "b")]):
        message: Message[None] = Message(
            queue_name="jobs", actor_name="x", args=arguments, kwargs={}, options={"redis_message_id": f"{number}"}
        )
        client.hset(MESSAGES, f"{number}", message.encode())
        client.rpush(WAITING, f"{number}")

    async with worked_on(DramatiqJobQueue(server.url), heard.put, slots=2, drain=DRAIN) as queue:
        await queue.notify([job_id])

        assert await asyncio.wait_for(heard.get(), 10) == job_id


def test_an_address_that_cannot_be_read_is_refused_without_the_password() -> None:
    with pytest.raises(ConfigurationError, match="CVPARSER_REDIS_URL") as caught:
        DramatiqJobQueue("http://someone:hunter2@127.0.0.1")

    assert "hunter2" not in str(caught.value)


def make_older(client: redis.Redis, job_id: JobId, *, message_too: bool = False) -> None:
    """Put the notification of a job further back than clocks may differ."""
    age = SLACK_MS * 2
    client.zincrby(NOTIFIED, -age, str(job_id))
    if message_too:
        for key, content in client.hgetall(MESSAGES).items():
            message = json.loads(content)
            client.hset(MESSAGES, key, json.dumps(message | {"message_timestamp": message["message_timestamp"] - age}))


async def test_a_worker_whose_redis_is_frozen_closes_all_the_same(server: RedisServer) -> None:
    heard: asyncio.Queue[JobId] = asyncio.Queue()
    started, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def handle(_: JobId) -> None:
        started.release()
        await go_on.wait()

    work = worked_on(DramatiqJobQueue(server.url), handle, slots=50, drain=DRAIN)
    queue = await work.__aenter__()
    ids = new_ids(50)
    await queue.notify(ids)
    for _ in ids:
        await asyncio.wait_for(started.acquire(), 10)
    server.pause()
    try:
        # All are to be acknowledged, which Redis answers for none.
        go_on.set()
        with pytest.raises(QueueUnavailableError):
            await asyncio.wait_for(queue.depth(), 30)
        await asyncio.wait_for(work.__aexit__(None, None, None), 30)
    finally:
        server.resume()

    async with worked_on(DramatiqJobQueue(server.url), heard.put, slots=1, drain=DRAIN) as another:
        await another.notify(ids[:1])
        assert await asyncio.wait_for(heard.get(), 10) == ids[0]
