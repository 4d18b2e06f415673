"""Namespaces of OpenDocument (ISO/IEC 26300), as lxml writes them before a name."""

from __future__ import annotations

_ODF, _COMPATIBLE = "{urn:oasis:names:tc:opendocument:xmlns:", "-compatible:1.0}"

OFFICE, STYLE, TEXT, TABLE, META = (f"{_ODF}{name}:1.0}}" for name in ("office", "style", "text", "table", "meta"))
DRAW = f"{_ODF}drawing:1.0}}"
FO, SVG = (f"{_ODF}{name}{_COMPATIBLE}" for name in ("xsl-fo", "svg"))
#: What LibreOffice adds.
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
