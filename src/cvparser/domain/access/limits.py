"""How much somebody may ask for: bounds by their names, of the settings or of a key's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from cvparser.domain.errors import FieldError, UnavailableError
from cvparser.domain.turns import MAX_WEIGHT, WEIGHT

#: Seconds that rates are counted over.
WINDOW_S: Final = 60
#: What is counted.
REQUESTS, SUBMISSIONS, BYTES = "requests", "submissions", "bytes"
RATES: Final = (REQUESTS, SUBMISSIONS, BYTES)
UNFINISHED_JOBS, SHARE = "unfinished_jobs", "weight"
NAMES: Final = (*RATES, UNFINISHED_JOBS, SHARE)
#: The largest bound: beyond what anybody sends in a minute.
MOST: Final = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds; None where there is none."""

    #: A minute.
    requests: int | None = None
    #: Of them, those that submit.
    submissions: int | None = None
    #: Of request bodies, a minute.
    bytes: int | None = None
    #: Jobs of the owner that have not ended, when another is submitted.
    unfinished_jobs: int | None = None
    #: The owner's share beside others': `domain.turns`.
    weight: int = WEIGHT

    def with_own(self, own: Mapping[str, int]) -> Limits:
        """Return these, with a key's own in their places; 0 there is no bound."""
        bounds = {name: own[name] or None for name in (*RATES, UNFINISHED_JOBS) if name in own}
        return replace(self, weight=own.get(SHARE, self.weight), **bounds)

    def rates(self) -> Mapping[str, int]:
        """Return the rates that are bounded."""
        bounds = {REQUESTS: self.requests, SUBMISSIONS: self.submissions, BYTES: self.bytes}
        return {name: most for name, most in bounds.items() if most is not None}


UNLIMITED: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How a rate stands after something was asked of it."""

    #: Of the rate.
    name: str
    #: What is allowed in `WINDOW_S`.
    most: int
    #: What is left of it.
    remaining: int
    #: Seconds until there is more.
    reset_s: float
    #: Whether what was asked of it was given.
    is_granted: bool


class RateLimitedError(UnavailableError):
    """Somebody asked for more than they may.

    Attributes:
        retry_after_s: Seconds after which there is room again, as far as that is known.
        allowances: How the rates stand that were looked at.
    """

    code = "rate_limited"
    default_message = "You asked for more than you may for now. Wait as long as Retry-After says."

    def __init__(
        self, message: str | None = None, *, retry_after_s: int = 1, allowances: Iterable[Allowance] = ()
    ) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        self.allowances: tuple[Allowance, ...] = tuple(allowances)


def limits_of(texts: Iterable[str]) -> Mapping[str, int]:
    """Return the bounds that are written as `requests=600`; 0 is no bound.

    Raises:
        FieldError: one is not written so, or comes twice.
    """
    found: dict[str, int] = {}
    for text in texts:
        name, _, number = text.partition("=")
        is_number = number.isascii() and number.isdigit() and len(number) <= len(str(MOST))
        if name not in NAMES or name in found or not is_number or int(number) > MOST:
            raise FieldError(f"limit must be one of {', '.join(NAMES)}, once, as in requests=600.", field="limit")
        found[name] = int(number)
    if not WEIGHT <= found.get(SHARE, WEIGHT) <= MAX_WEIGHT:
        raise FieldError(f"The limit weight must be {WEIGHT} to {MAX_WEIGHT}.", field="limit")
    return found
