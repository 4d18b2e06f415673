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
from cvparser.application.read_job import ReadJob
from cvparser.application.show_metrics import ShowMetrics
from cvparser.application.submit_job import SubmitJob
from cvparser.composition import Composition


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The use cases of a running service."""

    submit_job: SubmitJob
    read_job: ReadJob
    erase_job: EraseJob
    cancel_job: CancelJob
    ready: CheckReadiness
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
        submit_job=composition.provided.submit_job,
        read_job=composition.provided.read_job,
        cancel_job=composition.provided.cancel_job,
        erase_job=composition.provided.erase_job,
        ready=composition.provided.check_readiness,
        show_metrics=composition.provided.show_metrics,
        draw_metrics=composition.provided.metrics_page,
        begin_drain=composition.provided.drain.begin,
    )


def service_of(composition: Composition) -> Service:
    """Return the use cases that `composition` makes."""
    return Container(composition=composition).service()
