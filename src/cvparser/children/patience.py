"""When a call counts as slow."""

from __future__ import annotations

#: How many times what calls usually take counts as slow, and how many of the last ones say what is usual.
TIMES, OF_LATE = 4, 8


class Patience:
    """Seconds of the clock after which a call counts as slow: many times what calls take of late, between two bounds.

    On a machine that others keep busy every call takes long. Were each of them given a child of its own for that, the
    children would make the machine busier still. Calls that take long by themselves are not to be heard of: behind many
    of those nobody should wait any longer.

    Args:
        least_s: On a machine that has nothing else to do.
        most_s: Whatever calls take: nobody waits longer behind one that hangs. As long as `least_s` where not given.
    """

    def __init__(self, least_s: float, most_s: float | None = None) -> None:
        self._least_s = least_s
        self._most_s = max(least_s, most_s or 0.0)
        self._usual_s = 0.0

    @property
    def seconds(self) -> float:
        """How long a call may take from now on before it is slow."""
        return min(max(self._least_s, TIMES * self._usual_s), self._most_s)

    def ended(self, seconds: float) -> None:
        """Hear how long a call took, of which no more counts than what was slow: one that hung makes none usual."""
        self._usual_s += (min(seconds, self.seconds) - self._usual_s) / OF_LATE
