"""Redact a document while its sender waits: nothing of it is stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cvparser.application.parse_cv import Stage
from cvparser.application.redact_cv import RedactCV
from cvparser.application.submit_job import MAX_INLINE_BYTES
from cvparser.domain.cv.lines import Stretch
from cvparser.domain.document import MAX_TEXT_LENGTH, Document, DocumentType
from cvparser.domain.errors import TextTooLongError
from cvparser.domain.privacy import Redaction
from cvparser.domain.privacy.drawing import Drawing, drawing_of
from cvparser.domain.profile import WarningCode
from cvparser.domain.submission import submitted_fields
from cvparser.ports.clock import Clock
from cvparser.ports.document_inspector import DocumentInspector
from cvparser.ports.metrics import Metrics

#: What stands in figures in the place of a parser: none is asked.
NO_PARSER = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Where in a redacted text something was taken out, in characters (Unicode code points); never what it was."""

    category: str
    #: Of its placeholder.
    start: int
    #: Behind its placeholder.
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedText:
    """A text without its personal data, in order of where something was taken out."""

    text: str
    withheld: tuple[Withheld, ...]
    warnings: tuple[WarningCode, ...]
    #: How its pages are drawn; None where that was not asked for, or the document has no layout.
    drawing: Drawing | None = None


class RedactDocument:
    """Inspect the input as a submission's, extract and redact it in children; time is counted by stage."""

    def __init__(self, *, inspector: DocumentInspector, redact_cv: RedactCV, metrics: Metrics, clock: Clock) -> None:
        self._inspector = inspector
        self._redact_cv = redact_cv
        self._metrics = metrics
        self._clock = clock

    async def file(self, content: bytes, file_name: str, *, is_drawn: bool = False) -> RedactedText:
        """Return the text of a file, under the name its sender gave it, without its personal data.

        With `is_drawn` it says how the pages are drawn, where the document has a layout.

        Raises:
            DocumentError, TextError, ExtractionError: the file cannot be used, and why.
            UnavailableError: a detector or the inspector is away.
        """
        document_type = await self._inspector.identify(content, file_name)
        document = Document(content=content, type=document_type, file_name=file_name or None)
        return await self._redacted(document, is_drawn=is_drawn)

    async def text(self, text: str) -> RedactedText:
        """Return a text without its personal data.

        Raises:
            TextError, TypeMismatchError, ExtractionError: the text cannot be used, and why.
            UnavailableError: as `file`.
        """
        if len(text) > MAX_TEXT_LENGTH:
            raise TextTooLongError
        await self._inspector.check_text(text)
        return await self._redacted(Document(content=text.encode(), type=DocumentType.TEXT))

    async def fields(self, body: bytes) -> dict[str, Any]:
        """Return the fields of a submission that `body`, a JSON object, holds.

        Raises:
            JsonInvalidError, TooComplexError, ExtractionCrashedError, UnavailableError: as `DocumentInspector.fields`.
        """
        return submitted_fields(body) if len(body) <= MAX_INLINE_BYTES else await self._inspector.fields(body)

    async def _redacted(self, document: Document, *, is_drawn: bool = False) -> RedactedText:
        started = self._clock.monotonic()

        def done(stage: Stage, before: float = 0.0) -> None:
            nonlocal started
            now = max(started, self._clock.monotonic() - before)
            self._metrics.stage_done(stage, parser=NO_PARSER, seconds=now - started)
            started = now

        redaction = await self._redact_cv(document, on_extracted=partial(done, Stage.EXTRACTION))
        done(Stage.REDACTION)
        told = _told(redaction)
        # A long document takes a while to be drawn, and others are served meanwhile.
        return await asyncio.to_thread(_drawn, redaction, told) if is_drawn else told


def _drawn(redaction: Redaction, told: RedactedText) -> RedactedText:
    placeholders = [Stretch(each.start, each.end) for each in told.withheld]
    return replace(told, drawing=drawing_of(redaction.redacted, placeholders))


def _told(redaction: Redaction) -> RedactedText:
    withheld, shift = [], 0
    for finding in redaction.findings:
        start, length = finding.start + shift, len(finding.category.placeholder)
        withheld.append(Withheld(category=finding.category.value, start=start, end=start + length))
        shift += length - (finding.end - finding.start)
    return RedactedText(text=redaction.text, withheld=tuple(withheld), warnings=redaction.warnings)
