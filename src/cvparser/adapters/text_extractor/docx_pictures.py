"""Pictures of a DOCX in which text may stand: those that cover as much of a page as pictures of a PDF must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.docx_package import Package
from cvparser.adapters.text_extractor.docx_places import Paper, extent_of
from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
from cvparser.domain.profile import WarningCode

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Share of a page that a picture of text covers: photographs of faces and logos cover less.
LEAST_SHARE = 0.12
#: Pictures of a document that are looked at.
_MOST_PICTURES = 50


def large_pictures(document: etree._Element, package: Package, main: str, paper: Paper) -> list[str]:
    """Return the names of the parts with the large pictures of a document, in the order in which they stand."""
    targets = {relation.id: relation.target for relation in package.relations(main) if relation.kind == "image"}
    if not targets:
        return []
    return list(dict.fromkeys(_large(document, targets, paper)))[:_MOST_PICTURES]


def read_pictures(
    package: Package, names: Sequence[str], ocr: OcrChoice
) -> tuple[list[RawLine], frozenset[WarningCode]]:
    """Return the lines of what stands in pictures, and what is to be said of how they were read.

    Raises `TooManyPagesError` where more of them hold text than may be read.
    """
    from cvparser.adapters.text_extractor.picture import embedded  # noqa: PLC0415 - loads Pillow, which few need
    from cvparser.adapters.text_extractor.reading_order import read  # noqa: PLC0415 - loads numpy

    pages = ocr.pages()
    found = []
    for name in names:
        picture = embedded(package.read(name))
        if picture is not None:
            shown = pages.read(picture)
            found.append(pages.glyphs(shown, partial(_upwards, shown.height)))
    return (read(*found) if found else []), pages.warnings


def _upwards(height: float, x: float, y: float) -> tuple[float, float]:
    return x, height - y


def _large(document: etree._Element, targets: dict[str, str], paper: Paper) -> Iterator[str]:
    for drawing in document.iter(f"{_WP}anchor", f"{_WP}inline"):
        wide, high = extent_of(drawing)
        if wide * high < LEAST_SHARE * paper.wide * paper.high:
            continue
        for blip in drawing.iter(f"{_A}blip"):
            if (target := targets.get(blip.get(f"{_R}embed", ""))) is not None:
                yield target
