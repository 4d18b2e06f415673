from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.document import DocumentType
from cvparser.domain.file_naming import MAX_DISPLAY_LENGTH, display_name, stored_name
from cvparser.domain.job import JobId

JOB_ID = JobId(UUID("550e8400-e29b-41d4-a716-446655440000"))
AT = datetime(2025, 1, 16, 10, 30, tzinfo=UTC)
TYPES = st.sampled_from(DocumentType)


@pytest.mark.parametrize(
    ("uploaded", "shown"),
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"..\..\x.pdf", "x.pdf"),
        ("/etc/cv.pdf", "cv.pdf"),
        ("cv\x00.pdf", "cv.pdf"),
        ("cv\r\nSet-Cookie: a.pdf", "cvSet-Cookie a.pdf"),
        ("cv\u202efdp.exe.pdf", "cvfdp.exe.pdf"),
        ("CON.pdf", "cv_CON.pdf"),
        ("-rf.pdf", "rf.pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("..", "cv.pdf"),
        ("", "cv.pdf"),
        ("Özgeçmiş (son).docx", "Özgeçmiş (son).docx"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(uploaded: str, shown: str) -> None:
    assert display_name(uploaded, DocumentType.PDF) == shown


@given(st.text(), TYPES)
def test_any_name_is_safe_to_show(uploaded: str, document_type: DocumentType) -> None:
    shown = display_name(uploaded, document_type)

    assert 1 <= len(shown) <= MAX_DISPLAY_LENGTH
    assert shown.isprintable()
    assert not set(shown) & set('/\\<>:"|?*\r\n\0')
    assert shown[0] not in ".-"


@given(st.none() | st.text(), TYPES)
def test_any_name_is_safe_to_store(uploaded: str | None, document_type: DocumentType) -> None:
    shown = None if uploaded is None else display_name(uploaded, document_type)

    stored = stored_name(shown, document_type, job_id=JOB_ID, at=AT)

    found = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*_20250116_103000_550e8400\.(\w+)", stored)
    assert found is not None
    assert found[1] == document_type.value
    assert len(stored) <= 200


def test_turkish_letters_keep_their_stems() -> None:
    assert stored_name("Işık Çağrı.pdf", DocumentType.PDF, job_id=JOB_ID, at=AT).startswith("Isik_Cagri_2025")


@pytest.mark.parametrize(
    ("uploaded", "shown"),
    [
        ("a/b\\c.pdf", "c.pdf"),
        ("a\\b/c.pdf", "c.pdf"),
        ("my<cv>:final|?*.pdf", "my cv final .pdf"),
        ("two  \t words.pdf", "two words.pdf"),
        (" .-cv-. .pdf", "cv-. .pdf"),
        ("cv.pdf. - ", "cv.pdf"),
        ("cv.tar.gz", "cv.tar.gz"),
        ("cv", "cv.pdf"),
        ("Lpt9", "cv_Lpt9.pdf"),
        ("com0.txt", "cv_com0.txt"),
        ("COM10.txt", "COM10.txt"),
        ("NUL", "cv_NUL.pdf"),
        ("AUX", "cv_AUX.pdf"),
        ("Xerox CVX", "Xerox CVX.pdf"),
        ("cv.of.my.last.twelve.years.pdf", "cv.of.my.last.twelve.years.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("cv.extension-that-is-long", "cv.extension-"),
        ("x" * 200 + ".pdf", "x" * 96 + ".pdf"),
        ("x" * 96 + ".pdf", "x" * 96 + ".pdf"),
        ("x" * 97 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_of_a_name_its_last_part_is_shown_without_what_file_systems_forbid(uploaded: str, shown: str) -> None:
    assert display_name(uploaded, DocumentType.PDF) == shown


@pytest.mark.parametrize(
    ("shown", "stem"),
    [
        (None, "text"),
        ("cv.v2.pdf", "cv_v2"),
        ("Müller-Lüdenscheidt (2).pdf", "Muller-Ludenscheidt_2"),
        ("-_x_-.pdf", "x"),
        ("XcvX.pdf", "XcvX"),
        ("履歴書.pdf", "cv"),
        ("café ño.pdf", "cafe_no"),
        ("ﬁle.pdf", "file"),
        ("x" * 61 + ".pdf", "x" * 60),
    ],
)
def test_a_stored_file_has_the_stem_in_ascii(shown: str | None, stem: str) -> None:
    stored = stored_name(shown, DocumentType.DOCX, job_id=JOB_ID, at=AT)

    assert stored == f"{stem}_20250116_103000_550e8400.docx"
