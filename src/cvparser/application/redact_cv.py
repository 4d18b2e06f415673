"""From a document to its text without personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from cvparser.application.pure_stages import LookedAt, Unread, read, redacted
from cvparser.application.steps import Step, take_in_pool
from cvparser.domain.document import Document
from cvparser.domain.privacy import Redaction
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.personal_data_detector import PersonalDataDetector, PureDetector
from cvparser.ports.text_extractor import PureTextExtractor, TextExtractor


class RedactCV:
    """Extract, let every detector look, redact. The pure part runs beside the event loop."""

    def __init__(
        self, *, extractor: TextExtractor, cpu: CpuPool, detectors: Sequence[PersonalDataDetector] = ()
    ) -> None:
        self._extractor = extractor
        self._cpu = cpu
        self._detectors = tuple(detectors)

    async def __call__(
        self, document: Document, *, on_extracted: Callable[[float], None] = lambda _: None
    ) -> Redaction:
        """Return the document without its personal data, and the warnings of extraction with it.

        Every placeholder in it is one of ours. What a detector raises ends the call: nobody gets a text that not
        every detector has seen. `on_extracted` is told how many seconds ago its text was there.

        Raises:
            DocumentError, TextError, ExtractionError: as `TextExtractor.extract`; `too_complex` as `CpuPool.run`.
            UnavailableError: as `PersonalDataDetector.detect`.
        """
        looked = await self.look_at(document, on_extracted=lambda: on_extracted(0.0))
        came = await take_in_pool(self._cpu, looked, *steps_of(looked), length=looked.length)
        if isinstance(looked.document, Unread):
            on_extracted(came.since[0])
        return cast("Redaction", came.value)

    async def look_at(self, document: Document, *, on_extracted: Callable[[], None] = lambda: None) -> LookedAt:
        """Return the document as it was extracted, with what detectors found; what is pure is done later.

        Raises:
            DocumentError, TextError, ExtractionError, UnavailableError: as `__call__`.
        """
        unread = self._unread(document)
        if unread is not None:
            found = [each.pure_detect for each in self._detectors if isinstance(each, PureDetector)]
            return LookedAt(document=unread, file_name=document.file_name, found=found)
        extracted = await self._extractor.extract(document)
        on_extracted()
        looked = [
            detector.pure_detect if isinstance(detector, PureDetector) else await detector.detect(extracted.text)
            for detector in self._detectors
        ]
        return LookedAt(document=extracted, file_name=document.file_name, found=looked)

    def _unread(self, document: Document) -> Unread | None:
        """Return a document that can be read later: a function reads it, and functions look at it."""
        if not isinstance(self._extractor, PureTextExtractor):
            return None
        reader = self._extractor.pure_reader(document.type)
        is_pure = all(isinstance(detector, PureDetector) for detector in self._detectors)
        return Unread(content=document.content, read=reader) if reader is not None and is_pure else None


def steps_of(looked: LookedAt) -> tuple[Step, ...]:
    """Return the steps to its redaction: two of a document that is not read yet, else one."""
    return (read, redacted) if isinstance(looked.document, Unread) else (redacted,)
