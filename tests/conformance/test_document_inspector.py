from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cvparser.adapters.document_inspector.in_process import InProcessDocumentInspector
from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector
from cvparser.testing.conformance.document_inspector import DocumentInspectorConformance


class TestInProcessDocumentInspector(DocumentInspectorConformance):
    @pytest.fixture
    def inspector(self) -> InProcessDocumentInspector:
        return InProcessDocumentInspector()


class TestSandboxDocumentInspector(DocumentInspectorConformance):
    @pytest.fixture
    async def inspector(self) -> AsyncIterator[SandboxDocumentInspector]:
        async with SandboxDocumentInspector(processes=2, timeout_s=5, memory_bytes=2**29) as inspector:
            yield inspector
