"""What a server says of its limits in the headers of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")
_PARTS = (86_400.0, 3_600.0, 60.0, 1.0, 0.001)
#: Beyond a day a server means something else.
_LONGEST_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One limit as the server sees it: so much a minute, so much left, all of it again after so many seconds."""

    limit: float | None = None
    remaining: float | None = None
    reset_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLimits:
    """The limits named in one answer."""

    requests: Allowance
    tokens: Allowance

    @property
    def say_something(self) -> bool:
        """Whether the answer named any."""
        return any(each.limit is not None or each.remaining is not None for each in (self.requests, self.tokens))


def server_limits(headers: Mapping[str, str]) -> ServerLimits:
    """Return the limits that the `x-ratelimit-*` headers name; None where they name none."""
    return ServerLimits(requests=_allowance(headers, "requests"), tokens=_allowance(headers, "tokens"))


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds after which to come back, or None where the server does not say.

    In the order of `retry-after-ms`, `retry-after` (seconds or a date: RFC 9110 10.2.3), and the reset of a limit of
    which nothing is left.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return _bounded(milliseconds / 1000)
    said = headers.get("retry-after", "").strip()
    seconds = _number(said)
    if seconds is None and said:
        seconds = _until(said, now)
    if seconds is not None:
        return _bounded(seconds)
    limits = server_limits(headers)
    resets = [each.reset_s for each in (limits.requests, limits.tokens) if each.remaining == 0 and each.reset_s]
    return _bounded(max(resets)) if resets else None


def _allowance(headers: Mapping[str, str], what: str) -> Allowance:
    return Allowance(
        limit=_number(headers.get(f"x-ratelimit-limit-{what}")),
        remaining=_number(headers.get(f"x-ratelimit-remaining-{what}")),
        reset_s=_duration(headers.get(f"x-ratelimit-reset-{what}")),
    )


def _number(said: str | None) -> float | None:
    if said is None or not re.fullmatch(r"\d{1,15}(?:\.\d{1,9})?", said.strip(), re.ASCII):
        return None
    return float(said)


def _duration(said: str | None) -> float | None:
    """Return the seconds of `6m0s`, `12ms`, or plain seconds."""
    plain = _number(said)
    if plain is not None or not said:
        return plain
    match = _DURATION.fullmatch(said.strip())
    if match is None:
        return None
    return sum(float(value) * seconds for value, seconds in zip(match.groups(), _PARTS, strict=True) if value)


def _until(said: str, now: datetime) -> float | None:
    try:
        return (parsedate_to_datetime(said) - now).total_seconds()
    except (TypeError, ValueError):
        return None


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), _LONGEST_S)
