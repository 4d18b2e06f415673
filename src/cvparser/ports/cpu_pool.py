"""Work for the processor, beside the event loop."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class CpuPool(Protocol):
    """Runs pure functions while the event loop goes on serving.

    Safe for concurrent tasks. Suite: `cvparser.testing.conformance.cpu_pool`.
    """

    @abstractmethod
    async def run(self, function: Callable[..., T], *arguments: object, first: bool = False) -> T:
        """Return what `function(*arguments)` gives.

        The function is defined at the top of a module, changes nothing, and may run in another process: it, its
        arguments and its result can be pickled. What it raises is raised here.

        When more is to do than can run at once, calls that go `first` overtake the others: what brings a CV nearer to
        its end goes before what begins another. Among equals the oldest is next.

        A pool may bound a call: past its time of the processor or its memory the call is ended, whatever it does, and
        others go on meanwhile. Nobody waits for a call whose caller is cancelled; it may be ended too.

        Raises:
            TooComplexError: the call went past its bounds, and would again.
            UnavailableError: the process that ran it is gone; the caller may try again.
        """
