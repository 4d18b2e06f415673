"""A reverse proxy on loopback: takes a prefix off, and says for whom it asks, as one that ends TLS would."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Self


class HttpProxy:
    """Passes each connection on to `target`; of its first request the head is written anew.

    Args:
        target: Port of the service.
        host: Name by which clients ask.
        prefix: Below which it has the service.

    Attributes:
        port: Where it listens.
    """

    def __init__(self, target: int, *, host: str, prefix: str) -> None:
        self._target = target
        self._host = host
        self._prefix = prefix
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

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

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            async with AsyncExitStack() as stack:
                stack.push_async_callback(_close, writer)
                head = await reader.readuntil(b"\r\n\r\n")
                there, here = await asyncio.open_connection("127.0.0.1", self._target)
                stack.push_async_callback(_close, here)
                here.write(self._passed_on(head, writer.get_extra_info("peername")[0]))
                copying = asyncio.create_task(_copy(reader, here))
                # The service ends the connection: of HTTP after the answer, of a WebSocket after its last message.
                await _copy(there, writer)
                copying.cancel()

    def _passed_on(self, head: bytes, client: str) -> bytes:
        first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        method, path, version = first.split(" ")
        is_socket = any(line.lower().startswith("upgrade:") for line in lines)
        # One request a connection, so that each has its head written anew.
        dropped = ("x-forwarded-", "forwarded:", "host:", *(() if is_socket else ("connection:",)))
        kept = [line for line in lines if not line.lower().startswith(dropped)]
        added = [
            "Host: inner",
            f"X-Forwarded-For: {client}",
            "X-Forwarded-Proto: https",
            f"X-Forwarded-Host: {self._host}",
            f"X-Forwarded-Prefix: {self._prefix}",
            *([] if is_socket else ["Connection: close"]),
        ]
        return "\r\n".join([f"{method} {path.removeprefix(self._prefix)} {version}", *kept, *added, "", ""]).encode()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65_536):
        writer.write(chunk)
        await writer.drain()
