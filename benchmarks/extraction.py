"""What reading a PDF costs: bare PDFium, ours in process, ours in the sandbox, and pdfplumber, on the same files.

usage: python -m benchmarks.extraction
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2
import typst

from cvparser.adapters.text_extractor.pdfium import read_pdf
from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.domain.document import Document, DocumentType

SOURCE = Path(__file__).parents[1] / "examples" / "cvs" / "ozgecmis.typ"
FILES, ROUNDS = 15, 7
#: Fonts that come with the typesetter.
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")


def typeset() -> list[bytes]:
    """Give CVs in three fonts and five sizes, a third of them in two columns."""
    template = SOURCE.read_text(encoding="utf-8")
    found = []
    for number in range(FILES):
        text = template.replace("Libertinus Serif", FONTS[number % 3]).replace("10.5pt", f"{9 + number % 5 * 0.5}pt")
        if number % 3 == 0:
            text = text.replace("= Özet", "#columns(2)[\n= Özet", 1) + "\n]"
        found.append(typst.compile(text.encode()))
    return found


def bare(content: bytes) -> None:
    """Read with PDFium's own order."""
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            page.get_textpage().get_text_bounded()


def plumber(content: bytes) -> None:
    """Read with pdfplumber's own order."""
    with pdfplumber.open(BytesIO(content)) as document:
        for page in document.pages:
            page.extract_text()


def milliseconds(read: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    """Give the milliseconds a file."""
    started = time.perf_counter()
    for content in files:
        read(content)
    return (time.perf_counter() - started) / len(files) * 1000


async def sandboxed(sandbox: SandboxTextExtractor, files: Sequence[bytes], at_once: int) -> float:
    """Give the milliseconds a file through the sandbox, `at_once` files under way."""
    places = asyncio.Semaphore(at_once)

    async def read(content: bytes) -> None:
        async with places:
            await sandbox.extract(Document(content=content, type=DocumentType.PDF))

    started = time.perf_counter()
    await asyncio.gather(*map(read, files))
    return (time.perf_counter() - started) / len(files) * 1000


async def main() -> None:
    """Print the medians, all ways taken in turn."""
    files = typeset()
    times: dict[str, list[float]] = {}
    async with SandboxTextExtractor("pdfium", processes=2, timeout_s=30, memory_bytes=2**30) as sandbox:
        await sandboxed(sandbox, files, 2)
        for _ in range(ROUNDS):
            for name, taken in (
                ("bare PDFium", milliseconds(bare, files)),
                ("ours, in process", milliseconds(read_pdf, files)),
                ("ours, sandbox, 1 at once", await sandboxed(sandbox, files, 1)),
                ("ours, sandbox, 2 at once", await sandboxed(sandbox, files, 2)),
                ("pdfplumber", milliseconds(plumber, files)),
            ):
                times.setdefault(name, []).append(taken)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"{name:26} {median:7.1f} ms a file   {medians['pdfplumber'] / median:5.1f} times as fast as pdfplumber")
    extra = medians["ours, sandbox, 1 at once"] - medians["bare PDFium"]
    fork = medians["ours, sandbox, 1 at once"] - medians["ours, in process"]
    print(f"sandbox and reading order above bare PDFium: {extra:.1f} ms a file, of it the sandbox alone {fork:.1f} ms")


if __name__ == "__main__":
    asyncio.run(main())
