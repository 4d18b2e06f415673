from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.testing.conformance.cpu_pool import CpuPoolConformance


class TestThreadCpuPool(CpuPoolConformance):
    supports_bounds = False

    @pytest.fixture
    def cpu(self) -> ThreadCpuPool:
        return ThreadCpuPool()


# One for all tests: children take long to start.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def processes() -> AsyncIterator[ProcessCpuPool]:
    async with ProcessCpuPool(processes=2, timeout_s=2, memory_bytes=2**30) as cpu:
        yield cpu


@pytest.mark.asyncio(loop_scope="module")
class TestProcessCpuPool(CpuPoolConformance):
    @pytest.fixture
    def cpu(self, processes: ProcessCpuPool) -> ProcessCpuPool:
        return processes
