from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.testing.conformance.cpu_pool import CpuPoolConformance


class TestThreadCpuPool(CpuPoolConformance):
    supports_bounds = False

    @pytest.fixture
    def cpu(self) -> ThreadCpuPool:
        return ThreadCpuPool()


class TestProcessCpuPool(CpuPoolConformance):
    @pytest.fixture
    async def cpu(self) -> AsyncIterator[ProcessCpuPool]:
        async with ProcessCpuPool(processes=2, timeout_s=2, memory_bytes=2**30) as cpu:
            yield cpu
