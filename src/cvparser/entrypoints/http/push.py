"""A job's moves, pushed: server-sent events and a WebSocket.

Both begin with the job as it stands and end with its end.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from litestar import Response, WebSocket, get, websocket
from litestar.datastructures import State
from litestar.handlers import send_websocket_stream
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage
from litestar.status_codes import HTTP_101_SWITCHING_PROTOCOLS, HTTP_204_NO_CONTENT

from cvparser.application.read_job import ReadJob
from cvparser.domain.access.scope import Scope
from cvparser.domain.audit import Action
from cvparser.domain.errors import CVParserError
from cvparser.domain.job import JobId
from cvparser.entrypoints.http.access import needs, socket_needs, use_cases
from cvparser.entrypoints.http.audit import audited
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.documented import Documented, JobIdInPath, problems
from cvparser.entrypoints.http.errors import UpgradeRequiredError
from cvparser.entrypoints.http.problems import CLOSE_CODE, json_of, problem_of
from cvparser.entrypoints.http.routes import UNCACHED, job_id_of
from cvparser.entrypoints.http.schemas import API, StatusBody

#: Milliseconds after which a client whose connection broke connects again.
RECONNECT_MS = 2_000


#: What a client is answered that has seen the end: an `EventSource` connects again for ever, unless it is told not to.
TOLD_ALL = {
    HTTP_204_NO_CONTENT: ResponseSpec(
        data_container=None, description="The end was told before: `Last-Event-ID` names it.", generate_examples=False
    )
}


@get(
    f"{API}/job/{{job_id:str}}/events",
    summary="Follow a job",
    response_description="An event `status` for each move, its data a job's status; the last is its end.",
    operation_id="followJob",
    operation_class=Documented,
    cache_control=UNCACHED,
    media_type="text/event-stream",
    responses=problems(401, 403, 404, 410) | TOLD_ALL,
    tags=["read"],
    **needs(Scope.READ, takes_ticket=True),
)
async def job_events(job_id: JobIdInPath, request: HTTPRequest) -> ServerSentEvent | Response[None]:
    """Server-sent events: the job as it stands, then each move, up to its end.

    A connection that breaks is made again by the client, and begins with the job as it stands then. A job that is
    deleted meanwhile ends with an event `problem`. An event's id is the status that it tells.
    """
    found = job_id_of(job_id)
    read_job = use_cases(request).read_job
    async with audited(request, Action.READ_STATUS, job_id=found):
        job = await read_job.status(found)
    if job.is_final and request.headers.get("last-event-id") == job.status:
        return Response(None, status_code=HTTP_204_NO_CONTENT)
    return ServerSentEvent(_events(read_job, found))


async def _events(read_job: ReadJob, job_id: JobId) -> AsyncGenerator[ServerSentEventMessage, None]:
    async with aclosing(_moves(read_job, job_id)) as moves:
        async for kind, told, body in moves:
            yield ServerSentEventMessage(data=body, event=kind, id=told, retry=RECONNECT_MS)


@get(
    f"{API}/job/{{job_id:str}}/ws",
    summary="Follow a job over a WebSocket",
    status_code=HTTP_101_SWITCHING_PROTOCOLS,
    response_description="The WebSocket is open: each message is a job's status, or a problem before it is closed.",
    operation_id="openJobSocket",
    operation_class=Documented,
    responses=problems(401, 403, 426),
    tags=["read"],
    **needs(Scope.READ, takes_ticket=True),
)
async def job_socket_without_upgrade(job_id: JobIdInPath) -> None:
    """A WebSocket that sends the same bodies as the events, as text, and closes with 1000 after the job's end.

    A problem is a message, too; then it closes with 4000 and the problem's status, such as 4404. Nothing is expected
    of the client.
    """
    raise UpgradeRequiredError


@websocket(f"{API}/job/{{job_id:str}}/ws", **socket_needs(Scope.READ))
async def job_socket(socket: WebSocket[object, object, State], job_id: JobIdInPath) -> None:
    """Send the job as it stands, then each move, up to its end; what the client sends is not looked at."""
    await socket.accept()
    try:
        read_job, found = use_cases(socket).read_job, job_id_of(job_id)
        async with audited(socket, Action.READ_STATUS, job_id=found):
            await read_job.status(found)
    except CVParserError as error:
        problem = problem_of(error)
        await socket.send_text(json_of(problem).decode())
        await socket.close(code=CLOSE_CODE + problem.status, reason=problem.code)
        return
    # What is sent is read all the same: nothing else tells that a client left, and its pongs come the same way.
    await send_websocket_stream(
        socket, _bodies(read_job, found), listen_for_disconnect=True, warn_on_data_discard=False
    )


async def _bodies(read_job: ReadJob, job_id: JobId) -> AsyncGenerator[str, None]:
    async with aclosing(_moves(read_job, job_id)) as moves:
        async for *_, body in moves:
            yield body


async def _moves(read_job: ReadJob, job_id: JobId) -> AsyncGenerator[tuple[str, str, str], None]:
    """Yield the kind, the id and the JSON of everything that is sent."""
    try:
        async with aclosing(read_job.follow(job_id)) as jobs:
            async for job in jobs:
                yield "status", job.status, StatusBody.of(job).model_dump_json()
    except CVParserError as error:
        yield "problem", error.code, json_of(problem_of(error)).decode()


PUSH = [job_events, job_socket_without_upgrade, job_socket]
