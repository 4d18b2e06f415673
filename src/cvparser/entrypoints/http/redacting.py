"""Redaction for a sender who waits. Nothing of the document is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, cast

from litestar import Response, post
from litestar.datastructures import State
from litestar.params import QueryParameter
from litestar.status_codes import HTTP_200_OK

from cvparser.application.redact_document import RedactedText
from cvparser.domain.access.scope import Scope
from cvparser.domain.errors import ExtractionTimeoutError
from cvparser.domain.submission import wrong_text
from cvparser.entrypoints.http.access import needs
from cvparser.entrypoints.http.bodies import HTTPRequest, bounds_of, held, json_object, receive
from cvparser.entrypoints.http.bounds import peer_of
from cvparser.entrypoints.http.documented import TakesEither, problems
from cvparser.entrypoints.http.held_bytes import HeldBody
from cvparser.entrypoints.http.redaction_bodies import RedactionBody
from cvparser.entrypoints.http.routes import ENVELOPE, UNCACHED, service_of
from cvparser.entrypoints.http.schemas import API
from cvparser.entrypoints.http.uploads import Upload, UploadReader
from cvparser.settings import Settings

_FORM = "multipart/form-data"
Drawn = Annotated[
    bool, QueryParameter(description="Whether to say how the pages of a file with a layout, as a PDF's, are drawn.")
]


@post(
    f"{API}/redact",
    status_code=HTTP_200_OK,
    operation_class=TakesEither,
    operation_id="redactDocument",
    summary="Redact a CV",
    response_description="The text without its personal data, and where something was taken out.",
    cache_control=UNCACHED,
    responses=problems(401, 403, 408, 413, 415, 422),
    tags=["redact"],
    **needs(Scope.REDACT),
)
async def redact(request: HTTPRequest, state: State, drawing: Drawn = False) -> Response[RedactionBody]:  # noqa: FBT002 - a parameter of the query
    """A file (`multipart/form-data`) or a text (JSON) as a parser is given it. Nothing is stored.

    With `drawing=true` it is said where each word stands on its page, and where a box for what was taken out: enough to
    draw the pages from, without any part of the document's own picture.
    """
    redact_document = service_of(state).redact_document
    with held(request) as body:
        if request.headers.get("content-type", "").lower().lstrip().startswith(_FORM):
            upload = await _upload(request, body)
            redaction = partial(redact_document.file, upload.content, upload.file_name, is_drawn=drawing)
        else:
            text = (await json_object(request, body, redact_document.fields)).get("text")
            for wrong in wrong_text(text):
                raise wrong
            redaction = partial(redact_document.text, str(text))
        # From here on: who sends slowly keeps no other from being served.
        with bounds_of(request).redactions.one(peer_of(request.scope["client"])):
            return Response(RedactionBody.of(await _in_time(redaction, state)))


async def _upload(request: HTTPRequest, body: HeldBody) -> Upload:
    settings = cast("Settings", request.app.state.settings)
    reader = UploadReader(request.headers.get("content-type", ""))
    await receive(request, reader.feed, body, limit=settings.max_file_bytes + ENVELOPE)
    return reader.end()


async def _in_time(redaction: Callable[[], Awaitable[RedactedText]], state: State) -> RedactedText:
    """Return what is redacted; as long as a job may take, waiting for its turn included."""
    try:
        async with asyncio.timeout(cast("Settings", state.settings).job_deadline_s):
            return await redaction()
    except TimeoutError:
        raise ExtractionTimeoutError from None


REDACTING = [redact]
