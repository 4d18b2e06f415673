"""The promises of `cvparser.ports.rate_limiter`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from cvparser.domain.access.limits import WINDOW_S
from cvparser.ports.rate_limiter import RateLimiter
from cvparser.testing.conformance import Conformance

MOST = 5


class RateLimiterConformance(Conformance):
    """Subclass and give a fixture `limiter`: yours, opened, with nothing counted.

    Where its time can be moved give `advance` as well, which lets seconds pass.
    """

    #: Whether `advance` is given.
    supports_moved_time = True

    @pytest.fixture
    def limiter(self) -> RateLimiter:
        message = "Give your adapter in a fixture named 'limiter'."
        raise NotImplementedError(message)

    @pytest.fixture
    def advance(self) -> Callable[[float], None]:
        message = "Give what moves the time of your adapter, or declare supports_moved_time = False."
        raise NotImplementedError(message)

    async def test_as_much_as_is_allowed_is_given_and_no_more(self, limiter: RateLimiter) -> None:
        taken = [await limiter.take("a", "requests", most=MOST) for _ in range(MOST + 2)]

        assert [each.is_granted for each in taken] == [True] * MOST + [False] * 2
        assert [each.remaining for each in taken] == [4, 3, 2, 1, 0, 0, 0]
        assert {(each.name, each.most) for each in taken} == {("requests", MOST)}
        assert all(0 <= each.reset_s <= WINDOW_S for each in taken)
        assert taken[-1].reset_s > 0

    async def test_accounts_and_names_are_counted_apart(self, limiter: RateLimiter) -> None:
        await limiter.take("a", "requests", most=1)

        assert not (await limiter.take("a", "requests", most=1)).is_granted
        assert (await limiter.take("b", "requests", most=1)).is_granted
        assert (await limiter.take("a", "submissions", most=1)).is_granted

    async def test_an_amount_that_is_not_left_takes_nothing(self, limiter: RateLimiter) -> None:
        await limiter.take("a", "bytes", most=100, amount=60)

        refused = await limiter.take("a", "bytes", most=100, amount=41)

        assert (refused.is_granted, refused.remaining) == (False, 40)
        assert (await limiter.take("a", "bytes", most=100, amount=40)).is_granted

    async def test_an_amount_beyond_all_that_is_allowed_takes_all_of_it(self, limiter: RateLimiter) -> None:
        assert (await limiter.take("a", "bytes", most=100, amount=10**9)).is_granted
        assert not (await limiter.take("a", "bytes", most=100)).is_granted
        assert not (await limiter.take("a", "bytes", most=100, amount=10**9)).is_granted

    async def test_of_concurrent_takers_no_more_are_given_than_is_allowed(self, limiter: RateLimiter) -> None:
        taken = await asyncio.gather(*(limiter.take("a", "requests", most=MOST) for _ in range(20)))

        assert sum(each.is_granted for each in taken) == MOST

    async def test_any_text_is_an_account(self, limiter: RateLimiter) -> None:
        for account in ("auth0|64f1c2", "2001:db8::/64", "a/b {c} \n é", "*" * 500):
            assert (await limiter.take(account, "requests", most=1)).is_granted
            assert not (await limiter.take(account, "requests", most=1)).is_granted

    async def test_after_two_windows_all_is_given_again(
        self, limiter: RateLimiter, request: pytest.FixtureRequest
    ) -> None:
        if not self.supports_moved_time:
            pytest.skip("supports_moved_time = False")
        advance: Callable[[float], None] = request.getfixturevalue("advance")
        for _ in range(MOST):
            await limiter.take("a", "requests", most=MOST)

        advance(2 * WINDOW_S)

        assert [(await limiter.take("a", "requests", most=MOST)).is_granted for _ in range(MOST)] == [True] * MOST

    async def test_the_window_slides(self, limiter: RateLimiter, request: pytest.FixtureRequest) -> None:
        if not self.supports_moved_time:
            pytest.skip("supports_moved_time = False")
        advance: Callable[[float], None] = request.getfixturevalue("advance")
        for _ in range(10):
            await limiter.take("a", "requests", most=10)

        # The half of the window before overlaps with the last minute.
        advance(1.5 * WINDOW_S)

        assert sum([(await limiter.take("a", "requests", most=10)).is_granted for _ in range(10)]) == 5

    async def test_rates_of_other_bounds_are_counted_apart(self, limiter: RateLimiter) -> None:
        await limiter.take("a", "requests", most=1)

        assert (await limiter.take("a", "requests", most=2)).remaining == 1
        assert not (await limiter.take("a", "requests", most=1)).is_granted

    async def test_accounts_are_told_apart_by_their_whole_text(self, limiter: RateLimiter) -> None:
        accounts = (
            "a",
            "A",
            " a",
            "a ",
            "a/b",
            "a:b",
            "",
            "\u00e9",
            "e\u0301",
            "x" * 300 + "1",
            "x" * 300 + "2",
            "a*",
            "a?",
        )
        for account in accounts:
            assert (await limiter.take(account, "requests", most=1)).is_granted, account
        for account in accounts:
            assert not (await limiter.take(account, "requests", most=1)).is_granted, account

    async def test_account_and_name_do_not_run_into_each_other(self, limiter: RateLimiter) -> None:
        for account, name in (("a", "bc"), ("ab", "c"), ("a/b", "c"), ("a", "b/c"), ("a:b", "c"), ("a", "b:c")):
            assert (await limiter.take(account, name, most=1)).is_granted

    async def test_all_of_an_allowance_can_be_taken_at_once(self, limiter: RateLimiter) -> None:
        taken = await limiter.take("a", "bytes", most=100, amount=100)

        assert (taken.is_granted, taken.remaining) == (True, 0)
        assert not (await limiter.take("a", "bytes", most=100)).is_granted

    async def test_amounts_add_up(self, limiter: RateLimiter) -> None:
        remaining = [(await limiter.take("a", "bytes", most=100, amount=each)).remaining for each in (1, 9, 40, 50)]

        assert remaining == [99, 90, 50, 0]

    async def test_of_concurrent_takers_of_amounts_no_more_are_given_than_is_allowed(
        self, limiter: RateLimiter
    ) -> None:
        taken = await asyncio.gather(*(limiter.take("a", "bytes", most=100, amount=30) for _ in range(10)))

        assert sum(each.is_granted for each in taken) == 3

    @pytest.mark.parametrize("time", ["first", "second"])
    async def test_a_limiter_begins_with_nothing_counted(self, limiter: RateLimiter, time: str) -> None:
        assert (await limiter.take("kept", "requests", most=1)).is_granted, time

    async def test_until_a_window_has_passed_nothing_is_given_again(
        self, limiter: RateLimiter, request: pytest.FixtureRequest
    ) -> None:
        if not self.supports_moved_time:
            pytest.skip("supports_moved_time = False")
        advance: Callable[[float], None] = request.getfixturevalue("advance")
        for _ in range(10):
            await limiter.take("a", "requests", most=10)

        advance(WINDOW_S - 1)
        refused = await limiter.take("a", "requests", most=10)
        advance(WINDOW_S / 2)
        some = [(await limiter.take("a", "requests", most=10)).is_granted for _ in range(10)]

        assert not refused.is_granted
        assert 0 < refused.reset_s <= 1
        assert 0 < sum(some) < 10

    async def test_what_was_refused_is_not_counted(self, limiter: RateLimiter, request: pytest.FixtureRequest) -> None:
        if not self.supports_moved_time:
            pytest.skip("supports_moved_time = False")
        advance: Callable[[float], None] = request.getfixturevalue("advance")
        for _ in range(30):
            await limiter.take("a", "requests", most=10)

        advance(1.5 * WINDOW_S)

        assert sum([(await limiter.take("a", "requests", most=10)).is_granted for _ in range(10)]) == 5
