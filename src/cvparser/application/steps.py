"""Pure steps, one after the other, in as few calls to the pool as their bounds allow.

What crosses to another process and back is paid for twice a call: a short text makes the trip once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from time import perf_counter
from typing import Any

from cvparser.ports.cpu_pool import CpuPool

#: What comes of the step before, to what goes to the next: pure, and can be pickled.
Step = Callable[[Any], Any]

#: Characters of a text whose steps are taken in one call: each may take long for a longer one, and a call is bounded.
LONGEST_OF_ONE_CALL = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """What came of steps.

    Attributes:
        value: Of the last.
        seconds: How long each took, by the clock of the process that took it.
    """

    value: Any
    seconds: tuple[float, ...]

    @property
    def since(self) -> tuple[float, ...]:
        """How many seconds before the end each step ended."""
        return tuple(accumulate(reversed((*self.seconds[1:], 0.0))))[::-1]


def take(value: object, *steps: Step) -> Stepped:
    """Return what came of `steps`, the first of which is given `value`."""
    seconds = []
    for step in steps:
        begun = perf_counter()
        value = step(value)
        seconds.append(perf_counter() - begun)
    return Stepped(value=value, seconds=tuple(seconds))


async def take_in_pool(cpu: CpuPool, value: object, *steps: Step, length: int, first: bool = False) -> Stepped:
    """Return what came of `steps` over a text of so many characters, in one call where that is short enough.

    Raises:
        CVParserError: as the step that raised it, and as `CpuPool.run`.
    """
    if length <= LONGEST_OF_ONE_CALL:
        return await cpu.run(take, value, *steps, first=first)
    seconds: tuple[float, ...] = ()
    for number, step in enumerate(steps):
        # What was begun goes before what was not.
        came = await cpu.run(take, value, step, first=first or number > 0)
        value, seconds = came.value, (*seconds, *came.seconds)
    return Stepped(value=value, seconds=seconds)
