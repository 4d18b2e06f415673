"""A TCP proxy on loopback that loses what it is told to lose."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self


class Proxy:
    """Passes bytes on between its `port` and another port.

    Attributes:
        is_cut: While it is, what either side sends is lost, and nobody is told: as in a network that is cut.
        cut_after: When a client sends these bytes they are passed on, the answer is swallowed and the connection cut.
        cuts: Connections cut so far.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.is_cut = False
        self.cut_after: bytes | None = None
        self.cuts = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def mend(self) -> None:
        """Pass bytes on again; connections that were there before end now, as both sides find out in the end."""
        self.is_cut = False
        for task in self._tasks:
            task.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with suppress(OSError, ExceptionGroup, asyncio.CancelledError):
            there, here = await asyncio.open_connection("127.0.0.1", self._target)
            is_ending = asyncio.Event()
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._forth(reader, here, is_ending))
                    both.create_task(self._back(there, writer, is_ending))
            finally:
                here.close()
        writer.close()

    async def _forth(
        self, client: asyncio.StreamReader, server: asyncio.StreamWriter, is_ending: asyncio.Event
    ) -> None:
        while chunk := await client.read(65_536):
            if self.cut_after is not None and self.cut_after in chunk:
                self.cut_after = None
                self.cuts += 1
                is_ending.set()
            if not self.is_cut:
                server.write(chunk)
                await server.drain()
        raise ConnectionResetError

    async def _back(self, server: asyncio.StreamReader, client: asyncio.StreamWriter, is_ending: asyncio.Event) -> None:
        while chunk := await server.read(65_536):
            # The answer shows that the server did what it was told.
            if is_ending.is_set():
                break
            if not self.is_cut:
                client.write(chunk)
                await client.drain()
        raise ConnectionResetError
