"""The jobs of all owners, for who operates the service."""

from __future__ import annotations

from litestar import Response, delete, get, post
from litestar.datastructures import State
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED

from cvparser.domain.access.owner import Owner
from cvparser.domain.access.scope import Scope
from cvparser.domain.audit import Action
from cvparser.domain.errors import JobError, StorageUnavailableError
from cvparser.domain.job import JobId
from cvparser.entrypoints.http.access import needs
from cvparser.entrypoints.http.audit import audited
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.documented import Documented, JobIdInPath, problems
from cvparser.entrypoints.http.figures import Window, stats_body, trends_body
from cvparser.entrypoints.http.job_lists import Code, Limit, Wanted, Within, since_of
from cvparser.entrypoints.http.routes import UNCACHED, answered_in_time, job_id_of, service_of
from cvparser.entrypoints.http.schemas import (
    API,
    OperatorJobBody,
    OperatorJobListBody,
    StatsBody,
    StatusBody,
    SubmissionBody,
    TrendsBody,
    job_path,
)

OPERATOR = f"{API}/operator"


@get(
    f"{OPERATOR}/jobs",
    operation_id="listJobsOfAll",
    summary="List the jobs of all owners",
    response_description="Jobs, newest first, each with its owner.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 503),
    tags=["operator"],
    **needs(Scope.OPERATE, Scope.READ),
)
async def job_list_of_all(
    request: HTTPRequest,
    state: State,
    status: Wanted = None,
    code: Code = None,
    window: Within = None,
    limit: Limit = 50,
) -> OperatorJobListBody:
    """As `listJobs`, of every owner. Their results are not to be had this way."""
    since = since_of(window)
    async with audited(request, Action.READ_STATUS) as under_way:
        under_way.is_of(None)
        with answered_in_time(state):
            jobs = await service_of(state).read_any_job.newest(limit, status=status, code=code, since=since)
    return OperatorJobListBody(jobs=[OperatorJobBody.of(job) for job in jobs])


@post(
    f"{OPERATOR}/job/{{job_id:str}}/retry",
    status_code=HTTP_202_ACCEPTED,
    operation_id="retryJobOfAny",
    summary="Try any owner's job again",
    response_description="The new job is stored, as its owner's.",
    operation_class=Documented,
    responses=problems(401, 403, 404, 409, 410),
    tags=["operator"],
    **needs(Scope.OPERATE, Scope.SUBMIT),
)
async def retry_job_of_any(job_id: JobIdInPath, request: HTTPRequest, state: State) -> Response[SubmissionBody]:
    """As `retryJob`. The new job is of the same owner, by whose address alone it is found."""
    found = job_id_of(job_id)
    async with audited(request, Action.RETRY, job_id=found) as under_way:
        with answered_in_time(state):
            under_way.is_of(await _owner_of(found, state))
            job = await service_of(state).retry_any_job(found)
    return Response(SubmissionBody.of(job, found_at=job_path(job)))


@post(
    f"{OPERATOR}/job/{{job_id:str}}/cancel",
    status_code=HTTP_200_OK,
    operation_id="cancelJobOfAny",
    summary="Cancel any owner's job",
    response_description="The job as it has ended.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404, 410),
    tags=["operator"],
    **needs(Scope.OPERATE, Scope.ERASE),
)
async def cancel_job_of_any(job_id: JobIdInPath, request: HTTPRequest, state: State) -> Response[StatusBody]:
    """As `cancelJob`."""
    found = job_id_of(job_id)
    async with audited(request, Action.CANCEL, job_id=found) as under_way:
        with answered_in_time(state):
            under_way.is_of(await _owner_of(found, state))
            return Response(StatusBody.of(await service_of(state).cancel_any_job(found)))


@delete(
    f"{OPERATOR}/job/{{job_id:str}}",
    operation_id="deleteJobOfAny",
    summary="Delete any owner's job",
    response_description="Nothing of the job is left.",
    operation_class=Documented,
    responses=problems(401, 403, 404),
    tags=["operator"],
    **needs(Scope.OPERATE, Scope.ERASE),
)
async def delete_job_of_any(job_id: JobIdInPath, request: HTTPRequest, state: State) -> None:
    """As `deleteJob`."""
    found = job_id_of(job_id)
    async with audited(request, Action.ERASE, job_id=found, before_answer=True) as under_way:
        with answered_in_time(state):
            under_way.is_of(await _owner_of(found, state))
            await service_of(state).erase_any_job(found)


@get(
    f"{OPERATOR}/stats",
    operation_id="getStatsOfAll",
    summary="How the jobs of all owners fare",
    response_description="Figures of the jobs of the window, and of the backlog.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 503),
    tags=["operator"],
    **needs(Scope.OPERATE),
)
async def stats_of_all(state: State, window: Window = 86_400) -> StatsBody:
    """As `getStats`, of all owners together, and how many ids wait for a worker."""
    with answered_in_time(state):
        return await stats_body(service_of(state).show_metrics, window)


@get(
    f"{OPERATOR}/trends",
    operation_id="getTrendsOfAll",
    summary="How the jobs of all owners came and ended",
    response_description="The window in 24 steps, the slowest times and the most frequent errors.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 503),
    tags=["operator"],
    **needs(Scope.OPERATE),
)
async def trends_of_all(state: State, window: Window = 86_400) -> TrendsBody:
    """As `getTrends`, of all owners together."""
    with answered_in_time(state):
        return await trends_body(service_of(state).show_metrics, window)


async def _owner_of(job_id: JobId, state: State) -> Owner | None:
    """Return whose a job is, for the record; None of one that is not there, which what follows says."""
    service = service_of(state)
    if service.record_audit is None:
        return None
    try:
        return (await service.read_any_job.status(job_id)).owner
    except (JobError, StorageUnavailableError):
        # Not there, or not to be read without its key, which an erasure does not need.
        return None


OPERATING = [job_list_of_all, retry_job_of_any, cancel_job_of_any, delete_job_of_any]
#: Left out where figures are served on a port of their own.
OPERATING_FIGURES = [stats_of_all, trends_of_all]
