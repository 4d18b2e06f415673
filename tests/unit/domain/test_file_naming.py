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

    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*_20250116_103000_550e8400\.(pdf|docx|txt)", stored)
    assert len(stored) <= 200


def test_turkish_letters_keep_their_stems() -> None:
    assert stored_name("Işık Çağrı.pdf", DocumentType.PDF, job_id=JOB_ID, at=AT).startswith("Isik_Cagri_2025")
