"""From a document to its text without personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cvparser.application.pure_stages import LookedAt, of_document, redacted
from cvparser.domain.document import Document
from cvparser.domain.privacy import Redaction
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.personal_data_detector import PersonalDataDetector, PureDetector
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
        return await self.redact(await self.look_at(document, on_extracted=on_extracted))

    async def look_at(self, document: Document, *, on_extracted: Callable[[], None] = lambda: None) -> LookedAt:
        """Return the document as it was extracted, with what detectors found; those that are pure look later.

        Raises:
            DocumentError, TextError, ExtractionError, UnavailableError: as `__call__`.
        """
        extracted = await self._extractor.extract(document)
        on_extracted()
        found = [
            detector.pure_detect if isinstance(detector, PureDetector) else await detector.detect(extracted.text)
            for detector in self._detectors
        ]
        return LookedAt(document=extracted, file_name=document.file_name, found=found)

    async def redact(self, looked: LookedAt) -> Redaction:
        """Return the document without its personal data.

        Raises:
            TooComplexError, UnavailableError: as `CpuPool.run`.
        """
        return of_document(await self._cpu.run(redacted, looked), looked.document)
