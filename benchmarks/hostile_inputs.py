"""Small inputs that once stopped a service or its workers, rebuilt from what they are made of."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

API = "/api/v1/parser"
USER, SESSION = "user123", "session456"
#: Characters of a text that is nearly too long.
LONG = 199_000
_BOUNDARY = "----boundary"
_SPACE = "http://schemas.openxmlformats.org"
_TYPES = (
    f'<Types xmlns="{_SPACE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = (
    f'<Relationships xmlns="{_SPACE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_WHITE_RUN = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>go</w:t></w:r>'
#: What a text repeats, and what it begins and ends with.
_DOUBLING: Mapping[str, tuple[str, str, str]] = {
    "combining marks": ("Muster e", "\u0316\u0301", ""),
    "heading blanks": ("# a", " ", "a"),
    "heading tabs": ("## Work\t", "\t", "x"),
    "spaced letters": ("", "a ", ""),
    "birth label, blanks, bar": ("Date of Birth", " ", "|  12.03.1988"),
    "name particles": ("", "van der ", "x"),
    "blanks and line ends": ("Nurse", " \n", "x"),
    "open brackets": ("", "(a ", ""),
    "bullets": ("", "* a ", ""),
    "bold marks": ("", "**", "a"),
    "dates": ("", "03/2019 - ", "x"),
    "phone pieces": ("Tel: ", "0555 ", "x"),
    "encoded pieces": ("", "A" * 45 + "-", "x"),
    "one word": ("certificat", "s", "!"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A submission: where to, of which type, and its body."""

    path: str
    content_type: str
    body: bytes


def text(content: str) -> Request:
    """Give the submission of a text."""
    fields = {"user_id": USER, "session_id": SESSION, "text": content}
    return Request(f"{API}/parse-text-async", "application/json", json.dumps(fields, ensure_ascii=False).encode())


def document(name: str, content: bytes) -> Request:
    """Give the submission of a file."""
    fields = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in (("user_id", USER), ("session_id", SESSION))
    )
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = f"{fields}{head}".encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
    return Request(f"{API}/parse-file-async", f"multipart/form-data; boundary={_BOUNDARY}", body)


def docx(body: str, relationships: str = "") -> bytes:
    """Give a DOCX file of a body and of what it relates to."""
    document_xml = f'<w:document xmlns:w="{_SPACE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _LINKS, "word/document.xml": document_xml}
    if relationships:
        parts["word/_rels/document.xml.rels"] = relationships
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def paragraph(content: str) -> str:
    """Give the paragraph of a DOCX file, its blanks kept."""
    return f'<w:p><w:r><w:t xml:space="preserve">{content}</w:t></w:r></w:p>'


def hostile() -> dict[str, Request]:
    """Give every hostile input by its name."""
    white = f"<w:tbl><w:tr><w:tc><w:p>{_WHITE_RUN * 20_000}</w:p></w:tc></w:tr></w:tbl>{paragraph('Nurse')}"
    numbers = '{"user_id": "u", "session_id": "s", "text": "Nurse", "more": [' + "0," * 1_200_000 + "0]}"
    birth = "Date of Birth{}|  12.03.1988"
    named = {
        "DOCX, relationships never closed": document(
            "cv.docx", docx(paragraph("Nurse"), ("<Relationship " * 18_725)[:262_144])
        ),
        "60,000 combining marks": text("e" + "\u0316\u0301" * 30_000),
        "# a, 20,000 blanks, a": text(f"# a{' ' * 20_000}a"),
        "birth label, 40 blanks, bar": text(birth.format(" " * 40)),
        "DOCX, birth label, 34 blanks, bar": document("cv.docx", docx(paragraph(birth.format(" " * 34)))),
        "van der x 6,250": text("van der " * 6_250),
        "blank and line end x 25,000": text("Nurse" + " \n" * 25_000 + "x"),
        "DOCX, 20,000 white runs in a cell": document("cv.docx", docx(white)),
        "2.4 MB of JSON": Request(f"{API}/parse-text-async", "application/json", numbers.encode()),
    }
    doubling = {f"{LONG:,} of {name}": text(_long(*kind)) for name, kind in _DOUBLING.items()}
    return named | doubling


def _long(lead: str, pump: str, tail: str) -> str:
    return lead + pump * ((LONG - len(lead) - len(tail)) // len(pump)) + tail
