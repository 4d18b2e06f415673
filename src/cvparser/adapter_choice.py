"""Which adapter a setting chooses.

Adapters are imported when they are built: what is not used is neither loaded nor needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import SystemRandom
from typing import TYPE_CHECKING

from pydantic import SecretStr

from cvparser.children.naming import Named
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import ParseMode
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.file_store import FileStore
from cvparser.ports.key_management import DataKeys, KeyManagement
from cvparser.ports.metrics import Metrics
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.settings import Settings

if TYPE_CHECKING:
    from cvparser.adapters.clock.system import SystemClock
    from cvparser.adapters.cpu_pool.processes import ProcessCpuPool
    from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
    from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector
    from cvparser.adapters.file_store.local import LocalFileStore
    from cvparser.adapters.file_store.s3 import S3FileStore
    from cvparser.adapters.job_events.in_process import InProcessJobEvents
    from cvparser.adapters.job_events.redis import RedisJobEvents
    from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
    from cvparser.adapters.job_queue.in_process import InProcessJobQueue
    from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
    from cvparser.adapters.metrics.prometheus import PrometheusMetrics
    from cvparser.adapters.profile_parser.openai.budget import LocalBudget
    from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
    from cvparser.adapters.profile_parser.openai.redis_budget import RedisBudget
    from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
    from cvparser.adapters.tracer.none import NoTracer
    from cvparser.adapters.tracer.opentelemetry import OpenTelemetryTracer


@contextmanager
def _needing(extra: str, setting: str) -> Iterator[None]:
    """Say what to install where a setting chooses an adapter whose libraries are not there."""
    try:
        yield
    except ModuleNotFoundError:
        raise ConfigurationError(f"{setting} needs more: pip install 'cvparser[{extra}]'") from None


def clock() -> SystemClock:
    from cvparser.adapters.clock.system import SystemClock

    return SystemClock()


def keys(settings: Settings) -> KeyManagement | None:
    """Return what wraps data keys; with encryption off, what reads those that were wrapped before.

    Raises:
        ConfigurationError: a setting is missing or not valid.
    """
    if settings.encryption == "aws_kms" or (settings.encryption == "off" and settings.encryption_kms_key is not None):
        return _kms(settings)
    given = settings.encryption_keys, settings.encryption_keys_file
    if None not in given:
        raise ConfigurationError("Set either CVPARSER_ENCRYPTION_KEYS or CVPARSER_ENCRYPTION_KEYS_FILE, not both.")
    if settings.encryption == "off" and given == (None, None):
        return None
    with _needing("encryption", "CVPARSER_ENCRYPTION"):
        from cvparser.adapters.key_management.local import LocalKeyManagement, keys_in, keys_of

    if settings.encryption_keys_file is not None:
        return LocalKeyManagement(keys_in(settings.encryption_keys_file, setting="CVPARSER_ENCRYPTION_KEYS_FILE"))
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


def jobs(
    settings: Settings, clock: Clock, keys: KeyManagement | None, *, is_read_only: bool = False
) -> SqlAlchemyJobRepository:
    with _needing("server", "CVPARSER_DATABASE_URL"):
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
    )


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


def metrics(settings: Settings) -> PrometheusMetrics:
    with _needing("server", "Counting jobs"):
        from cvparser.adapters.metrics.prometheus import PrometheusMetrics

    return PrometheusMetrics(prices=settings.model_prices)


def metrics_page(settings: Settings, counted: Metrics) -> Callable[[Mapping[str, float]], tuple[str, bytes]]:
    from cvparser.adapters.metrics.prometheus import PrometheusMetrics

    return (counted if isinstance(counted, PrometheusMetrics) else metrics(settings)).page


def tracer(settings: Settings, clock: Clock) -> NoTracer | OpenTelemetryTracer:
    if settings.traces_endpoint is None:
        from cvparser.adapters.tracer.none import NoTracer

        return NoTracer()
    with _needing("otel", "CVPARSER_TRACES_ENDPOINT"):
        from cvparser.adapters.tracer.opentelemetry import OpenTelemetryTracer, over_http
    return OpenTelemetryTracer(over_http(settings.traces_endpoint), clock=clock)


def files(settings: Settings) -> LocalFileStore | S3FileStore:
    if settings.s3_bucket is not None:
        return _bucket(settings, settings.s3_bucket)
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


def events(settings: Settings) -> InProcessJobEvents | RedisJobEvents:
    if settings.redis_url is not None:
        with _needing("worker", "CVPARSER_REDIS_URL"):
            from cvparser.adapters.job_events.redis import RedisJobEvents
        return RedisJobEvents(settings.redis_url.get_secret_value())
    from cvparser.adapters.job_events.in_process import InProcessJobEvents

    return InProcessJobEvents()


def queue(settings: Settings) -> InProcessJobQueue | DramatiqJobQueue:
    if settings.redis_url is not None:
        with _needing("worker", "CVPARSER_REDIS_URL"):
            from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
        return DramatiqJobQueue(settings.redis_url.get_secret_value())
    from cvparser.adapters.job_queue.in_process import InProcessJobQueue

    return InProcessJobQueue()


def inspector(settings: Settings, warm_process: WarmProcess) -> SandboxDocumentInspector:
    from cvparser.adapters.document_inspector.sandbox import SandboxDocumentInspector

    return SandboxDocumentInspector(
        processes=settings.inspection_processes,
        timeout_s=settings.inspection_timeout_s,
        memory_bytes=settings.extraction_memory_mb * 2**20,
        warm_process=warm_process,
    )


def extractor(settings: Settings, warm_process: WarmProcess) -> SandboxTextExtractor:
    from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor

    return SandboxTextExtractor(
        settings.pdf_engine,
        processes=settings.extraction_processes,
        timeout_s=settings.extraction_timeout_s,
        memory_bytes=settings.extraction_memory_mb * 2**20,
        warm_process=warm_process,
    )


def detectors(settings: Settings) -> Sequence[PersonalDataDetector]:
    return (*_presidio(settings), *_learned(settings))


def _presidio(settings: Settings) -> Sequence[PersonalDataDetector]:
    if not settings.presidio:
        return ()
    with _needing("presidio", "CVPARSER_PRESIDIO"):
        from cvparser.adapters.personal_data_detector.presidio import PresidioPersonalDataDetector

    return (PresidioPersonalDataDetector(settings.presidio_model),)


def _learned(settings: Settings) -> Sequence[PersonalDataDetector]:
    if not settings.learned:
        return ()
    with _needing("learned", "CVPARSER_LEARNED"):
        from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector

    return (LearnedPersonalDataDetector(),)


def threads() -> ThreadCpuPool:
    from cvparser.adapters.cpu_pool.threads import ThreadCpuPool

    return ThreadCpuPool()


def processes(settings: Settings, warm_process: WarmProcess) -> ProcessCpuPool:
    from cvparser.adapters.cpu_pool.processes import ProcessCpuPool

    return ProcessCpuPool(
        processes=settings.cpu_processes,
        timeout_s=settings.cpu_timeout_s,
        memory_bytes=settings.cpu_memory_mb * 2**20,
        warm=[Named("cvparser.application.parse_cv:warm_up"), Named(f"{_OFFLINE}:warm_up")],
        warm_process=warm_process,
    )


#: Named, not imported: only who uses the parser loads it.
_OFFLINE = "cvparser.adapters.profile_parser.offline.parser"


def offline(cpu: CpuPool) -> ProfileParser:
    from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser

    return OfflineProfileParser(cpu)


def parsers(settings: Settings, offline: ProfileParser, clock: Clock) -> Mapping[ParseMode, ProfileParser]:
    advanced = offline if settings.openai_api_key is None else _model(settings, settings.openai_api_key, clock)
    return {ParseMode.ADVANCED: advanced, ParseMode.BASIC: offline}


def _model(settings: Settings, key: SecretStr, clock: Clock) -> OpenAIProfileParser:
    with _needing("openai", "OPENAI_API_KEY"):
        from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
    from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
    from cvparser.adapters.profile_parser.openai.chat_session import RetryPolicy
    from cvparser.adapters.profile_parser.openai.limits import Limits
    from cvparser.adapters.profile_parser.openai.prompt import AnswerForm

    form = settings.model_answer_form
    return OpenAIProfileParser(
        ChatModel(
            name=settings.model,
            api_key=key.get_secret_value(),
            base_url=settings.openai_base_url,
            answer_tokens=settings.model_answer_tokens,
            answer_form=None if form == "auto" else AnswerForm(form),
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
