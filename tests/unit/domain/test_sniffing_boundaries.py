"""Where exactly a file stops being what its name says, byte for byte."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from cvparser.domain import errors
from cvparser.domain.document import MAX_TEXT_LENGTH, DocumentType
from cvparser.domain.errors import InputError
from cvparser.domain.sniffing import HEADER_REACH, MAX_PARTS, MAX_UNPACKED, identify
from cvparser.testing.conformance.text_extractor import docx, pdf

PDF, DOCX = pdf("Data Engineer"), docx("Data Engineer")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
#: Field of an entry in the central directory -> where it stands and how it is packed (PKWARE APPNOTE 6.3.10, 4.3.12).
FIELDS = {"flags": (8, "<H"), "packed": (20, "<I"), "unpacked": (24, "<I"), "local": (42, "<I")}


def types(*names: str) -> str:
    return "<Types>" + "".join(f'<Override ContentType="{name}"/>' for name in names) + "</Types>"


def archive(parts: dict[str, str]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return packed.getvalue()


def word(**more: str) -> dict[str, str]:
    return {"[Content_Types].xml": types(WORD + "document.main+xml"), "word/document.xml": "<x/>", **more}


def entry(content: bytes, name: str) -> int:
    """Give where the central directory tells of the part."""
    at = content.find(CENTRAL)
    while content[at + 46 : at + 46 + len(name)] != name.encode():
        at = content.index(CENTRAL, at + 1)
    return at


def told(content: bytes, name: str, field: str) -> int:
    offset, form = FIELDS[field]
    value: int = struct.unpack_from(form, content, entry(content, name) + offset)[0]
    return value


def retold(content: bytes, name: str, **fields: int) -> bytes:
    """Give the archive whose directory tells something else of a part."""
    changed = bytearray(content)
    for field, value in fields.items():
        offset, form = FIELDS[field]
        struct.pack_into(form, changed, entry(content, name) + offset, value)
    return bytes(changed)


def end_of_archive(*, entries: int = 1, size: int = 1, offset: int = 0, comment: int = 0) -> bytes:
    return struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries, entries, size, offset, comment) + b"c" * comment


def refused(content: bytes, name: str) -> type[InputError]:
    with pytest.raises(InputError) as caught:
        identify(content, name)
    return type(caught.value)


@pytest.mark.parametrize(
    ("name", "document_type"),
    [
        (r"C:\old\cv.pdf", DocumentType.PDF),
        ("cv.PDF ", DocumentType.PDF),
        ("cv.pdf..", DocumentType.PDF),
        ("a.txt/cv", DocumentType.PDF),
        (r"C:\a.txt\cv", DocumentType.PDF),
        (".txt", DocumentType.PDF),
        (r"C:\.txt", DocumentType.PDF),
        ("cv.docx.pdf", DocumentType.PDF),
    ],
)
def test_the_ending_is_what_follows_the_last_dot_of_the_last_part(name: str, document_type: DocumentType) -> None:
    assert identify(PDF, name) is document_type


@pytest.mark.parametrize("ending", ["txt", "text", "md", "markdown", "TXT"])
def test_text_has_these_endings(ending: str) -> None:
    assert identify(b"Nurse", f"cv.{ending}") is DocumentType.TEXT


@pytest.mark.parametrize("ending", ["exe", "epub", "xlsx", "gif", "pages", "pdfx", "c"])
def test_no_other_ending_is_read_whatever_the_content(ending: str) -> None:
    assert refused(PDF, f"cv.{ending}") is errors.TypeNotAllowedError
    assert refused(PDF, f"cv.{ending}. ") is errors.TypeNotAllowedError


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (OLE, "cv", errors.LegacyDocError),
        (OLE, "cv.doc", errors.LegacyDocError),
        (OLE, "cv.docx", errors.LegacyDocError),
        (OLE, "cv.pdf", errors.TypeMismatchError),
        (OLE, "cv.xls", errors.TypeMismatchError),
        (ENCRYPTED, "cv.xls", errors.FileEncryptedError),
        (PDF, "cv.docx", errors.TypeMismatchError),
        (PDF, "cv.txt", errors.TypeMismatchError),
        (DOCX, "cv.pdf", errors.TypeMismatchError),
        (DOCX, "cv.txt", errors.TypeMismatchError),
        (b"Nurse", "cv.pdf", errors.TypeMismatchError),
        (b"Nurse", "cv.docx", errors.TypeMismatchError),
        (b"Nurse", "cv.docm", errors.MacroNotAllowedError),
    ],
)
def test_content_and_ending_must_agree(content: bytes, name: str, error: type[InputError]) -> None:
    assert refused(content, name) is error


def test_a_pdf_begins_within_its_first_kilobyte() -> None:
    assert HEADER_REACH == 1024
    assert identify(b"x" * 1024 + PDF, "cv.pdf") is DocumentType.PDF
    assert refused(b"x" * 1025 + PDF, "cv.pdf") is errors.TypeAmbiguousError


@pytest.mark.parametrize("name", ["cv.txt", "cv.pdf", "cv"])
@pytest.mark.parametrize("before", [1025, 64 * 1024 - 5, 64 * 1024 - 4, MAX_TEXT_LENGTH - 5])
def test_a_text_that_holds_the_header_of_a_pdf_may_be_both_however_far_down(before: int, name: str) -> None:
    assert refused(b"x" * before + b"%PDF-", name) is errors.TypeAmbiguousError


@pytest.mark.parametrize("quoted", [b"%PDF", b"PDF-1.4", b"%pdf-1.4", b"% PDF-1.4"])
@pytest.mark.parametrize("before", [0, 1025, 64 * 1024])
def test_a_text_that_speaks_of_pdfs_is_text(before: int, quoted: bytes) -> None:
    assert identify(b"x" * before + quoted, "cv.txt") is DocumentType.TEXT


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"<HTML lang=en>", b" \n<!DOCTYPE html>", b"<!doctype HTML><p>", "<html>ü".encode()],
)
def test_a_page_of_the_web_is_text_under_the_name_of_one_and_no_pdf(content: bytes) -> None:
    assert identify(content, "cv.txt") is DocumentType.TEXT
    assert identify(content, "cv") is DocumentType.TEXT
    assert refused(content, "cv.pdf") is errors.TypeMismatchError


@pytest.mark.parametrize(
    "content",
    [
        b"%!PS-Adobe-3.0\n",
        b"<?xml version='1.0'?><cv/>",
        b"MIME-Version: 1.0\n",
        b"<CV><Name>Ada</Name></CV>",
        b'{"a": 1}',
    ],
)
@pytest.mark.parametrize("encoding", ["ascii", "utf-8-sig", "utf-16"])
def test_the_source_of_a_document_in_another_format_is_no_text(content: bytes, encoding: str) -> None:
    for name in ("cv.txt", "cv.md", "cv", ""):
        assert refused(content.decode().encode(encoding), name) is errors.TypeMismatchError


@pytest.mark.parametrize("quoted", [b"%PDF-2.0", b"'%PDF-1.4'", b"(%PDF-1.7)", b"\n%PDF-1.4 is how they begin"])
@pytest.mark.parametrize("before", [b"Nurse\nWrote a reader of ", b"Nurse " * 300 + b"and of "])
def test_a_text_that_quotes_the_header_of_a_pdf_is_text(before: bytes, quoted: bytes) -> None:
    assert identify(before + quoted + b" in Rust\n", "cv.txt") is DocumentType.TEXT
    assert refused(before + quoted + b"\n1 0 obj\n<<>>\nendobj\n", "cv.txt") in {
        errors.TypeMismatchError,
        errors.TypeAmbiguousError,
    }


@pytest.mark.parametrize("content", [b"Page: <html>", b"<!doctype of Leeds", b"html"])
def test_a_text_about_the_web_is_text(content: bytes) -> None:
    assert identify(content, "cv.txt") is DocumentType.TEXT


@pytest.mark.parametrize(
    "magic", [b"MZ", b"\x7fELF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"]
)
def test_a_program_a_picture_or_an_archive_is_no_broken_text(magic: bytes) -> None:
    assert refused(magic + b"\x00\xff", "cv.txt") is errors.TypeMismatchError
    assert refused(b" " + magic + b"\x00\xff", "cv.txt") is errors.TextNotDecodableError


@pytest.mark.parametrize("broken", [b"\x00", b"\x1b[31m"])
def test_a_text_is_looked_at_to_its_end(broken: bytes) -> None:
    assert refused(b"x" * 4096 + broken, "cv.txt") is errors.TextNotDecodableError
    assert refused(b"x" * 5000 + broken, "cv.txt") is errors.TextNotDecodableError


def test_letters_at_any_place_of_a_long_text_are_read() -> None:
    for before in (4094, 4095, 4096):
        assert identify(b"x" * before + "ş".encode() * 9, "cv.txt") is DocumentType.TEXT
    for before in (0, 1, 2):
        assert identify(b"x" * before + "遍".encode() * 2000, "cv.txt") is DocumentType.TEXT


def test_a_text_may_have_as_many_characters_as_the_limit_says() -> None:
    assert identify("ş".encode() * MAX_TEXT_LENGTH, "cv.txt") is DocumentType.TEXT
    assert refused("ş".encode() * (MAX_TEXT_LENGTH + 1), "cv.txt") is errors.TextTooLongError


@pytest.mark.parametrize(
    "tail",
    [
        end_of_archive(size=46),
        end_of_archive(comment=65_535),
        end_of_archive(offset=len(PDF) + 21),
        end_of_archive(entries=0) + end_of_archive(),
    ],
    ids=["at the end", "longest comment", "as long as the file", "the last end counts"],
)
def test_a_pdf_that_ends_as_an_archive_is_both(tail: bytes) -> None:
    assert refused(PDF + tail, "cv.pdf") is errors.TypeAmbiguousError


@pytest.mark.parametrize(
    "tail",
    [
        end_of_archive(entries=0),
        end_of_archive(size=0),
        end_of_archive(offset=len(PDF) + 22),
        end_of_archive(size=2**31),
        end_of_archive(offset=2**31),
        end_of_archive()[:21],
        end_of_archive()[:20],
        end_of_archive(comment=65_535) + b"c",
        end_of_archive() + end_of_archive(entries=0),
        b"PK\x05\x06",
    ],
    ids=[
        "no entries",
        "no size",
        "too long",
        "huge",
        "far away",
        "cut",
        "cut more",
        "too far",
        "the last end is empty",
        "mark alone",
    ],
)
def test_a_pdf_that_only_holds_the_mark_of_an_archive_is_a_pdf(tail: bytes) -> None:
    assert identify(PDF + tail, "cv.pdf") is DocumentType.PDF


def test_an_archive_that_holds_a_pdfs_header_is_both() -> None:
    assert refused(end_of_archive() + PDF, "cv.pdf") is errors.TypeAmbiguousError
    assert refused(LOCAL + PDF, "cv.docx") is errors.TypeAmbiguousError


@pytest.mark.parametrize("name", ["word/VBAProject.bin", "x/vbaProject.bin"])
def test_a_part_with_macros_is_refused(name: str) -> None:
    assert refused(archive(word(**{name: "x"})), "cv.docx") is errors.MacroNotAllowedError


def test_a_part_that_is_only_named_like_macros_is_not_refused() -> None:
    assert identify(archive(word(**{"vbaProject.bin.txt": "x"})), "cv.docx") is DocumentType.DOCX


def document(*content_types: str, part: str = "word/document.xml") -> bytes:
    return archive({"[Content_Types].xml": types(*content_types), part: "<x/>"})


def test_the_list_of_types_says_what_an_archive_is() -> None:
    assert identify(document(WORD + "document.main+xml"), "cv.docx") is DocumentType.DOCX
    assert identify(document(WORD + "template.main+xml"), "cv.docx") is DocumentType.DOCX
    assert refused(document("application/macroEnabled"), "cv.docx") is errors.MacroNotAllowedError
    assert refused(document(WORD + "styles+xml"), "cv.docx") is errors.DocxCorruptError
    assert refused(document("image/png"), "cv.docx") is errors.DocxCorruptError
    assert refused(document("image/png", part="xl/book.xml"), "cv.docx") is errors.TypeMismatchError
    assert refused(document(WORD + "document.main+xml", part="xl/book.xml"), "cv.docx") is errors.DocxCorruptError


def test_an_archive_without_the_list_of_types_is_something_else_and_with_an_empty_one_broken() -> None:
    assert refused(archive({"word/document.xml": "<x/>"}), "cv.docx") is errors.TypeMismatchError
    assert refused(archive({"[Content_Types].xml": ""}), "cv.docx") is errors.DocxCorruptError


def test_of_the_list_of_types_the_first_mebibyte_is_read() -> None:
    late = WORD + "document.main+xml"

    def listed(filler: int) -> bytes:
        return archive({"[Content_Types].xml": " " * filler + late, "word/document.xml": "<x/>"})

    assert identify(listed(2**20 - len(late)), "cv.docx") is DocumentType.DOCX
    assert refused(listed(2**20 - len(late) + 1), "cv.docx") is errors.DocxCorruptError


def test_an_archive_may_have_as_many_parts_as_the_limit_says() -> None:
    most = word(**{f"p{number}": "" for number in range(MAX_PARTS - 2)})

    assert identify(archive(most), "cv.docx") is DocumentType.DOCX
    assert refused(archive({**most, "one more": ""}), "cv.docx") is errors.ArchiveTooManyEntriesError


@pytest.mark.parametrize("name", ["a.ZIP", "word/b.docx", "c.jar"])
def test_an_archive_within_an_archive_is_refused(name: str) -> None:
    assert refused(archive(word(**{name: ""})), "cv.docx") is errors.ArchiveTooManyEntriesError


def test_an_archive_may_unpack_to_as_many_bytes_as_the_limit_says() -> None:
    content = archive(word(media="x"))
    others = sum(told(content, name, "unpacked") for name in word())

    assert identify(retold(content, "media", unpacked=MAX_UNPACKED - others), "cv.docx") is DocumentType.DOCX
    bomb = retold(content, "media", unpacked=MAX_UNPACKED - others + 1)
    assert refused(bomb, "cv.docx") is errors.DecompressionLimitError


@pytest.mark.parametrize("flags", [1, 1 | 8])
def test_an_encrypted_part_is_refused(flags: int) -> None:
    assert refused(retold(archive(word(media="x")), "media", flags=flags), "cv.docx") is errors.DocxCorruptError


def test_parts_that_share_bytes_are_refused() -> None:
    content = archive(word(first="x" * 100, last="x" * 100))
    ends = len(content) - told(content, "last", "local") - 30

    assert identify(retold(content, "last", packed=ends), "cv.docx") is DocumentType.DOCX
    assert refused(retold(content, "last", packed=ends + 1), "cv.docx") is errors.DocxCorruptError
    same = retold(content, "last", local=told(content, "first", "local"))
    assert refused(same, "cv.docx") is errors.DocxCorruptError
    long = retold(content, "first", packed=150)
    assert refused(long, "cv.docx") is errors.DocxCorruptError


def test_a_part_that_is_not_where_the_directory_says_is_refused() -> None:
    content = archive(word(media="x" * 100))
    start = told(content, "media", "local")

    assert refused(retold(content, "media", local=start + 1), "cv.docx") is errors.DocxCorruptError


def test_parts_may_stand_in_another_order_than_their_directory_says() -> None:
    content = archive(word(a="x", b="y"))
    first, second = (told(content, name, "local") for name in ("a", "b"))

    assert identify(retold(retold(content, "a", local=second), "b", local=first), "cv.docx") is DocumentType.DOCX
