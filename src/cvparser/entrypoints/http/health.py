"""Health: whether the process lives, and whether submissions can be taken."""

from __future__ import annotations

from typing import Any, Literal

from litestar import Response, get
from litestar.datastructures import State

from cvparser.domain.errors import StorageUnavailableError
from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.documented import Documented, problems
from cvparser.entrypoints.http.routes import answered_in_time, service_of
from cvparser.entrypoints.http.schemas import HealthBody, ReadinessBody

_WORKERS: dict[bool | None, Literal["alive", "none"] | None] = {True: "alive", False: "none", None: None}


@get(
    "/health/live",
    summary="Whether the process answers",
    operation_id="getLiveness",
    operation_class=Documented,
    responses=problems(),
    tags=["health"],
    **OPEN,
)
async def live() -> HealthBody:
    """Restart the process when this does not answer."""
    return HealthBody(status="live")


@get(
    "/health/ready",
    summary="Whether submissions can be taken",
    operation_id="getReadiness",
    operation_class=Documented,
    responses=problems(503),
    tags=["health"],
    **OPEN,
)
async def ready(state: State) -> Response[ReadinessBody]:
    """Send no traffic while this answers 503: jobs or files cannot be reached.

    `workers` is `none` while no worker is alive: submissions are taken all the same, results are read, and jobs wait.
    It is left out where jobs are worked on in this process.
    """
    with answered_in_time(state):
        readiness = await service_of(state).ready()
    if not readiness.takes_submissions:
        raise StorageUnavailableError
    body = ReadinessBody(status="ready", workers=_WORKERS[readiness.is_worker_heard])
    # Any: the handler's type documents it, and what nobody can tell is left out.
    told: Response[Any] = Response(body.model_dump(exclude_none=True))
    return told


HEALTH = [live, ready]
