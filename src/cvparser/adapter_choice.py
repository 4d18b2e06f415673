"""Which adapter a setting chooses.

Adapters are imported when they are built: what is not used is neither loaded nor needed.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from types import ModuleType
from typing import TYPE_CHECKING, cast

from cvparser import entry_points
from cvparser.children.naming import Named
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import Finding
from cvparser.domain.webhook_address import STRICT
from cvparser.ports.audit_log import AuditLog
from cvparser.ports.authenticator import Authenticator
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_queue import JobQueue
from cvparser.ports.job_repository import JobRepository
from cvparser.ports.key_management import DataKeys, KeyManagement
from cvparser.ports.key_store import KeyStore
from cvparser.ports.metrics import Metrics
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.ports.rate_limiter import RateLimiter
from cvparser.ports.text_extractor import TextExtractor
from cvparser.ports.tracer import Tracer
from cvparser.ports.webhook_repository import WebhookRepository
from cvparser.ports.webhook_sender import WebhookSender
from cvparser.settings import OPENAI, Settings, named

if TYPE_CHECKING:
    from cvparser.adapters.clock.system import SystemClock
    from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
    from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector
    from cvparser.adapters.file_store.s3 import S3FileStore
    from cvparser.adapters.key_store.sqlalchemy import SqlAlchemyKeyStore
    from cvparser.adapters.metrics.prometheus import PrometheusMetrics
    from cvparser.adapters.profile_parser.openai.budget import LocalBudget
    from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
    from cvparser.adapters.profile_parser.openai.redis_budget import RedisBudget
    from cvparser.adapters.text_extractor.scans import ScanReader
    from cvparser.adapters.ticket_store.memory import MemoryTicketStore
    from cvparser.adapters.ticket_store.sqlalchemy import SqlAlchemyTicketStore
    from cvparser.domain.own_fields import OwnField
    from cvparser.domain.own_types import OwnDocumentType
    from cvparser.domain.privacy.own_categories import OwnCategory
    from cvparser.domain.privacy.own_sections import OwnSection
    from cvparser.transactions import Transactions


@contextmanager
def _needing(extra: str, setting: str) -> Iterator[None]:
    """Say what to install where a setting chooses an adapter whose libraries are not there."""
    try:
        yield
    except ModuleNotFoundError:
        raise ConfigurationError(f"{setting} needs more: pip install 'cvparser[{extra}]'") from None


def name_of(settings: Settings, port: str) -> str | None:
    """Return the name of the adapter that the settings choose; None where they choose none, which is no detector.

    Raises:
        ConfigurationError: there is no adapter of that name, or it is ours, which takes no options.
    """
    chosen: str | None = getattr(settings, port)
    if chosen is not None:
        entry_points.refuse_unknown(port, chosen)
    name = chosen or _default(settings, port)
    if getattr(settings, f"{port}_options") and name not in _of_others(settings, port):
        raise ConfigurationError(
            f"CVPARSER_{port.upper()}_OPTIONS are for an adapter of another package, named by CVPARSER_{port.upper()}; "
            "ours have variables of their own."
        )
    return name


def _default(settings: Settings, port: str) -> str | None:
    if port == "ocr":
        # Looked for among what is installed, where it is asked for alone.
        return "rapidocr" if _is_installed("rapidocr") else "off"
    is_notified = settings.redis_url is not None
    return {
        "file_store": "local" if settings.s3_bucket is None else "s3",
        "job_events": "redis" if is_notified else "in_process",
        "job_queue": "dramatiq" if is_notified else "in_process",
        "job_repository": "sqlalchemy",
        "key_management": _default_key_management(settings),
        "metrics": "prometheus",
        "profile_parser": "offline" if settings.openai_api_key is None else OPENAI,
        "text_extractor": "sandbox",
        "tracer": "none" if settings.traces_endpoint is None else "opentelemetry",
    }.get(port)


def _default_key_management(settings: Settings) -> str | None:
    if settings.encryption in {"local", "aws_kms"}:
        return settings.encryption
    # What was encrypted before is read.
    if settings.encryption_kms_key is not None:
        return "aws_kms" if settings.encryption == "off" else None
    return "local" if settings.encryption == "off" and settings.encryption_keys is not None else None


def _is_installed(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


def _of_others(settings: Settings, port: str) -> tuple[str, ...]:
    """Return the name that the settings give for the port, where that is of another package."""
    chosen: str | None = getattr(settings, port)
    return () if chosen is None or chosen in entry_points.OURS[port] else (chosen,)


def _of_another_package(settings: Settings, port: str) -> object | None:
    """Return the adapter of another package that the settings name; None where they name one of ours or none."""
    name_of(settings, port)
    options: Mapping[str, object] = getattr(settings, f"{port}_options")
    return next((entry_points.made(port, name, options) for name in _of_others(settings, port)), None)


def _required(value: str | None, adapter: str, variable: str) -> str:
    if value is None:
        raise ConfigurationError(f"{adapter} needs {variable}.")
    return value


def works_elsewhere(settings: Settings) -> bool:
    """Return whether jobs are worked on by workers alone, not beside what takes submissions."""
    return name_of(settings, "job_queue") == "dramatiq"


def can_have_workers(settings: Settings) -> bool:
    """Return whether the queue reaches processes of their own."""
    return name_of(settings, "job_queue") != "in_process"


def clock() -> SystemClock:
    from cvparser.adapters.clock.system import SystemClock

    return SystemClock()


def key_management(settings: Settings) -> KeyManagement | None:
    """Return what wraps data keys; with encryption off, what reads those that were wrapped before.

    Raises:
        ConfigurationError: a setting is missing or not valid.
    """
    own = _of_another_package(settings, "key_management")
    if own is not None:
        return cast("KeyManagement", own)
    name = name_of(settings, "key_management")
    if settings.encryption not in {"off", "on", name}:
        raise ConfigurationError(
            "CVPARSER_KEY_MANAGEMENT and CVPARSER_ENCRYPTION differ: set CVPARSER_ENCRYPTION to on."
        )
    if settings.encryption == "on" and name is None:
        raise ConfigurationError("CVPARSER_ENCRYPTION=on needs CVPARSER_KEY_MANAGEMENT, the name of what has the keys.")
    if name == "aws_kms":
        return _kms(settings)
    if name is None:
        return None
    with _needing("encryption", "CVPARSER_ENCRYPTION"):
        from cvparser.adapters.key_management.local import LocalKeyManagement, keys_of

    text = "" if settings.encryption_keys is None else settings.encryption_keys.get_secret_value()
    return LocalKeyManagement(keys_of(text, setting="CVPARSER_ENCRYPTION_KEYS"))


def _kms(settings: Settings) -> KeyManagement:
    if settings.encryption_kms_key is None:
        raise ConfigurationError("CVPARSER_ENCRYPTION=aws_kms needs CVPARSER_ENCRYPTION_KMS_KEY.")
    with _needing("encryption,s3", "CVPARSER_ENCRYPTION"):
        import cryptography  # noqa: F401 - seals what the key's data keys are for

        from cvparser.adapters.key_management.aws_kms import AwsKmsKeyManagement
    return AwsKmsKeyManagement(
        settings.encryption_kms_key,
        endpoint=settings.encryption_kms_endpoint,
        timeout_s=settings.storage_timeout_s,
    )


def new_key(name: str) -> str:
    """Return a random key-encryption key, as `CVPARSER_ENCRYPTION_KEYS` has it.

    Raises:
        ConfigurationError: `name` is no name of a key.
    """
    with _needing("encryption", "CVPARSER_ENCRYPTION"):
        from cvparser.adapters.key_management.local import new_key as made
    return made(name)


def jobs(settings: Settings, clock: Clock, keys: KeyManagement | None, *, is_read_only: bool = False) -> JobRepository:
    own = _of_another_package(settings, "job_repository")
    if own is not None:
        return cast("JobRepository", own)
    with _needing("server", "CVPARSER_DATABASE_URL"):
        from cvparser.adapters.job_repository.placement import Placement
        from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository

    # Servers that share a database have clocks that differ; it has one.
    is_shared = not settings.database_url.startswith("sqlite")
    return SqlAlchemyJobRepository(
        settings.database_url,
        clock=None if is_shared else clock,
        timeout_s=settings.storage_timeout_s,
        is_read_only=is_read_only,
        keys=keys,
        seals=settings.encryption != "off",
        placement=Placement(
            schema=settings.database_schema,
            version_table=settings.database_version_table,
            prefix=settings.database_table_prefix,
        ),
    )


def keys(jobs: JobRepository) -> SqlAlchemyKeyStore:
    with _needing("server", "CVPARSER_ACCESS"):
        from cvparser.adapters.key_store.sqlalchemy import SqlAlchemyKeyStore
    return SqlAlchemyKeyStore(_transactions(jobs))


def tickets(jobs: JobRepository) -> SqlAlchemyTicketStore | MemoryTicketStore:
    from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository

    if not isinstance(jobs, SqlAlchemyJobRepository):
        from cvparser.adapters.ticket_store.memory import MemoryTicketStore

        return MemoryTicketStore()
    from cvparser.adapters.ticket_store.sqlalchemy import SqlAlchemyTicketStore

    return SqlAlchemyTicketStore(_transactions(jobs))


def webhooks(jobs: JobRepository, keys: KeyManagement | None, settings: Settings) -> WebhookRepository | None:
    """Return those in the database of the jobs; None where jobs of one's own are kept elsewhere."""
    from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository

    if not isinstance(jobs, SqlAlchemyJobRepository):
        return None
    from cvparser.adapters.webhook_repository.sqlalchemy import SqlAlchemyWebhookRepository

    return SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now, keys=keys, seals=settings.encryption != "off")


def webhook_sender(settings: Settings) -> WebhookSender:
    with _needing("server", "CVPARSER_MAX_WEBHOOKS"):
        from cvparser.adapters.webhook_sender.http import HttpWebhookSender
    return HttpWebhookSender(rule=settings.callbacks or STRICT, timeout_s=settings.webhook_timeout_s)


def audit_log(jobs: JobRepository, secret: bytes) -> AuditLog:
    with _needing("server", "CVPARSER_AUDIT"):
        from cvparser.adapters.audit_log.sqlalchemy import SqlAlchemyAuditLog
    return SqlAlchemyAuditLog(_transactions(jobs), secret=secret)


def audit_secret(settings: Settings) -> bytes:
    return b"" if settings.audit_key is None else settings.audit_key.get_secret_value().encode()


def _transactions(jobs: JobRepository) -> Transactions:
    from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository

    if not isinstance(jobs, SqlAlchemyJobRepository):
        raise ConfigurationError(
            "Keys and the audit log are kept in the database of the jobs: with jobs of your own, pass `keys` and "
            "`audit` as well, or set CVPARSER_AUDIT to off."
        )
    return jobs.transactions


async def is_above_policies(jobs: JobRepository) -> bool:
    from cvparser.adapters.job_repository.postgres_database import is_above_policies as is_above

    return await _transactions(jobs).read(is_above)


def pepper(settings: Settings) -> bytes:
    return b"" if settings.key_pepper is None else settings.key_pepper.get_secret_value().encode()


def authenticator(settings: Settings, keys: Callable[[], KeyStore], clock: Clock) -> Authenticator:
    if not settings.tells_owners_apart:
        from cvparser.adapters.authenticator.everyone import EveryoneAuthenticator

        return EveryoneAuthenticator()
    from cvparser.adapters.authenticator.keys import KeyAuthenticator

    by_key = KeyAuthenticator(keys(), clock=clock, pepper=pepper(settings))
    return by_key if settings.access == "keys" else _oidc(settings, by_key, clock)


def _oidc(settings: Settings, by_key: Authenticator, clock: Clock) -> Authenticator:
    if settings.oidc_issuer is None or not settings.oidc_audience:
        raise ConfigurationError("CVPARSER_ACCESS=oidc needs CVPARSER_OIDC_ISSUER and CVPARSER_OIDC_AUDIENCE.")
    with _needing("oidc", "CVPARSER_ACCESS=oidc"):
        from cvparser.adapters.authenticator.oidc import OidcAuthenticator
    from cvparser.adapters.authenticator.either import EitherAuthenticator
    from cvparser.adapters.authenticator.issuer_keys import IssuerKeys

    by_token = OidcAuthenticator(
        IssuerKeys(settings.oidc_issuer, settings.oidc_jwks_url, clock=clock),
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        owner_claim=settings.oidc_owner_claim,
        scope_prefix=settings.oidc_scope_prefix,
    )
    return EitherAuthenticator(by_key=by_key, by_token=by_token)


def sealed_files(store: FileStore, keys: DataKeys, settings: Settings) -> FileStore:
    from cvparser.adapters.file_store.encrypted import EncryptedFileStore

    return EncryptedFileStore(store, keys=keys, is_writing=settings.encryption != "off")


def shown_database(settings: Settings) -> str:
    """Return the address of the database of the jobs, without a password.

    Raises:
        ConfigurationError: it is of neither SQLite nor PostgreSQL.
    """
    with _needing("server", "CVPARSER_DATABASE_URL"):
        from cvparser.adapters.job_repository.databases import shown
    return shown(settings.database_url)


def metrics(settings: Settings) -> Metrics:
    own = _of_another_package(settings, "metrics")
    return _counted(settings) if own is None else cast("Metrics", own)


def _counted(settings: Settings) -> PrometheusMetrics:
    with _needing("server", "Counting jobs"):
        from cvparser.adapters.metrics.prometheus import PrometheusMetrics

    return PrometheusMetrics(prices=settings.model_prices)


def metrics_page(settings: Settings, counted: Metrics) -> Callable[[Mapping[str, float]], tuple[str, bytes]]:
    from cvparser.adapters.metrics.prometheus import PrometheusMetrics

    return (counted if isinstance(counted, PrometheusMetrics) else _counted(settings)).page


def tracer(settings: Settings, clock: Clock) -> Tracer:
    own = _of_another_package(settings, "tracer")
    if own is not None:
        return cast("Tracer", own)
    if name_of(settings, "tracer") == "none":
        from cvparser.adapters.tracer.none import NoTracer

        return NoTracer()
    with _needing("otel", "CVPARSER_TRACES_ENDPOINT"):
        from cvparser.adapters.tracer.opentelemetry import OpenTelemetryTracer, over_http
    endpoint = _required(settings.traces_endpoint, "CVPARSER_TRACER=opentelemetry", "CVPARSER_TRACES_ENDPOINT")
    return OpenTelemetryTracer(over_http(endpoint), clock=clock)


def files(settings: Settings) -> FileStore:
    own = _of_another_package(settings, "file_store")
    if own is not None:
        return cast("FileStore", own)
    if name_of(settings, "file_store") == "s3":
        return _bucket(settings, _required(settings.s3_bucket, "CVPARSER_FILE_STORE=s3", "CVPARSER_S3_BUCKET"))
    from cvparser.adapters.file_store.local import LocalFileStore

    return LocalFileStore(settings.file_dir)


def _bucket(settings: Settings, bucket: str) -> S3FileStore:
    if not (settings.s3_prefix or settings.s3_whole_bucket):
        raise ConfigurationError(
            "CVPARSER_S3_BUCKET needs CVPARSER_S3_PREFIX, a folder for the documents such as cvs, "
            "or CVPARSER_S3_WHOLE_BUCKET=true where the bucket is theirs alone."
        )
    with _needing("s3", "CVPARSER_S3_BUCKET"):
        from cvparser.adapters.file_store.s3 import S3FileStore
    return S3FileStore(
        bucket, prefix=settings.s3_prefix, endpoint=settings.s3_endpoint, timeout_s=settings.storage_timeout_s
    )


def events(settings: Settings) -> JobEvents:
    own = _of_another_package(settings, "job_events")
    if own is not None:
        return cast("JobEvents", own)
    if name_of(settings, "job_events") == "redis":
        with _needing("worker", "CVPARSER_REDIS_URL"):
            from cvparser.adapters.job_events.redis import RedisJobEvents
        return RedisJobEvents(_redis(settings, "CVPARSER_JOB_EVENTS=redis"))
    from cvparser.adapters.job_events.in_process import InProcessJobEvents

    return InProcessJobEvents()


def queue(settings: Settings) -> JobQueue:
    own = _of_another_package(settings, "job_queue")
    if own is not None:
        return cast("JobQueue", own)
    if name_of(settings, "job_queue") == "dramatiq":
        with _needing("worker", "CVPARSER_REDIS_URL"):
            from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
        return DramatiqJobQueue(_redis(settings, "CVPARSER_JOB_QUEUE=dramatiq"))
    from cvparser.adapters.job_queue.in_process import InProcessJobQueue

    return InProcessJobQueue()


def rate_limiter(settings: Settings, clock: Clock) -> RateLimiter:
    with _needing("server", "CVPARSER_LIMIT_REQUESTS"):
        from cvparser.adapters.rate_limiter.memory import MemoryRateLimiter
    if settings.redis_url is None:
        return MemoryRateLimiter()
    with _needing("worker", "CVPARSER_REDIS_URL"):
        from cvparser.adapters.rate_limiter.redis import RedisRateLimiter
    return RedisRateLimiter(settings.redis_url.get_secret_value(), clock=clock)


def _redis(settings: Settings, adapter: str) -> str:
    address = None if settings.redis_url is None else settings.redis_url.get_secret_value()
    return _required(address, adapter, "CVPARSER_REDIS_URL")


def inspector(settings: Settings, warm_process: WarmProcess) -> SandboxDocumentInspector:
    from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector

    return SandboxDocumentInspector(
        processes=settings.inspection_processes,
        timeout_s=settings.inspection_timeout_s,
        memory_bytes=settings.extraction_memory_mb * 2**20,
        warm_process=warm_process,
    )


def extractor(settings: Settings, warm_process: WarmProcess) -> TextExtractor:
    own = _of_another_package(settings, "text_extractor")
    if own is not None:
        return cast("TextExtractor", own)
    from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor

    return SandboxTextExtractor(
        settings.pdf_engine,
        processes=settings.extraction_processes,
        timeout_s=settings.extraction_timeout_s,
        memory_bytes=settings.extraction_memory_mb * 2**20,
        warm_process=warm_process,
        ocr=_scans(settings),
    )


#: Name -> where the engine is made, and the library that it needs.
_OCR = {
    "rapidocr": ("cvparser.adapters.ocr.rapidocr:RapidOcr", "rapidocr"),
    "tesseract": ("cvparser.adapters.ocr.tesseract:Tesseract", "PIL"),
}


def _scans(settings: Settings) -> ScanReader | None:
    name = name_of(settings, "ocr")
    if name is None or name == "off":
        return None
    from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
    from cvparser.adapters.text_extractor.scans import ScanReader

    place, library = _OCR.get(name, ("", "PIL"))
    if not _is_installed(library):
        raise ConfigurationError("CVPARSER_OCR needs more: pip install 'cvparser[ocr]'")
    choice = OcrChoice(
        place=place or entry_points.place_of("ocr", name),
        options=json.dumps(settings.ocr_options),
        most_pages=settings.ocr_pages,
    )
    return ScanReader(
        choice,
        processes=settings.extraction_processes,
        timeout_s=settings.ocr_timeout_s,
        memory_bytes=settings.ocr_memory_mb * 2**20,
    )


def detectors(settings: Settings, cpu: CpuPool) -> Sequence[PersonalDataDetector]:
    own = _of_another_package(settings, "personal_data_detector")
    others = () if own is None else (cast("PersonalDataDetector", own),)
    return (*_presidio(settings), *_onnx(settings), *_learned(settings, cpu), *others)


def _presidio(settings: Settings) -> Sequence[PersonalDataDetector]:
    if not settings.presidio and settings.personal_data_detector != "presidio":
        return ()
    with _needing("presidio", "CVPARSER_PRESIDIO"):
        from cvparser.adapters.personal_data_detector.presidio import PresidioPersonalDataDetector

    return (PresidioPersonalDataDetector(settings.presidio_model),)


def _onnx(settings: Settings) -> Sequence[PersonalDataDetector]:
    if settings.onnx_model is None:
        return ()
    with _needing("onnx", "CVPARSER_ONNX_MODEL"):
        from cvparser.adapters.personal_data_detector.onnx.detector import OnnxPersonalDataDetector

    return (OnnxPersonalDataDetector(settings.onnx_model, vetoes=settings.onnx_vetoes),)


#: Named, not imported: numpy is loaded where a text is looked at, and where nobody looks not at all.
_LEARNED = "cvparser.adapters.personal_data_detector.learned"


def _learned(settings: Settings, cpu: CpuPool) -> Sequence[PersonalDataDetector]:
    if not settings.learned and settings.personal_data_detector != "learned":
        return ()
    from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector

    return (LearnedPersonalDataDetector(cpu),)


def find_learned(settings: Settings, text: str) -> Sequence[Finding]:
    if not settings.learned:
        return ()
    from cvparser.adapters.personal_data_detector.learned.detector import find

    return find(text)


def own_categories(settings: Settings) -> tuple[OwnCategory, ...]:
    """Return the categories of personal data that the deployment adds, known to this process from now on.

    Raises:
        ConfigurationError: one cannot be used, is there twice, or its package is not installed.
    """
    if not settings.own_categories and not settings.own_categories_from:
        return ()
    from cvparser.domain.privacy.own_categories import OwnCategory, make_known, of_table

    found = list(of_table(settings.own_categories))
    for name in named(settings.own_categories_from):
        told = entry_points.extension("own_category", name)
        if isinstance(told, OwnCategory):
            found.append(told)
        elif isinstance(told, Mapping):
            found.extend(of_table(told))
        else:
            raise ConfigurationError(f"CVPARSER_OWN_CATEGORIES_FROM={name} names no OwnCategory and no table of them.")
    twice = [name for name, count in Counter(each.name for each in found).items() if count > 1]
    if twice:
        raise ConfigurationError(f"The category {twice[0]} is there twice: in CVPARSER_OWN_CATEGORIES or in packages.")
    make_known(found)
    return tuple(found)


def own_fields(settings: Settings) -> tuple[tuple[OwnField, ...], tuple[OwnSection, ...]]:
    """Return the fields that the deployment adds to the profile, and the sections that it has withheld.

    Raises:
        ConfigurationError: one was not reviewed, would be personal or is there twice, the file cannot be read, or a
            package is not installed.
    """
    if settings.own_fields is None and not settings.own_fields_from:
        return (), ()
    from cvparser.domain import own_fields as declared
    from cvparser.domain.privacy import own_sections as withheld

    table = _tables_of(settings.own_fields)
    fields, sections = list(declared.of_table(table["fields"])), list(withheld.of_table(table["sections"]))
    for name in named(settings.own_fields_from):
        told = entry_points.extension("own_field", name)
        for each in told if isinstance(told, list | tuple) else [told]:
            if isinstance(each, declared.OwnField):
                fields.append(each)
            elif isinstance(each, withheld.OwnSection):
                sections.append(each)
            else:
                raise ConfigurationError(
                    f"CVPARSER_OWN_FIELDS_FROM={name} names no OwnField, OwnSection or list of them."
                )
    declared.require_apart(fields)
    withheld.require_apart(sections)
    if not {each.name for each in fields}.isdisjoint(each.name for each in sections):
        raise ConfigurationError("A field and a section of your own have the same name.")
    withheld.make_known(sections)
    return tuple(fields), tuple(sections)


def _tables_of(file: Path | None) -> Mapping[str, Mapping[str, object]]:
    if file is None:
        return {"fields": {}, "sections": {}}
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"The file of CVPARSER_OWN_FIELDS cannot be read: {type(error).__name__}.") from None
    except ValueError:
        # Its own words quote the file.
        raise ConfigurationError("The file of CVPARSER_OWN_FIELDS is no TOML in UTF-8.") from None
    if not read.keys() <= {"fields", "sections"} or not all(isinstance(each, dict) for each in read.values()):
        raise ConfigurationError(
            "The file of CVPARSER_OWN_FIELDS has tables such as [fields.security_clearance] and "
            "[sections.salary_history], and nothing else."
        )
    return {"fields": {}, "sections": {}} | read


def processes(settings: Settings, warm_process: WarmProcess, *, patience_s: float = 0.5) -> ProcessCpuPool:
    from cvparser.adapters.cpu_pool.processes import ProcessCpuPool

    return ProcessCpuPool(
        processes=settings.cpu_processes,
        timeout_s=settings.cpu_timeout_s,
        memory_bytes=settings.cpu_memory_mb * 2**20,
        warm=_warmed(settings),
        warm_process=warm_process,
        patience_s=patience_s,
    )


def _warmed(settings: Settings) -> Sequence[Named]:
    learned = [f"{_LEARNED}.detector"] if settings.learned else []
    modules = ["cvparser.application.pure_stages", _OFFLINE, *learned]
    texts = Named("cvparser.adapters.text_extractor.reading:warm_up", (DocumentType.TEXT.value, settings.pdf_engine))
    return [texts, *(Named(f"{module}:warm_up") for module in modules)]


def language_folders(settings: Settings) -> tuple[str, ...]:
    """Return the folders of languages that the deployment adds.

    Raises:
        ConfigurationError: one has no file of words, or one that is none, or its package is not installed.
    """
    from cvparser.domain.lexicon import read_folder

    found = [] if settings.languages is None else [str(settings.languages.absolute())]
    for name in named(settings.languages_from):
        package = entry_points.extension("language", name)
        if (
            not isinstance(package, ModuleType)
            or not package.__spec__
            or not package.__spec__.submodule_search_locations
        ):
            raise ConfigurationError(f"CVPARSER_LANGUAGES_FROM={name} names no package with a folder of languages.")
        found.extend(package.__spec__.submodule_search_locations)
    for folder in found:
        read_folder(folder)
    return tuple(found)


def own_document_types(settings: Settings) -> tuple[OwnDocumentType, ...]:
    """Return the types of documents that the deployment adds, known to this process from now on.

    Raises:
        ConfigurationError: one is none, has an ending of ours, or its package is not installed.
    """
    if not settings.document_types_from:
        return ()
    from cvparser.domain.own_types import OwnDocumentType, make_known
    from cvparser.domain.sniffing import ENDINGS

    found = []
    for name in named(settings.document_types_from):
        told = entry_points.extension("document_type", name)
        if not isinstance(told, OwnDocumentType):
            raise ConfigurationError(f"CVPARSER_DOCUMENT_TYPES_FROM={name} names no OwnDocumentType.")
        if not ENDINGS.isdisjoint(told.endings):
            raise ConfigurationError(f"The type {told.name} has an ending that cvparser reads already.")
        found.append(told)
    make_known(found)
    return tuple(found)


def first(settings: Settings) -> Sequence[Named]:
    """Return what tells a process what the deployment adds, before it loads anything that reads it."""
    folders, categories = language_folders(settings), own_categories(settings)
    found = [Named("cvparser.domain.lexicon:add_folders", folders)] if folders else []
    fields, sections = own_fields(settings)
    taken = {*(each.name for each in fields), *(each.name for each in sections)}
    if not taken.isdisjoint(each.name for each in categories):
        raise ConfigurationError("A category of your own has the name of a field or section of your own.")
    if fields:
        from cvparser.domain import own_fields as declared

        found.append(Named("cvparser.domain.own_fields:use", (declared.as_text(fields),)))
    if sections:
        from cvparser.domain.privacy import own_sections as withheld

        found.append(Named("cvparser.domain.privacy.own_sections:use", (withheld.as_text(sections),)))
    if categories:
        from cvparser.domain.privacy.own_categories import as_text

        found.append(Named("cvparser.domain.privacy.own_categories:use", (as_text(categories),)))
    types = own_document_types(settings)
    if types:
        from cvparser.domain import own_types

        found.append(Named("cvparser.domain.own_types:use", (own_types.as_text(types),)))
    return found


#: Named, not imported: only who uses the parser loads it.
_OFFLINE = "cvparser.adapters.profile_parser.offline.parser"


def offline(cpu: CpuPool) -> ProfileParser:
    from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser

    return OfflineProfileParser(cpu)


def parsers(settings: Settings, offline: ProfileParser, clock: Clock) -> Mapping[ParseMode, ProfileParser]:
    own = _of_another_package(settings, "profile_parser")
    if own is not None:
        return dict.fromkeys(ParseMode, cast("ProfileParser", own))
    asks = name_of(settings, "profile_parser") == OPENAI
    return {ParseMode.ADVANCED: _model(settings, clock) if asks else offline, ParseMode.BASIC: offline}


def _model(settings: Settings, clock: Clock) -> OpenAIProfileParser:
    secret = None if settings.openai_api_key is None else settings.openai_api_key.get_secret_value()
    key = _required(secret, "CVPARSER_PROFILE_PARSER=openai", "OPENAI_API_KEY")
    with _needing("openai", "OPENAI_API_KEY"):
        from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
    from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
    from cvparser.adapters.profile_parser.openai.chat_session import RetryPolicy
    from cvparser.adapters.profile_parser.openai.limits import Limits
    from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, AnswerShape

    form = settings.model_answer_form
    return OpenAIProfileParser(
        ChatModel(
            name=settings.model,
            api_key=key,
            base_url=settings.openai_base_url,
            answer_tokens=settings.model_answer_tokens,
            answer_form=None if form == "auto" else AnswerForm(form),
            answer_shape=AnswerShape(settings.model_answer),
            own_fields=own_fields(settings)[0],
            temperature=settings.model_temperature,
            seed=settings.model_seed,
        ),
        clock=clock,
        random=SystemRandom(),
        limits=Limits(clock=clock, concurrency=settings.model_concurrency, budget=_budget(settings, clock)),
        policy=RetryPolicy(
            attempt_s=settings.model_attempt_s,
            budget_s=min(settings.model_budget_s, settings.job_deadline_s),
            calls=settings.model_calls,
        ),
    )


def _budget(settings: Settings, clock: Clock) -> LocalBudget | RedisBudget:
    requests, tokens = settings.model_requests_per_minute, settings.model_tokens_per_minute
    if settings.redis_url is None:
        from cvparser.adapters.profile_parser.openai.budget import LocalBudget

        return LocalBudget(clock=clock, requests_per_minute=requests, tokens_per_minute=tokens)
    with _needing("worker", "CVPARSER_REDIS_URL"):
        from cvparser.adapters.profile_parser.openai.redis_budget import RedisBudget
    return RedisBudget(
        settings.redis_url.get_secret_value(),
        account=(settings.openai_base_url, settings.model),
        clock=clock,
        requests_per_minute=requests,
        tokens_per_minute=tokens,
    )
