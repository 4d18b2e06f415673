"""The routes of data subjects: what a client is asked by the people whose CVs it sent."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Annotated

from litestar import Response, delete, get, post
from litestar.datastructures import State
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED

from cvparser.domain.access.scope import Scope
from cvparser.domain.audit import Action
from cvparser.domain.data_subject import Exported
from cvparser.entrypoints.http.access import needs, use_cases
from cvparser.entrypoints.http.audit import audited
from cvparser.entrypoints.http.bodies import HEAD_ASKED, HTTPRequest
from cvparser.entrypoints.http.delivery import whole_or_cut
from cvparser.entrypoints.http.documented import ERASING, RETRY_AFTER, Documented, problems
from cvparser.entrypoints.http.routes import LOOK_AGAIN_S, UNCACHED, answered_in_time
from cvparser.entrypoints.http.schemas import ErasureBody, ObjectionBody
from cvparser.entrypoints.http.user_paths import USERS, user_in
from cvparser.entrypoints.http.zip_stream import zipped

#: An id in a path, as it was sent.
UserIdInPath = Annotated[
    str,
    PathParameter(
        description="The `user_id` of submissions, percent-encoded: `auth0%7C64f1c2`.",
        examples=[Example(value="user123")],
    ),
]
_ZIP = {"Content-Disposition": 'attachment; filename="export.zip"'}


@get(
    f"{USERS}{{user_id:str}}/export",
    operation_id="exportUser",
    summary="Export what is held of a user",
    response_description="A ZIP: of each job `job.json`, `result.json` and its document, and at the end `export.json`.",
    operation_class=Documented,
    cache_control=UNCACHED,
    media_type="application/zip",
    responses=problems(401, 403, 422),
    tags=["users"],
    **needs(Scope.READ, Scope.ERASE),
)
async def export_user(user_id: UserIdInPath, request: HTTPRequest) -> Stream:
    """All that is held of a user, sent while it is read. Of a user of whom nothing is held, `export.json` alone.

    It holds documents as they were submitted, which no other address gives: so it needs more than `read`. A ZIP that
    cannot be opened broke off: ask again.
    """
    user = user_in(user_id)
    async with audited(request, Action.EXPORT_USER, user_id=user, before_answer=True):
        files = use_cases(request).export_user(user)
        first = await anext(files)
    if HEAD_ASKED in request.scope["state"]:
        await files.aclose()
        return Stream(iter(()), media_type="application/zip", headers=_ZIP)
    return Stream(whole_or_cut(zipped(_after(first, files)), request), media_type="application/zip", headers=_ZIP)


async def _after(first: Exported, files: AsyncGenerator[Exported, None]) -> AsyncGenerator[Exported, None]:
    """Yield the first, which was read before the answer began, and the others."""
    yield first
    async for each in files:
        yield each


@delete(
    f"{USERS}{{user_id:str}}",
    status_code=HTTP_200_OK,
    operation_id="eraseUser",
    summary="Erase a user",
    response_description="The receipt: nothing is left of what was there when you asked.",
    operation_class=Documented,
    cache_control=UNCACHED,
    response_headers=[RETRY_AFTER],
    responses=problems(401, 403, 422) | ERASING,
    tags=["users"],
    **needs(Scope.ERASE),
)
async def erase_user(user_id: UserIdInPath, request: HTTPRequest) -> Response[ErasureBody]:
    """Removes all jobs of a user, their results, documents and checkpoints for good. Again: a receipt of nothing.

    It takes up to 15 seconds; what is left then is said with 202: ask again until you are answered 200. An objection
    stays.
    """
    user = user_in(user_id)
    async with audited(request, Action.ERASE_USER, user_id=user, before_answer=True):
        receipt = await use_cases(request).erase_user(user)
    body = ErasureBody(
        status="erased" if receipt.is_complete else "erasing",
        jobs=receipt.erased.jobs,
        files=receipt.erased.files,
        results=receipt.erased.results,
        checkpoints=receipt.erased.checkpoints,
        at=datetime.now(UTC),
    )
    if receipt.is_complete:
        return Response(body)
    return Response(body, status_code=HTTP_202_ACCEPTED, headers={"Retry-After": str(LOOK_AGAIN_S)})


@post(
    f"{USERS}{{user_id:str}}/objection",
    status_code=HTTP_200_OK,
    operation_id="objectToProcessing",
    summary="Note that a user objects",
    response_description="The objection holds.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 422),
    tags=["users"],
    **needs(Scope.ERASE),
)
async def object_to_processing(user_id: UserIdInPath, request: HTTPRequest, state: State) -> Response[ObjectionBody]:
    """From then on submissions for this user are answered with 403 `processing_objected`. Again: a no-op.

    What is there stays: delete it by the user's own address. A body is not looked at.
    """
    user = user_in(user_id)
    async with audited(request, Action.OBJECT, user_id=user, before_answer=True):
        with answered_in_time(state):
            objected_at = await use_cases(request).record_objection(user)
    return Response(ObjectionBody(objected_at=objected_at))


@delete(
    f"{USERS}{{user_id:str}}/objection",
    operation_id="liftObjection",
    summary="Lift a user's objection",
    operation_class=Documented,
    response_description="Submissions for this user are taken in.",
    responses=problems(401, 403, 422),
    tags=["users"],
    **needs(Scope.ERASE),
)
async def lift_objection(user_id: UserIdInPath, request: HTTPRequest, state: State) -> None:
    """Takes submissions for this user in again. Again, or without an objection: a no-op."""
    user = user_in(user_id)
    async with audited(request, Action.LIFT_OBJECTION, user_id=user, before_answer=True):
        with answered_in_time(state):
            await use_cases(request).record_objection.lift(user)


USER_ROUTES = [export_user, erase_user, object_to_processing, lift_objection]
