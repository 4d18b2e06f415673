r"""Reads the documents that were written whole, by hand: `written/<language>.txt`.

Each begins with a line `=== layout; trick, trick; file name`, the last two may be empty. In the text `\u200b` and its
like stand for the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.privacy.document import Document

_FOLDER = Path(__file__).with_name("written")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def written() -> Iterator[Document]:
    """Give the documents in the order of files and of lines."""
    for path in sorted(_FOLDER.glob("*.txt")):
        first, *blocks = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert not first.strip(), f"{path.name} begins with no header"
        for number, block in enumerate(blocks):
            header, _, body = block.partition("\n")
            layout, tricks, file_name = (part.strip() for part in header.split(";"))
            name = f"{path.stem}-{layout}-{number:02}"
            yield Document.of(
                name,
                language=path.stem,
                layout=layout,
                tricks=[trick.strip() for trick in tricks.split(",") if trick.strip()],
                file_name=file_name or None,
                marked=_ESCAPE.sub(lambda match: chr(int(match[1], 16)), body.strip("\n") + "\n"),
                rng=Random(name),  # noqa: S311 - the same documents every time, no secret
            )
