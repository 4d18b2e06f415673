"""Limiters with one fault each."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from typing import Any, ClassVar

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.domain.access.limits import WINDOW_S, Allowance
from cvparser.ports.rate_limiter import RateLimiter
from cvparser.testing.conformance.rate_limiter import RateLimiterConformance


class Limiter(RateLimiter):
    """A sliding window by the port's docstring, on a time that is moved."""

    def __init__(self) -> None:
        self.now = 0.0
        self.taken: dict[Hashable, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))

    def key(self, account: str, name: str, most: int) -> Hashable:
        return account, name, most

    def used(self, key: Hashable) -> float:
        window, passed = divmod(self.now, WINDOW_S)
        return self.taken[key][int(window)] + self.taken[key][int(window) - 1] * (1 - passed / WINDOW_S)

    def amount(self, amount: int, most: int) -> int:
        return min(amount, most)

    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        key, amount = self.key(account, name, most), self.amount(amount, most)
        is_granted = self.used(key) + amount <= most
        if is_granted:
            self.taken[key][int(self.now // WINDOW_S)] += amount
        remaining = max(int(most - self.used(key)), 0)
        reset = WINDOW_S - self.now % WINDOW_S
        return Allowance(name=name, most=most, remaining=remaining, reset_s=reset, is_granted=is_granted)


class GivesOneMore(Limiter):
    def used(self, key: Hashable) -> float:
        return super().used(key) - 1


class GivesOneLess(Limiter):
    def used(self, key: Hashable) -> float:
        return super().used(key) + 1


class CountsWhatWasRefused(Limiter):
    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        taken = await super().take(account, name, most=most, amount=amount)
        if not taken.is_granted:
            self.taken[self.key(account, name, most)][int(self.now // WINDOW_S)] += amount
        return taken


class CountsWhatWasRefusedOfOne(Limiter):
    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        taken = await super().take(account, name, most=most, amount=amount)
        if not taken.is_granted and amount == 1:
            self.taken[self.key(account, name, most)][int(self.now // WINDOW_S)] += 1
        return taken


class IgnoresTheAmount(Limiter):
    def amount(self, amount: int, most: int) -> int:
        return 1


class RefusesMoreThanThereIs(Limiter):
    def amount(self, amount: int, most: int) -> int:
        return amount


class GivesWhatIsLeftOfAnAmount(Limiter):
    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        left = int(most - self.used(self.key(account, name, most)))
        return await super().take(account, name, most=most, amount=min(amount, left) or amount)


class CountsAllAccountsTogether(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return name, most


class CountsAllNamesTogether(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return account, most


class CountsAllBoundsTogether(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return account, name


class JoinsAccountAndName(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return f"{account}{name}", most


class JoinsThemByASlash(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return f"{account}/{name}", most


class IgnoresCase(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return account.lower(), name, most


class StripsAccounts(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return account.strip(), name, most


class CutsAccounts(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return account[:256], name, most


class TakesAsciiAlone(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return account.encode("ascii", "ignore"), name, most


class RaisesOverOddAccounts(Limiter):
    def key(self, account: str, name: str, most: int) -> Hashable:
        return account.encode("ascii"), name, most


class HasAFixedWindow(Limiter):
    def used(self, key: Hashable) -> float:
        return self.taken[key][int(self.now // WINDOW_S)]


class NeverForgets(Limiter):
    def used(self, key: Hashable) -> float:
        return sum(self.taken[key].values())


class ForgetsTooEarly(Limiter):
    def used(self, key: Hashable) -> float:
        return super().used(key) if self.now < WINDOW_S / 2 else self.taken[key][1]


class CountsTheLastWindowWhole(Limiter):
    def used(self, key: Hashable) -> float:
        window = int(self.now // WINDOW_S)
        return self.taken[key][window] + self.taken[key][window - 1]


class RemainsBelowNothing(Limiter):
    async def take(self, *args: Any, **kw: Any) -> Allowance:
        taken = await super().take(*args, **kw)
        return taken if taken.is_granted else replace(taken, remaining=-1)


class SaysWhatRemainedBefore(Limiter):
    async def take(self, *args: Any, **kw: Any) -> Allowance:
        taken = await super().take(*args, **kw)
        return replace(taken, remaining=taken.remaining + int(taken.is_granted))


class ResetsAtAMoment(Limiter):
    async def take(self, *args: Any, **kw: Any) -> Allowance:
        return replace(await super().take(*args, **kw), reset_s=1_800_000_000.0)


class ResetsAtOnce(Limiter):
    async def take(self, *args: Any, **kw: Any) -> Allowance:
        return replace(await super().take(*args, **kw), reset_s=0.0)


class NamesNothing(Limiter):
    async def take(self, *args: Any, **kw: Any) -> Allowance:
        return replace(await super().take(*args, **kw), name="")


class LooksBeforeItTakes(Limiter):
    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        key, amount = self.key(account, name, most), min(amount, most)
        is_granted = self.used(key) + amount <= most
        await asyncio.sleep(0)
        if is_granted:
            self.taken[key][int(self.now // WINDOW_S)] += amount
        remaining = max(int(most - self.used(key)), 0)
        return Allowance(name=name, most=most, remaining=remaining, reset_s=WINDOW_S, is_granted=is_granted)


class RaisesWhereItRefuses(Limiter):
    async def take(self, *args: Any, **kw: Any) -> Allowance:
        taken = await super().take(*args, **kw)
        if not taken.is_granted:
            raise PermissionError
        return taken


class SharesCountsWithEveryOther(Limiter):
    all: ClassVar[Any] = defaultdict(lambda: defaultdict(int))

    def __init__(self) -> None:
        super().__init__()
        self.taken = self.all


def fixtures(make: Any) -> Fixtures:
    limiter = make()

    def advance(seconds: float) -> None:
        limiter.now += seconds

    return {"limiter": limiter, "advance": advance}


CATALOGUES = {
    "": Catalogue(suite=RateLimiterConformance, fixtures=fixtures, sound=Limiter, faults=faults(globals(), Limiter))
}
