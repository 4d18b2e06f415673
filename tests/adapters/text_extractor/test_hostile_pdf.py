"""Lines of the table of hostile inputs, by their numbers, that are found out while a PDF is read."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import (
    CVParserError,
    DecompressionLimitError,
    ExtractionTimeoutError,
    NoTextLayerError,
    PdfCorruptError,
    TextTooLongError,
    TextUnreadableError,
    TooManyPagesError,
)
from cvparser.domain.profile import WarningCode

FONT = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
WORDS = b"BT /F 12 Tf 72 700 Td (Data Engineer) Tj ET\n"
CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
NESTED = 200_000


def page(resources: str = FONT, *, box: str = "0 0 612 792", more: str = "") -> bytes:
    """Give a page that draws object 4."""
    return f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<<{resources}>>{more}>>".encode()


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(content)}{entries}>>\nstream\n".encode() + content + b"\nendstream"


def packed(content: bytes) -> bytes:
    return stream(zlib.compress(content), "/Filter/FlateDecode")


def form(content: bytes, resources: str) -> bytes:
    return stream(content, f"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<{resources}>>")


def pdf_of(*objects: bytes, trailer: str = "") -> bytes:
    """Give a PDF of objects, numbered from 1, of which the first is the catalog."""
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{len(body)}\n%%EOF".encode()
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def pages(tree: bytes, *more: bytes) -> bytes:
    return pdf_of(CATALOG, tree, page(), stream(WORDS), *more)


def drawing(content: bytes, *more: bytes, resources: str = FONT) -> bytes:
    return pdf_of(CATALOG, PAGES, page(resources), content, *more)


def nested_forms(depth: int) -> bytes:
    """Give a page whose form draws another twice, and so on."""
    inner = [form(b"/X Do /X Do\n", f"/XObject<</X {6 + number} 0 R>>") for number in range(depth)]
    return drawing(stream(b"/X Do\n"), *inner, form(WORDS, FONT), resources="/XObject<</X 5 0 R>>")


SELF_CALLING = form(WORDS + b"/X Do /X Do\n", f"{FONT}/XObject<</X 5 0 R>>")
ENDLESS = [
    pytest.param(drawing(stream(b"/X Do\n"), SELF_CALLING, resources="/XObject<</X 5 0 R>>"), id="line 33"),
    pytest.param(nested_forms(25), id="line 34"),
    pytest.param(drawing(packed(b"BT /F 1 Tf (x) Tj ET\n" * 3_750_000)), id="line 35"),
]


@pytest.mark.parametrize("content", ENDLESS)
async def test_what_draws_without_end_is_ended(content: bytes) -> None:
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=1, memory_bytes=2**30) as sandbox:
        with pytest.raises((ExtractionTimeoutError, DecompressionLimitError)):
            await sandbox.extract(Document(content=content, type=DocumentType.PDF))


# One for all tests: what a child has read must harm no other.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[SandboxTextExtractor]:
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=60, memory_bytes=2**30) as extractor:
        yield extractor


async def read(sandbox: SandboxTextExtractor, content: bytes) -> CVDocument:
    return await sandbox.extract(Document(content=content, type=DocumentType.PDF))


def run_length(times: int, count: int) -> bytes:
    """Give a run of blanks of so many pieces, packed so many times over."""
    content = bytes([129, 32]) * count + b"\x80"
    for _ in range(times - 1):
        content = bytes([129, 129]) * count + b"\x80"
    return stream(zlib.compress(content, 9), f"/Filter[/FlateDecode{'/RunLengthDecode' * times}]")


ALIASES = b"<</Type/Pages/Count 100000/Kids[%b]>>" % (b"3 0 R " * 100_000)
TREES = b"<</Type/Pages/Count 1000000/Kids[%b]>>" % (b"5 0 R " * 1_000)
ROW = b"0 -12 Td (Data Engineer at Kestrel Analytics, built pipelines for retail) Tj\n"
PRIVATE = "".join(f"<{code:04x}> <{0xE000 + code:04x}>\n" for code in range(1, 91))
CMAP = f"/CIDInit /ProcSet findresource begin begincmap 90 beginbfchar\n{PRIVATE}endbfchar endcmap end"
GARBLED = (
    "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>>>"
)
GLYPHS = b"".join(b"%04x" % (1 + number % 90) for number in range(300))
REFUSED: list[tuple[str, bytes, type[CVParserError]]] = [
    ("line 32: chained filters", drawing(run_length(2, 100_000)), NoTextLayerError),
    ("line 36: one page a hundred thousand times", pages(ALIASES), TooManyPagesError),
    ("line 36: trees of it", pages(TREES, TREES.replace(b"5 0 R", b"3 0 R")), TooManyPagesError),
    ("line 37: a tree within itself", pages(b"<</Type/Pages/Count 1/Kids[2 0 R]>>"), PdfCorruptError),
    (
        "line 37: two trees within each other",
        pages(b"<</Type/Pages/Count 2/Kids[5 0 R]>>", b"<</Type/Pages/Parent 2 0 R/Count 2/Kids[2 0 R]>>"),
        PdfCorruptError,
    ),
    (
        "line 38: a stream of objects that holds its own root",
        pdf_of(
            CATALOG.replace(b"2 0", b"7 0"),
            PAGES,
            page(),
            stream(WORDS),
            stream(b"7 0 <</Type/Pages>>", "/Type/ObjStm/N 1/First 4/Extends 5 0 R"),
        ),
        PdfCorruptError,
    ),
    (
        "line 43: more text than is read",
        pdf_of(CATALOG, PAGES, page(box="0 0 612 72000"), packed(b"BT /F 12 Tf 72 71900 Td\n" + ROW * 3_600 + b"ET")),
        TextTooLongError,
    ),
    (
        "line 44: signs without meaning",
        drawing(stream(b"BT /F 12 Tf 72 700 Td <" + GLYPHS + b"> Tj ET"), stream(CMAP.encode()), resources=GARBLED),
        TextUnreadableError,
    ),
]


@pytest.mark.parametrize(("content", "error"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
@pytest.mark.asyncio(loop_scope="module")
async def test_a_pdf_that_cannot_be_used_gets_its_error(
    sandbox: SandboxTextExtractor, content: bytes, error: type[CVParserError]
) -> None:
    with pytest.raises(error):
        await read(sandbox, content)


GOOD = drawing(stream(WORDS))
AT = int(GOOD.split(b"startxref\n")[1].split()[0])


def nested(opening: str, closing: str) -> str:
    return opening * NESTED + closing * NESTED


REPAIRED: Sequence[tuple[str, bytes]] = [
    ("line 38: a table before itself", pdf_of(CATALOG, PAGES, page(), stream(WORDS), trailer=f"/Prev {AT}")),
    ("line 38: a table that is nowhere", GOOD.replace(b"startxref\n%d" % AT, b"startxref\n99999999999999999999")),
    (
        "line 39: arrays within each other",
        pdf_of(CATALOG, PAGES, page(more=f"/X {nested('[', ']')}"), stream(WORDS)),
    ),
    (
        "line 39: dictionaries within each other",
        drawing(stream(f"/A {nested('<</B ', '>>')} BDC\n".encode() + WORDS + b"EMC")),
    ),
    (
        "line 42: a page and an image of any size",
        pdf_of(
            CATALOG,
            PAGES,
            page(f"{FONT}/XObject<</I 5 0 R>>", box="0 0 14400 14400"),
            stream(WORDS + b"q 60000 0 0 60000 0 0 cm /I Do Q\n"),
            stream(
                b"x", "/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
            ),
        ),
    ),
]


@pytest.mark.parametrize("content", [case[1] for case in REPAIRED], ids=[case[0] for case in REPAIRED])
@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_pdf_holds_beside_its_words_does_not_matter(sandbox: SandboxTextExtractor, content: bytes) -> None:
    assert (await read(sandbox, content)).text == "Data Engineer"


@pytest.mark.asyncio(loop_scope="module")
async def test_line_40_a_font_that_names_a_path_opens_no_file(sandbox: SandboxTextExtractor) -> None:
    font = (
        "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/..#2F..#2Fetc#2Fpasswd/DescendantFonts[<<"
        "/Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(../../..)/Ordering(/etc/passwd)"
        "/Supplement 0>>>>]>>>>"
    )

    found = await read(sandbox, drawing(stream(WORDS), resources=font))

    assert "root" not in found.text


@pytest.mark.asyncio(loop_scope="module")
async def test_line_41_actions_are_reported_and_ignored(sandbox: SandboxTextExtractor) -> None:
    actions = (
        b'/OpenAction<</S/JavaScript/JS(app.launchURL\\("http://127.0.0.1:9"\\))>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>'
        b"/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 5 0 R>>>>]>>>>"
    )
    link = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/{}(http://127.0.0.1:9/)>>>>"
    annotated = page(more=f"/Annots[{link.format('URI/URI')}{link.format('SubmitForm/F')}]")

    found = await read(sandbox, pdf_of(CATALOG[:-2] + actions + b">>", PAGES, annotated, stream(WORDS), stream(b"x")))

    assert (found.text, found.warnings) == ("Data Engineer", (WarningCode.ACTIVE_CONTENT,))
