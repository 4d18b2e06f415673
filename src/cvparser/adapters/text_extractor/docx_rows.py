"""What stands in a DOCX's tables, and what its paragraphs say of how they are set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cvparser.adapters.text_extractor.docx_styles import is_on, value_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Type:
    """How the words of a paragraph are set, as far as it says so itself and leaves it to no style."""

    size: float | None
    is_bold: bool
    indent: float | None


def type_of(paragraph: etree._Element) -> Type:
    """Return how the first words of a paragraph are set."""
    run = next((each for each in paragraph.iter(f"{_W}r") if each.find(f"{_W}t") is not None), None)
    properties = None if run is None else run.find(f"{_W}rPr")
    half_points = "" if properties is None else value_of(properties, f"{_W}sz")
    indent = paragraph.find(f"{_W}pPr/{_W}ind")
    twips = "" if indent is None else indent.get(f"{_W}left", indent.get(f"{_W}start", ""))
    return Type(
        size=int(half_points) / 2 if half_points.isdecimal() and len(half_points) < 6 else None,
        is_bold=properties is not None and is_on(properties, "b"),
        indent=int(twips) / 20 if twips.isdecimal() and len(twips) < 6 else None,
    )


def inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Return the rows of a table or the cells of a row, those in content controls too, but none of an inner table."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml") and not is_prompt(element):
            yield from inside(element, tag)


def is_prompt(element: etree._Element) -> bool:
    """Return whether an element is a content control that nobody filled in."""
    properties = element.find(f"{_W}sdtPr") if element.tag == f"{_W}sdt" else None
    return properties is not None and is_on(properties, "showingPlcHdr")
