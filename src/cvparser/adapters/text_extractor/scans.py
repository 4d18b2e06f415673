"""Documents whose text stands in pictures, read by OCR in children that have its models."""

from __future__ import annotations

from cvparser.adapters.text_extractor.answers import extracted
from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
from cvparser.adapters.text_extractor.transfer import MAX_ANSWER
from cvparser.children.child import Bounds
from cvparser.children.limits import Limits
from cvparser.children.naming import Named
from cvparser.children.turns import Turns
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document

#: Seconds beyond its time of the processor after which nobody listens to a child any more, in times of that: OCR keeps
#: the processor busy, and others may want it too.
_WALL_FACTOR = 2.0
#: How much the children yield to the service, and to those who read text.
_NICENESS = 10
_HERE = "cvparser.adapters.text_extractor.reading"


class ScanReader:
    """Reads each document in a child of its own, as `SandboxTextExtractor` does, but forked from another warm process.

    That has the models of OCR loaded, which take a hundred MiB and more: it starts with the first scan, and children
    that read text do not carry them.

    Args:
        choice: The engine, and how many pages it reads.
        processes: Documents read at once; others wait.
        timeout_s: Seconds of the processor that a document may take.
        memory_bytes: Address space of a child.
    """

    def __init__(self, choice: OcrChoice, *, processes: int, timeout_s: float, memory_bytes: int) -> None:
        self._choice = choice
        self._warm_process = WarmProcess()
        self._turns = Turns(processes)
        self._bounds = Bounds(cpu_s=timeout_s, wall_s=_WALL_FACTOR * timeout_s, answer_bytes=MAX_ANSWER)
        self._limits = Limits(memory_bytes=memory_bytes, niceness=_NICENESS, life_s=int(timeout_s) + 1)

    async def open(self) -> None:
        """Begin; the process starts with the first scan."""
        await self._warm_process.__aenter__()

    async def close(self) -> None:
        """End the process and its children."""
        await self._warm_process.__aexit__(None, None, None)

    async def extract(self, document: Document) -> CVDocument:
        """Return the text of a document, with that of its pictures. Raises as `TextExtractor.extract`."""
        kind = (document.type.value, "pdfium", *self._choice.arguments)
        async with self._turns.turn():
            child = await self._warm_process.fork(self._limits, warm=[Named(f"{_HERE}:warm_up", kind)])
            try:
                answer = await child.call(Named(f"{_HERE}:read", kind), document.content, self._bounds)
            finally:
                child.kill()
        return await extracted(answer)
