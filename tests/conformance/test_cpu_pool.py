from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest

from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.domain.errors import UnavailableError
from cvparser.testing.conformance.cpu_pool import CpuPoolConformance, joined


class TestThreadCpuPool(CpuPoolConformance):
    @pytest.fixture
    def cpu(self) -> ThreadCpuPool:
        return ThreadCpuPool()


class TestProcessCpuPool(CpuPoolConformance):
    @pytest.fixture
    async def cpu(self) -> AsyncIterator[ProcessCpuPool]:
        async with ProcessCpuPool(processes=2) as cpu:
            yield cpu

    async def test_a_process_that_dies_is_an_outage_and_the_next_call_is_served(self, cpu: ProcessCpuPool) -> None:
        with pytest.raises(UnavailableError):
            await cpu.run(os._exit, 1)

        assert await cpu.run(joined, "served") == "served"
