"""The composition root: the one place where adapters meet ports, for the library, the service and workers alike.

Choosing an adapter is configuration, never code; a program passes adapters of its own in.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from random import SystemRandom
from secrets import token_bytes
from typing import TypedDict, Unpack
from uuid import uuid4

from cvparser import adapter_choice as choose
from cvparser.application.admission_control import AdmissionControl
from cvparser.application.cancel_job import CancelJob
from cvparser.application.check_readiness import CheckReadiness
from cvparser.application.deliver_webhooks import DeliverWebhooks
from cvparser.application.drain import Drain
from cvparser.application.end_batch import EndBatch
from cvparser.application.erase_job import EraseJob
from cvparser.application.erase_user import EraseUser
from cvparser.application.export_user import ExportUser
from cvparser.application.first_steps import FIRST_STEPS_A_PROCESS
from cvparser.application.issue_tickets import IssueTickets
from cvparser.application.keep_files import KeepFiles
from cvparser.application.limit_rates import LimitRates
from cvparser.application.manage_keys import ManageKeys
from cvparser.application.manage_webhooks import ManageWebhooks
from cvparser.application.parse_cv import ParseCV
from cvparser.application.process_job import ProcessJob
from cvparser.application.purge_jobs import PurgeJobs
from cvparser.application.read_audit import ReadAudit
from cvparser.application.read_batch import ReadBatch, SharedLooks
from cvparser.application.read_job import ReadJob
from cvparser.application.record_audit import RecordAudit
from cvparser.application.record_objection import RecordObjection
from cvparser.application.recover_jobs import RecoverJobs
from cvparser.application.redact_cv import RedactCV
from cvparser.application.redact_document import RedactDocument
from cvparser.application.renew_leases import RenewLeases
from cvparser.application.retry_job import RetryJob
from cvparser.application.rewrap_data_keys import RewrapDataKeys
from cvparser.application.show_metrics import ShowMetrics
from cvparser.application.submit_batch import SubmitBatch
from cvparser.application.submit_job import SubmitJob
from cvparser.application.worker import Worker
from cvparser.children.warm_process import WarmProcess
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import ParseMode
from cvparser.ports.audit_log import AuditLog
from cvparser.ports.authenticator import Authenticator
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.document_inspector import DocumentInspector
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_queue import JobQueue
from cvparser.ports.job_repository import JobLifecycle, JobRepository, OwnedJobs
from cvparser.ports.key_management import DataKeys, KeepsDataKeys, KeyManagement
from cvparser.ports.key_store import KeyStore
from cvparser.ports.metrics import Metrics
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.ports.rate_limiter import RateLimiter
from cvparser.ports.text_extractor import TextExtractor
from cvparser.ports.ticket_store import TicketStore
from cvparser.ports.tracer import Tracer
from cvparser.ports.webhook_repository import WebhookRepository
from cvparser.ports.webhook_sender import WebhookSender
from cvparser.settings import Settings

#: Path below which a service's addresses are, behind `CVPARSER_PATH_PREFIX`.
API = "/api/v1/parser"


class Adapters(TypedDict, total=False):
    """Adapters of one's own, by the port; what is left out is what the settings choose."""

    audit: AuditLog
    authenticator: Authenticator
    clock: Clock
    cpu: CpuPool
    detectors: Sequence[PersonalDataDetector]
    events: JobEvents
    extractor: TextExtractor
    files: FileStore
    inspector: DocumentInspector
    jobs: JobRepository
    key_management: KeyManagement
    keys: KeyStore
    metrics: Metrics
    rate_limiter: RateLimiter
    #: Serves every mode.
    parser: ProfileParser
    queue: JobQueue
    tickets: TicketStore
    tracer: Tracer
    webhook_sender: WebhookSender
    webhooks: WebhookRepository


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """What is done for one owner. There is no other way from a user's request to a job."""

    submit_job: SubmitJob
    read_job: ReadJob
    cancel_job: CancelJob
    retry_job: RetryJob
    erase_job: EraseJob
    submit_batch: SubmitBatch
    read_batch: ReadBatch
    end_batch: EndBatch
    export_user: ExportUser
    erase_user: EraseUser
    record_objection: RecordObjection
    show_metrics: ShowMetrics
    #: None where nobody is called.
    manage_webhooks: ManageWebhooks | None


class Composition:
    """What there is, and what each needs: adapters and use cases, each made when it is first asked for.

    Args:
        settings: Choose the adapters that are not passed in.
        is_read_only: Whether jobs are only looked at: nothing is written or made.
        adapters: Adapters of one's own, opened and closed by who made them.

    Raises (when what needs it is asked for):
        ConfigurationError: a setting cannot be followed; the message names it.
    """

    def __init__(self, settings: Settings, *, is_read_only: bool = False, **adapters: Unpack[Adapters]) -> None:
        self.settings = settings
        self._is_read_only = is_read_only
        self._given = adapters

    def opening(self, adapter: object) -> AbstractAsyncContextManager[object]:
        """Return what opens and closes `adapter`: nothing where it was passed in, or holds nothing open."""
        is_given = any(adapter is each for each in self._given.values())
        return adapter if isinstance(adapter, AbstractAsyncContextManager) and not is_given else nullcontext(adapter)

    @asynccontextmanager
    async def opened_parsers(self) -> AsyncIterator[None]:
        """Open the parsers that hold something open, each once; close them at the end."""
        async with AsyncExitStack() as stack:
            for parser in {id(each): each for each in self.parsers.values()}.values():
                await stack.enter_async_context(self.opening(parser))
            yield

    @cached_property
    def clock(self) -> Clock:
        return self._given.get("clock") or choose.clock()

    @cached_property
    def key_management(self) -> KeyManagement | None:
        """What wraps data keys; None where there is nothing."""
        return self._given.get("key_management") or choose.key_management(self.settings)

    @cached_property
    def jobs(self) -> JobRepository:
        return self._given.get("jobs") or choose.jobs(
            self.settings, self.clock, self.key_management, is_read_only=self._is_read_only
        )

    @property
    def data_keys(self) -> DataKeys | None:
        """The data keys of the jobs; None where jobs of one's own have none.

        Raises:
            ConfigurationError: they have none, and something is to be encrypted.
        """
        if isinstance(self.jobs, KeepsDataKeys):
            return self.jobs.data_keys
        if self.settings.encryption != "off":
            raise ConfigurationError(
                "CVPARSER_ENCRYPTION needs jobs with data keys: set it to off, or leave out `jobs`."
            )
        return None

    @cached_property
    def stored_files(self) -> FileStore:
        """Files as they are stored."""
        return self._given.get("files") or choose.files(self.settings)

    @cached_property
    def files(self) -> FileStore:
        """Files as they were submitted."""
        keys = self.data_keys
        return self.stored_files if keys is None else choose.sealed_files(self.stored_files, keys, self.settings)

    @cached_property
    def events(self) -> JobEvents:
        return self._given.get("events") or choose.events(self.settings)

    @cached_property
    def metrics(self) -> Metrics:
        return self._given.get("metrics") or choose.metrics(self.settings)

    @cached_property
    def metrics_page(self) -> Callable[[Mapping[str, float]], tuple[str, bytes]]:
        """The page of the metrics; of metrics of one's own, which are shown elsewhere, it has the gauges alone."""
        return choose.metrics_page(self.settings, self.metrics)

    @cached_property
    def tracer(self) -> Tracer:
        return self._given.get("tracer") or choose.tracer(self.settings, self.clock)

    @cached_property
    def warm_process(self) -> WarmProcess:
        """One for all that work in children: what it has loaded, they share."""
        return WarmProcess(choose.first(self.settings))

    @cached_property
    def inspector(self) -> DocumentInspector:
        return self._given.get("inspector") or choose.inspector(self.settings, self.warm_process)

    @cached_property
    def extractor(self) -> TextExtractor:
        return self._given.get("extractor") or choose.extractor(self.settings, self.warm_process)

    @cached_property
    def detectors(self) -> Sequence[PersonalDataDetector]:
        given = self._given.get("detectors")
        return choose.detectors(self.settings, self.cpu) if given is None else given

    @cached_property
    def cpu(self) -> CpuPool:
        given = self._given.get("cpu")
        if given is not None and choose.first(self.settings):
            raise ConfigurationError(
                "What you add to languages, categories and fields is for our processes: leave out `cpu`."
            )
        return given or choose.processes(self.settings, self.warm_process)

    @cached_property
    def offline(self) -> ProfileParser:
        return choose.offline(self.cpu)

    @cached_property
    def parsers(self) -> Mapping[ParseMode, ProfileParser]:
        given = self._given.get("parser")
        if given is not None:
            return dict.fromkeys(ParseMode, given)
        return choose.parsers(self.settings, self.offline, self.clock)

    @cached_property
    def redact_cv(self) -> RedactCV:
        return RedactCV(extractor=self.extractor, cpu=self.cpu, detectors=self.detectors)

    @cached_property
    def redact_document(self) -> RedactDocument:
        return RedactDocument(
            inspector=self.inspector, redact_cv=self.redact_cv, metrics=self.metrics, clock=self.clock
        )

    @cached_property
    def parse_cv(self) -> ParseCV:
        return ParseCV(
            redact_cv=self.redact_cv,
            parsers=self.parsers,
            cpu=self.cpu,
            clock=self.clock,
            fallback=self.offline if self.settings.offline_fallback else None,
        )

    @cached_property
    def worker_id(self) -> WorkerId:
        """This process, among those that work on jobs."""
        return WorkerId(uuid4())

    @cached_property
    def renew_leases(self) -> RenewLeases:
        return RenewLeases(
            jobs=self.jobs,
            clock=self.clock,
            lease=self.settings.lease,
            worker=self.worker_id,
            silence=timedelta(seconds=self.settings.watchdog_s),
        )

    @cached_property
    def process_job(self) -> ProcessJob:
        return ProcessJob(
            keep_files=self.keep_files,
            max_calls=self.settings.model_calls_per_job,
            metrics=self.metrics,
            tracer=self.tracer,
            jobs=self.jobs,
            files=self.files,
            events=self.events,
            parse_cv=self.parse_cv,
            renew_leases=self.renew_leases,
            lease=self.settings.lease,
            worker=self.worker_id,
            clock=self.clock,
        )

    @cached_property
    def drain(self) -> Drain:
        return Drain(timedelta(seconds=self.settings.drain_s), clock=self.clock)

    @cached_property
    def queue(self) -> JobQueue:
        return self._given.get("queue") or choose.queue(self.settings)

    @cached_property
    def worker(self) -> Worker:
        return Worker(
            queue=self.queue,
            process_job=self.process_job,
            slots=self.settings.workers,
            most_first_steps=FIRST_STEPS_A_PROCESS * self.settings.cpu_processes,
            drain=self.drain,
        )

    @cached_property
    def admission_control(self) -> AdmissionControl:
        return AdmissionControl(
            jobs=self.jobs,
            clock=self.clock,
            max_jobs=self.settings.max_backlog_jobs,
            max_wait=timedelta(seconds=self.settings.max_wait_s),
            is_by_owner=self.settings.tells_owners_apart,
        )

    @cached_property
    def keep_files(self) -> KeepFiles:
        return KeepFiles(notes=self.jobs, files=self.files, retention=self.settings.retention)

    def use_cases_of(self, owner: Owner) -> UseCases:
        """Return what is done for an owner: everything in it is given the jobs of that owner alone."""
        jobs = self.jobs.of(owner)
        submit_job, cancel_job = self._submit_job(jobs), self._cancel_job(jobs)
        manage_webhooks = self._manage_webhooks(owner)
        return UseCases(
            submit_job=submit_job,
            read_job=ReadJob(jobs=jobs, events=self.events, retention=self.settings.retention),
            cancel_job=cancel_job,
            retry_job=RetryJob(jobs=jobs, files=self.files, submit_job_of=lambda _: submit_job),
            erase_job=self._erase_job(jobs),
            submit_batch=SubmitBatch(
                jobs=jobs,
                submit_job=submit_job,
                new_id=uuid4,
                most_items=self.settings.max_batch_items,
                retention=self.settings.retention,
                answers_kept=timedelta(seconds=self.settings.idempotency_s),
            ),
            read_batch=ReadBatch(
                jobs=jobs, shared_looks=self.shared_looks, clock=self.clock, retention=self.settings.retention
            ),
            end_batch=EndBatch(jobs=jobs, cancel_job=cancel_job, files=self.files, events=self.events),
            export_user=ExportUser(jobs=jobs, files=self.files, clock=self.clock),
            erase_user=EraseUser(jobs=jobs, files=self.files, events=self.events, clock=self.clock),
            record_objection=RecordObjection(jobs=jobs),
            show_metrics=ShowMetrics(
                jobs=jobs, queue=None if self.settings.tells_owners_apart else self.queue, parsers=self.parsers
            ),
            manage_webhooks=manage_webhooks,
        )

    @cached_property
    def webhooks(self) -> WebhookRepository | None:
        """None where nobody is to be called, or jobs of one's own are kept without webhooks."""
        if self.settings.callbacks is None:
            return None
        return self._given.get("webhooks") or choose.webhooks(self.jobs, self.key_management, self.settings)

    @cached_property
    def webhook_sender(self) -> WebhookSender:
        return self._given.get("webhook_sender") or choose.webhook_sender(self.settings)

    @cached_property
    def deliver_webhooks(self) -> DeliverWebhooks | None:
        if self.webhooks is None:
            return None
        return DeliverWebhooks(
            webhooks=self.webhooks,
            sender=self.webhook_sender,
            clock=self.clock,
            metrics=self.metrics,
            chance=SystemRandom().random,
            slots=self.settings.max_webhooks,
            api=f"{self.settings.path_prefix}{API}",
        )

    def _manage_webhooks(self, owner: Owner) -> ManageWebhooks | None:
        if self.webhooks is None or self.settings.callbacks is None:
            return None
        return ManageWebhooks(
            webhooks=self.webhooks.of(owner), new_id=uuid4, random=token_bytes, rule=self.settings.callbacks
        )

    @cached_property
    def shared_looks(self) -> SharedLooks:
        return SharedLooks(self.clock)

    def _submit_job(self, jobs: OwnedJobs) -> SubmitJob:
        manage_webhooks = self._manage_webhooks(jobs.owner)
        return SubmitJob(
            prepare_callbacks=None if manage_webhooks is None else manage_webhooks.prepare_callbacks,
            inspector=self.inspector,
            admission_control=self.admission_control,
            keep_files=self.keep_files,
            jobs=jobs,
            queue=self.queue,
            clock=self.clock,
            new_id=uuid4,
            deadline=timedelta(seconds=self.settings.job_deadline_s),
            store_by_id=self.settings.store_by_id,
            retention=self.settings.retention,
            answers_kept=timedelta(seconds=self.settings.idempotency_s),
        )

    @cached_property
    def read_any_job(self) -> ReadJob:
        """For operators: the jobs of all owners."""
        return ReadJob(jobs=self.jobs, events=self.events, retention=self.settings.retention)

    @cached_property
    def keys(self) -> KeyStore:
        return self._given.get("keys") or choose.keys(self.jobs)

    @cached_property
    def tickets(self) -> TicketStore:
        return self._given.get("tickets") or choose.tickets(self.jobs)

    @cached_property
    def audit_log(self) -> AuditLog:
        return self._given.get("audit") or choose.audit_log(self.jobs, choose.audit_secret(self.settings))

    @cached_property
    def record_audit(self) -> RecordAudit | None:
        """Records what is done to jobs; None where nothing is to be."""
        return self._record_audit() if self.settings.is_audited else None

    @cached_property
    def record_keys(self) -> RecordAudit | None:
        """Records what is done to keys: by commands, which need not know how the service lets people in."""
        return None if self.settings.audit == "off" else self._record_audit()

    def _record_audit(self) -> RecordAudit:
        return RecordAudit(
            log=self.audit_log,
            clock=self.clock,
            new_id=uuid4,
            secret=choose.audit_secret(self.settings),
            kept_for=timedelta(seconds=self.settings.keep_audit_s),
        )

    @cached_property
    def read_audit(self) -> ReadAudit:
        return ReadAudit(log=self.audit_log, secret=choose.audit_secret(self.settings))

    @cached_property
    def manage_keys(self) -> ManageKeys:
        return ManageKeys(
            keys=self.keys,
            clock=self.clock,
            random=token_bytes,
            pepper=choose.pepper(self.settings),
            record_audit=self.record_keys,
        )

    @cached_property
    def issue_tickets(self) -> IssueTickets:
        return IssueTickets(tickets=self.tickets, clock=self.clock, random=token_bytes)

    @cached_property
    def authenticator(self) -> Authenticator:
        given = self._given.get("authenticator")
        return given or choose.authenticator(self.settings, lambda: self.keys, self.clock)

    @cached_property
    def rate_limiter(self) -> RateLimiter:
        return self._given.get("rate_limiter") or choose.rate_limiter(self.settings, self.clock)

    @cached_property
    def limit_rates(self) -> LimitRates:
        return LimitRates(
            limiter=self.rate_limiter,
            defaults=self.settings.limits,
            limits_addresses=self.settings.limit_addresses,
        )

    @cached_property
    def retry_any_job(self) -> RetryJob:
        return RetryJob(
            jobs=self.jobs, files=self.files, submit_job_of=lambda owner: self._submit_job(self.jobs.of(owner))
        )

    @cached_property
    def cancel_any_job(self) -> CancelJob:
        return self._cancel_job(self.jobs)

    @cached_property
    def erase_any_job(self) -> EraseJob:
        return self._erase_job(self.jobs)

    def _erase_job(self, jobs: OwnedJobs | JobLifecycle) -> EraseJob:
        return EraseJob(jobs=jobs, files=self.files, events=self.events, clock=self.clock)

    def _cancel_job(self, jobs: OwnedJobs | JobLifecycle) -> CancelJob:
        return CancelJob(jobs=jobs, events=self.events, metrics=self.metrics, keep_files=self.keep_files)

    @cached_property
    def show_metrics(self) -> ShowMetrics:
        return ShowMetrics(jobs=self.jobs, workers=self.jobs, queue=self.queue, parsers=self.parsers)

    @cached_property
    def check_readiness(self) -> CheckReadiness:
        works_elsewhere = self.settings.redis_url is not None
        return CheckReadiness(
            jobs=self.jobs,
            workers=self.jobs,
            files=self.files,
            works_elsewhere=works_elsewhere,
            is_encrypting=self.settings.encryption != "off",
        )

    @property
    def rewrap_data_keys(self) -> RewrapDataKeys:
        """Raises ConfigurationError where there is no key that writes."""
        if self.key_management is None or self.data_keys is None:
            raise ConfigurationError("There are no key-encryption keys: set CVPARSER_ENCRYPTION.")
        return RewrapDataKeys(data_keys=self.data_keys, keys=self.key_management)

    @cached_property
    def purge_jobs(self) -> PurgeJobs:
        return PurgeJobs(
            jobs=self.jobs,
            files=self.files,
            events=self.events,
            metrics=self.metrics,
            retention=self.settings.retention,
        )

    @cached_property
    def recover_jobs(self) -> RecoverJobs:
        return RecoverJobs(
            purge_jobs=self.purge_jobs,
            record_audit=self.record_audit,
            keep_files=self.keep_files,
            metrics=self.metrics,
            jobs=self.jobs,
            queue=self.queue,
            events=self.events,
            clock=self.clock,
            interval=timedelta(seconds=self.settings.recovery_interval_s),
        )
