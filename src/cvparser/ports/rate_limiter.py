"""Who asked how much in the last minute."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from cvparser.domain.access.limits import Allowance


class RateLimiter(Protocol):
    """Counts what accounts ask for over `domain.access.limits.WINDOW_S`, by a sliding window.

    A window is what was asked for since its start, and of the window before as much as overlaps with the last
    `WINDOW_S`, as if that had come evenly. Safe for concurrent tasks, and for processes where they share what counts.
    Suite: `cvparser.testing.conformance.rate_limiter`.

    Nothing is raised: where what counts is away, each process counts for itself.
    """

    @abstractmethod
    async def take(self, account: str, name: str, *, most: int, amount: int = 1) -> Allowance:
        """Take `amount` of what `account` may have of the rate `name`, where so much is left; else nothing.

        An amount beyond `most` counts as `most`: it is given to who has asked for nothing for a while.

        Args:
            account: Whose; any text.
            name: Of the rate; accounts have one count for each name and `most`.
            most: Allowed in `WINDOW_S`, 1 or more.
            amount: 1 or more.
        """
