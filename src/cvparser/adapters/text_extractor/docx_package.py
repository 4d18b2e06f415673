"""The parts of a DOCX and what relates them, as forgiving as Word is and as strict as foreign XML needs.

python-docx refuses a package for one relationship that leads nowhere, and for a main part in the Strict namespaces.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from cvparser.domain.errors import DecompressionLimitError, DocxCorruptError, DocxTooComplexError, XmlForbiddenError

#: Bytes that a part may unpack to, whatever the archive says of itself.
MAX_PART = 50 * 2**20
#: Levels that a CV stays far below.
MAX_DEPTH = 200

_XINCLUDE = "{http://www.w3.org/2001/XInclude}include"
_STRICT, _TRANSITIONAL = "http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another.

    Attributes:
        kind: The last segment of its type, such as `header`; the same in Strict and Transitional.
        target: The name of a part that is there.
    """

    id: str
    kind: str
    target: str


class Package:
    """A DOCX whose XML parts were all looked at: each within its bound, without a DOCTYPE, not nested like a trap."""

    def __init__(self, content: bytes) -> None:
        """Read every XML part once.

        Raises:
            DecompressionLimitError: a part holds more than it says, or than it may.
            XmlForbiddenError, DocxTooComplexError: a part that must not be parsed.
            zipfile.BadZipFile: no archive.
        """
        self._archive = zipfile.ZipFile(BytesIO(content))
        self._entries = {entry.filename.lower(): entry for entry in self._archive.infolist()}
        self._declared = {name: entry.file_size for name, entry in self._entries.items()}
        for name in self._entries:
            if _is_xml(name):
                # A part that is not well-formed is for those who want it to complain of.
                with suppress(DocxCorruptError):
                    _check_xml(self.read(name))

    def main(self) -> str:
        """Return the name of the main part. Raises `DocxCorruptError` where the package relates none."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument":
                return relation.target
        raise DocxCorruptError

    def properties(self) -> tuple[str | None, str | None]:
        """Return author and title as the package states them."""
        for relation in self.relations(""):
            if relation.kind == "core-properties":
                with suppress(etree.XMLSyntaxError):
                    root = self.xml(relation.target)
                    found = (root.findtext(f"{_DUBLIN_CORE}{name}") for name in ("creator", "title"))
                    author, title = (text or None for text in found)
                    return author, title
        return None, None

    def relations(self, part: str) -> Iterator[Relation]:
        """Return what a part, or without a name the package, relates to that is there: other targets are lost."""
        folder, _, name = part.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{name}.rels").lower()
        if listed not in self._entries:
            return
        for found in self.xml(listed).iter(_RELATIONSHIP):
            target = self._resolved(folder, found.get("Target", ""))
            if target is not None and found.get("TargetMode") != "External":
                yield Relation(found.get("Id", ""), found.get("Type", "").rpartition("/")[2], target)

    def related(self, part: str, *kinds: str) -> Iterator[str]:
        """Return the names of the parts that a part relates in one of these ways."""
        yield from (relation.target for relation in self.relations(part) if relation.kind in kinds)

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part in the Transitional namespaces.

        Raises as the constructor, and `lxml.etree.XMLSyntaxError` for a part that is not well-formed.
        """
        data = self.read(name)
        if not _is_xml(name):
            _check_xml(data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
        if any(_STRICT in (space or "") for space in root.nsmap.values()):
            _make_transitional(root)
        return root

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises `DecompressionLimitError` past what it says, and past `MAX_PART`."""
        entry, declared = self._entries[name.lower()], self._declared[name.lower()]
        # An archive that says less than it holds wants more memory than it was allowed.
        entry.file_size = MAX_PART + 2
        with self._archive.open(entry) as part:
            data = part.read(MAX_PART + 1)
        if len(data) > min(declared, MAX_PART):
            raise DecompressionLimitError
        return data

    def _resolved(self, folder: str, target: str) -> str | None:
        path = unquote(target.partition("#")[0]).replace("\\", "/")
        if not path:
            return None
        # An absolute path replaces the folder.
        name = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/").lower()
        return name if name in self._entries else None


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _check_xml(data: bytes) -> None:
    depth = 0
    try:
        parser = etree.iterparse(
            BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in parser:
            if event == "start":
                depth += 1
                if depth == 1 and element.getroottree().docinfo.doctype:
                    raise XmlForbiddenError
                if depth > MAX_DEPTH:
                    raise DocxTooComplexError
                if _includes_foreign(element):
                    raise XmlForbiddenError
            else:
                depth -= 1
                element.clear()
    except etree.XMLSyntaxError as error:
        forbidden = "entity" in str(error).lower() or b"<!DOCTYPE" in data[:4096]
        raise (XmlForbiddenError if forbidden else DocxCorruptError) from None


def _includes_foreign(element: etree._Element) -> bool:
    """Return whether an element asks for a file outside the package to be part of the document."""
    is_chunk = element.get("Type", "").endswith("/aFChunk") and element.get("TargetMode") == "External"
    return is_chunk or element.tag == _XINCLUDE


def _make_transitional(root: etree._Element) -> None:
    """Call elements and attributes in the Strict namespaces (ISO 29500-1) by those that Word writes as a rule."""
    for element in root.iter("*"):
        element.tag = _transitional(element.tag)
        for name, value in [(str(name), str(value)) for name, value in element.attrib.items()]:
            if name.startswith("{" + _STRICT):
                del element.attrib[name]
                element.set(_transitional(name), value)


def _transitional(name: str) -> str:
    if not name.startswith("{" + _STRICT):
        return name
    family, _, rest = name[len(_STRICT) + 1 :].partition("/")
    return f"{{{_TRANSITIONAL}{family}/2006/{rest}"
