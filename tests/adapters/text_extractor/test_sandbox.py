from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from functools import cache
from io import BytesIO

import psutil
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import (
    CVParserError,
    DecompressionLimitError,
    ExtractionCrashedError,
    ExtractionTimeoutError,
    FileEncryptedError,
    NoTextLayerError,
    PdfCorruptError,
    TooManyPagesError,
)
from cvparser.testing.conformance.text_extractor import pdf

GOOD = Document(content=pdf("Data Engineer"), type=DocumentType.PDF)


def stream_pdf(stream: bytes, filters: str, *, resources: str = "") -> bytes:
    """Give a PDF whose page draws `stream`, which is packed by `filters`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<{resources}>>>>".encode(),
        f"<</Length {len(stream)}/Filter[{filters}]>>\nstream\n".encode() + stream + b"\nendstream",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + trailer % (table, len(body))


@cache
def bomb(times: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(times))
    return packed + packer.flush()


def encrypted(user_password: str) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user_password, ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, "Data Engineer")
    canvas.save()
    return out.getvalue()


class Children:
    """The processes that this test started: others of the same run may have theirs."""

    def __init__(self) -> None:
        self._others = psutil.Process().children()

    def __call__(self) -> list[psutil.Process]:
        return [child for child in psutil.Process().children() if child not in self._others]


@pytest.fixture
def children() -> Children:
    return Children()


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxTextExtractor]:
    async with SandboxTextExtractor("pdfium", processes=2, timeout_s=10, memory_bytes=2**29) as extractor:
        yield extractor


async def read(sandbox: SandboxTextExtractor, content: bytes) -> str:
    return (await sandbox.extract(Document(content=content, type=DocumentType.PDF))).text


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF", PdfCorruptError),
        (pdf("Data Engineer")[:200], PdfCorruptError),
        (encrypted("secret"), FileEncryptedError),
        (pdf(""), NoTextLayerError),
        (pdf(*["page"] * 60), TooManyPagesError),
    ],
    ids=["line 27: no root", "line 27: truncated", "line 28: password", "line 30: no text", "line 36: pages"],
)
async def test_a_hostile_pdf_gets_its_error_and_the_next_is_read(
    sandbox: SandboxTextExtractor, content: bytes, error: type[CVParserError]
) -> None:
    with pytest.raises(error):
        await read(sandbox, content)
    assert await read(sandbox, GOOD.content) == "Data Engineer"


async def test_an_empty_user_password_is_no_obstacle(sandbox: SandboxTextExtractor) -> None:
    assert await read(sandbox, encrypted("")) == "Data Engineer"


@pytest.mark.parametrize("depth", [1, 2], ids=["line 31: a gigabyte", "line 32: packed twice"])
async def test_a_bomb_is_an_error_of_its_own_and_harms_no_other(sandbox: SandboxTextExtractor, depth: int) -> None:
    packed = bomb(1024)
    for _ in range(depth - 1):
        packed = zlib.compress(packed, 9)
    content = stream_pdf(packed, "/FlateDecode " * depth)
    # A service that held much before: its peak is not the sandbox's.
    b"x" * 2**30

    answers = await asyncio.gather(read(sandbox, content), read(sandbox, GOOD.content), return_exceptions=True)

    assert isinstance(answers[0], DecompressionLimitError)
    assert answers[1] == "Data Engineer"


def endless() -> bytes:
    operators = zlib.compress(b"BT /F 1 Tf (x) Tj ET\n" * 2_000_000)
    font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    return stream_pdf(operators, "/FlateDecode", resources=font)


async def test_a_hang_ends_when_its_time_is_over() -> None:
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=1, memory_bytes=2**31) as sandbox:
        with pytest.raises((ExtractionTimeoutError, DecompressionLimitError)):
            await read(sandbox, endless())


async def test_a_text_waits_for_no_document() -> None:
    text = Document(content=b"Data Engineer", type=DocumentType.TEXT)
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=60, memory_bytes=2**31) as sandbox:
        reading = [asyncio.create_task(read(sandbox, endless())) for _ in range(12)]
        await asyncio.sleep(0)

        assert (await sandbox.extract(text)).text == "Data Engineer"

        assert not any(each.done() for each in reading)
        for each in reading:
            each.cancel()
        await asyncio.gather(*reading, return_exceptions=True)


async def test_a_reader_can_reach_nobody_but_who_asked_it(children: Children) -> None:
    async with SandboxTextExtractor("pdfium", processes=2, timeout_s=2, memory_bytes=2**31) as sandbox:
        await sandbox.extract(GOOD)
        (zygote,) = children()
        asked = [asyncio.create_task(read(sandbox, endless())) for _ in range(2)]
        # The three standard ones, which lead nowhere, and the connection.
        async with asyncio.timeout(1.5):
            while [reader.num_fds() for reader in zygote.children()] != [4, 4]:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
        await asyncio.gather(*asked, return_exceptions=True)


async def test_a_child_that_is_killed_is_a_crash_of_one_document(
    children: Children, sandbox: SandboxTextExtractor
) -> None:
    await sandbox.extract(GOOD)
    (zygote,) = children()
    reading = asyncio.create_task(read(sandbox, stream_pdf(zlib.compress(b"q " * 30_000_000), "/FlateDecode")))
    readers: list[psutil.Process] = []
    for _ in range(100_000):
        if readers := zygote.children():
            break
        await asyncio.sleep(0)
    readers[0].kill()

    with pytest.raises(ExtractionCrashedError):
        await reading
    assert await read(sandbox, GOOD.content) == "Data Engineer"


async def test_a_dead_zygote_is_replaced(children: Children, sandbox: SandboxTextExtractor) -> None:
    await sandbox.extract(GOOD)
    (zygote,) = children()
    zygote.kill()
    zygote.wait()

    assert await read(sandbox, GOOD.content) == "Data Engineer"


async def test_no_process_is_left_when_the_sandbox_closes(children: Children) -> None:
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=10, memory_bytes=2**29) as sandbox:
        await sandbox.extract(GOOD)
        assert children()

    assert not children()
