"""PDFs written object by object, for what no library writes."""

from __future__ import annotations

FONT = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>"


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(content)}{entries}>>\nstream\n".encode() + content + b"\nendstream"


def raw_pdf(
    content: bytes,
    *more: bytes,
    page: str = "/MediaBox[0 0 595 842]",
    pages: str = "",
    catalog: str = "",
    resources: str = FONT,
) -> bytes:
    """Return a PDF of one page that draws `content`; `more` are objects from 5 on, the rest entries of dictionaries."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        f"<</Type/Pages/Count 1/Kids[3 0 R]{pages}>>".encode(),
        f"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>{page}>>".encode(),
        stream(content),
        *more,
    ]
    body = b"%PDF-1.7\n"
    for number, each in enumerate(objects, 1):
        body += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def words(
    *lines: str, matrix: str = "1 0 0 1", at: tuple[int, int] = (72, 700), step: tuple[int, int] = (0, -20)
) -> bytes:
    """Return what draws lines below each other."""
    drawn = [
        f"BT /F 12 Tf {matrix} {at[0] + number * step[0]} {at[1] + number * step[1]} Tm ({line}) Tj ET"
        for number, line in enumerate(lines)
    ]
    return "\n".join(drawn).encode("cp1252")
