"""XML of strangers: parsed without a DOCTYPE, entities, inclusions or the network, and not nested like a trap."""

from __future__ import annotations

from lxml import etree

from cvparser.domain.errors import DocumentCorruptError, TooComplexError, XmlForbiddenError

#: Levels, and elements, that a CV stays far below.
MAX_DEPTH, MAX_ELEMENTS = 200, 300_000
_XINCLUDE = "{http://www.w3.org/2001/XInclude}include"


def xml_root(data: bytes) -> etree._Element:
    """Return the root of a document.

    Raises:
        XmlForbiddenError: a DOCTYPE, an entity of its own, an inclusion.
        TooComplexError: far more levels or elements than a CV has.
        DocumentCorruptError: it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = str(error).lower()
        if "depth" in said:
            raise TooComplexError from None
        forbidden = "entity" in said or b"<!DOCTYPE" in data[:4096].replace(b"\0", b"")
        raise (XmlForbiddenError if forbidden else DocumentCorruptError) from None
    if root is None:
        raise DocumentCorruptError
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlForbiddenError
    _check(root)
    return root


def _check(root: etree._Element) -> None:
    depth, elements = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise TooComplexError
        if element.tag == _XINCLUDE or not isinstance(element.tag, str):
            raise XmlForbiddenError
