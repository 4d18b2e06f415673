"""The adapters of one parser, opened in an event loop of its own with the first call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import AsyncExitStack
from typing import TypeVar

from cvparser import adapter_choice as choose
from cvparser.composition import Adapters, Composition
from cvparser.domain.document import Document
from cvparser.domain.errors import UnavailableError
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import Redaction
from cvparser.domain.profile import ParsedCV
from cvparser.embedded.loop_thread import LoopThread
from cvparser.settings import Settings

T = TypeVar("T")

#: Seconds of the clock after which a CV gets a process beside the others. A service that strangers use is less patient;
#: here all CVs are the program's own, and on a busy machine each takes long.
PATIENCE_S = 5.0


class Engine:
    """Does what a parser is asked for, until it is closed; belongs to the process that made it.

    Raises:
        ConfigurationError: a setting cannot be followed; said here, not at the first CV.
    """

    def __init__(self, settings: Settings, given: Adapters) -> None:
        self._core = Composition(settings, **given)
        self._core.cpu = choose.processes(settings, self._core.warm_process, patience_s=PATIENCE_S)
        _ = self._core.parse_cv
        self._stack = AsyncExitStack()
        self._is_closed = False
        self._open = _Once(self._opened)
        #: Apart from the rest: who parses texts needs none.
        self._open_inspector = _Once(self._inspector_opened)
        self._loop = LoopThread()

    @property
    def process(self) -> int:
        """Id of the process that it belongs to."""
        return self._loop.process

    def start(self, call: Coroutine[object, object, T], *, timeout: float | None) -> Future[T]:
        """Have `call`, of this engine, run; cancelling the future ends it.

        Raises (by the future):
            TimeoutError: it took more than `timeout` seconds.
            UnavailableError: the engine was closed meanwhile.
        """
        return self._loop.submit(self._bounded(call, timeout))

    async def parse(self, content: bytes, name: str, mode: ParseMode) -> ParsedCV:
        """Return the profile of a document, opening what that needs."""
        return await self._core.parse_cv(await self._document(content, name), mode=mode)

    async def parse_document(self, document: Document, mode: ParseMode) -> ParsedCV:
        """Return the profile of a document whose type is known."""
        await self._open()
        return await self._core.parse_cv(document, mode=mode)

    async def redact(self, content: bytes, name: str) -> Redaction:
        """Return a document without its personal data."""
        return await self._core.redact_cv(await self._document(content, name))

    def close(self) -> None:
        """Cancel what is under way, end the children and the loop. In a fork, and again: a no-op."""
        self._is_closed = True
        self._loop.close(self._closed)

    async def _closed(self) -> None:
        await self._stack.aclose()

    async def _bounded(self, call: Coroutine[object, object, T], timeout: float | None) -> T:
        try:
            async with asyncio.timeout(timeout):
                return await call
        except asyncio.CancelledError:
            if self._is_closed:
                raise UnavailableError("The parser was closed while it worked.") from None
            raise

    async def _document(self, content: bytes, name: str) -> Document:
        await self._open()
        await self._open_inspector()
        document_type = await self._core.inspector.identify(content, name)
        return Document(content=content, type=document_type, file_name=name or None)

    async def _opened(self) -> None:
        core = self._core
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(core.warm_process)
            for adapter in (core.extractor, core.cpu, *core.detectors):
                await stack.enter_async_context(core.opening(adapter))
            await stack.enter_async_context(core.opened_parsers())
            self._stack = stack.pop_all()

    async def _inspector_opened(self) -> None:
        await self._stack.enter_async_context(self._core.opening(self._core.inspector))


class _Once:
    """Has something opened once for all that wait: a caller that goes leaves nothing half open.

    Where it failed, the next call tries again.
    """

    def __init__(self, opened: Callable[[], Coroutine[object, object, None]]) -> None:
        self._opened = opened
        self._opening: asyncio.Task[None] | None = None

    async def __call__(self) -> None:
        """Return when it is open."""
        opening = self._opening
        if opening is None:
            opening = self._opening = asyncio.create_task(self._opened(), name="opening")
            opening.add_done_callback(self._note)
        await asyncio.shield(opening)

    def _note(self, opening: asyncio.Task[None]) -> None:
        if opening.cancelled() or opening.exception() is not None:
            self._opening = None
