"""A receiver of webhooks on loopback, as good or as bad as a test wants it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

#: What is answered to a request: bytes; None hangs.
Reply = bytes | None


def status(code: int, *headers: str) -> bytes:
    """Give an answer without a body."""
    return "\r\n".join([f"HTTP/1.1 {code} Said", *headers, "content-length: 0", "", ""]).encode()


@dataclass(frozen=True)
class Call:
    """What a receiver was sent."""

    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class LoopbackReceiver:
    """Answers what `reply` gives for a call, and keeps the calls."""

    port: int = 0
    reply: Callable[[Call], Reply] = field(default=lambda _: status(204))
    calls: list[Call] = field(default_factory=list)
    server: asyncio.Server | None = None
    writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def answer(self, code: int) -> None:
        self.reply = lambda _: status(code)

    def heard(self) -> Sequence[bytes]:
        return [each.body for each in self.calls]

    async def leave(self) -> None:
        assert self.server is not None
        self.server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            call = Call(first.split(" ")[1], headers, body)
            self.calls.append(call)
            said = self.reply(call)
            if said is None:
                await reader.read()
            else:
                writer.write(said)
                await writer.drain()
        writer.close()
        self.writers.discard(writer)


@asynccontextmanager
async def receiving(*, tls: ssl.SSLContext | None = None) -> AsyncIterator[LoopbackReceiver]:
    """Listen for as long as the context lasts."""
    receiver = LoopbackReceiver()
    receiver.server = await asyncio.start_server(receiver._serve, "127.0.0.1", 0, ssl=tls)
    receiver.port = receiver.server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        receiver.server.close()
        for writer in receiver.writers:
            writer.transport.abort()
        await asyncio.sleep(0)
