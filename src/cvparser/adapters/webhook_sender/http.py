"""Calls of receivers over HTTP/1.1.

The protocol is h11's and the connection our own: a client of HTTP looks names up by itself, and would connect to
another address than the one that was looked at.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self
from urllib.parse import SplitResult, urlsplit

import h11
from standardwebhooks import Webhook

from cvparser.domain.webhook import Answer, Message, Obstacle, Secret
from cvparser.domain.webhook_address import STRICT, AddressRule, IPAddress, is_allowed
from cvparser.ports.webhook_sender import WebhookSender

#: Seconds that a call may take, from the look-up of the name to the head of the answer.
TIMEOUT_S: Final = 15.0
#: Names that are looked up at once: one that hangs holds up as many others at most.
LOOKERS: Final = 16
#: Bytes of an answer's head, and of what comes before it, that are read.
MAX_HEAD: Final = 16_384
_CHUNK: Final = 4_096
#: What says when to come again: RFC 9110, 10.2.3.
_ASKS_FOR_TIME: Final = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_LONGEST_WAIT: Final = timedelta(days=1)
#: What is said of what goes wrong: the first kind that it is.
_OBSTACLES: Final[dict[type[Exception], Obstacle]] = {
    TimeoutError: Obstacle.TIME,
    ssl.SSLError: Obstacle.TLS,
    socket.gaierror: Obstacle.NAME,
    UnicodeError: Obstacle.NAME,
    OSError: Obstacle.CONNECTION,
    h11.RemoteProtocolError: Obstacle.ANSWER,
}


class HttpWebhookSender(WebhookSender):
    """Opens a connection for each call and closes it after the head of the answer.

    Args:
        rule: Which addresses are called.
        timeout_s: Seconds that a call may take.
    """

    def __init__(self, *, rule: AddressRule = STRICT, timeout_s: float = TIMEOUT_S) -> None:
        self._rule = rule
        self._timeout_s = timeout_s
        # Not the loop's own threads: names of strangers that hang must hold up nothing else.
        self._lookers = ThreadPoolExecutor(LOOKERS, thread_name_prefix="webhook-names")
        self._looking: dict[tuple[str, int], asyncio.Future[Sequence[str]]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lookers.shutdown(wait=False, cancel_futures=True)

    async def send(self, url: str, message: Message, secrets: Sequence[Secret]) -> Answer:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._called(urlsplit(url), message, secrets)
        except tuple(_OBSTACLES) as error:
            return Answer(obstacle=next(_OBSTACLES[kind] for kind in _OBSTACLES if isinstance(error, kind)))

    async def _called(self, parts: SplitResult, message: Message, secrets: Sequence[Secret]) -> Answer:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await self._addresses(parts.hostname or "", port)
        if not addresses or not all(is_allowed(each, self._rule) for each in addresses):
            return Answer(obstacle=Obstacle.ADDRESS)
        reader, writer = await self._connected(addresses, port, parts)
        try:
            return await _asked(reader, writer, parts, message, secrets)
        finally:
            # Not closed in good order: that would wait for the receiver.
            writer.transport.abort()

    async def _addresses(self, host: str, port: int) -> Sequence[IPAddress]:
        """Return where a name leads; calls that wait for the same name share one look-up, and one thread."""
        asked = (host, port)
        if asked not in self._looking:
            looking = asyncio.get_running_loop().run_in_executor(self._lookers, _looked_up, host, port)
            self._looking[asked] = looking
            looking.add_done_callback(lambda done: self._looked(asked, done))
        found = await asyncio.shield(self._looking[asked])
        return list(dict.fromkeys(ipaddress.ip_address(each) for each in found))

    def _looked(self, asked: tuple[str, int], done: asyncio.Future[Sequence[str]]) -> None:
        del self._looking[asked]
        if not done.cancelled():
            # Asked for, so that nobody complains where all who waited have gone.
            done.exception()

    async def _connected(
        self, addresses: Sequence[IPAddress], port: int, parts: SplitResult
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return a connection to the first address that takes one; each has its share of the time."""
        name = (parts.hostname or "").removesuffix(".")
        tls = {"ssl": self._tls, "server_hostname": name} if parts.scheme == "https" else {}
        share_s = self._timeout_s / len(addresses)
        failed: OSError = ConnectionError()
        for address in addresses:
            try:
                async with asyncio.timeout(share_s):
                    # `limit` bounds what is read ahead of who reads.
                    return await asyncio.open_connection(str(address), port, limit=MAX_HEAD, **tls)  # type: ignore[arg-type]
            except ssl.SSLError:
                raise
            except OSError as error:
                failed = error
        raise failed

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _looked_up(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


async def _asked(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    parts: SplitResult,
    message: Message,
    secrets: Sequence[Secret],
) -> Answer:
    """Send the message, and return what the head of the answer says."""
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
    request = h11.Request(method="POST", target=_target(parts), headers=_headers(parts, message, secrets))
    said = (connection.send(each) for each in (request, h11.Data(data=message.body), h11.EndOfMessage()))
    writer.write(b"".join(each for each in said if each))
    # Who answers before all was read, and closes, has answered.
    with suppress(ConnectionError):
        await writer.drain()
    received = 0
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Response):
            return Answer(status=event.status_code, retry_after=_retry_after(event))
        if isinstance(event, h11.InformationalResponse):
            continue
        chunk = await reader.read(_CHUNK)
        received += len(chunk)
        if received > MAX_HEAD:
            return Answer(obstacle=Obstacle.ANSWER)
        connection.receive_data(chunk)


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(parts: SplitResult, message: Message, secrets: Sequence[Secret]) -> list[tuple[str, str]]:
    body = message.body.decode()
    signatures = [Webhook(each.key).sign(msg_id=message.id, timestamp=message.at, data=body) for each in secrets]
    return [
        ("host", parts.netloc),
        ("content-type", "application/json"),
        ("content-length", str(len(message.body))),
        ("user-agent", "cvparser-webhooks/1"),
        ("connection", "close"),
        ("webhook-id", message.id),
        ("webhook-timestamp", str(int(message.at.timestamp()))),
        ("webhook-signature", " ".join(signatures)),
    ]


def _retry_after(response: h11.Response) -> timedelta | None:
    """Return how long the receiver wants to be left alone: seconds, or until a date."""
    if response.status_code not in _ASKS_FOR_TIME:
        return None
    text = next((value for name, value in response.headers if name == b"retry-after"), b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    left = (until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(left, timedelta(0)), _LONGEST_WAIT)
