from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from cvparser.adapters.document_inspector.in_process import InProcessDocumentInspector
from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector
from cvparser.testing.conformance.document_inspector import DocumentInspectorConformance


class TestInProcessDocumentInspector(DocumentInspectorConformance):
    @pytest.fixture
    def inspector(self) -> InProcessDocumentInspector:
        return InProcessDocumentInspector()


# One for all tests: children take long to start.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[SandboxDocumentInspector]:
    async with SandboxDocumentInspector(processes=2, timeout_s=5, memory_bytes=2**29) as inspector:
        yield inspector


@pytest.mark.asyncio(loop_scope="module")
class TestSandboxDocumentInspector(DocumentInspectorConformance):
    @pytest.fixture
    def inspector(self, sandbox: SandboxDocumentInspector) -> SandboxDocumentInspector:
        return sandbox
