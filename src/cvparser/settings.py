"""Every decision that a deployment can make: one environment variable each, all with a default.

The only reader of the environment. `docs/reference/configuration.md` holds the same table; a test compares the two.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from cvparser.domain.errors import ConfigurationError
from cvparser.domain.retention import Retention
from cvparser.domain.usage import TokenPrices

PREFIX = "CVPARSER_"
#: Seconds: a hundred years, which no database's times go beyond.
MOST_KEPT_S = 100 * 366 * 86_400


class Settings(BaseSettings):
    """The settings, read from the environment once and frozen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        env_ignore_empty=True,
        populate_by_name=True,
    )

    openai_api_key: SecretStr | None = Field(
        None, validation_alias="OPENAI_API_KEY", description="Key of the language model; without one nothing is asked."
    )
    openai_base_url: str = Field(
        "https://api.openai.com/v1",
        validation_alias="OPENAI_BASE_URL",
        description="Root of the language model's API, usually ending in `/v1`.",
    )
    model: str = Field("gpt-4.1-mini", description="Name of the language model, as its server knows it.")
    model_answer_form: Literal["auto", "json_schema", "json_object", "text"] = Field(
        "auto", description="How the form of an answer is asked for; `auto` finds out at the start."
    )
    model_answer_tokens: int = Field(8192, ge=256, description="Tokens that an answer of the language model may have.")
    model_attempt_s: float = Field(60.0, gt=0, description="Seconds that one call to the language model may take.")
    model_budget_s: float = Field(
        180.0, gt=0, description="Seconds that all calls for one CV may take, waits included."
    )
    model_calls: int = Field(4, ge=1, le=20, description="Calls to the language model for one CV at most.")
    model_concurrency: int = Field(64, ge=1, le=1000, description="Calls to the language model under way at once.")
    model_requests_per_minute: int | None = Field(
        None, ge=1, description="Calls begun a minute at most; without it what the server's headers say."
    )
    model_tokens_per_minute: int | None = Field(
        None, ge=1, description="Tokens sent and answered a minute at most; without it what the server's headers say."
    )
    model_calls_per_job: int = Field(
        40, ge=1, description="Calls after which a job whose language model is away fails, however often it was tried."
    )
    model_price_prompt: float = Field(
        0.0, ge=0, description="What a million tokens of what is asked cost, in the currency that you count in."
    )
    model_price_answer: float = Field(0.0, ge=0, description="What a million tokens of what is answered cost.")
    offline_fallback: bool = Field(
        False,  # noqa: FBT003 - pydantic's own form of a default
        description="Whether the offline parser steps in where the language model gives no usable answer.",
    )
    host: str = Field("127.0.0.1", description="Address on which the service listens.")
    port: int = Field(8000, ge=0, le=65535, description="Port on which the service listens; 0 takes a free one.")
    database_url: str = Field(
        default_factory=lambda: f"sqlite:///{_data_folder() / 'jobs.db'}",
        description="Where jobs are kept: `sqlite:///path` or `postgresql://user:password@host/name`.",
    )
    redis_url: SecretStr | None = Field(
        None,
        description="Redis that notifies workers in processes of their own, such as `redis://127.0.0.1:6379/0`, and "
        "counts the language model's limits for all of them; without it jobs are worked on in the service's process.",
    )
    file_dir: Path = Field(Path("/tmp/cv_parser"), description="Folder of the submitted documents.")  # noqa: S108 - the contract names this folder; LocalFileStore refuses one that somebody else owns
    store_by_id: bool = Field(
        False,  # noqa: FBT003 - pydantic's own form of a default
        description="Whether a document is stored under its job's id alone, with nothing of the name it came with.",
    )
    keep_files_s: int = Field(
        86_400,
        ge=0,
        le=MOST_KEPT_S,
        description="Seconds from a submission to the removal of its document, at the end of its job at the earliest.",
    )
    keep_results_s: int = Field(
        30 * 86_400,
        ge=60,
        le=MOST_KEPT_S,
        description="Seconds from a submission to the erasure of its job, result and document; a submission can ask "
        "for fewer by `expires_in`.",
    )
    encryption: Literal["off", "local", "aws_kms"] = Field(
        "off",
        description="Where the key-encryption keys are under which documents, results and checkpoints are encrypted: "
        "`local` in `CVPARSER_ENCRYPTION_KEYS`, or `aws_kms`; `off` encrypts nothing new.",
    )
    encryption_keys: SecretStr | None = Field(
        None,
        description="Key-encryption keys as `name:base64`, with commas between them; the first one writes, all read.",
    )
    encryption_keys_file: Path | None = Field(
        None, description="File of such keys, one a line, in the place of `CVPARSER_ENCRYPTION_KEYS`."
    )
    encryption_kms_key: str | None = Field(
        None, description="Id, ARN or alias of the key of AWS KMS that writes; all that may be used read."
    )
    encryption_kms_endpoint: str | None = Field(None, description="URL of a KMS that is not Amazon's.")
    storage_timeout_s: float = Field(
        8.0, ge=1, le=60, description="Seconds that a call to PostgreSQL, SQLite or S3 may take before it has failed."
    )
    s3_bucket: str | None = Field(
        None, description="Bucket of the submitted documents; without one they are in `CVPARSER_FILE_DIR`."
    )
    s3_prefix: str = Field("", pattern="^([^/]+(/[^/]+)*)?$", description="Folder within the bucket: `cvs/incoming`.")
    s3_whole_bucket: bool = Field(
        False,  # noqa: FBT003 - pydantic's own form of a default
        description="Whether documents may be at the root of the bucket; else it needs `CVPARSER_S3_PREFIX`.",
    )
    s3_endpoint: str | None = Field(None, description="URL of an S3 service that is not Amazon's.")
    allowed_hosts: str = Field(
        "",
        pattern=r"^(\*|[A-Za-z0-9_.:\[\]-]+(\s*,\s*[A-Za-z0-9_.:\[\]-]+)*)?$",
        description="Names in the header `Host` that are answered, with a comma between them, beside loopback's and "
        "the address that was connected to: `cv.example`; `*` answers any.",
    )
    allowed_origins: str = Field(
        "",
        pattern=r"^(\*|null|https?://[^\s,/*]+)?(\s*,\s*(null|https?://[^\s,/*]+))*$",
        description="Origins of web pages that may submit, delete and open WebSockets, beside the service's own: "
        "`https://cv.example`; `*` lets any.",
    )
    max_connections: int | None = Field(
        None, ge=8, description="Connections at once; without it what the limit on open files allows, at most 4,096."
    )
    max_followers: int | None = Field(
        None, ge=1, description="Followers of jobs' moves at once; without it three quarters of the connections."
    )
    max_requests: int = Field(1_000, ge=1, description="Requests being answered at once, followers apart.")
    max_held_bytes: int = Field(
        256 * 2**20,
        ge=2**20,
        description="Bytes that request bodies hold until they are stored, together; one body always has room.",
    )
    peer_share: float = Field(
        0.75,
        gt=0,
        le=1,
        description="Share of connections, followers, requests and held bytes that one address may have; 1 behind a "
        "proxy, where all have the proxy's.",
    )
    least_body_rate: int = Field(
        4_096, ge=1, description="Bytes a second, over nine seconds, below which a request body is cut off."
    )
    body_timeout_s: float = Field(
        600.0, gt=0, description="Seconds after which a request body is cut off, however fast."
    )
    max_file_bytes: int = Field(10 * 2**20, ge=1024, description="Largest request body in bytes.")
    workers: int = Field(64, ge=0, le=1000, description="Jobs worked on at once; 0 only accepts jobs.")
    worker_processes: int = Field(
        1, ge=1, le=64, description="Processes of `cvparser worker`, each with `CVPARSER_WORKERS` jobs at once."
    )
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65_000,
        description="Port on which `cvparser worker` serves `/metrics`: the first process, the second on the next.",
    )
    cpu_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=64, description="Processes that redact and parse."
    )
    cpu_timeout_s: float = Field(
        10.0, gt=0, le=600, description="Seconds of the processor that each step of redacting and parsing may take."
    )
    cpu_memory_mb: int = Field(1024, ge=256, description="Address space in MiB of a process that redacts and parses.")
    inspection_processes: int = Field(
        default_factory=lambda: max(2, os.cpu_count() or 1), ge=1, le=64, description="Submissions looked at at once."
    )
    inspection_timeout_s: float = Field(
        1.0, gt=0, le=60, description="Seconds of the processor that looking at a submission may take."
    )
    extraction_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=64,
        description="Documents read at once, and as many plain texts.",
    )
    extraction_timeout_s: float = Field(20.0, gt=0, le=600, description="Seconds that reading a document may take.")
    extraction_memory_mb: int = Field(
        1024, ge=256, description="Address space in MiB of a process that looks at submissions or reads."
    )
    pdf_engine: Literal["pdfium", "pdfplumber"] = Field("pdfium", description="Library that reads PDFs.")
    presidio: bool = Field(False, description="Whether Presidio looks for personal data beside the core's rules.")  # noqa: FBT003 - pydantic's own form of a default
    presidio_model: str | None = Field(None, description="spaCy model for Presidio; without one it finds no names.")
    learned: bool = Field(False, description="Whether the learned recognizer looks beside the core's rules.")  # noqa: FBT003 - as `presidio`
    lease_s: float = Field(30.0, ge=1, description="Seconds after which a silent worker loses its job.")
    job_deadline_s: float = Field(900.0, ge=1, description="Seconds after which an unfinished job fails.")
    max_backlog_jobs: int = Field(
        20_000, ge=1, description="Unfinished jobs beyond which submissions are answered with 503 `too_busy`."
    )
    max_wait_s: float = Field(
        600.0, gt=0, description="Seconds that the first waiting job may have waited before submissions are refused so."
    )
    watchdog_s: float = Field(
        30.0,
        ge=2,
        description="Seconds after which a process that does not come to its turn has lost its jobs; "
        "a worker is killed and started again.",
    )
    recovery_interval_s: float = Field(5.0, gt=0, description="Seconds between two looks for jobs left behind.")
    drain_s: float = Field(25.0, ge=0, description="Seconds that running jobs get to end when the service stops.")
    blocking_endpoints: bool = Field(True, description="Whether the deprecated `/parse-file` and `/parse-text` answer.")  # noqa: FBT003 - pydantic's own form of a default
    blocking_sunset: datetime = Field(
        datetime.fromisoformat("2027-12-31T00:00:00+00:00"),
        description="When the blocking endpoints will go (RFC 8594).",
    )
    traces_endpoint: str | None = Field(
        None,
        pattern="^https?://",
        description="URL to which a trace of each job is sent by OpenTelemetry's protocol, such as "
        "`http://127.0.0.1:4318/v1/traces`; without one none is drawn.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least severity logged.")
    log_format: Literal["text", "json"] = Field("text", description="Form of a log line.")

    @property
    def model_prices(self) -> TokenPrices:
        """What tokens of the language model cost."""
        return TokenPrices(prompt=self.model_price_prompt, answer=self.model_price_answer)

    @property
    def retention(self) -> Retention:
        """How long jobs and documents are kept."""
        return Retention(files=timedelta(seconds=self.keep_files_s), results=timedelta(seconds=self.keep_results_s))

    @property
    def lease(self) -> timedelta:
        """How long a claim holds without being renewed."""
        return timedelta(seconds=self.lease_s)


def load_settings() -> Settings:
    """Return the settings that the environment names.

    Raises:
        ConfigurationError: a variable is not valid; the message names each.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{variable(str(each['loc'][0]))}: {each['msg']}" for each in error.errors())
        raise ConfigurationError(wrong) from None


def variable(setting: str) -> str:
    """Return the environment variable of a setting: our own, or the one that every client of the API reads."""
    name = setting.upper()
    return name if name.startswith("OPENAI_") else f"{PREFIX}{name}"


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "cvparser"
