"""How the service fares: figures for Prometheus, and three for people."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from litestar import Response, get
from litestar.datastructures import State
from litestar.params import QueryParameter

from cvparser.application.show_metrics import ShowMetrics
from cvparser.domain.access.scope import Scope
from cvparser.entrypoints.http.access import needs, use_cases
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.documented import Documented, problems
from cvparser.entrypoints.http.routes import UNCACHED, answered_in_time, service_of
from cvparser.entrypoints.http.schemas import StatsBody, TrendsBody

#: Seconds: a year.
MAX_WINDOW_S = 366 * 86_400

Window = Annotated[int, QueryParameter(ge=1, le=MAX_WINDOW_S, description="Seconds back from now that jobs came in.")]


async def stats_body(show_metrics: ShowMetrics, window: int) -> StatsBody:
    """Return figures of so many seconds back from now."""
    return StatsBody.of(await show_metrics.figures(timedelta(seconds=window)), window)


async def trends_body(show_metrics: ShowMetrics, window: int) -> TrendsBody:
    """Return trends of so many seconds back from now."""
    return TrendsBody.of(await show_metrics.trends(timedelta(seconds=window)), window)


@get("/metrics", include_in_schema=False, **needs(Scope.ADMIN))
async def metrics(state: State) -> Response[bytes]:
    """Return the figures of all owners together, as Prometheus reads them."""
    with answered_in_time(state):
        gauges = await service_of(state).show_metrics.gauges()
    media_type, page = service_of(state).draw_metrics(gauges)
    return Response(page, media_type=media_type)


@get(
    "/stats",
    summary="How jobs fare",
    response_description="Figures of the jobs of the window, and of the backlog.",
    operation_id="getStats",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 503),
    tags=["health"],
    **needs(Scope.STATS),
)
async def stats(request: HTTPRequest, state: State, window: Window = 86_400) -> StatsBody:
    """How many jobs have each status, how long they take on average, which share fails."""
    with answered_in_time(state):
        return await stats_body(use_cases(request).show_metrics, window)


@get(
    "/stats/trends",
    operation_id="getTrends",
    summary="How jobs came and ended",
    response_description="The window in 24 steps, the slowest times and the most frequent errors.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 503),
    tags=["health"],
    **needs(Scope.STATS),
)
async def trends(request: HTTPRequest, state: State, window: Window = 86_400) -> TrendsBody:
    """Jobs by the time they came, the time within which 95 of 100 were done, and what failed most."""
    with answered_in_time(state):
        return await trends_body(use_cases(request).show_metrics, window)


@get("/stats", include_in_schema=False, cache_control=UNCACHED)
async def stats_of_all(state: State, window: Window = 86_400) -> StatsBody:
    """As `stats`, of all owners together."""
    with answered_in_time(state):
        return await stats_body(service_of(state).show_metrics, window)


FIGURES = [metrics, stats, trends]
#: For a port that operators alone reach, where nobody is asked who they are.
OPERATORS_FIGURES = [metrics, stats_of_all]
