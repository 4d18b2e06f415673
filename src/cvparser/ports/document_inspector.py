"""A first look at what was submitted, before it is stored."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Protocol

from cvparser.domain.document import DocumentType


class DocumentInspector(Protocol):
    """Looks at every byte that a stranger sends, so that nobody else does before it is a job.

    Whatever the bytes are, the event loop goes on serving. Safe for concurrent tasks. Suite:
    `cvparser.testing.conformance.document_inspector`.
    """

    @abstractmethod
    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        """Return the type of `content`, which must agree with the ending of `file_name`, if it has one.

        Raises:
            DocumentError: the content is not a document that is read, and why, as `cvparser.domain.sniffing.identify`;
                `decompression_limit` when looking took too much memory, `too_complex` when it took too long.
            TextError: a text that cannot be used: `text_not_decodable`, `text_empty`, `text_too_long`.
            ExtractionCrashedError: the content breaks whatever looks at it.
            UnavailableError: nobody can look now; the caller may try again.
        """

    @abstractmethod
    async def check_text(self, text: str) -> None:
        """Return when `text` can be used as the text of a CV.

        Raises:
            TextError: it cannot: `text_not_decodable` (control characters), `text_empty`, `text_too_long`.
            TypeMismatchError: it is the source of a document in XML, JSON, LaTeX, PostScript or MIME.
            TooComplexError, DecompressionLimitError, ExtractionCrashedError, UnavailableError: as `identify`.
        """

    @abstractmethod
    async def fields(self, body: bytes) -> dict[str, Any]:
        """Return the fields of a submission that `body`, a JSON object, holds.

        As `cvparser.domain.submission.submitted_fields`.

        Raises:
            JsonInvalidError: not one object in UTF-8, or one that is ambiguous.
            TooComplexError, DecompressionLimitError, ExtractionCrashedError, UnavailableError: as `identify`.
        """
