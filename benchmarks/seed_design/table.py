"""The table, and reading a PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pdfplumber
from sqlalchemy import JSON, DateTime, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """What every table is."""


class ParsedCV(Table):
    """A job and its result."""

    __tablename__ = "parsed_cv"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[str]
    session_id: Mapped[str]
    stored_file_path: Mapped[str | None]
    file_name: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="processing", index=True)
    parsed_data: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    cv_language: Mapped[str | None]
    processing_time_seconds: Mapped[float | None]
    error_message: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), onupdate=lambda: datetime.now(UTC)
    )


def read_file(path: Path) -> str:
    """Give the text of a PDF or of a text file."""
    if path.suffix.lower() != ".pdf":
        return path.read_text(encoding="utf-8", errors="replace")
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)
