"""From a document to its text without personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cvparser.domain.document import Document
from cvparser.domain.privacy import DocumentHints, Finding, Redaction, redact
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.text_extractor import TextExtractor


class RedactCV:
    """Extract, let every detector look, redact. The pure part runs beside the event loop."""

    def __init__(
        self, *, extractor: TextExtractor, cpu: CpuPool, detectors: Sequence[PersonalDataDetector] = ()
    ) -> None:
        self._extractor = extractor
        self._cpu = cpu
        self._detectors = tuple(detectors)

    async def __call__(self, document: Document, *, on_extracted: Callable[[], None] = lambda: None) -> Redaction:
        """Return the document without its personal data, and the warnings of extraction with it.

        Every placeholder in it is one of ours. What a detector raises ends the call: nobody gets a text that not
        every detector has seen.

        Raises:
            DocumentError, TextError, ExtractionError: as `TextExtractor.extract`; `too_complex` as `CpuPool.run`.
            UnavailableError: as `PersonalDataDetector.detect`.
        """
        extracted = await self._extractor.extract(document)
        on_extracted()
        found = [finding for detector in self._detectors for finding in await detector.detect(extracted.text)]
        hints = DocumentHints(
            file_name=document.file_name,
            author=extracted.author,
            title=extracted.title,
            settings=tuple(setting._replace(runs=()) for setting in extracted.settings),
        )
        redaction = await self._cpu.run(_redact, extracted.text, hints, found)
        warnings = tuple(sorted({*extracted.warnings, *redaction.warnings}))
        return replace(redaction, warnings=warnings, document=extracted)


def _redact(text: str, hints: DocumentHints, found: Sequence[Finding]) -> Redaction:
    return redact(text, hints, more=found).defused()
