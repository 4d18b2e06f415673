from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import psutil
import pytest

from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import DecompressionLimitError, TooComplexError
from cvparser.testing.conformance.text_extractor import docx

#: A document that is looked at for longer than it may be, whatever is mended in how: everything is done to 100 MB.
ENDLESS = b"x\n" * 50_000_000


@pytest.fixture
async def inspector() -> AsyncIterator[SandboxDocumentInspector]:
    async with SandboxDocumentInspector(processes=2, timeout_s=0.02, memory_bytes=2**31) as inspector:
        # What runs for the first time is slower.
        await inspector.identify(b"Data Engineer", "cv.txt")
        yield inspector


async def test_what_takes_too_long_to_look_at_is_too_complex_and_others_are_looked_at_meanwhile(
    inspector: SandboxDocumentInspector,
) -> None:
    hostile = [asyncio.create_task(inspector.identify(ENDLESS, "cv.txt")) for _ in range(4)]

    assert await inspector.identify(b"Data Engineer", "cv.txt") is DocumentType.TEXT
    assert all(isinstance(answer, TooComplexError) for answer in await asyncio.gather(*hostile, return_exceptions=True))


async def test_what_takes_too_much_memory_to_look_at_unpacks_to_too_much() -> None:
    async with SandboxDocumentInspector(processes=1, timeout_s=10, memory_bytes=2**28) as inspector:
        with pytest.raises(DecompressionLimitError):
            await inspector.identify(ENDLESS, "cv.txt")

        assert await inspector.identify(b"Data Engineer", "cv.txt") is DocumentType.TEXT


async def test_json_that_takes_too_long_is_too_complex(inspector: SandboxDocumentInspector) -> None:
    with pytest.raises(TooComplexError):
        await inspector.fields(b'{"a":[' + b"{}," * 3_000_000 + b"{}]}")


async def test_a_child_that_was_killed_is_replaced_and_nobody_hears_of_it() -> None:
    others = set(psutil.Process().children(recursive=True))
    async with SandboxDocumentInspector(processes=1, timeout_s=5, memory_bytes=2**29) as inspector:
        await inspector.identify(b"Data Engineer", "cv.txt")
        started = set(psutil.Process().children(recursive=True)) - others
        for process in started:
            process.kill()
        psutil.wait_procs(started)

        assert await inspector.identify(b"Data Engineer", "cv.txt") is DocumentType.TEXT


async def test_a_name_of_any_signs_reaches_the_child_as_it_is(inspector: SandboxDocumentInspector) -> None:
    assert await inspector.identify(docx("x"), '"\n\ud800Özgeçmiş.docx') is DocumentType.DOCX
