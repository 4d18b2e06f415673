"""Multipart bodies, right and wrong, written by hand."""

from __future__ import annotations

from cvparser.testing.conformance.text_extractor import pdf

API = "/api/v1/parser"
UPLOAD = f"{API}/parse-file-async"
FIELDS = {"user_id": "user123", "session_id": "session456"}
PDF = pdf("Data Engineer")
BOUNDARY = "----boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def form(*parts: tuple[str, bytes], close: bool = True) -> bytes:
    """Give a multipart body; a part is its header's lines and its content."""
    body = b"".join(f"--{BOUNDARY}\r\n{header}\r\n\r\n".encode() + content + b"\r\n" for header, content in parts)
    return body + (f"--{BOUNDARY}--\r\n".encode() if close else b"")


def field(name: str, value: bytes = b"x", more: str = "") -> tuple[str, bytes]:
    return f'Content-Disposition: form-data; name="{name}"{more}', value


FILE = field("file", PDF, '; filename="cv.pdf"')
IDS = (field("user_id", b"u"), field("session_id", b"s"))
LATIN = ('Content-Disposition: form-data; name="user_id"\r\nContent-Type: text/plain; charset=nope', b"u")
