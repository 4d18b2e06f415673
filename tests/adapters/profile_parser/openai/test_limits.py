from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.adapters.profile_parser.openai.budget import LocalBudget
from cvparser.adapters.profile_parser.openai.headers import retry_after_s, server_limits
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.domain.cv.document import CVDocument
from cvparser.ports.model_errors import ModelAwayError, ModelBusyError
from cvparser.testing.conformance.profile_parser import CV
from cvparser.testing.model_server import Fault, ModelServer

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
TODAY = date(2026, 1, 15)


async def test_no_more_requests_are_under_way_than_there_are_places(make_parser: Any) -> None:
    async with ModelServer(delay_s=0.02) as server:
        parser = await make_parser(server, limits={"concurrency": 3})
        await asyncio.gather(*(parser.parse(CVDocument(text=CV), today=TODAY) for _ in range(12)))

        assert server.most_at_once == 3


async def test_requests_beyond_the_budget_of_a_minute_wait_for_their_turn(clock: Any) -> None:
    limits = Limits(clock=clock, concurrency=50, budget=LocalBudget(clock=clock, requests_per_minute=10))
    began: list[float] = []

    async def one() -> None:
        async with limits.slot(tokens=1, until=clock.monotonic() + 600):
            began.append(clock.monotonic())

    await asyncio.gather(*(one() for _ in range(30)))

    assert sum(when < began[0] + 1 for when in began) == 10
    assert began[-1] - began[0] == pytest.approx(120, abs=5)


async def test_tokens_are_a_budget_too_and_what_was_not_used_comes_back(clock: Any) -> None:
    limits = Limits(clock=clock, budget=LocalBudget(clock=clock, tokens_per_minute=1000))
    start = clock.monotonic()

    async with limits.slot(tokens=1000, until=start + 600):
        await limits.budget.give_back(600)
    async with limits.slot(tokens=600, until=start + 600):
        pass
    at_once = clock.monotonic() - start
    async with limits.slot(tokens=500, until=start + 600):
        pass

    assert at_once < 1
    assert clock.monotonic() - start == pytest.approx(30, abs=1)


async def test_a_text_larger_than_the_budget_of_a_minute_waits_for_a_full_one(clock: Any) -> None:
    limits = Limits(clock=clock, budget=LocalBudget(clock=clock, tokens_per_minute=1000))

    async with limits.slot(tokens=5000, until=clock.monotonic() + 1):
        pass

    with pytest.raises(ModelBusyError):
        async with limits.slot(tokens=1, until=clock.monotonic() + 1):
            pass


async def test_who_would_wait_too_long_is_told_at_once_for_how_long(clock: Any) -> None:
    limits = Limits(clock=clock, budget=LocalBudget(clock=clock, requests_per_minute=1))
    async with limits.slot(tokens=1, until=clock.monotonic() + 1):
        pass

    with pytest.raises(ModelBusyError) as caught:
        async with limits.slot(tokens=1, until=clock.monotonic() + 20):
            pass

    assert caught.value.retry_after_s == pytest.approx(60, abs=1)
    assert clock.waits == []


async def test_a_place_that_does_not_come_free_in_time_is_an_error_and_nothing_leaks(clock: Any) -> None:
    limits = Limits(clock=clock, concurrency=1)

    async with limits.slot(tokens=1, until=clock.monotonic() + 1):
        with pytest.raises(ModelBusyError):
            async with limits.slot(tokens=1, until=clock.monotonic()):
                pass

    async with limits.slot(tokens=1, until=clock.monotonic() + 1):
        assert limits.waiting == 0


async def test_limits_that_the_server_names_are_kept(make_parser: Any, server: ModelServer, clock: Any) -> None:
    parser = await make_parser(server)
    named = {"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0"}
    server.script(Fault(headers=named))
    await parser.parse(CVDocument(text=CV), today=TODAY)

    await parser.parse(CVDocument(text=CV), today=TODAY)

    assert sum(clock.waits) == pytest.approx(1, abs=0.3)


async def test_a_text_that_finds_no_room_is_given_back_for_later(make_parser: Any, server: ModelServer) -> None:
    parser = await make_parser(server, limits={"minute": {"requests_per_minute": 2}}, policy={"budget_s": 5})
    await parser.parse(CVDocument(text=CV), today=TODAY)

    with pytest.raises(ModelAwayError) as caught:
        await parser.parse(CVDocument(text=CV), today=TODAY)

    assert caught.value.code == "model_busy"
    assert caught.value.retry_after_s == pytest.approx(30, abs=2)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "9" * 15}, 86_400),
        ({"retry-after": "9" * 4000}, None),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Thu, 15 Jan 2026 12:00:30 GMT"}, 30),
        ({"retry-after": "Thu, 15 Jan 2026 11:00:00 GMT"}, 0),
        ({"retry-after": "Thu, 15 Jan 2026 12:00:30"}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m30s"}, 90),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "120ms"}, 0.12),
        ({"x-ratelimit-remaining-tokens": "5", "x-ratelimit-reset-tokens": "1h2m"}, None),
    ],
)
def test_waiting_times_are_read_in_every_form_that_servers_use(
    headers: Mapping[str, str], seconds: float | None
) -> None:
    assert retry_after_s(headers, NOW) == seconds


NAMES = (
    "retry-after",
    "retry-after-ms",
    "x-ratelimit-reset-tokens",
    "x-ratelimit-limit-tokens",
    "x-ratelimit-remaining-tokens",
)


@given(headers=st.dictionaries(st.sampled_from(NAMES), st.text()))
def test_no_header_breaks_the_reading(headers: Mapping[str, str]) -> None:
    wait_s = retry_after_s(headers, NOW)

    assert wait_s is None or 0 <= wait_s <= 86_400
    assert server_limits(headers) is not None
