from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.privacy.approved import APPROVED, found_in, read_approved, write_approved
from benchmarks.privacy.document import Document, read

DOCUMENTS = read()
FINDINGS = read_approved()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_document_has_the_findings_that_somebody_approved(document: Document) -> None:
    # Where they differ for the better: python -m benchmarks.privacy.approved
    assert found_in(document) == list(FINDINGS[document.id])


def test_every_document_has_approved_findings() -> None:
    assert list(FINDINGS) == [document.id for document in DOCUMENTS]


def test_what_is_approved_is_read_back(tmp_path: Path) -> None:
    write_approved(DOCUMENTS[:3], tmp_path / "approved.txt")

    assert APPROVED.read_text("utf-8").startswith((tmp_path / "approved.txt").read_text("utf-8"))
