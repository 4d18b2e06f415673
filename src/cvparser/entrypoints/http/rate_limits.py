"""Rates on the wire: what is taken of them before a request is read, and the fields that say how they stand.

The fields are those of draft-ietf-httpapi-ratelimit-headers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final, cast

from litestar.connection import ASGIConnection
from litestar.datastructures import ResponseHeader
from litestar.enums import ScopeType
from litestar.types import Message, Scope

from cvparser.application.limit_rates import Account, LimitRates
from cvparser.container import Service
from cvparser.domain.access.limits import BYTES, REQUESTS, SUBMISSIONS, WINDOW_S, Allowance, RateLimitedError
from cvparser.domain.access.principal import Principal
from cvparser.entrypoints.http.bounds import peer_of

#: Where the scope's state keeps what was counted.
_COUNTED = "rates_counted"
#: The unit of what is not counted in requests.
_UNITS: Final = {BYTES: ';qu="content-bytes"'}

RATE_LIMIT: Final = (
    ResponseHeader(
        name="RateLimit-Policy",
        description="The bounds of the key that was sent: how many in so many seconds. Where rates are limited.",
        documentation_only=True,
    ),
    ResponseHeader(
        name="RateLimit",
        description="How much of them is left, and the seconds until there is more.",
        documentation_only=True,
    ),
)


@dataclass
class _Counted:
    """What a request has taken."""

    limit_rates: LimitRates
    account: Account
    stand: dict[str, Allowance] = field(default_factory=dict)

    async def take(self, **amounts: int) -> None:
        """Take amounts of rates. Raises RateLimitedError where one has not so much left."""
        try:
            self._keep(await self.limit_rates.take(self.account, amounts))
        except RateLimitedError as error:
            self._keep(error.allowances)
            raise

    def _keep(self, stand: Iterable[Allowance]) -> None:
        self.stand |= {each.name: each for each in stand}


async def count_request(
    connection: ASGIConnection[Any, Any, Any, Any], principal: Principal, *, is_submission: bool
) -> None:
    """Count a request of somebody who was let in, and of a submission what it says that it will send.

    Raises:
        RateLimitedError: they asked for too much in the last minute.
    """
    limit_rates = cast("Service", connection.app.state.service).limit_rates
    account = limit_rates.account_of(principal, address=peer_of(connection.scope["client"]))
    if account is None:
        return
    connection.scope["state"][_COUNTED] = counted = _Counted(limit_rates, account)
    await counted.take(**{REQUESTS: 1})
    if is_submission:
        await counted.take(**{SUBMISSIONS: 1, BYTES: announced(connection) or 0})


async def count_bytes(connection: ASGIConnection[Any, Any, Any, Any], received: int) -> None:
    """Count a body that did not say how long it would be. Raises as `count_request`."""
    counted: _Counted | None = connection.scope["state"].get(_COUNTED)
    if counted is not None and announced(connection) is None:
        await counted.take(**{BYTES: received})


async def count_item(connection: ASGIConnection[Any, Any, Any, Any], *, is_another: bool, more_bytes: int) -> None:
    """Count an item of a request that has several, as a submission unless it is the first, with bytes beyond its body.

    Raises:
        RateLimitedError: as `count_request`.
    """
    counted: _Counted | None = connection.scope["state"].get(_COUNTED)
    if counted is not None:
        await counted.take(**{SUBMISSIONS: int(is_another), BYTES: more_bytes})


def announced(connection: ASGIConnection[Any, Any, Any, Any]) -> int | None:
    """Return the length that a body has by its header; None where there is none, or it is no number."""
    length = connection.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


async def add_fields(message: Message, scope: Scope) -> None:
    """Say on the answer to a request that was counted how the rates stand."""
    counted: _Counted | None = scope.get("state", {}).get(_COUNTED)
    if counted is None or scope["type"] != ScopeType.HTTP or message["type"] != "http.response.start":
        return
    policy = (f'"{name}";q={most};w={WINDOW_S}{_UNITS.get(name, "")}' for name, most in _bounds(counted))
    stand = (f'"{each.name}";r={each.remaining};t={ceil(each.reset_s)}' for each in counted.stand.values())
    fields = ((b"ratelimit-policy", ", ".join(policy)), (b"ratelimit", ", ".join(stand)))
    message["headers"] = [*message["headers"], *((name, text.encode()) for name, text in fields if text)]


def _bounds(counted: _Counted) -> Iterable[tuple[str, int]]:
    return counted.account.limits.rates().items()
