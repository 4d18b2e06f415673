"""How right the profile of a CV is when it was scanned or photographed, beside its PDF; and what OCR takes.

usage: python -m benchmarks.cvs.scans [--seed N] [--count N] [--engine NAME] [--forms NAME ...] [--keep FOLDER]

CVs of invented people are typeset as PDF (`benchmarks.cvs.layouts`) and painted: at 150 and 300 dots an inch, at 300
and two degrees askew, and as a photograph: on a desk, in perspective, with a shadow, out of focus and noisy. Told are,
for each form, macro F1 of the profiles beside that of the PDF; strings of the person that a result still holds; the
share that the text still holds after the first gate; seconds a page, which other programs lengthen; and the largest
child.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random
from typing import cast

import numpy as np
import pypdfium2
from benchmarks.cvs.layouts.__main__ import Made, made, total
from benchmarks.cvs.layouts.tools import TOOLS, Tool
from benchmarks.cvs.scoring import FIELDS, Score, plain, score
from PIL import Image, ImageFilter

import cvparser
import cvparser.adapter_choice as choose
from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document
from cvparser.ports.text_extractor import TextExtractor
from cvparser.settings import Settings

#: Share of the macro F1 of the PDF that a scan at 300 dots an inch is to have, and of strings that may be left in a
#: text of a scan after the first gate.
LEAST_OF_PDF, MOST_LEFT = 0.85, 0.01
Paint = Callable[[Image.Image, Random], Image.Image]


@dataclass(slots=True)
class Told:
    """What is told of one form."""

    scores: list[Score] = field(default_factory=list)
    left: int = 0
    personal: int = 0
    pages: int = 0
    seconds: float = 0.0
    refused: list[str] = field(default_factory=list)


def main() -> None:
    """Make CVs, paint and read them, print how right it was."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.cvs.scans")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=8)
    arguments.add_argument("--engine", default="rapidocr")
    arguments.add_argument("--forms", nargs="*", choices=FORMS, default=list(FORMS))
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    cvs = list(drawn(given.seed, given.count))
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report(asyncio.run(told_of(cvs, folder, given.engine, given.forms)), len(cvs))


def drawn(seed: int, count: int) -> Iterator[Made]:
    """Yield so many CVs, of as many layouts as there are."""
    tools: dict[str, Tool] = {
        name: tool for name, tool in TOOLS.items() if name in ("typst", "reportlab") and tool.is_there
    }
    rounds = (each for number in range(seed, seed + count) for each in made(number, 1, tools))
    for position, cv in enumerate(rounds):
        # Each tool sets each layout: taken are those of one tool, and of the other, in turn.
        if position % 4 in (0, 3):
            yield cv
            count -= 1
        if not count:
            return


def scan(dots: int, degrees: float = 0.0) -> Paint:
    """Return what paints a page as a scanner with so many dots an inch does."""

    def paint(page: Image.Image, rng: Random) -> Image.Image:
        scale = dots / _DOTS
        small = page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.LANCZOS)
        turned = small.rotate(degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
        return noisy(turned, rng, 4.0)

    return paint


def photograph(page: Image.Image, rng: Random) -> Image.Image:
    """Return a page as a telephone sees it on a desk."""
    wide, high = page.size
    edge = round(0.06 * wide)
    desk = Image.new("RGB", (wide + 2 * edge, high + 2 * edge), (96, 78, 60))
    desk.paste(page, (edge, edge))
    lean = [rng.uniform(-0.05, 0.05) * wide for _ in range(8)]
    corners = [(0, 0), (desk.width, 0), (desk.width, desk.height), (0, desk.height)]
    seen = [(x + lean[2 * at], y + lean[2 * at + 1]) for at, (x, y) in enumerate(corners)]
    leaning = desk.transform(
        desk.size, Image.Transform.PERSPECTIVE, _perspective(corners, seen), Image.Resampling.BICUBIC
    )
    x, y = np.meshgrid(np.linspace(0, 1, desk.width), np.linspace(0, 1, desk.height))
    shadow = 1 - 0.45 / (1 + np.exp(-12 * (x * rng.uniform(0.5, 1) + y * rng.uniform(0.2, 0.8) - rng.uniform(0.6, 1))))
    lit = Image.fromarray((np.asarray(leaning, dtype=np.float32) * shadow[:, :, None]).clip(0, 255).astype(np.uint8))
    return noisy(lit.filter(ImageFilter.GaussianBlur(0.8)), rng, 6.0)


def noisy(image: Image.Image, rng: Random, deviation: float) -> Image.Image:
    """Return an image with noise."""
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, deviation, (image.height, image.width, 1))
    return Image.fromarray((np.asarray(image, dtype=np.float32) + noise).clip(0, 255).astype(np.uint8))


def _perspective(source: Sequence[tuple[float, float]], seen: Sequence[tuple[float, float]]) -> list[float]:
    rows, wanted = [], []
    for (x, y), (u, v) in zip(seen, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(each) for each in np.linalg.solve(np.array(rows), np.array(wanted))]


_DOTS = 300
#: Form -> what paints a page, and the ending of the file that holds all pages.
FORMS: Mapping[str, tuple[Paint | None, str]] = {
    "pdf": (None, ".pdf"),
    "scan 300": (scan(300), ".pdf"),
    "scan 150": (scan(150), ".tif"),
    "askew 300": (scan(300, 2.0), ".pdf"),
    "photograph": (photograph, ".jpg"),
}


def painted(content: bytes, paint: Paint, ending: str, rng: Random) -> bytes:
    """Return the pages of a PDF as pictures; of what holds one only, the first."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.render(scale=_DOTS / 72).to_pil().convert("RGB") for page in document]
    pictures = [paint(page, rng) for page in pages]
    out = BytesIO()
    if ending == ".jpg":
        pictures[0].save(out, "JPEG", quality=88)
    else:
        kind = {"compression": "tiff_lzw"} if ending == ".tif" else {"resolution": 300}
        more = {"save_all": True, "append_images": pictures[1:]}
        pictures[0].save(out, "TIFF" if ending == ".tif" else "PDF", **kind, **more)
    return out.getvalue()


class ReadOnce(TextExtractor):
    """Reads each document once, however often it is asked for, and counts the seconds that takes."""

    def __init__(self, extractor: TextExtractor) -> None:
        self._extractor = extractor
        self._read: tuple[bytes, CVDocument] | None = None
        self.seconds = 0.0

    async def extract(self, document: Document) -> CVDocument:  # noqa: D102 - the port's docstring is the promise
        if self._read is None or self._read[0] != document.content:
            started = time.perf_counter()
            try:
                self._read = document.content, await self._extractor.extract(document)
            finally:
                self.seconds += time.perf_counter() - started
        return self._read[1]


async def told_of(cvs: Sequence[Made], folder: Path, engine: str, forms: Sequence[str]) -> dict[str, Told]:
    """Return what is told of each form."""
    told = {form: Told() for form in forms}
    async with AsyncExitStack() as stack:
        sandbox = cast("SandboxTextExtractor", choose.extractor(Settings(ocr=engine), WarmProcess()))
        once = ReadOnce(await stack.enter_async_context(sandbox))
        parser = await stack.enter_async_context(cvparser.CVParser(extractor=once))
        for number, cv in enumerate(cvs):
            pages = _pages(cv.content)
            for form in forms:
                paint, ending = FORMS[form]
                if ending == ".jpg" and pages > 1:
                    # A photograph is of one page: it cannot have what stands on the others.
                    continue
                path = folder / f"{number:03} {form}{ending}"
                rng = Random(f"{number} {form}")  # noqa: S311 - draws examples
                path.write_bytes(cv.content if paint is None else painted(cv.content, paint, ending, rng))
                before = once.seconds
                await _tell(parser, path, cv, told[form])
                told[form].seconds += once.seconds - before
                told[form].pages += pages
    return told


def _pages(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as document:
        return len(document)


async def _tell(parser: cvparser.CVParser, path: Path, cv: Made, told: Told) -> None:
    try:
        result = (await parser.parse_file_async(path, mode="basic")).model_dump(mode="json")
        redacted = (await parser.redact_file_async(path)).redacted.text
    except cvparser.CVParserError as error:
        result, redacted = {"error": error.code}, ""
        told.refused.append(error.code)
    told.scores.append(score(cv.label, result, cv.person.personal))
    words = plain(redacted)
    left = [each for each in cv.person.personal if len(plain(each)) > 3 and f" {plain(each)} " in f" {words} "]
    told.left += len(left)
    told.personal += len(cv.person.personal)
    kept = {"misses": told.scores[-1].misses, "leaks": told.scores[-1].leaks, "left": left, "result": result}
    path.with_suffix(f"{path.suffix}.json").write_text(
        json.dumps(kept | {"redacted": redacted}, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def report(told: Mapping[str, Told], count: int) -> None:
    """Print the figures by form."""
    reference = total(told["pdf"].scores).macro if "pdf" in told else 0.0
    print(f"{count} CVs\n{'form':11s} CVs  macro  of PDF  leaks  left after gate 1  s a page  " + "  ".join(FIELDS))
    for form, those in told.items():
        whole = total(those.scores)
        fields = "  ".join(f"{whole.fields[name].f1:{len(name)}.3f}" for name in FIELDS)
        of_pdf = whole.macro / reference if reference else 0.0
        left = those.left / max(those.personal, 1)
        print(
            f"{form:11s} {len(those.scores):3d}  {whole.macro:.3f}  {of_pdf:6.3f}  {len(whole.leaks):5d}  "
            f"{left:7.2%} ({those.left})  {those.seconds / max(those.pages, 1):8.1f}  {fields}  "
            f"{' '.join(those.refused)}"
        )
    print(f"largest child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
