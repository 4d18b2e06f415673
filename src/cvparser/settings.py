"""Every decision that a deployment can make: one environment variable each, all with a default.

The only reader of the environment. `docs/reference/configuration.md` holds the same table; a test compares the two.
"""

from __future__ import annotations

import ipaddress
import os
import stat
from collections.abc import Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, ClassVar, Literal, Self, get_args

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from cvparser.domain.access.limits import MOST, Limits
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.retention import Retention
from cvparser.domain.usage import TokenPrices
from cvparser.domain.webhook_address import AddressRule

PREFIX = "CVPARSER_"
#: What a secret may be fetched from or sent to: TLS, or this machine.
_SECURE_URL = r"^(https://|http://(127\.0\.0\.1|\[::1\]|localhost)([:/]|$))"

#: What names the file that a secret stands in: `CVPARSER_REDIS_URL_FILE`.
FILE_SUFFIX = "_FILE"
#: Bytes that such a file may hold.
MAX_SECRET_BYTES = 65_536

_NO_NETWORK = "Give addresses and networks with a comma between them, such as 127.0.0.1, 10.0.0.0/8."
#: Name of the parser that asks a language model.
OPENAI = "openai"
#: Variables that every client of the language model's API reads, as pydantic and as we name them.
_OF_EVERY_CLIENT = frozenset({"OPENAI_API_KEY", "OPENAI_BASE_URL", "openai_api_key", "openai_base_url"})


#: Names of what packages add, with commas between them.
NAMES = r"^[\w.-]*(\s*,\s*[\w.-]+)*$"
#: Options of an adapter of another package, by their names.
Options = dict[str, Any]
#: What a setting that chooses an adapter by its name says of itself.
_BY_NAME = "Adapter by its name, see `cvparser adapters`; without one {}."
_OPTIONS = "What the adapter of `{}` is made with, as a JSON object."
#: Seconds: a hundred years, which no database's times go beyond.
MOST_KEPT_S = 100 * 366 * 86_400


class Settings(BaseSettings):
    """The settings, frozen. `Settings(...)` reads no environment; `Settings.from_environment()` does, once."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="forbid",
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
    model_answer: Literal["full", "compact"] = Field(
        "full",
        description="What the language model answers: sentences in `full`, or, `compact`, the numbers of their lines.",
    )
    model_answer_tokens: int = Field(8192, ge=256, description="Tokens that an answer of the language model may have.")
    model_temperature: float | None = Field(
        None, ge=0, le=2, description="How freely the language model chooses its words; without it as its server does."
    )
    model_seed: int | None = Field(
        None, description="From which the language model draws its chance, where its server has that."
    )
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
    access: Literal["off", "proxy", "keys", "oidc"] = Field(
        "off",
        description="Who is let in: `off` everybody, on loopback alone; `proxy` everybody, since a proxy lets people "
        "in; `keys` who has a key; `oidc` that, and who has a token of `CVPARSER_OIDC_ISSUER`.",
    )
    key_pepper: SecretStr | None = Field(
        None, description="Secret that keys the digests of keys; who changes it makes all keys anew."
    )
    oidc_issuer: str | None = Field(
        None, pattern=_SECURE_URL, description="Issuer of tokens, as it stands in them: `https://id.example/realms/hr`."
    )
    oidc_audience: str | None = Field(None, description="What tokens for this service name as their audience.")
    oidc_jwks_url: str | None = Field(
        None, pattern=_SECURE_URL, description="Where the issuer's keys are; without it what its configuration says."
    )
    oidc_owner_claim: str = Field("sub", description="Claim of a token that names the owner: `sub`, `azp` or `tenant`.")
    oidc_scope_prefix: str = Field(
        "cvparser:", description="What stands before the names of scopes in a token: `cvparser:read`."
    )
    limit_requests: int = Field(
        6_000, ge=0, le=MOST, description="Requests a minute of one key, or of one owner's tokens; 0 is no bound."
    )
    limit_submissions: int = Field(1_200, ge=0, le=MOST, description="Submissions among them; 0 is no bound.")
    limit_bytes: int = Field(
        2**30,
        ge=0,
        le=MOST,
        description="Bytes a minute of their bodies; a larger body takes all of it. 0 is no bound.",
    )
    limit_unfinished_jobs: int = Field(
        10_000,
        ge=0,
        le=MOST,
        description="Unfinished jobs with which an owner's next submission is refused; 0 is no bound.",
    )
    limit_addresses: bool = Field(
        False,  # noqa: FBT003 - pydantic's own form of a default
        description="Whether the three rates hold for each address where `CVPARSER_ACCESS` is `off` or `proxy`.",
    )
    idempotency_s: int = Field(
        86_400,
        ge=60,
        le=366 * 86_400,
        description="Seconds for which the answer to an `Idempotency-Key` stays the same.",
    )
    host: str = Field("127.0.0.1", description="Address on which the service listens.")
    port: int = Field(8000, ge=0, le=65535, description="Port on which the service listens; 0 takes a free one.")
    database_url: str = Field(
        default_factory=lambda: f"sqlite:///{_data_folder() / 'jobs.db'}",
        description="Where jobs are kept: `sqlite:///path` or `postgresql://user:password@host/name`.",
        json_schema_extra={"is_secret": True},
    )
    database_schema: str | None = Field(
        None,
        pattern="^[a-z_][a-z0-9_]{0,62}$",
        description="Schema of PostgreSQL that holds cvparser's tables alone, made where there is none; without one "
        "they are in the connection's own.",
    )
    database_version_table: str = Field(
        "alembic_version",
        pattern="^[a-z_][a-z0-9_]{0,62}$",
        description="Table in which it stands which migrations of cvparser have run; another one in a database whose "
        "`alembic_version` is of somebody else.",
    )
    database_table_prefix: str = Field(
        "",
        pattern="^(?:[a-z_][a-z0-9_]{0,19})?$",
        description="What the name of each table begins with, such as `cvparser_`, that of the migrations too; nothing "
        "for the names of the contract.",
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
    audit: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Whether it is recorded who did what: `auto` where `CVPARSER_ACCESS` is `keys` or `oidc`, and what "
        "is done to keys in any case.",
    )
    audit_key: SecretStr | None = Field(
        None,
        description="Secret that keys the chain of the audit log and what stands for users in it; with another one the "
        "log cannot be verified.",
    )
    audit_addresses: bool = Field(
        True,  # noqa: FBT003 - pydantic's own form of a default
        description="Whether the audit log holds from where was asked, cut to /24 of IPv4 and /48 of IPv6.",
    )
    keep_audit_s: int = Field(
        3 * 366 * 86_400,
        ge=60,
        le=MOST_KEPT_S,
        description="Seconds after which lines of the audit log are removed.",
    )
    encryption: Literal["off", "local", "aws_kms", "on"] = Field(
        "off",
        description="Where the key-encryption keys are under which documents, results, checkpoints, users' ids and "
        "names of documents are encrypted: `local` in `CVPARSER_ENCRYPTION_KEYS`, `aws_kms`, or `on`, where "
        "`CVPARSER_KEY_MANAGEMENT` says; `off` encrypts nothing new.",
    )
    encryption_keys: SecretStr | None = Field(
        None,
        description="Key-encryption keys as `name:base64`, with commas or line ends between them; the first writes, "
        "all read.",
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
        description="Origins of web pages that may submit, delete, open WebSockets and read answers, beside the "
        "service's own: `https://cv.example`; `*` lets any.",
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses and networks, with a comma between them, of the proxies whose `Forwarded` and "
        "`X-Forwarded-*` are believed: `127.0.0.1, 10.0.0.0/8`.",
    )
    path_prefix: str = Field(
        "",
        pattern=r"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$",
        description="Path below which clients find the service: `/cv`; without one what a trusted proxy says in "
        "`X-Forwarded-Prefix`.",
    )
    max_connections: int | None = Field(
        None, ge=8, description="Connections at once; without it what the limit on open files allows, at most 4,096."
    )
    max_followers: int | None = Field(
        None, ge=1, description="Followers of jobs' moves at once; without it three quarters of the connections."
    )
    max_requests: int = Field(1_000, ge=1, description="Requests being answered at once, followers apart.")
    max_redactions: int = Field(
        16,
        ge=0,
        description="Documents redacted at once for senders who wait (`POST /redact`); 0 leaves that route out.",
    )
    max_webhooks: int = Field(
        32, ge=0, le=1_000, description="Webhooks being called at once by a process; 0 leaves webhooks out."
    )
    webhook_timeout_s: float = Field(
        15.0, gt=0, le=30, description="Seconds that a receiver of a webhook has to answer."
    )
    webhook_allow_private: bool = Field(
        False,  # noqa: FBT003 - pydantic's own form of a default
        description="Whether webhooks call addresses that only this machine or its network can reach.",
    )
    webhook_allow_http: bool = Field(
        False,  # noqa: FBT003 - pydantic's own form of a default
        description="Whether webhooks call `http://`, which anybody on the way reads.",
    )
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
        "proxy that is not trusted, where all have the proxy's.",
    )
    least_body_rate: int = Field(
        4_096, ge=1, description="Bytes a second, over nine seconds, below which a request body is cut off."
    )
    body_timeout_s: float = Field(
        600.0, gt=0, description="Seconds after which a request body is cut off, however fast."
    )
    max_file_bytes: int = Field(10 * 2**20, ge=1024, description="Largest request body in bytes.")
    max_batch_items: int = Field(1_000, ge=1, le=10_000, description="Most items of one batch.")
    max_batch_bytes: int = Field(
        512 * 2**20,
        ge=1024,
        description="Largest body of a batch in bytes, and the most that a ZIP in it may unpack to.",
    )
    workers: int = Field(64, ge=0, le=1000, description="Jobs worked on at once; 0 only accepts jobs.")
    worker_processes: int = Field(
        1, ge=1, le=64, description="Processes of `cvparser worker`, each with `CVPARSER_WORKERS` jobs at once."
    )
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65_000,
        description="Port on which `cvparser worker` serves `/metrics` and `/stats`: the first process, the second on "
        "the next.",
    )
    service_metrics_port: int | None = Field(
        None,
        ge=1,
        le=65_535,
        description="Port on which `cvparser serve` serves `/metrics` and `/stats`, and no longer on its own.",
    )
    cpu_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=64, description="Processes that redact and parse."
    )
    cpu_timeout_s: float = Field(
        10.0,
        gt=0,
        le=600,
        description="Seconds of the processor that a step of redacting and parsing may take, or those of a short text.",
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
    ocr: str | None = Field(
        None,
        description=_BY_NAME.format(
            "`rapidocr` reads scans and photographs where its extra is installed; `off` for none"
        ),
    )
    ocr_options: Options = Field(default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_OCR"))
    ocr_pages: int = Field(10, ge=1, le=50, description="Pages of a document that OCR reads; more are refused.")
    ocr_timeout_s: float = Field(
        120.0, gt=0, le=3600, description="Seconds of the processor that OCR of a document may take."
    )
    ocr_memory_mb: int = Field(2048, ge=512, description="Address space in MiB of a process that does OCR.")
    pdf_engine: Literal["pdfium", "pdfplumber"] = Field("pdfium", description="Library that reads PDFs.")
    presidio: bool = Field(False, description="Whether Presidio looks for personal data beside the core's rules.")  # noqa: FBT003 - pydantic's own form of a default
    presidio_model: str | None = Field(None, description="spaCy model for Presidio; without one it finds no names.")
    learned: bool = Field(True, description="Whether the learned recognizer looks beside the core's rules.")  # noqa: FBT003 - as `presidio`
    onnx_model: Path | None = Field(
        None,
        description="Folder of a token-classification model in ONNX that looks beside the core's rules.",
    )
    onnx_vetoes: bool = Field(
        True,  # noqa: FBT003 - as `presidio`
        description="Whether what that model finds must have the form of what it says it is, and be no word of work.",
    )
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
    text_extractor: str | None = Field(None, description=_BY_NAME.format("documents are read in children"))
    text_extractor_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_TEXT_EXTRACTOR")
    )
    profile_parser: str | None = Field(
        None, description=_BY_NAME.format("`openai` where there is a key, else `offline`")
    )
    profile_parser_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_PROFILE_PARSER")
    )
    personal_data_detector: str | None = Field(
        None, description=_BY_NAME.format("none beside `CVPARSER_PRESIDIO` and `CVPARSER_LEARNED`")
    )
    personal_data_detector_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_PERSONAL_DATA_DETECTOR")
    )
    file_store: str | None = Field(None, description=_BY_NAME.format("`s3` where there is a bucket, else `local`"))
    file_store_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_FILE_STORE")
    )
    job_repository: str | None = Field(None, description=_BY_NAME.format("`sqlalchemy`"))
    job_repository_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_JOB_REPOSITORY")
    )
    key_management: str | None = Field(
        None,
        description=_BY_NAME.format("that of `CVPARSER_ENCRYPTION`, which is `on` where this names one"),
    )
    key_management_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_KEY_MANAGEMENT")
    )
    job_queue: str | None = Field(
        None, description=_BY_NAME.format("`dramatiq` where there is a Redis, else `in_process`")
    )
    job_queue_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_JOB_QUEUE")
    )
    job_events: str | None = Field(
        None, description=_BY_NAME.format("`redis` where there is a Redis, else `in_process`")
    )
    job_events_options: Options = Field(
        default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_JOB_EVENTS")
    )
    tracer: str | None = Field(
        None, description=_BY_NAME.format("`opentelemetry` where there is an endpoint, else `none`")
    )
    tracer_options: Options = Field(default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_TRACER"))
    metrics: str | None = Field(None, description=_BY_NAME.format("`prometheus`"))
    metrics_options: Options = Field(default_factory=dict, repr=False, description=_OPTIONS.format("CVPARSER_METRICS"))
    own_categories: Options = Field(
        default_factory=dict,
        description="Categories of personal data that you add, as a JSON object: by name a pattern, or an object with "
        "`pattern`, `what` and `law`.",
    )
    own_categories_from: str = Field(
        "", pattern=NAMES, description="Packages that name such categories, by their names with commas between them."
    )
    own_fields: Path | None = Field(
        None,
        description="File in TOML of fields that you add to the profile, each with who reviewed it, and of sections "
        "that you have withheld.",
    )
    own_fields_from: str = Field(
        "",
        pattern=NAMES,
        description="Packages that name such fields and sections, by their names with commas between them.",
    )
    document_types_from: str = Field(
        "", pattern=NAMES, description="Packages that add types of documents, by their names with commas between them."
    )
    languages: Path | None = Field(
        None,
        description="Folder of languages that you add, a file each such as `sv.txt`, and of words for those that there "
        "are.",
    )
    languages_from: str = Field(
        "", pattern=NAMES, description="Packages that hold such folders, by their names with commas between them."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least severity logged.")
    log_format: Literal["text", "json"] = Field("text", description="Form of a log line.")

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - each setting has a type of its own
        """Take settings by their names, without the prefix of their variables.

        Raises:
            ValidationError: there is no setting of that name, or its value is not valid.
        """
        super().__init__(**values)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from who makes the settings alone."""
        return (init_settings,)

    @classmethod
    def from_environment(cls, *, of_service: bool = False) -> Self:
        """Return the settings that the environment names.

        A program that embeds cvparser may have `OPENAI_API_KEY` and `OPENAI_BASE_URL` for purposes of its own: they are
        read where `CVPARSER_PROFILE_PARSER` is `openai`, or with `of_service`: a service's environment is all its own.

        Raises:
            ConfigurationError: a variable is not valid; the message names each.
        """
        try:
            values = _SecretFiles(cls)() | EnvSettingsSource(cls)()
            if not of_service and values.get("profile_parser") != OPENAI:
                values = {name: value for name, value in values.items() if name not in _OF_EVERY_CLIENT}
            return cls(**values)
        except ValidationError as error:
            wrong = "; ".join(f"{variable(str(each['loc'][0]))}: {each['msg']}" for each in error.errors())
            raise ConfigurationError(wrong) from None
        except SettingsError as error:
            raise ConfigurationError(f"{_not_json(str(error))}: write a JSON object.") from None

    @field_validator("database_url", mode="before")
    @classmethod
    def _is_an_address(cls, value: object) -> object:
        """Take the address of an engine of SQLAlchemy, or a URL of its, password and all."""
        url = getattr(value, "url", value)
        shown = getattr(url, "render_as_string", None)
        return value if shown is None else shown(hide_password=False)

    @field_validator("trusted_proxies")
    @classmethod
    def _names_networks(cls, value: str) -> str:
        networks_of(value)
        return value

    @property
    def model_prices(self) -> TokenPrices:
        """What tokens of the language model cost."""
        return TokenPrices(prompt=self.model_price_prompt, answer=self.model_price_answer)

    @property
    def tells_owners_apart(self) -> bool:
        """Whether there may be more than one owner."""
        return self.access in {"keys", "oidc"}

    @property
    def limits(self) -> Limits:
        """What holds for who has no limits of their own."""
        return Limits(
            requests=self.limit_requests or None,
            submissions=self.limit_submissions or None,
            bytes=self.limit_bytes or None,
            unfinished_jobs=(self.limit_unfinished_jobs or None) if self.tells_owners_apart else None,
        )

    @property
    def is_audited(self) -> bool:
        """Whether it is recorded who did what to jobs."""
        return self.audit == "on" or (self.audit == "auto" and self.tells_owners_apart)

    @property
    def callbacks(self) -> AddressRule | None:
        """What webhooks may call; None = nothing."""
        # Whose deliveries are kept with jobs, by their own adapter alone.
        if not self.max_webhooks or self.job_repository not in {None, "sqlalchemy"}:
            return None
        return AddressRule(private=self.webhook_allow_private, http=self.webhook_allow_http)

    @property
    def retention(self) -> Retention:
        """How long jobs and documents are kept."""
        return Retention(files=timedelta(seconds=self.keep_files_s), results=timedelta(seconds=self.keep_results_s))

    @property
    def lease(self) -> timedelta:
        """How long a claim holds without being renewed."""
        return timedelta(seconds=self.lease_s)


def named(text: str) -> Sequence[str]:
    """Return the names between the commas of a setting."""
    return [each.strip() for each in text.split(",") if each.strip()]


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads a secret from the file that its variable with `_FILE` names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the secret of a field, None where no file is named."""
        name = variable(field_name)
        path = os.environ.get(name + FILE_SUFFIX)
        if not path or not _is_secret(field):
            return None, field_name, False
        if os.environ.get(name):
            raise ConfigurationError(f"{name} and {name}{FILE_SUFFIX} are both set. Keep one of them.")
        return _secret_in(Path(path), name + FILE_SUFFIX), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the secrets that stand in files."""
        read = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: secret for name, secret in read.items() if secret is not None}


def load_settings() -> Settings:
    """Return the settings of a program of ours: a service, a worker, a command.

    Raises:
        ConfigurationError: a variable is not valid, or the file that it names cannot be read; the message names each
            variable, and nothing of what it holds.
    """
    return Settings.from_environment(of_service=True)


def secret_variables() -> Sequence[str]:
    """Return the variables that hold a secret; each with `_FILE` behind it names a file instead."""
    return [variable(name) for name, field in Settings.model_fields.items() if _is_secret(field)]


def unknown_variables() -> Sequence[tuple[str, str | None]]:
    """Return the variables that are named as ours and are no settings, each with the setting nearest to its name."""
    known = {variable(name) for name in Settings.model_fields} | {name + FILE_SUFFIX for name in secret_variables()}
    found = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
    nearest = {name: get_close_matches(name.upper(), known, n=1) for name in found}
    return [(name, near[0] if near else None) for name, near in nearest.items()]


def _is_secret(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    is_marked = isinstance(extra, dict) and bool(extra.get("is_secret"))
    return is_marked or SecretStr in (field.annotation, *get_args(field.annotation))


def _secret_in(path: Path, name: str) -> str:
    """Return what stands in a file, without the end of its line.

    Raises:
        ConfigurationError: it cannot be read, or holds no secret; it names the variable `name` alone.
    """
    try:
        content = _bytes_in(path, name)
        secret = content.decode().rstrip("\r\n")
    except FileNotFoundError:
        raise ConfigurationError(f"{name} names a file that is not there.") from None
    except OSError:
        raise ConfigurationError(f"{name} names a file that cannot be read. Let its reader be who runs this.") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{name} names a file that is not text in UTF-8.") from None
    if not secret.strip() or len(content) > MAX_SECRET_BYTES or "\0" in secret:
        raise ConfigurationError(f"{name} names a file that holds no secret, or more than one.")
    return secret


def _bytes_in(path: Path, name: str) -> bytes:
    # A pipe that nobody writes into must not keep the start waiting.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ConfigurationError(f"{name} names no file.")
        return os.read(descriptor, MAX_SECRET_BYTES + 1)
    finally:
        os.close(descriptor)


def networks_of(text: str) -> Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Return the networks between the commas of `text`; an address is one of its own.

    Raises:
        ValueError: one of them is none.
    """
    try:
        return [ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip()]
    except ValueError:
        raise ValueError(_NO_NETWORK) from None


def variable(setting: str) -> str:
    """Return the environment variable of a setting: our own, or the one that every client of the API reads."""
    name = setting.upper()
    return name if name.startswith("OPENAI_") else f"{PREFIX}{name}"


def _not_json(complaint: str) -> str:
    """Return the variable whose value cannot be read as JSON; pydantic's words name its setting, never its value."""
    named = next((name for name in Settings.model_fields if f'"{name}"' in complaint), "")
    return variable(named) if named else "A variable that holds a table"


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "cvparser"
