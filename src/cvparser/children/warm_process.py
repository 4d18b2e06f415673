"""The warm process, from the service's side."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Self

from cvparser.children.child import Child
from cvparser.children.interpreter import interpreter
from cvparser.children.limits import Limits
from cvparser.children.naming import Named
from cvparser.domain.errors import UnavailableError

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[3]); "
    "from cvparser.children.zygote import main; main(int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[4]))"
)

#: A child works on one text at a time, and a process with threads is not to be forked: so products of matrices are made
#: without, by whichever library numpy came with.
#: Code that names a number of threads of its own, as Tesseract's does, heeds the limit alone.
_ONE_THREAD = dict.fromkeys(("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"), "1")
#: Pydantic asks each installed package for plugins, which reads a file of every one; none of ours has any.
_NO_PLUGINS = {"PYDANTIC_DISABLE_PLUGINS": "__all__"}
#: Seconds that the process gets to end its children and itself.
END_S = 0.5
#: Bytes of an answer that are read ahead.
_BUFFER = 2**20


class WarmProcess:
    """Forks children that have loaded what they need.

    Started with the first child, and again with the next one when it is gone, until it is closed. All end with it, and
    it with the service, however that ends. Several may share one: each opens and closes it, and the last ends it.

    Args:
        first: Functions that run in it before anything else is loaded: what a deployment adds.
    """

    def __init__(self, first: Sequence[Named] = ()) -> None:
        self._first = json.dumps([(each.name, each.arguments) for each in first])
        self._starting = asyncio.Lock()
        self._zygote: _Zygote | None = None
        self._users = 0
        self._is_closed = False

    async def __aenter__(self) -> Self:
        self._users += 1
        self._is_closed = False
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._users -= 1
        if self._users:
            return
        self._is_closed = True
        zygote, self._zygote = self._zygote, None
        if zygote is not None:
            await zygote.end()

    async def fork(self, limits: Limits, *, warm: Sequence[Named]) -> Child:
        """Return a new child within `limits`. It is forked once the functions in `warm` have run, each once.

        Raises:
            UnavailableError: no process can be started, or this is closed.
            ConfigurationError: there is no Python to start, as in a frozen program.
        """
        request = {"warm": [(each.name, each.arguments) for each in warm], "limits": asdict(limits)}
        line = json.dumps(request).encode() + b"\n"
        for _ in range(2):
            zygote = await self._running()
            ends = zygote.ask(line)
            if ends is not None:
                return await _child(*ends, limits)
            await zygote.end()
        raise UnavailableError

    async def _running(self) -> _Zygote:
        async with self._starting:
            if self._is_closed:
                raise UnavailableError
            if self._zygote is None or self._zygote.process.returncode is not None:
                try:
                    self._zygote = await _start(self._first)
                except OSError:
                    raise UnavailableError from None
            return self._zygote


async def _child(channel: socket.socket, lifeline: socket.socket, limits: Limits) -> Child:
    try:
        reader, writer = await asyncio.open_connection(sock=channel, limit=_BUFFER)
    except BaseException:
        channel.close()
        lifeline.close()
        raise
    return Child(reader, writer, lifeline, memory_bytes=limits.memory_bytes)


@dataclass(frozen=True, slots=True)
class _Zygote:
    process: asyncio.subprocess.Process
    control: socket.socket

    def ask(self, request: bytes) -> tuple[socket.socket, socket.socket] | None:
        """Return the channel and the lifeline of a new child, or None when the process is gone."""
        (channel, its_channel), (lifeline, its_lifeline) = socket.socketpair(), socket.socketpair()
        lifeline.settimeout(0)
        with its_channel, its_lifeline:
            try:
                socket.send_fds(self.control, [request], [its_channel.fileno(), its_lifeline.fileno()])
            except OSError:
                channel.close()
                lifeline.close()
                return None
        return channel, lifeline

    async def end(self) -> None:
        """Close the control socket, upon which the process ends with its children; kill it where it takes its time."""
        self.control.close()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(END_S):
                    await self.process.wait()
        finally:
            # Also where nobody waits any more: one that loads libraries does not look at its socket.
            with suppress(ProcessLookupError):
                self.process.kill()
        await self.process.wait()


async def _start(first: str) -> _Zygote:
    ours, theirs = socket.socketpair()
    # One that takes no request is as good as gone, and nobody waits for it.
    ours.settimeout(0)
    with theirs:
        try:
            return _Zygote(await _process(theirs.fileno(), first), ours)
        except BaseException:
            ours.close()
            raise


async def _process(control: int, first: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        interpreter(),
        "-I",
        "-c",
        _START,
        str(control),
        str(os.getpid()),
        json.dumps(sys.path),
        first,
        pass_fds=(control,),
        env=os.environ | _ONE_THREAD | _NO_PLUGINS,
        stdin=asyncio.subprocess.DEVNULL,
        # What a library prints of a document can quote it.
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
