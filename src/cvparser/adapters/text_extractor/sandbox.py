"""Documents are read in a child process that can do nothing but read, and is thrown away.

A crash, a hang or a bomb in it is an error of one document. The service never loads a PDF library.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from cvparser.adapters.text_extractor.answers import extracted
from cvparser.adapters.text_extractor.by_type import reader_of
from cvparser.adapters.text_extractor.scans import ScanReader
from cvparser.adapters.text_extractor.transfer import MAX_ANSWER
from cvparser.children.child import Bounds, Ending
from cvparser.children.limits import Limits
from cvparser.children.naming import Named
from cvparser.children.patience import Patience
from cvparser.children.turns import Turns
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import PICTURES, Document, DocumentType
from cvparser.domain.errors import (
    DocumentError,
    ExtractionError,
    NoTextLayerError,
    TextError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import PureTextExtractor, TextExtractor

#: Seconds beyond its time of the processor after which nobody listens to a child any more.
GRACE_S = 2.0
#: Files that a child may have open: what it has at birth, and what pdfminer loads for fonts.
MOST_FILES = {"pdfium": 0, "pdfplumber": 16}
#: How much the children yield to the service.
NICENESS = 5

#: Seconds after which a document leaves its place to another, and how many are slow at once; each may take its memory.
_SLOW_AFTER_S, _MOST_SLOW = 2.0, 8

_HERE = "cvparser.adapters.text_extractor.reading"


class SandboxTextExtractor(PureTextExtractor, TextExtractor):
    """Reads each document in a child of its own, forked from a warm process, which starts with the first document.

    A plain text needs none where it is read as a pure function: only our own code looks at it.

    Args:
        pdf_engine: `pdfium` or `pdfplumber`.
        processes: Documents read at once, beside those that are slow, and as many plain texts; others wait.
        timeout_s: Seconds, of wall clock and of processor, that a document may take.
        memory_bytes: Address space of a child.
        warm_process: Forks the children, and may be shared; without one there is one of its own.
        ocr: Reads documents again in which text stands in pictures; without it these are refused, or not read.
    """

    def __init__(
        self,
        pdf_engine: str,
        *,
        processes: int,
        timeout_s: float,
        memory_bytes: int,
        warm_process: WarmProcess | None = None,
        ocr: ScanReader | None = None,
    ) -> None:
        self._scans = ocr
        self._pdf_engine = pdf_engine
        self._warm_process = warm_process or WarmProcess()
        self._turns = Turns(processes, patience=Patience(_SLOW_AFTER_S), most_slow=_MOST_SLOW)
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
        if self._scans is not None:
            await self._scans.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._scans is not None:
            await self._scans.close()
        await self._warm_process.__aexit__(kind, error, trace)

    def pure_reader(self, document_type: DocumentType) -> Callable[[bytes], CVDocument] | None:
        return _read_text if document_type is DocumentType.TEXT else None

    async def extract(self, document: Document) -> CVDocument:
        if self._scans is None:
            return await self._extract(document)
        if document.type in PICTURES:
            return await self._scans.extract(document)
        try:
            found = await self._extract(document)
        except NoTextLayerError:
            return await self._scans.extract(document)
        if WarningCode.PICTURES_NOT_READ not in found.warnings:
            return found
        try:
            return await self._scans.extract(document)
        except (DocumentError, TextError, ExtractionError):
            # What it has as text is there all the same, and the warning says that its pictures were not read.
            return found

    async def _extract(self, document: Document) -> CVDocument:
        turns = self._turns_of_texts if document.type is DocumentType.TEXT else self._turns
        async with turns.turn():
            answer = await self._read(document)
        return await extracted(answer)

    async def _read(self, document: Document) -> bytes | Ending:
        kind = (document.type.value, self._pdf_engine)
        child = await self._warm_process.fork(self._limits, warm=[Named(f"{_HERE}:warm_up", kind)])
        try:
            return await child.call(Named(f"{_HERE}:read", kind), document.content, self._bounds)
        finally:
            child.kill()


def _read_text(content: bytes) -> CVDocument:
    """Return what a text says; its reader is loaded where it is read."""
    return reader_of(DocumentType.TEXT, pdf_engine="pdfium")(content)
