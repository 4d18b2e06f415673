from __future__ import annotations

import pytest

from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import UnavailableError

MEMORY_BYTES = 2**30


def pool(warm_process: WarmProcess | None = None) -> ProcessCpuPool:
    return ProcessCpuPool(processes=1, timeout_s=20, memory_bytes=MEMORY_BYTES, warm_process=warm_process)


def inspector(warm_process: WarmProcess) -> SandboxDocumentInspector:
    return SandboxDocumentInspector(processes=1, timeout_s=20, memory_bytes=MEMORY_BYTES, warm_process=warm_process)


async def test_a_warm_process_that_is_shared_serves_who_is_left_when_another_closes() -> None:
    shared = WarmProcess()
    async with inspector(shared) as stays:
        async with pool(shared) as goes:
            assert await goes.run(abs, -1) == 1

        assert await stays.identify(b"Data Engineer", "cv.txt") is DocumentType.TEXT


async def test_a_warm_process_ends_with_the_last_that_opened_it_and_starts_none_after() -> None:
    shared = WarmProcess()
    async with shared, pool(shared) as user:
        assert await user.run(abs, -1) == 1

    with pytest.raises(UnavailableError):
        await user.run(abs, -1)


async def test_what_has_a_warm_process_of_its_own_closes_it_and_can_be_opened_again() -> None:
    own = pool()
    for _ in range(2):
        async with own:
            assert await own.run(abs, -1) == 1
        with pytest.raises(UnavailableError):
            await own.run(abs, -1)
