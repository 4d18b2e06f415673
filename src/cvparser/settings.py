"""Every decision that a deployment can make: one environment variable each, all with a default.

The only reader of the environment. `docs/reference/configuration.md` holds the same table; a test compares the two.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from cvparser.domain.errors import ConfigurationError

PREFIX = "CVPARSER_"


class Settings(BaseSettings):
    """The settings, read from the environment once and frozen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    host: str = Field("127.0.0.1", description="Address on which the service listens.")
    port: int = Field(8000, ge=0, le=65535, description="Port on which the service listens; 0 takes a free one.")
    database_url: str = Field(
        default_factory=lambda: f"sqlite:///{_data_folder() / 'jobs.db'}",
        description="Where jobs are kept: `sqlite:///path`.",
    )
    file_dir: Path = Field(Path("/tmp/cv_parser"), description="Folder of the submitted documents.")  # noqa: S108 - the contract names this folder; LocalFileStore refuses one that somebody else owns
    max_file_bytes: int = Field(10 * 2**20, ge=1024, description="Largest request body in bytes.")
    workers: int = Field(64, ge=0, le=1000, description="Jobs worked on at once; 0 only accepts jobs.")
    cpu_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=64, description="Processes that redact and parse."
    )
    extraction_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=64, description="Documents read at once."
    )
    extraction_timeout_s: float = Field(20.0, gt=0, le=600, description="Seconds that reading a document may take.")
    extraction_memory_mb: int = Field(1024, ge=256, description="Address space in MiB of a process that reads.")
    pdf_engine: Literal["pdfium", "pdfplumber"] = Field("pdfium", description="Library that reads PDFs.")
    presidio: bool = Field(False, description="Whether Presidio looks for personal data beside the core's rules.")  # noqa: FBT003 - pydantic's own form of a default
    presidio_model: str | None = Field(None, description="spaCy model for Presidio; without one it finds no names.")
    lease_s: float = Field(30.0, ge=1, description="Seconds after which a silent worker loses its job.")
    job_deadline_s: float = Field(900.0, ge=1, description="Seconds after which an unfinished job fails.")
    recovery_interval_s: float = Field(5.0, gt=0, description="Seconds between two looks for jobs left behind.")
    drain_s: float = Field(25.0, ge=0, description="Seconds that running jobs get to end when the service stops.")
    blocking_endpoints: bool = Field(True, description="Whether the deprecated `/parse-file` and `/parse-text` answer.")  # noqa: FBT003 - pydantic's own form of a default
    blocking_sunset: datetime = Field(
        datetime.fromisoformat("2027-12-31T00:00:00+00:00"),
        description="When the blocking endpoints will go (RFC 8594).",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least severity logged.")
    log_format: Literal["text", "json"] = Field("text", description="Form of a log line.")

    @property
    def lease(self) -> timedelta:
        """How long a claim holds without being renewed."""
        return timedelta(seconds=self.lease_s)


def load_settings() -> Settings:
    """Give the settings that the environment names.

    Raises:
        ConfigurationError: a variable is not valid; the message names each.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{PREFIX}{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise ConfigurationError(wrong) from None


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "cvparser"
