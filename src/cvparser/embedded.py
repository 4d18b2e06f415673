"""cvparser inside another Python program: no server, no jobs, nothing stored."""

from __future__ import annotations

import asyncio
import atexit
import os
import select
import selectors
import sys
import threading
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from weakref import WeakSet

from cvparser import adapter_choice as choose
from cvparser.composition import Adapters, Composition
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import ParseMode
from cvparser.domain.plain_text import check_text
from cvparser.domain.privacy import Redaction
from cvparser.domain.profile import ParsedCV
from cvparser.domain.submission import parse_mode
from cvparser.ports.clock import Clock
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.ports.text_extractor import TextExtractor
from cvparser.settings import load_settings

T = TypeVar("T")


class CVParser:
    """Parses CVs; keeps its warm child process between calls.

    Adapters of your own are passed in; what is not passed is what `CVPARSER_` variables choose. Adapters that are
    passed in are opened and closed by who made them. Personal data is taken out of text and answer
    whatever the adapters.
    An object is used either with `await`, within one event loop, or without.

    Examples:
        with CVParser() as parser:
            parsed = parser.parse_file("cv.pdf")

        async with CVParser(parser=MyParser()) as parser:
            parsed = await parser.parse_file_async("cv.pdf")
    """

    def __init__(
        self,
        *,
        extractor: TextExtractor | None = None,
        parser: ProfileParser | None = None,
        detectors: Sequence[PersonalDataDetector] | None = None,
        clock: Clock | None = None,
    ) -> None:
        given: Adapters = {"cpu": choose.threads()}
        if extractor is not None:
            given["extractor"] = extractor
        if parser is not None:
            given["parser"] = parser
        if detectors is not None:
            given["detectors"] = detectors
        if clock is not None:
            given["clock"] = clock
        self._core = Composition(load_settings(), **given)
        # What cannot be chosen is said here, not at the first CV.
        _ = self._core.parse_cv
        self._stack = AsyncExitStack()
        self._is_open = False
        self._opening = asyncio.Lock()
        self._runner: asyncio.Runner | None = None
        self._calls = threading.Lock()
        self._process = os.getpid()

    async def parse_file_async(self, path: str | Path, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
        """Return what the CV at `path` (PDF, DOCX, TXT, MD) says of a professional.

        Raises:
            OSError: the file cannot be read.
            DocumentError, TextError, ExtractionError: the document cannot be used, and why.
            ParsingError, UnavailableError: the parser gave no answer.
        """
        return await self._parse(await self._document(Path(path)), mode)

    async def parse_text_async(self, text: str, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
        """Return what `text`, a formatted CV or free prose, says of a professional.

        Raises:
            TextError, TypeMismatchError: the text cannot be used, and why; at most 200,000 characters.
            ParsingError, UnavailableError: the parser gave no answer.
        """
        check_text(text)
        return await self._parse(Document(content=text.encode(), type=DocumentType.TEXT), mode)

    def parse_file(self, path: str | Path, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
        """As `parse_file_async`, for programs without an event loop."""
        return self._run(self.parse_file_async(path, mode=mode))

    def parse_text(self, text: str, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
        """As `parse_text_async`, for programs without an event loop."""
        return self._run(self.parse_text_async(text, mode=mode))

    async def redact_file_async(self, path: str | Path) -> Redaction:
        """Return the text of the CV at `path` without its personal data: what a parser would be given.

        Raises:
            OSError, DocumentError, TextError, ExtractionError, UnavailableError: as `parse_file_async`.
        """
        document = await self._document(Path(path))
        await self._open()
        return await self._core.redact_cv(document)

    def redact_file(self, path: str | Path) -> Redaction:
        """As `redact_file_async`, for programs without an event loop."""
        return self._run(self.redact_file_async(path))

    async def aclose(self) -> None:
        """End the child process. Again: a no-op."""
        self._is_open = False
        await self._stack.aclose()

    def close(self) -> None:
        """As `aclose`, for programs without an event loop. In a fork of the program a no-op: nothing there is ours."""
        if os.getpid() != self._process:
            return
        with self._calls:
            if self._runner is not None:
                self._runner.run(self.aclose())
                self._runner.close()
                self._runner = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def _parse(self, document: Document, mode: str) -> ParsedCV:
        wanted = parse_mode(mode)
        await self._open()
        return await self._core.parse_cv(document, mode=wanted)

    async def _document(self, path: Path) -> Document:
        content = await asyncio.to_thread(path.read_bytes)
        await self._open()
        document_type = await self._core.inspector.identify(content, path.name)
        return Document(content=content, type=document_type, file_name=path.name)

    async def _open(self) -> None:
        async with self._opening:
            if not self._is_open:
                await self._stack.enter_async_context(self._core.warm_process)
                await self._stack.enter_async_context(self._core.opening(self._core.inspector))
                await self._stack.enter_async_context(self._core.opening(self._core.extractor))
                await self._stack.enter_async_context(self._core.opened_parsers())
                self._is_open = True

    def _run(self, call: Coroutine[object, object, T]) -> T:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            call.close()
            raise ConfigurationError("An event loop runs in this thread: await parse_file_async or parse_text_async.")
        with self._calls:
            if self._runner is None:
                self._runner = asyncio.Runner(loop_factory=_new_loop)
            return self._runner.run(call)


#: What the event loops of parsers wait with.
_selectors: WeakSet[selectors.BaseSelector] = WeakSet()


def _new_loop() -> asyncio.AbstractEventLoop:
    """Return an event loop whose copy in a fork of this process can be closed without harm to it."""
    if sys.platform != "linux":
        return asyncio.new_event_loop()
    selector = selectors.EpollSelector()
    _selectors.add(selector)
    return asyncio.SelectorEventLoop(selector)


def _watch_alone() -> None:
    """Give each loop of this process, a fork, a set of watched descriptors of its own.

    The kernel's set is shared with the process that was forked: what a copy of its loop takes out at its end would be
    taken out for both, and the other would wait for ever.
    """
    for selector in _selectors:
        if isinstance(selector, selectors.EpollSelector):
            with select.epoll() as own:
                os.dup2(own.fileno(), selector.fileno(), inheritable=False)


if sys.platform == "linux":
    os.register_at_fork(after_in_child=_watch_alone)

#: The parser behind the module's functions, by process: a fork has sockets and threads of another in its memory.
_shared: dict[int, CVParser] = {}
_sharing = threading.Lock()


def shared() -> CVParser:
    """Return the parser behind the module's functions, made at its first use and closed when Python exits."""
    with _sharing:
        parser = _shared.get(os.getpid())
        if parser is None:
            parser = _shared[os.getpid()] = CVParser()
            atexit.register(parser.close)
        return parser


def parse_file(path: str | Path, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
    """As `CVParser.parse_file`, with the adapters that the environment chooses."""
    return shared().parse_file(path, mode=mode)


def parse_text(text: str, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
    """As `CVParser.parse_text`, with the adapters that the environment chooses."""
    return shared().parse_text(text, mode=mode)


async def parse_file_async(path: str | Path, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
    """As `CVParser.parse_file_async`, for a single CV: its child process lives for this call alone."""
    async with CVParser() as parser:
        return await parser.parse_file_async(path, mode=mode)


async def parse_text_async(text: str, *, mode: str = ParseMode.ADVANCED.value) -> ParsedCV:
    """As `CVParser.parse_text_async`, for a single CV: its child process lives for this call alone."""
    async with CVParser() as parser:
        return await parser.parse_text_async(text, mode=mode)
