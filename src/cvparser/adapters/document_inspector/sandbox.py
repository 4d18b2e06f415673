"""Looking in child processes: whatever is sent, no thread of the service reads it."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any, Self

from cvparser.children.child import Bounds, Ending
from cvparser.children.crew import Crew
from cvparser.children.limits import Limits
from cvparser.children.naming import Named
from cvparser.children.patience import Patience
from cvparser.children.turns import Turns
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import (
    CVParserError,
    DecompressionLimitError,
    DocumentError,
    ExtractionCrashedError,
    JsonInvalidError,
    TextError,
    TextNotDecodableError,
    TooComplexError,
    error_codes,
)
from cvparser.ports.document_inspector import DocumentInspector

_HERE = "cvparser.adapters.document_inspector.looking"
_WARM_UP = Named(f"{_HERE}:warm_up")
#: Seconds after which a submission leaves its place to another, and how many are slow at once.
_SLOW_AFTER_S, _MOST_SLOW = 0.25, 16
#: Bytes of an answer: the fields of the largest body that is taken.
_MOST_BYTES = 16 * 2**20
_ERRORS: dict[Ending, type[CVParserError]] = {
    Ending.TOO_SLOW: TooComplexError,
    Ending.OUT_OF_MEMORY: DecompressionLimitError,
    Ending.CRASHED: ExtractionCrashedError,
}


class SandboxDocumentInspector(DocumentInspector):
    """Keeps up to `processes` children that look, each at one submission at a time; replaced when they overrun.

    Args:
        processes: Submissions looked at at once, beside those that are slow; others wait.
        timeout_s: Seconds of the processor that a look may take.
        memory_bytes: Address space of a child.
        warm_process: Forks the children, and may be shared; without one there is one of its own.
    """

    def __init__(
        self, *, processes: int, timeout_s: float, memory_bytes: int, warm_process: WarmProcess | None = None
    ) -> None:
        self._warm_process = warm_process or WarmProcess()
        self._crew = Crew(self._warm_process, Limits(memory_bytes=memory_bytes), most=processes, warm=[_WARM_UP])
        self._turns = Turns(processes, patience=Patience(_SLOW_AFTER_S), most_slow=_MOST_SLOW)
        self._bounds = Bounds.of_processor(timeout_s, answer_bytes=_MOST_BYTES)

    async def __aenter__(self) -> Self:
        await self._warm_process.__aenter__()
        try:
            await self._crew.stand_by()
        except BaseException:
            await self._warm_process.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.disband()
        await self._warm_process.__aexit__(kind, error, trace)

    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        found = await self._look(Named(f"{_HERE}:identify", (file_name,)), content)
        try:
            return DocumentType(found["type"])
        except (KeyError, TypeError, ValueError):
            raise ExtractionCrashedError from None

    async def check_text(self, text: str) -> None:
        try:
            content = text.encode()
        except UnicodeEncodeError:
            raise TextNotDecodableError from None
        await self._look(Named(f"{_HERE}:check_text"), content)

    async def fields(self, body: bytes) -> dict[str, Any]:
        found = await self._look(Named(f"{_HERE}:fields"), body)
        if not isinstance(found, dict):
            raise ExtractionCrashedError
        return found

    async def _look(self, function: Named, content: bytes) -> Any:  # noqa: ANN401 - JSON is anything
        async with self._turns.turn():
            answer = await self._crew.call(function, content, self._bounds)
            if answer is Ending.CRASHED:
                # Most likely it was somebody who kills processes; else it is this content's doing, and happens again.
                answer = await self._crew.call(function, content, self._bounds)
        if isinstance(answer, Ending):
            raise _ERRORS[answer]
        return _found(answer)


def _found(answer: bytes) -> object:
    """Return what a child found, which is not believed more than it must be: the content may have taken it over."""
    try:
        said = json.loads(answer)
    except ValueError:
        raise ExtractionCrashedError from None
    if not isinstance(said, dict) or not said.keys() & {"found", "error"}:
        raise ExtractionCrashedError
    if "found" in said:
        return said["found"]
    kind = error_codes().get(said["error"])
    if kind is None or not issubclass(kind, DocumentError | TextError | JsonInvalidError):
        raise ExtractionCrashedError
    raise kind
