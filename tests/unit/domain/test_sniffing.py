from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain import errors
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import CVParserError, InputError
from cvparser.domain.sniffing import MAX_PARTS, identify
from cvparser.testing.conformance.text_extractor import docx, pdf

PDF, DOCX = pdf("Data Engineer"), docx("Data Engineer")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def archive(**parts: str | bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def with_parts(**parts: str | bytes) -> bytes:
    packed = BytesIO(DOCX)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def duplicated() -> bytes:
    packed = BytesIO(DOCX)
    with zipfile.ZipFile(packed, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("word/document.xml", "<other/>")
    return packed.getvalue()


def declaring_a_gigabyte() -> bytes:
    packed = bytearray(with_parts(word__media__image1="x"))
    start = packed.rfind(b"PK\x01\x02")
    packed[start + 24 : start + 28] = struct.pack("<I", 2**30)
    return bytes(packed)


def with_template(target: str, encoding: str = "utf-8") -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    relation = f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="External"/>'
    part = f'<Relationships xmlns="{namespace}">{relation}</Relationships>'
    return with_parts(**{"word___rels__settings.xml.rels": part.encode(encoding)})


XLSX_TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/></Types>'
)
WORD_TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
TYPES_PART = "[Content_Types].xml"
HOSTILE: list[tuple[int, str, bytes, type[CVParserError]]] = [
    (1, "cv.pdf", b"", errors.FileEmptyError),
    (14, "cv.pdf.exe", b"MZ\x90\x00", errors.TypeNotAllowedError),
    (14, "cv.exe", PDF, errors.TypeNotAllowedError),
    (15, "cv.pdf", b"MZ\x90\x00\x03\xff", errors.TypeMismatchError),
    (15, "cv.pdf", b"<!DOCTYPE html><html></html>", errors.TypeMismatchError),
    (15, "cv.pdf", b"\x89PNG\r\n\x1a\n\x00\xff", errors.TypeMismatchError),
    (16, "cv.docx", archive(**{TYPES_PART: XLSX_TYPES, "xl__workbook.xml": "<x/>"}), errors.TypeMismatchError),
    (16, "cv.docx", archive(**{"AndroidManifest.xml": "x", "classes.dex": "x"}), errors.TypeMismatchError),
    (17, "cv.docx", b"PK\x03\x04" + b"garbage" * 50, errors.DocxCorruptError),
    (18, "cv.doc", OLE, errors.LegacyDocError),
    (19, "cv.docx", OLE + "EncryptedPackage".encode("utf-16-le"), errors.FileEncryptedError),
    (20, "cv.pdf", PDF + DOCX, errors.TypeAmbiguousError),
    (20, "cv.pdf", b"x" * 2000 + PDF, errors.TypeAmbiguousError),
    (20, "cv.docx", DOCX + PDF, errors.TypeAmbiguousError),
    (20, "cv", b"x" * 100_000 + PDF, errors.TypeAmbiguousError),
    (21, "cv.docm", DOCX, errors.MacroNotAllowedError),
    (21, "cv.docx", with_template("http://kestrel.example/t.dotm"), errors.MacroNotAllowedError),
    (21, "cv.docx", with_template(r"\\kestrel.example\t.dotm", "utf-16"), errors.MacroNotAllowedError),
    (21, "cv.docx", with_template("file://kestrel.example/t.dotm"), errors.MacroNotAllowedError),
    (
        21,
        "cv.docx",
        with_parts(word__vbaProject__bin="x").replace(b"vbaProject/bin", b"vbaProject.bin"),
        errors.MacroNotAllowedError,
    ),
    (22, "cv.txt", b"CV\x00CV", errors.TextNotDecodableError),
    (22, "cv.txt", "CV".encode("utf-16-le"), errors.TextNotDecodableError),
    (23, "cv.txt", b"x" * 200_001, errors.TextTooLongError),
    (24, "cv.txt", "\u200b \n\u00ad".encode(), errors.TextEmptyError),
    (46, "cv.docx", declaring_a_gigabyte(), errors.DecompressionLimitError),
    (48, "cv.docx", with_parts(**{f"p{number}": "" for number in range(MAX_PARTS)}), errors.ArchiveTooManyEntriesError),
    (48, "cv.docx", with_parts(**{"word__inner.zip": b"PK"}), errors.ArchiveTooManyEntriesError),
    (49, "cv.docx", duplicated(), errors.DocxCorruptError),
    (54, "cv.docx", archive(**{TYPES_PART: WORD_TYPES, "word__styles.xml": "<x/>"}), errors.DocxCorruptError),
]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [case[1:] for case in HOSTILE],
    ids=[f"line {case[0]}: {case[1]} {case[3].code}" for case in HOSTILE],
)
def test_a_hostile_file_gets_its_error(name: str, content: bytes, error: type[CVParserError]) -> None:
    with pytest.raises(InputError) as caught:
        identify(content, name)

    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("name", "content", "document_type"),
    [
        ("cv.pdf", PDF, DocumentType.PDF),
        ("CV.PDF", b"junk before\n" + PDF, DocumentType.PDF),
        ("cv", PDF, DocumentType.PDF),
        ("cv.docx", DOCX, DocumentType.DOCX),
        ("cv.docx", with_template("file:///C:/Users/Public/Normal.dotm"), DocumentType.DOCX),
        ("cv.docx", with_template(r"C:\Users\Public\Normal.dotm"), DocumentType.DOCX),
        ("../../özgeçmiş.DOCX", DOCX, DocumentType.DOCX),
        ("cv.txt", "Özgeçmiş".encode(), DocumentType.TEXT),
        ("cv.md", b"# CV", DocumentType.TEXT),
        ("", b"CV", DocumentType.TEXT),
    ],
)
def test_a_cv_is_known_by_its_content(name: str, content: bytes, document_type: DocumentType) -> None:
    assert identify(content, name) is document_type


MAGIC = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", OLE[:8], b"\xff\xfe", DOCX[:-30], PDF])


@given(MAGIC, st.binary(max_size=200), st.text(max_size=20) | st.sampled_from(["cv.pdf", "cv.docx", "cv.txt"]))
def test_any_bytes_under_any_name_are_known_or_refused(magic: bytes, rest: bytes, name: str) -> None:
    try:
        assert identify(magic + rest, name) in DocumentType
    except InputError:
        return


PICTURE_STARTS = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0",
    "tif": b"II*\0\x08\0\0\0",
}


@pytest.mark.parametrize("ending", PICTURE_STARTS)
def test_a_picture_is_known_by_its_bytes_whatever_its_name_leaves_out(ending: str) -> None:
    content = PICTURE_STARTS[ending] + bytes(100)

    assert identify(content, f"scan.{ending}") is identify(content, "scan") is DocumentType(ending)


def test_a_picture_under_the_name_of_another_type_and_one_that_is_a_pdf_too_are_refused() -> None:
    content = PICTURE_STARTS["png"] + bytes(100)

    for name in ("cv.pdf", "cv.jpg", "cv.docx"):
        with pytest.raises(errors.TypeMismatchError):
            identify(content, name)
    with pytest.raises(errors.TypeAmbiguousError):
        identify(PICTURE_STARTS["jpg"] + PDF, "cv.jpg")
