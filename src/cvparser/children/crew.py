"""Children that live long, with one call at a time each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from cvparser.children.child import Bounds, Child, Ending
from cvparser.children.limits import Limits
from cvparser.children.naming import Named
from cvparser.children.patience import Patience
from cvparser.children.warm_process import WarmProcess

#: Seconds that a call waits for the one before it in the same child, where nothing else is said.
AHEAD_S = 0.5
#: Bytes of a call that tells by how long it takes how busy the machine is; a longer one tells how long it is itself.
SHORT = 32_000


class Crew:
    """Gives calls to children, which are kept for the next ones. A child that ended over a call is replaced.

    With a call more than there are children, one is sent ahead: on a busy machine a child that has the next call at
    hand goes on, where one that is woken up for it waits for the processor again. Nobody waits long behind a slow call.

    Args:
        warm_process: Forks them.
        most: How many there are.
        limits: Of each.
        warm: What they have done before their first call.
        patience: How long a call waits for the one before it in the same child; then it gets a child of its own. It
            hears how long short calls take.
    """

    def __init__(
        self,
        warm_process: WarmProcess,
        limits: Limits,
        *,
        most: int,
        warm: Sequence[Named],
        patience: Patience | None = None,
    ) -> None:
        self._patience = patience or Patience(AHEAD_S)
        self._warm_process = warm_process
        self._limits = limits
        self._most = most
        self._warm = tuple(warm)
        self._children: list[Child] = []
        self._coming = 0

    async def call(self, function: Named, content: bytes, bounds: Bounds) -> bytes | Ending:
        """Return what `function` makes of `content`, or how the child ended over it. Cancelling kills the child.

        Raises:
            UnavailableError: no child can be started.
        """
        child = self._idle() or self._soon_idle() or await self._new()
        answer = await child.call(function, content, bounds, begin_within_s=self._patience.seconds)
        if answer is Ending.NOT_BEGUN:
            child = self._idle() or await self._new()
            answer = await child.call(function, content, bounds)
            if answer is Ending.NOT_BEGUN:
                # It was gone before the call came.
                answer = Ending.CRASHED
        if isinstance(answer, bytes) and len(content) <= SHORT:
            self._patience.ended(child.took_s)
        if len(self._children) > self._most and child in self._children and not child.calls:
            # Forked beside one that hung.
            self._children.remove(child)
            child.kill()
        return answer

    async def stand_by(self) -> None:
        """Have a child ready before the first call.

        Raises:
            UnavailableError: no child can be started.
        """
        await self._new()

    def disband(self) -> None:
        """Kill all."""
        while self._children:
            self._children.pop().kill()

    def _idle(self) -> Child | None:
        """Return the child without a call that was there first: the memory of that is warm."""
        for child in [child for child in self._children if not child.is_usable]:
            self._children.remove(child)
            if not child.calls:
                child.kill()
        return next((child for child in self._children if not child.calls), None)

    def _soon_idle(self) -> Child | None:
        """Return the child to which a call is sent ahead, when there may be no more children."""
        if len(self._children) + self._coming < self._most:
            return None
        since = asyncio.get_running_loop().time() - self._patience.seconds
        soon = [child for child in self._children if child.calls == 1 and child.began_at > since]
        return min(soon, key=lambda child: child.began_at, default=None)

    async def _new(self) -> Child:
        self._coming += 1
        try:
            child = await self._warm_process.fork(self._limits, warm=self._warm)
        finally:
            self._coming -= 1
        self._children.append(child)
        return child
