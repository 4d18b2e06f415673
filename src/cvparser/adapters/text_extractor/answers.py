"""What a child that reads a document says, or how it ended over that."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from cvparser.adapters.text_extractor.transfer import unpacked
from cvparser.children.child import Ending
from cvparser.domain.cv.document import CVDocument
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

_ERRORS: dict[Ending, type[CVParserError]] = {
    Ending.TOO_SLOW: ExtractionTimeoutError,
    Ending.OUT_OF_MEMORY: DecompressionLimitError,
    Ending.CRASHED: ExtractionCrashedError,
    Ending.NOT_BEGUN: ExtractionCrashedError,
}


async def extracted(answer: bytes | Ending) -> CVDocument:
    """Return what a child read. Raises as `TextExtractor.extract`."""
    if isinstance(answer, Ending):
        raise _ERRORS[answer]
    # What is said of the longest documents takes longer to look at than the event loop may be held up.
    return await asyncio.to_thread(_extracted, answer)


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
