"""The parser as an object."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import CancelledError
from os import PathLike
from types import TracebackType
from typing import Literal, Self, TypeVar, cast
from weakref import finalize

from cvparser.composition import Adapters
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import ConfigurationError, UnavailableError
from cvparser.domain.job import ParseMode
from cvparser.domain.plain_text import check_text
from cvparser.domain.privacy import Redaction
from cvparser.domain.profile import ParsedCV
from cvparser.domain.submission import parse_mode
from cvparser.embedded.callers import CallersDetector, CallersExtractor, CallersParser, caller
from cvparser.embedded.engine import Engine
from cvparser.embedded.loop_thread import gate
from cvparser.embedded.sources import Source, read
from cvparser.ports.clock import Clock
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.ports.text_extractor import TextExtractor
from cvparser.settings import Settings

T = TypeVar("T")

#: Which parser is asked: that of the settings, or the offline one.
Mode = Literal["advanced", "basic"] | ParseMode
_Start = Callable[[Engine], Coroutine[object, object, T]]


class CVParser:
    """Parses CVs. One object serves a whole program: any number of threads and event loops, with `await` and without.

    The work is done in child processes, as many at once as `settings.cpu_processes` and `extraction_processes` say.
    They start with the first CV and end with `close`, with the object, or with the program. A fork of the program gets
    children of its own.

    Args:
        settings: What is decided; without them `Settings.from_environment()`: variables named `CVPARSER_...`, of which
            none is needed. No language model is asked unless these settings have a key or name the parser `openai`.
        extractor, parser, detectors, clock: Adapters of one's own, in the place of what the settings choose. They are
            opened and closed by who made them, and called in the event loop of who awaits.

    Raises:
        ConfigurationError: a setting cannot be followed, and what to do.

    Examples:
        with CVParser() as parser:
            parsed = parser.parse("cv.pdf")

        async with CVParser(parser=MyParser()) as parser:
            parsed = await parser.parse_async(upload, name="cv.pdf", timeout=30)
    """

    def __init__(
        self,
        *,
        settings: Settings | None = None,
        extractor: TextExtractor | None = None,
        parser: ProfileParser | None = None,
        detectors: Sequence[PersonalDataDetector] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._settings = settings or Settings.from_environment()
        self._adapters = {"extractor": extractor, "parser": parser, "detectors": detectors, "clock": clock}
        given: Adapters = {}
        if extractor is not None:
            given["extractor"] = CallersExtractor(extractor)
        if parser is not None:
            given["parser"] = CallersParser(parser)
        if detectors is not None:
            given["detectors"] = [CallersDetector(each) for each in detectors]
        if clock is not None:
            given["clock"] = clock
        self._given = given
        self._engine: Engine | None = Engine(self._settings, given)
        self._ending = finalize(self, self._engine.close)

    def parse(
        self, source: Source, *, name: str | None = None, mode: Mode = "basic", timeout: float | None = None
    ) -> ParsedCV:
        """Return what a CV (PDF, DOCX, TXT, MD) says of a professional.

        Args:
            source: A path, the bytes of the document, or a file that is open as binary.
            name: The document's name, whose ending must agree with its content; that of the file where it has one.
            mode: `advanced` asks a language model where the settings name one; `basic` never does.
            timeout: Seconds after which nobody waits any more, and the work ends.

        Raises:
            OSError: the file cannot be read.
            TypeError: `source` is nothing of that.
            DocumentError, TextError, ExtractionError: the document cannot be used, and why.
            ParsingError, UnavailableError: the parser gave no answer.
            TimeoutError: it took more than `timeout` seconds.
        """
        wanted = parse_mode(mode)
        self._refuse_a_loop()
        content, named = read(source, name)
        return self._wait(lambda engine: engine.parse(content, named, wanted), timeout)

    async def parse_async(
        self, source: Source, *, name: str | None = None, mode: Mode = "basic", timeout: float | None = None
    ) -> ParsedCV:
        """As `parse`, within an event loop, which goes on meanwhile; cancelling the task ends the work."""
        wanted = parse_mode(mode)
        content, named = await asyncio.to_thread(read, source, name)
        return await self._awaited(lambda engine: engine.parse(content, named, wanted), timeout)

    def parse_text(self, text: str, *, mode: Mode = "advanced", timeout: float | None = None) -> ParsedCV:
        """Return what `text`, a formatted CV or free prose, says of a professional; `mode` and `timeout` as `parse`.

        Raises:
            TextError, TypeMismatchError: the text cannot be used, and why; at most 200,000 characters.
            ParsingError, UnavailableError: the parser gave no answer.
            TimeoutError: it took more than `timeout` seconds.
        """
        self._refuse_a_loop()
        return self._wait(_of_text(text, mode), timeout)

    async def parse_text_async(self, text: str, *, mode: Mode = "advanced", timeout: float | None = None) -> ParsedCV:
        """As `parse_text`, within an event loop."""
        return await self._awaited(_of_text(text, mode), timeout)

    def parse_file(
        self, path: str | PathLike[str], *, mode: Mode = "advanced", timeout: float | None = None
    ) -> ParsedCV:
        """As `parse` of a path, with the parser of the settings unless told otherwise."""
        return self.parse(path, mode=mode, timeout=timeout)

    async def parse_file_async(
        self, path: str | PathLike[str], *, mode: Mode = "advanced", timeout: float | None = None
    ) -> ParsedCV:
        """As `parse_file`, within an event loop."""
        return await self.parse_async(path, mode=mode, timeout=timeout)

    def redact_file(self, path: str | PathLike[str], *, timeout: float | None = None) -> Redaction:
        """Return the text of the CV at `path` without its personal data: what a parser would be given.

        Raises:
            OSError, DocumentError, TextError, ExtractionError, UnavailableError, TimeoutError: as `parse`.
        """
        self._refuse_a_loop()
        content, name = read(path, None)
        return self._wait(lambda engine: engine.redact(content, name), timeout)

    async def redact_file_async(self, path: str | PathLike[str], *, timeout: float | None = None) -> Redaction:
        """As `redact_file`, within an event loop."""
        content, name = await asyncio.to_thread(read, path, None)
        return await self._awaited(lambda engine: engine.redact(content, name), timeout)

    def close(self) -> None:
        """End the children; what is under way ends with an `UnavailableError`. Again, and in a fork: a no-op."""
        with gate:
            engine, self._engine = self._engine, None
        self._ending.detach()
        if engine is not None:
            engine.close()

    async def aclose(self) -> None:
        """As `close`, within an event loop."""
        await asyncio.to_thread(self.close)

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

    def __reduce__(self) -> tuple[object, ...]:
        """Be sent to another process as settings and adapters: it has children of its own there."""
        return _made, (self._settings, self._adapters)

    def _running(self) -> Engine:
        """Return the engine of this process, made where there is none."""
        with gate:
            if self._engine is None or self._engine.process != os.getpid():
                self._ending.detach()
                self._engine = Engine(self._settings, self._given)
                self._ending = finalize(self, self._engine.close)
            return self._engine

    def _wait(self, start: _Start[T], timeout: float | None) -> T:
        engine = self._running()
        future = engine.start(start(engine), timeout=timeout)
        try:
            return future.result()
        except CancelledError:
            raise UnavailableError("The parser was closed while it worked.") from None
        except BaseException:
            # Ctrl-C ends the work too.
            future.cancel()
            raise

    async def _awaited(self, start: _Start[T], timeout: float | None) -> T:
        engine = self._running()
        asking = caller.set(asyncio.get_running_loop())
        try:
            future = engine.start(start(engine), timeout=timeout)
        finally:
            caller.reset(asking)
        return await asyncio.wrap_future(future)

    @staticmethod
    def _refuse_a_loop() -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        raise ConfigurationError(
            "An event loop runs in this thread: await parse_async, parse_file_async or parse_text_async."
        )


def _of_text(text: str, mode: Mode) -> _Start[ParsedCV]:
    wanted = parse_mode(mode)
    check_text(text)
    document = Document(content=text.encode(), type=DocumentType.TEXT)
    return lambda engine: engine.parse_document(document, wanted)


def _made(settings: Settings, adapters: dict[str, object]) -> CVParser:
    return CVParser(settings=settings, **cast("dict[str, None]", adapters))
