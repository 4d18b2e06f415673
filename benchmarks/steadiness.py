"""Does a figure grow? The median of all slopes against what the figure swings by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

#: Of a normal distribution, its standard deviation over the median of what its values are off by.
_NORMAL = 1.4826
#: What a figure may rise by in any case: a share of itself, and so many of what it counts, since pools of threads fill
#: one by one as they are first needed.
SHARE, COUNT = 0.02, 3.0


@dataclass(frozen=True, slots=True)
class Trend:
    """How a figure went.

    Attributes:
        middle: Its median.
        rise: By how much it rose from begin to end, by the median of the slopes between any two samples (Theil, Sen).
        noise: By how much it swings around that.
    """

    middle: float
    rise: float
    noise: float

    @property
    def is_flat(self) -> bool:
        """Whether the rise is no more than what the figure swings by anyway."""
        return self.rise <= max(self.noise, SHARE * self.middle, COUNT)


def trend(samples: Sequence[tuple[float, float]]) -> Trend:
    """Return the trend of at least two samples, each the seconds at which it was taken and its value."""
    slope = median((later - earlier) / (b - a) for (a, earlier), (b, later) in combinations(samples, 2))
    level = median(value - slope * at for at, value in samples)
    noise = _NORMAL * median(abs(value - slope * at - level) for at, value in samples)
    return Trend(median(value for _, value in samples), slope * (samples[-1][0] - samples[0][0]), noise)
