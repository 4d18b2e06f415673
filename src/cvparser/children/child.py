"""One child, from the service's side."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Self

from cvparser.children.naming import Named
from cvparser.children.serving import NO_MEMORY, frame

#: Seconds that the warm process gets to say how a child ended.
GRACE_S = 2.0
#: A child that died when it had grown by more than this share of its address space died of that: a buffer is doubled
#: until the next doubling does not fit, and what was asked for last is never held. A CV grows by a few MiB.
OUT_OF_MEMORY = 0.1
#: How much longer a call may take than it computes, on a machine that others use too; and seconds for a child to start.
WALL_FACTOR, START_S = 10, 20


class Ending(Enum):
    """Why a child ended before it answered."""

    #: It used up its time, of the processor or of the clock.
    TOO_SLOW = auto()
    #: It wanted more memory than it may have.
    OUT_OF_MEMORY = auto()
    #: Anything else.
    CRASHED = auto()
    #: It did not come to this call.
    NOT_BEGUN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one call may take.

    Attributes:
        cpu_s: Seconds of the processor, kept by the kernel.
        wall_s: Seconds of the clock, kept by us: a child that is stopped uses no processor.
        answer_bytes: Length of its answer.
    """

    cpu_s: float
    wall_s: float
    answer_bytes: int

    @classmethod
    def of_processor(cls, cpu_s: float, *, answer_bytes: int) -> Self:
        """Return bounds of the processor's time, with as much of the clock's as that takes on a crowded machine."""
        return cls(cpu_s=cpu_s, wall_s=WALL_FACTOR * cpu_s + START_S, answer_bytes=answer_bytes)


class Child:
    """A child process that works on one call at a time. The next one may be sent ahead: it begins without a wait.

    Args:
        reader, writer: Its channel: calls go out over it and answers come back, in their order.
        lifeline: Closing it kills the child; how it ended comes back over it.
        memory_bytes: Address space that the child may have.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        lifeline: socket.socket,
        *,
        memory_bytes: int,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._lifeline = lifeline
        self._memory_bytes = memory_bytes
        self._listening = asyncio.Lock()
        self._is_spent = False
        #: Calls that were sent and have not ended.
        self.calls = 0
        #: When the loop's clock showed that a call began, and how long the last one took from then on.
        self.began_at = 0.0
        self.took_s = 0.0

    @property
    def is_usable(self) -> bool:
        """Whether it may be called, as far as is known by now."""
        return not self._is_spent and not self._reader.at_eof()

    async def call(
        self, function: Named, content: bytes, bounds: Bounds, *, begin_within_s: float | None = None
    ) -> bytes | Ending:
        """Return what `function` makes of `content`, or how the child ended over it.

        A child that ended, or whose caller is cancelled, is killed: nobody waits for it. `NOT_BEGUN` tells that it
        ended over the call before this one, or that the call did not begin in time; it takes no more calls then.
        """
        answer: bytes | Ending = Ending.NOT_BEGUN
        self.calls += 1
        if self.calls == 1:
            self.began_at = asyncio.get_running_loop().time()
        self._send(function, content, bounds)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(begin_within_s):
                    await self._listening.acquire()
                answer = await self._listen(bounds)
            return answer
        finally:
            self.calls -= 1
            self._is_spent = self._is_spent or isinstance(answer, Ending)

    def kill(self) -> None:
        """End the child, whatever it does. Again: a no-op."""
        self._is_spent = True
        self._lifeline.close()
        self._writer.close()

    def _send(self, function: Named, content: bytes, bounds: Bounds) -> None:
        asked = {"name": function.name, "arguments": function.arguments, "cpu_s": bounds.cpu_s}
        line = json.dumps(asked).encode() + b"\n"
        self._writer.write(frame(line, content))
        self._writer.write(content)

    async def _listen(self, bounds: Bounds) -> bytes | Ending:
        """Return the next answer. Whoever hears of an end, or does not want to hear any more, kills the child."""
        answer: bytes | Ending = Ending.TOO_SLOW
        try:
            if self._is_spent:
                answer = Ending.NOT_BEGUN
            else:
                self.began_at = asyncio.get_running_loop().time()
                with suppress(TimeoutError):
                    async with asyncio.timeout(bounds.wall_s):
                        answer = await self._answer(bounds)
                self.took_s = asyncio.get_running_loop().time() - self.began_at
            return answer
        finally:
            self._listening.release()
            if self._is_spent or isinstance(answer, Ending):
                self.kill()

    async def _answer(self, bounds: Bounds) -> bytes | Ending:
        try:
            await self._writer.drain()
            length = int.from_bytes(await self._reader.readexactly(4), "big")
            if not 0 < length <= bounds.answer_bytes:
                return Ending.CRASHED
            answer = await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return await self._ending()
        return Ending.OUT_OF_MEMORY if answer[:1] == NO_MEMORY else answer[1:]

    async def _ending(self) -> Ending:
        said = _json(await self._last_words())
        if said.get("signal") in (signal.SIGPROF, signal.SIGXCPU):
            return Ending.TOO_SLOW
        if said.get("growth", 0) > OUT_OF_MEMORY * self._memory_bytes:
            return Ending.OUT_OF_MEMORY
        return Ending.CRASHED

    async def _last_words(self) -> bytes:
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(GRACE_S):
                return await asyncio.get_running_loop().sock_recv(self._lifeline, 1024)
        return b""


def _json(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
