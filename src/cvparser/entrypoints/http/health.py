"""Health: whether the process lives, and whether submissions can be taken."""

from __future__ import annotations

from litestar import get
from litestar.datastructures import State

from cvparser.domain.errors import StorageUnavailableError
from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.documented import Documented, problems
from cvparser.entrypoints.http.routes import answered_in_time, service_of
from cvparser.entrypoints.http.schemas import HealthBody


@get(
    "/health/live",
    summary="Whether the process answers",
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
    operation_class=Documented,
    responses=problems(503),
    tags=["health"],
    **OPEN,
)
async def ready(state: State) -> HealthBody:
    """Send no traffic while this answers 503: jobs or files cannot be reached."""
    with answered_in_time(state):
        if not await service_of(state).ready():
            raise StorageUnavailableError
    return HealthBody(status="ready")


HEALTH = [live, ready]
