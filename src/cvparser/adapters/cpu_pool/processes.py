"""Processes beside the service: a CV that is parsed does not hold the service's interpreter lock."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar, cast

from cvparser.children.child import Bounds, Ending
from cvparser.children.crew import Crew
from cvparser.children.limits import Limits
from cvparser.children.naming import Named
from cvparser.children.patience import Patience
from cvparser.children.turns import Turns
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.errors import CVParserError, TooComplexError, UnavailableError
from cvparser.ports.cpu_pool import CpuPool

T = TypeVar("T")

#: How much the processes yield to the service.
NICENESS = 5
#: Files that a process may have open: modules and tables that it loads when a text first needs them.
_MOST_FILES = 64
#: How many calls are slow at once: texts that hang, all together, hold up no other.
_MOST_SLOW = 32
#: How many times as patient a busy machine makes us.
_MOST_PATIENT = 4
#: Bytes of a result.
_MOST_BYTES = 64 * 2**20
_WORK = Named("cvparser.adapters.cpu_pool.working:work")
_ERRORS: dict[Ending, type[CVParserError]] = {
    Ending.TOO_SLOW: TooComplexError,
    Ending.OUT_OF_MEMORY: TooComplexError,
    Ending.CRASHED: UnavailableError,
}


class ProcessCpuPool(CpuPool):
    """Keeps up to `processes` processes, forked from a warm one when they are first needed, replaced when they end.

    They end with the service, also when that is killed. A caller that is cancelled has its process killed: nobody waits
    for work that nobody wants.

    Args:
        processes: Calls worked on at once, beside those that are slow.
        timeout_s: Seconds of the processor that a call may take.
        memory_bytes: Address space of a process.
        warm: Run in the warm process before the first fork, to load what calls need.
        warm_process: Forks the processes, and may be shared; without one there is one of its own.
        patience_s: Seconds of the clock after which a call counts as slow: it leaves its place to another. On a busy
            machine up to `_MOST_PATIENT` times as many (`Patience`).
    """

    def __init__(
        self,
        *,
        processes: int,
        timeout_s: float,
        memory_bytes: int,
        warm: Sequence[Named] = (),
        warm_process: WarmProcess | None = None,
        patience_s: float = 0.5,
    ) -> None:
        self._warm_process = warm_process or WarmProcess()
        limits = Limits(memory_bytes=memory_bytes, files=_MOST_FILES, niceness=NICENESS)
        patience = Patience(patience_s, _MOST_PATIENT * patience_s)
        self._crew = Crew(self._warm_process, limits, most=processes, warm=warm, patience=patience)
        self._bounds = Bounds.of_processor(timeout_s, answer_bytes=_MOST_BYTES)
        # One more, which is sent ahead.
        self._turns = Turns(processes + 1, patience=patience, most_slow=_MOST_SLOW)

    async def __aenter__(self) -> Self:
        await self._warm_process.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.disband()
        await self._warm_process.__aexit__(kind, error, trace)

    async def run(self, function: Callable[..., T], *arguments: object, first: bool = False) -> T:
        call = pickle.dumps((function, arguments))
        async with self._turns.turn(first=first):
            answer = await self._crew.call(_WORK, call, self._bounds)
        if isinstance(answer, Ending):
            raise _ERRORS[answer]
        # Of a process that runs our code only: what a document can take over never answers like this.
        has_raised, result = pickle.loads(answer)  # noqa: S301
        if has_raised:
            raise result
        return cast("T", result)
