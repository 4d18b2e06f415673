"""Documents are read in a child process that can do nothing but read, and is thrown away.

A crash, a hang or a bomb in it is an error of one document. The service never loads a PDF library.
"""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Self

from cvparser.adapters.text_extractor.transfer import MAX_ANSWER, unpacked
from cvparser.children.child import Bounds, Ending
from cvparser.children.limits import Limits
from cvparser.children.naming import Named
from cvparser.children.turns import Turns
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
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
from cvparser.ports.text_extractor import TextExtractor

#: Seconds beyond its time of the processor after which nobody listens to a child any more.
GRACE_S = 2.0
#: Files that a child may have open: what it has at birth, and what pdfminer loads for fonts.
MOST_FILES = {"pdfium": 0, "pdfplumber": 16}
#: How much the children yield to the service.
NICENESS = 5

#: Seconds after which a document leaves its place to another, and how many are slow at once; each may take its memory.
_SLOW_AFTER_S, _MOST_SLOW = 2.0, 8

_HERE = "cvparser.adapters.text_extractor.reading"
_ERRORS: dict[Ending, type[CVParserError]] = {
    Ending.TOO_SLOW: ExtractionTimeoutError,
    Ending.OUT_OF_MEMORY: DecompressionLimitError,
    Ending.CRASHED: ExtractionCrashedError,
    Ending.NOT_BEGUN: ExtractionCrashedError,
}


class SandboxTextExtractor(TextExtractor):
    """Reads each document in a child of its own, forked from a warm process, which starts with the first document.

    Args:
        pdf_engine: `pdfium` or `pdfplumber`.
        processes: Documents read at once, beside those that are slow, and as many plain texts; others wait.
        timeout_s: Seconds, of wall clock and of processor, that a document may take.
        memory_bytes: Address space of a child.
        warm_process: Forks the children, and may be shared; without one there is one of its own.
    """

    def __init__(
        self,
        pdf_engine: str,
        *,
        processes: int,
        timeout_s: float,
        memory_bytes: int,
        warm_process: WarmProcess | None = None,
    ) -> None:
        self._pdf_engine = pdf_engine
        self._warm_process = warm_process or WarmProcess()
        self._turns = Turns(processes, slow_after_s=_SLOW_AFTER_S, most_slow=_MOST_SLOW)
        # Plain text takes milliseconds whatever it says: it waits behind no document.
        self._turns_of_texts = Turns(processes)
        self._bounds = Bounds(cpu_s=timeout_s, wall_s=timeout_s + GRACE_S, answer_bytes=MAX_ANSWER)
        self._limits = Limits(
            memory_bytes=memory_bytes,
            files=MOST_FILES[pdf_engine],
            niceness=NICENESS,
            # Beside the bound of the call, which a child that a document has taken over could lift.
            life_s=int(timeout_s) + 1,
        )

    async def __aenter__(self) -> Self:
        await self._warm_process.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._warm_process.__aexit__(kind, error, trace)

    async def extract(self, document: Document) -> CVDocument:
        turns = self._turns_of_texts if document.type is DocumentType.TEXT else self._turns
        async with turns.turn():
            answer = await self._read(document)
        if isinstance(answer, Ending):
            raise _ERRORS[answer]
        # What is said of the longest documents takes longer to look at than the event loop may be held up.
        return await asyncio.to_thread(_extracted, answer)

    async def _read(self, document: Document) -> bytes | Ending:
        kind = (document.type.value, self._pdf_engine)
        child = await self._warm_process.fork(self._limits, warm=[Named(f"{_HERE}:warm_up", kind)])
        try:
            return await child.call(Named(f"{_HERE}:read", kind), document.content, self._bounds)
        finally:
            child.kill()


def _json(answer: bytes) -> dict[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError:
        raise ExtractionCrashedError from None
    if not isinstance(found, dict):
        raise ExtractionCrashedError
    return found


def _extracted(content: bytes) -> CVDocument:
    """Return what a child said, which is not believed more than it must be: the document may have taken it over."""
    answer = _json(content)
    if "error" in answer:
        kind = error_codes().get(answer["error"])
        if kind is ConfigurationError:
            raise ConfigurationError(answer["message"])
        if kind is None or not issubclass(kind, DocumentError | TextError):
            raise ExtractionCrashedError
        raise kind
    return unpacked(answer)
