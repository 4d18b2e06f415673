"""An owner's jobs as a list, and one of them tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import State
from litestar.params import QueryParameter
from litestar.status_codes import HTTP_202_ACCEPTED

from cvparser.domain.access.scope import Scope
from cvparser.domain.audit import Action
from cvparser.domain.job import JobStatus
from cvparser.entrypoints.http.access import needs, use_cases
from cvparser.entrypoints.http.audit import audited
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.documented import LOCATION, Documented, JobIdInPath, problems
from cvparser.entrypoints.http.figures import MAX_WINDOW_S
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.routes import UNCACHED, answered_in_time, job_id_of
from cvparser.entrypoints.http.schemas import API, JobListBody, ListedJobBody, SubmissionBody, job_path

Wanted = Annotated[JobStatus | None, QueryParameter(description="Only jobs of this status.")]
Code = Annotated[
    str | None, QueryParameter(pattern="^[a-z0-9_]{1,64}$", description="Only jobs that failed with this error's code.")
]
Within = Annotated[
    int | None, QueryParameter(ge=1, le=MAX_WINDOW_S, description="Only jobs of so many seconds back from now.")
]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Jobs at most.")]


def since_of(window: int | None) -> datetime | None:
    """Return when a window of so many seconds began; None of none."""
    return None if window is None else datetime.now(UTC) - timedelta(seconds=window)


@get(
    f"{API}/jobs",
    operation_id="listJobs",
    summary="List jobs",
    response_description="Jobs, newest first.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 503),
    tags=["read"],
    **needs(Scope.READ),
)
async def job_list(
    request: HTTPRequest,
    state: State,
    status: Wanted = None,
    code: Code = None,
    window: Within = None,
    limit: Limit = 50,
) -> JobListBody:
    """Your jobs, newest first; those of other owners are not among them."""
    async with audited(request, Action.READ_STATUS):
        with answered_in_time(state):
            jobs = await use_cases(request).read_job.newest(limit, status=status, code=code, since=since_of(window))
    return JobListBody(jobs=[ListedJobBody.of(job) for job in jobs])


@post(
    f"{API}/job/{{job_id:str}}/retry",
    status_code=HTTP_202_ACCEPTED,
    operation_id="retryJob",
    summary="Try a job again",
    response_description="The new job is stored; parsing goes on in the background.",
    operation_class=Documented,
    response_headers=[LOCATION],
    responses=problems(401, 403, 404, 409, 410),
    tags=["submit"],
    **needs(Scope.SUBMIT),
)
async def retry_job(job_id: JobIdInPath, request: HTTPRequest, state: State) -> Response[SubmissionBody]:
    """Submits the document of an ended job anew. The ended one stays as it is.

    Where the document is not kept any more, as no text is, it must be sent again: `file_gone`.
    """
    found = job_id_of(job_id)
    async with audited(request, Action.RETRY, job_id=found):
        with answered_in_time(state):
            job = await use_cases(request).retry_job(found)
    found_at = location(job_path(job))
    return Response(SubmissionBody.of(job, found_at=found_at), headers={"Location": found_at})


JOB_LISTS = [job_list, retry_job]
