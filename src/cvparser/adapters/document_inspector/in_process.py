"""Looking in this process: nothing to start, and nothing that would stop a look that takes too long."""

from __future__ import annotations

from typing import Any

from cvparser.domain.document import DocumentType
from cvparser.domain.plain_text import check_text
from cvparser.domain.sniffing import identify
from cvparser.domain.submission import submitted_fields
from cvparser.ports.document_inspector import DocumentInspector


class InProcessDocumentInspector(DocumentInspector):
    """For tests, and for programs that know who sends them documents: the event loop waits for every look."""

    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        return identify(content, file_name)

    async def check_text(self, text: str) -> None:
        check_text(text)

    async def fields(self, body: bytes) -> dict[str, Any]:
        return submitted_fields(body)
