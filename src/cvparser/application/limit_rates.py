"""See that nobody asks for more than they may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from cvparser.domain.access.limits import BYTES, REQUESTS, SUBMISSIONS, Allowance, Limits, RateLimitedError
from cvparser.domain.access.principal import Principal
from cvparser.ports.rate_limiter import RateLimiter

_MESSAGES = {
    REQUESTS: "You sent more requests than you may in a minute. Wait as long as Retry-After says.",
    SUBMISSIONS: "You submitted more than you may in a minute. Wait as long as Retry-After says.",
    BYTES: "You sent more bytes than you may in a minute. Wait as long as Retry-After says.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose requests are counted together.

    Attributes:
        name: A key, an owner or an address.
        limits: What holds for it.
    """

    name: str
    limits: Limits


class LimitRates:
    """Counts by key; who comes with a token, by its owner; who is not asked who they are, by address or not at all.

    Args:
        limiter: Counts.
        defaults: What holds where a key says nothing of its own.
        limits_addresses: Whether those are counted whom nobody asks who they are.
    """

    def __init__(self, *, limiter: RateLimiter, defaults: Limits, limits_addresses: bool) -> None:
        self._limiter = limiter
        self._defaults = defaults
        self._limits_addresses = limits_addresses

    def limits_of(self, principal: Principal) -> Limits:
        """Return what holds for somebody."""
        return self._defaults.with_own(principal.limits or {})

    def account_of(self, principal: Principal, *, address: str) -> Account | None:
        """Return where the requests of somebody are counted; None = nowhere."""
        if principal.is_anybody:
            return Account(name=f"address {address}", limits=self._defaults) if self._limits_addresses else None
        name = f"owner {principal.owner}" if principal.limits is None else f"key {principal.key_id}"
        return Account(name=name, limits=self.limits_of(principal))

    async def take(self, account: Account, amounts: Mapping[str, int]) -> Sequence[Allowance]:
        """Take what is asked for of each rate in turn, where that is bounded, and return how they stand.

        Raises:
            RateLimitedError: one has not so much left; those after it are not looked at.
        """
        bounds, stand = account.limits.rates(), list[Allowance]()
        for name, amount in amounts.items():
            if amount < 1 or name not in bounds:
                continue
            allowance = await self._limiter.take(account.name, name, most=bounds[name], amount=amount)
            stand.append(allowance)
            if not allowance.is_granted:
                seconds = max(1, ceil(allowance.reset_s))
                raise RateLimitedError(_MESSAGES[name], retry_after_s=seconds, allowances=stand)
        return stand
