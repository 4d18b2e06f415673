"""What a file is, by its content."""

from __future__ import annotations

from cvparser.domain.document import DocumentType


def identify(content: bytes, file_name: str) -> DocumentType:
    """Give the type of `content`, which must agree with the ending of `file_name`."""
    raise NotImplementedError
