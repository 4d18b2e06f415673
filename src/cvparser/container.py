"""The container of a running service: its doors ask here for use cases, by name.

What there is and what each needs is `composition`; this hands it on. Imported only where a service or a worker starts:
the library has no need of it, and it loads FastAPI and Flask where they are installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dependency_injector import containers, providers

from cvparser.application.cancel_job import CancelJob
from cvparser.application.check_readiness import CheckReadiness
from cvparser.application.erase_job import EraseJob
from cvparser.application.issue_tickets import IssueTickets
from cvparser.application.limit_rates import LimitRates
from cvparser.application.read_job import ReadJob
from cvparser.application.record_audit import RecordAudit
from cvparser.application.redact_document import RedactDocument
from cvparser.application.retry_job import RetryJob
from cvparser.application.show_metrics import ShowMetrics
from cvparser.composition import Composition, UseCases
from cvparser.domain.access.owner import Owner
from cvparser.ports.authenticator import Authenticator


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The use cases of a running service."""

    #: Gives what may be done for an owner, who is known.
    of: Callable[[Owner], UseCases]
    authenticator: Authenticator
    issue_tickets: IssueTickets
    limit_rates: LimitRates
    #: None where nothing is recorded.
    record_audit: RecordAudit | None
    #: Of the jobs of all owners, for operators.
    read_any_job: ReadJob
    retry_any_job: RetryJob
    cancel_any_job: CancelJob
    erase_any_job: EraseJob
    #: Of nobody's jobs: nothing is stored.
    redact_document: RedactDocument
    ready: CheckReadiness
    #: Of all owners together.
    show_metrics: ShowMetrics
    #: Gives the media type and the page of what was counted in this process, and of the gauges that it is given.
    draw_metrics: Callable[[Mapping[str, float]], tuple[str, bytes]]
    #: Has the last seconds of running jobs begin; safe in a signal's handler.
    begin_drain: Callable[[], None]


class Container(containers.DeclarativeContainer):
    """Gives a service's use cases, made by the composition at the first call."""

    composition: providers.Dependency[Composition] = providers.Dependency(instance_of=Composition)

    service = providers.Singleton(
        Service,
        of=composition.provided.use_cases_of,
        authenticator=composition.provided.authenticator,
        issue_tickets=composition.provided.issue_tickets,
        limit_rates=composition.provided.limit_rates,
        record_audit=composition.provided.record_audit,
        read_any_job=composition.provided.read_any_job,
        retry_any_job=composition.provided.retry_any_job,
        cancel_any_job=composition.provided.cancel_any_job,
        erase_any_job=composition.provided.erase_any_job,
        redact_document=composition.provided.redact_document,
        ready=composition.provided.check_readiness,
        show_metrics=composition.provided.show_metrics,
        draw_metrics=composition.provided.metrics_page,
        begin_drain=composition.provided.drain.begin,
    )


def service_of(composition: Composition) -> Service:
    """Return the use cases that `composition` makes."""
    return Container(composition=composition).service()
