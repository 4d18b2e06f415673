"""One call over HTTP by OpenAI's SDK: its retries off, its body bounded, its errors named."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from functools import cache
from itertools import cycle
from types import TracebackType
from typing import Any, Self

import httpx2
import openai

from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.completion import Completion, read_completion
from cvparser.adapters.profile_parser.openai.failures import EncodedBodyError, OversizedBodyError, named_failure
from cvparser.adapters.profile_parser.openai.headers import server_limits
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.domain.errors import ConfigurationError
from cvparser.ports.clock import Clock

#: A profile is a few KiB; the longest answer that a model gives, 128k tokens, is below 1 MiB.
_MAX_BODY_BYTES = 4 * 2**20
_CONNECT_TIMEOUT_S = 5.0
#: Places that one pool of connections serves: at every request a pool looks at each of its connections.
_POOLED = 32


class ChatClient:
    """Sends chat completions to one server.

    Args:
        model: Where the server is, and the key.
        limits: Told of what the server says of its limits; as many connections are kept as there are slots.
        clock: Reads dates in `Retry-After`.

    Raises:
        ConfigurationError: the key cannot be sent in a header.
    """

    def __init__(self, model: ChatModel, *, limits: Limits, clock: Clock) -> None:
        if re.fullmatch(r"[!-~]+", model.api_key) is None:
            raise ConfigurationError("OPENAI_API_KEY holds characters that no key has.")
        self._limits = limits
        self._clock = clock
        self._pools = [_pool(model, limits.concurrency) for _ in range(-(-limits.concurrency // _POOLED))]
        self._next = cycle(self._pools)

    async def complete(self, body: Mapping[str, Any], *, timeout_s: float) -> Completion:
        """Return the answer to one request, within `timeout_s` from the first byte sent to the last received.

        Raises:
            ParsingError: an answer that cannot be used, or a refusal to serve.
            ModelAwayError: no answer.
        """
        try:
            async with asyncio.timeout(timeout_s):
                response = await next(self._next).post(
                    "/chat/completions",
                    body=dict(body),
                    cast_to=httpx2.Response,
                    options={"timeout": httpx2.Timeout(timeout_s, connect=min(timeout_s, _CONNECT_TIMEOUT_S))},
                )
        except (openai.OpenAIError, TimeoutError) as error:
            if isinstance(error, openai.APIStatusError):
                await self._limits.budget.learn(server_limits(error.response.headers))
            raise named_failure(error, now=self._clock.now()) from None
        await self._limits.budget.learn(server_limits(response.headers))
        return read_completion(response.content, response.headers.get("content-type", ""))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._pools:
            await pool.close()


def _pool(model: ChatModel, connections: int) -> openai.AsyncOpenAI:
    http = httpx2.AsyncClient(
        # A redirect would carry the CV to an address that nobody configured.
        follow_redirects=False,
        limits=httpx2.Limits(max_connections=connections, max_keepalive_connections=connections),
        event_hooks={"response": [_bound]},
        verify=_certificates(),
    )
    return openai.AsyncOpenAI(
        base_url=model.base_url,
        api_key=model.api_key,
        max_retries=0,
        http_client=http,
        # Plain, so that the bound on the bytes that arrive is a bound on memory.
        default_headers={"Accept-Encoding": "identity"},
    )


@cache
def _certificates() -> ssl.SSLContext:
    """Return the trusted certificates: loading them takes 50 ms, more than all else of a client."""
    return httpx2.create_ssl_context()


async def _bound(response: httpx2.Response) -> None:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise EncodedBodyError("compressed", request=response.request)
    response.stream = _BoundedStream(response)


class _BoundedStream(httpx2.AsyncByteStream):
    """The body of a response, up to a limit."""

    def __init__(self, response: httpx2.Response) -> None:
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - an AsyncClient's stream is one
        self._stream = response.stream
        self._request = response.request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = _MAX_BODY_BYTES
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise OversizedBodyError("too large", request=self._request)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
