"""One suite for both budgets: that of a process, and that which processes share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.servers.redis import RedisServer

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.profile_parser.openai.budget import Budget, LocalBudget, Turn
from cvparser.adapters.profile_parser.openai.headers import Allowance, ServerLimits
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.adapters.profile_parser.openai.redis_budget import AWAY_S, RedisBudget
from cvparser.domain.errors import ConfigurationError
from cvparser.ports.model_errors import ModelRateLimitedError

MakeBudget = Callable[..., Budget]
SILENT = Allowance()


class BudgetBehaviour:
    @pytest.fixture
    def make_budget(self) -> MakeBudget:
        raise NotImplementedError

    async def test_without_limits_there_is_always_room(self, make_budget: MakeBudget) -> None:
        budget = make_budget()

        assert [await budget.take(10_000) for _ in range(50)] == [Turn()] * 50

    async def test_a_minute_has_as_many_requests_as_allowed_and_the_next_is_told_when(
        self, make_budget: MakeBudget
    ) -> None:
        budget = make_budget(requests_per_minute=10)

        turns = await asyncio.gather(*(budget.take(1) for _ in range(30)))

        assert sum(turn.wait_s == 0 for turn in turns) == 10
        assert max(turn.wait_s for turn in turns) == pytest.approx(6, abs=0.5)
        assert not any(turn.is_paused for turn in turns)

    async def test_tokens_are_a_budget_of_their_own(self, make_budget: MakeBudget) -> None:
        budget = make_budget(requests_per_minute=100, tokens_per_minute=1_000)
        await budget.take(900)

        turn = await budget.take(200)

        assert turn.wait_s == pytest.approx(6, abs=0.5)

    async def test_what_was_not_used_comes_back_and_what_was_used_beyond_is_owed(self, make_budget: MakeBudget) -> None:
        budget = make_budget(tokens_per_minute=1_000)
        await budget.take(1_000)

        await budget.give_back(600)
        assert await budget.take(600) == Turn()
        await budget.give_back(-500)

        assert (await budget.take(500)).wait_s == pytest.approx(60, abs=1)

    async def test_no_more_comes_back_than_a_minute_has(self, make_budget: MakeBudget) -> None:
        budget = make_budget(tokens_per_minute=100)

        await budget.give_back(10_000)
        await budget.take(100)

        assert (await budget.take(100)).wait_s == pytest.approx(60, abs=1)

    async def test_a_request_larger_than_a_minute_takes_a_full_one(self, make_budget: MakeBudget) -> None:
        budget = make_budget(tokens_per_minute=1_000)

        assert await budget.take(5_000) == Turn()
        assert (await budget.take(1)).wait_s > 60

    async def test_room_comes_back_with_time(self, make_budget: MakeBudget) -> None:
        limits = Limits(clock=SystemClock(), budget=make_budget(tokens_per_minute=60_000))
        until = SystemClock().monotonic() + 20

        async with limits.slot(tokens=60_000, until=until):
            pass
        async with limits.slot(tokens=50, until=until):
            pass

        assert limits.waiting == 0

    async def test_a_pause_holds_for_everybody_and_a_shorter_one_does_not_end_it(self, make_budget: MakeBudget) -> None:
        budget = make_budget(requests_per_minute=10)
        await budget.pause(90)
        await budget.pause(1)

        turn = await budget.take(1)

        assert turn.wait_s == pytest.approx(90, abs=1)
        assert turn.is_paused

    async def test_a_limit_that_the_server_names_is_kept(self, make_budget: MakeBudget) -> None:
        budget = make_budget()
        await budget.learn(ServerLimits(requests=Allowance(limit=60, remaining=1), tokens=SILENT))

        assert await budget.take(1) == Turn()
        assert (await budget.take(1)).wait_s == pytest.approx(1, abs=0.3)

    async def test_what_the_server_has_left_counts_other_clients_too(self, make_budget: MakeBudget) -> None:
        budget = make_budget(tokens_per_minute=1_000)
        await budget.learn(ServerLimits(requests=SILENT, tokens=Allowance(remaining=0)))

        assert (await budget.take(100)).wait_s == pytest.approx(6, abs=0.5)

    async def test_a_limit_of_ours_is_not_raised_by_the_server(self, make_budget: MakeBudget) -> None:
        budget = make_budget(requests_per_minute=2)
        await budget.learn(ServerLimits(requests=Allowance(limit=1_000, remaining=900), tokens=SILENT))

        assert [(await budget.take(1)).wait_s > 0 for _ in range(3)] == [False, False, True]


class TestLocalBudget(BudgetBehaviour):
    @pytest.fixture
    def make_budget(self) -> MakeBudget:
        return lambda **limits: LocalBudget(clock=SystemClock(), **limits)


class TestRedisBudget(BudgetBehaviour):
    @pytest.fixture
    async def make_budget(self, redis_server: RedisServer) -> AsyncIterator[MakeBudget]:
        account = ("http://127.0.0.1/v1", f"model {uuid4()}")
        async with AsyncExitStack() as stack:

            def make(**limits: int) -> Budget:
                budget = RedisBudget(redis_server.url, account=account, clock=SystemClock(), **limits)
                stack.push_async_callback(budget.aclose)
                return budget

            yield make

    async def test_several_processes_together_have_one_budget(self, make_budget: MakeBudget) -> None:
        processes = [make_budget(requests_per_minute=10) for _ in range(4)]

        async def taken(process: Budget) -> int:
            return sum([(await process.take(1)).wait_s == 0 for _ in range(10)])

        assert sum(await asyncio.gather(*map(taken, processes))) == 10

    async def test_a_pause_that_one_was_asked_for_is_kept_by_all(self, make_budget: MakeBudget) -> None:
        asked, other = make_budget(), make_budget()
        await asked.pause(600)
        limits = Limits(clock=SystemClock(), budget=other)

        with pytest.raises(ModelRateLimitedError) as caught:
            async with limits.slot(tokens=1, until=SystemClock().monotonic() + 60):
                pass

        assert caught.value.retry_after_s == pytest.approx(600, abs=1)

    async def test_only_numbers_are_kept_and_not_for_ever(
        self, make_budget: MakeBudget, redis_server: RedisServer
    ) -> None:
        with redis_server.client() as client:
            client.flushdb()
            budget = make_budget(requests_per_minute=10, tokens_per_minute=1_000)
            await budget.take(100)
            await budget.pause(5)
            await budget.learn(ServerLimits(requests=Allowance(limit=5, remaining=3), tokens=SILENT))
            (key,) = client.keys("*")
            kept, lives_s = client.hgetall(key), client.ttl(key)

        assert key.startswith(b"cvparser:model:")
        assert all(float(value) >= 0 for value in kept.values())
        assert 0 < lives_s <= 90_000

    async def test_without_redis_each_process_keeps_to_a_budget_of_its_own_and_says_so_once(
        self, make_budget: MakeBudget, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        budget = make_budget(requests_per_minute=3)
        await budget.take(1)
        redis_server.stop()
        try:
            with caplog.at_level(logging.INFO):
                turns = [await budget.take(1) for _ in range(4)]
        finally:
            redis_server.start()

        assert [turn.wait_s > 0 for turn in turns] == [False, False, False, True]
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "Redis is away" in caplog.text

    async def test_limits_are_shared_again_when_redis_is_back(
        self, redis_server: RedisServer, caplog: pytest.LogCaptureFixture, clock: Any
    ) -> None:
        mine, other = (
            RedisBudget(redis_server.url, account=(str(redis_server.url), "back"), clock=clock, requests_per_minute=5)
            for _ in range(2)
        )
        redis_server.stop()
        try:
            await mine.take(1)
        finally:
            redis_server.start()
        await clock.sleep(timedelta(seconds=AWAY_S))

        with caplog.at_level(logging.INFO):
            turns = [await each.take(1) for _ in range(3) for each in (mine, other)]

        assert sum(turn.wait_s == 0 for turn in turns) == 5
        assert "shared again" in caplog.text
        await mine.aclose()
        await other.aclose()


def test_an_address_that_cannot_be_read_is_refused_without_its_password() -> None:
    with pytest.raises(ConfigurationError, match="CVPARSER_REDIS_URL") as caught:
        RedisBudget("http://someone:hunter2@host", account=("a",), clock=SystemClock())

    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
