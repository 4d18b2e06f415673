"""Documents are read in a child process that can do nothing but read, and is thrown away.

A crash, a hang or a bomb in it is an error of one document. The service never loads a PDF library.
"""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from cvparser.adapters.text_extractor.plain import read_text
from cvparser.domain.document import Document, DocumentType, ExtractedText
from cvparser.domain.errors import (
    ConfigurationError,
    CVParserError,
    DecompressionLimitError,
    DocumentError,
    ExtractionCrashedError,
    ExtractionTimeoutError,
    TextError,
    error_codes,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

#: Bytes of an answer: 200,000 characters of JSON, each at most an escaped surrogate pair.
MAX_ANSWER = 4 * 2**20
#: Seconds beyond the child's own alarm after which the service stops listening to it.
GRACE_S = 2.0
#: A child that died when it had grown by more than this share of its address space died of that: a buffer is doubled
#: until the next doubling does not fit, and what was asked for last is never held. A CV grows by a few MiB.
OUT_OF_MEMORY = 0.1

#: The zygote is gone too.
_UNKNOWN_ENDING = {"signal": signal.SIGKILL, "growth": 0}

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[3]); "
    "from cvparser.adapters.text_extractor.zygote import main; main(int(sys.argv[1]), sys.argv[2])"
)


class SandboxTextExtractor(TextExtractor):
    """Reads documents in children of a warm process, which starts with the first document.

    Args:
        pdf_engine: `pdfium` or `pdfplumber`.
        processes: Documents read at once; others wait.
        timeout_s: Seconds, of wall clock and of processor, that a document may take.
        memory_bytes: Address space of a child.
    """

    def __init__(self, pdf_engine: str, *, processes: int, timeout_s: float, memory_bytes: int) -> None:
        self._pdf_engine = pdf_engine
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._places = asyncio.Semaphore(processes)
        self._starting = asyncio.Lock()
        self._zygote: _Zygote | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        zygote, self._zygote = self._zygote, None
        if zygote is not None:
            await zygote.end()

    async def extract(self, document: Document) -> ExtractedText:
        if document.type is DocumentType.TEXT:
            return await asyncio.to_thread(read_text, document.content)
        async with self._places:
            answer, ending = await self._ask(document)
        if answer is None:
            raise self._death(ending)
        return _extracted(answer)

    async def _ask(self, document: Document) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        request = {
            "type": document.type.value,
            "size": len(document.content),
            "timeout_s": self._timeout_s,
            "memory_bytes": self._memory_bytes,
        }
        reader, writer = await asyncio.open_connection(sock=await self._connect(), limit=MAX_ANSWER)
        try:
            async with asyncio.timeout(self._timeout_s + GRACE_S):
                with suppress(ConnectionError):
                    writer.write(json.dumps(request).encode() + b"\n")
                    writer.write(document.content)
                    await writer.drain()
                said = await _read(reader)
        except TimeoutError:
            raise ExtractionTimeoutError from None
        finally:
            writer.close()
        # The child's line, or, of one that did not come so far, the zygote's.
        answer, is_whole, _ = said.partition(b"\n")
        if is_whole:
            return _json(answer), _UNKNOWN_ENDING
        return None, _json(answer) or _UNKNOWN_ENDING

    async def _connect(self) -> socket.socket:
        """Give a socket to a child of its own, from a new zygote when the old one is gone."""
        for _ in range(2):
            async with self._starting:
                if self._zygote is None or self._zygote.process.returncode is not None:
                    self._zygote = await _start(self._pdf_engine)
                zygote = self._zygote
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(zygote.control, [b"document"], [theirs.fileno()])
                except OSError:
                    ours.close()
                    await zygote.end()
                    continue
            return ours
        raise ExtractionCrashedError

    def _death(self, ending: dict[str, Any]) -> CVParserError:
        if ending["signal"] in (signal.SIGALRM, signal.SIGXCPU):
            return ExtractionTimeoutError()
        if ending["growth"] > OUT_OF_MEMORY * self._memory_bytes:
            return DecompressionLimitError()
        return ExtractionCrashedError()


@dataclass(frozen=True, slots=True)
class _Zygote:
    process: asyncio.subprocess.Process
    control: socket.socket

    async def end(self) -> None:
        """Close the control socket, upon which the process ends, and wait for that."""
        self.control.close()
        try:
            async with asyncio.timeout(GRACE_S):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


async def _start(pdf_engine: str) -> _Zygote:
    ours, theirs = socket.socketpair()
    with theirs:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-c",
            _START,
            str(theirs.fileno()),
            pdf_engine,
            json.dumps(sys.path),
            pass_fds=(theirs.fileno(),),
            stdin=asyncio.subprocess.DEVNULL,
            # What a library prints of a document can quote it.
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    return _Zygote(process, ours)


async def _read(reader: asyncio.StreamReader) -> bytes:
    """Give what comes until the end of a line: nobody waits for a child to end that has answered."""
    said = bytearray()
    with suppress(ConnectionError):
        while not said.endswith(b"\n") and (chunk := await reader.read(65_536)):
            said += chunk
            if len(said) > MAX_ANSWER:
                raise ExtractionCrashedError
    return bytes(said)


def _json(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _extracted(answer: dict[str, Any]) -> ExtractedText:
    """Give what a child said, which is not believed more than it must be: the document may have taken it over."""
    if "error" in answer:
        kind = error_codes().get(answer["error"])
        if kind is ConfigurationError:
            raise ConfigurationError(answer["message"])
        if kind is None or not issubclass(kind, DocumentError | TextError):
            raise ExtractionCrashedError
        raise kind
    try:
        return ExtractedText(
            text=str(answer["text"]),
            page_count=int(answer["page_count"]),
            author=answer["author"],
            title=answer["title"],
            warnings=tuple(map(WarningCode, answer["warnings"])),
        )
    except (KeyError, TypeError, ValueError):
        raise ExtractionCrashedError from None
