"""Whether the words of a page come out whole and beside each other: ours, PDFium's own order, pdfplumber, pdfminer.six.

usage: python -m benchmarks.cvs.fidelity [FOLDER ...]

Of CVs typeset here, the source is the reference: the share of its words that come out, and of the pairs of words that
stand beside each other in a block of it and in the text, too. Of CVs in a FOLDER (`files/`, and `labels/` with the
strings that a person read in them: `keep`, `pii`), the share of strings that stand in the text as they are. Folders are
read where they lie, `../shared/thirdparty` and `../shared/corpus` where none is named, and skipped where they are not.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
from benchmarks.cvs.typesetting import typeset
from pdfminer.high_level import extract_text

from cvparser.adapters.text_extractor.pdfium import read_pdf

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT.parent / "shared" / "thirdparty", ROOT.parent / "shared" / "corpus")


def ours(content: bytes) -> str:
    """Return the text as cvparser reads it."""
    return read_pdf(content).text


def pdfium(content: bytes) -> str:
    """Return the text in PDFium's own order."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def plumber(content: bytes) -> str:
    """Return the text as pdfplumber orders it."""
    with pdfplumber.open(BytesIO(content)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def miner(content: bytes) -> str:
    """Return the text as pdfminer.six orders it."""
    return extract_text(BytesIO(content))


READERS: dict[str, Callable[[bytes], str]] = {
    "cvparser": ours,
    "PDFium": pdfium,
    "pdfplumber": plumber,
    "pdfminer.six": miner,
}


def words(text: str) -> list[str]:
    """Return the words of a text: letters and digits, whatever parts them, small, without compatibility forms."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).replace("İ", "i").casefold())


def shares(blocks: Iterable[str], text: str) -> tuple[int, int, int, int]:
    """Return how many words of `blocks` stand in `text`, how many there are, and the same of pairs side by side."""
    found = words(text)
    singles, pairs = Counter(found), Counter(pairwise(found))
    wanted = [words(block) for block in blocks]
    of_singles = Counter(word for block in wanted for word in block)
    of_pairs = Counter(pair for block in wanted for pair in pairwise(block))
    return (
        (singles & of_singles).total(),
        of_singles.total(),
        (pairs & of_pairs).total(),
        of_pairs.total(),
    )


def whole(strings: Iterable[str], text: str) -> tuple[int, int]:
    """Return how many strings stand in `text` word by word, and how many there are."""
    joined = f" {' '.join(words(text))} "
    wanted = [" ".join(words(string)) for string in strings]
    wanted = [string for string in wanted if string]
    return sum(f" {string} " in joined for string in wanted), len(wanted)


def read(reader: Callable[[bytes], str], content: bytes) -> str:
    """Return the text that a reader gives, nothing where it fails."""
    try:
        return reader(content)
    except Exception:  # noqa: BLE001 - a reader that breaks on a file has read nothing of it
        return ""


def labelled(folder: Path) -> list[tuple[bytes, list[str]]]:
    """Return the PDFs of a folder with the strings that its labels say stand in them."""
    found = []
    for label in sorted((folder / "labels").glob("*.json")):
        told = json.loads(label.read_text(encoding="utf-8"))
        path = folder / "files" / told["file"]
        if path.suffix == ".pdf" and path.exists():
            found.append((path.read_bytes(), [*told.get("keep", []), *told.get("pii", [])]))
    return found


def main(folders: Sequence[Path]) -> None:
    """Print the shares side by side."""
    print(f"{'':34s}" + "".join(f"{name:>14s}" for name in READERS))
    for name, content, blocks in typeset():
        counts = [shares(blocks, read(reader, content)) for reader in READERS.values()]
        print(f"{f'typeset, {name}: words':34s}" + "".join(f"{count[0] / count[1]:14.3f}" for count in counts))
        print(f"{f'typeset, {name}: pairs':34s}" + "".join(f"{count[2] / count[3]:14.3f}" for count in counts))
    for folder in folders:
        files = labelled(folder)
        if not files:
            print(f"{folder.name}: no labelled PDFs, skipped")
            continue
        totals = [
            [
                sum(each)
                for each in zip(*(whole(strings, read(reader, content)) for content, strings in files), strict=True)
            ]
            for reader in READERS.values()
        ]
        title = f"{folder.name}: strings of {len(files)} PDFs"
        print(f"{title:34s}" + "".join(f"{found / wanted:14.3f}" for found, wanted in totals))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or FOLDERS)
