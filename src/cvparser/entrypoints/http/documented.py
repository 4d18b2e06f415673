"""What OpenAPI cannot see in handlers that read their bodies themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, ClassVar

from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example, OpenAPIMediaType, Operation, Reference, RequestBody, Schema
from litestar.params import PathParameter

from cvparser.domain.batch import BatchEmptyError
from cvparser.domain.errors import CVParserError, InputError, JsonInvalidError
from cvparser.domain.job import JobStatus
from cvparser.entrypoints.http.batch_schemas import BatchFileSubmission, BatchTextSubmission
from cvparser.entrypoints.http.errors import FieldEncodingError, FileMissingError, MultipartInvalidError
from cvparser.entrypoints.http.examples import (
    BATCHES,
    PROBLEMS,
    REQUESTS,
    TO_REDACT,
    body_examples,
    problem_examples,
)
from cvparser.entrypoints.http.idempotency import PARAMETER
from cvparser.entrypoints.http.problems import MEDIA_TYPE, title_of
from cvparser.entrypoints.http.redaction_bodies import FileToRedact, TextToRedact
from cvparser.entrypoints.http.schemas import (
    Body,
    ErasureBody,
    FileSubmission,
    ProblemBody,
    StatusBody,
    TextSubmission,
)

_MEANINGS = {
    400: "malformed",
    401: "no key, or one that lets nobody in; see `WWW-Authenticate`",
    403: "for a web page of another origin, without the scope, or for a user who objected",
    404: "no such job",
    408: "the body came too slowly",
    409: "the job failed, and `error_code` says why; or the same key is under way",
    410: "the job was deleted or its time is over, or the endpoint is switched off",
    413: "too large",
    415: "not a CV format that is read, or not JSON",
    421: "for a name that is not the service's",
    422: "a field or the document is not valid",
    426: "for a WebSocket alone; see `Upgrade`",
    429: "more than a key or an address may ask for; see `Retry-After`",
    500: "our fault",
    503: "away for now; see `Retry-After`",
}

#: What any route may answer.
EVERYWHERE = (400, 421, 429, 500, 503)

RETRY_AFTER = ResponseHeader(
    name="Retry-After", description="Seconds after which to look again.", documentation_only=True
)
LOCATION = ResponseHeader(name="Location", description="Where the job's status is.", documentation_only=True)
DEPRECATION = (
    ResponseHeader(name="Deprecation", description="Since when: RFC 9745.", documentation_only=True),
    ResponseHeader(name="Sunset", description="When the endpoint will go: RFC 8594.", documentation_only=True),
    ResponseHeader(name="Link", description="The successor.", documentation_only=True),
)

#: An id in a path. What is no UUID is the id of no job.
JobIdInPath = Annotated[
    str,
    PathParameter(
        description="The job's id, as the submission answered it.",
        schema_extra={"format": "uuid"},
        examples=[Example(value="550e8400-e29b-41d4-a716-446655440000")],
    ),
]


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Return the documentation of the problems that a route answers, beside those of every route."""
    return {
        status: ResponseSpec(
            data_container=ProblemBody,
            description=f"{title_of(HTTPStatus(status))}: {_MEANINGS[status]}",
            media_type=MEDIA_TYPE,
            generate_examples=False,
        )
        for status in sorted({*EVERYWHERE, *statuses})
    }


#: What an event stream holds, as the document shows it.
EVENT_STREAM = "text/event-stream"
_TOLD = body_examples("StatusBody")
EVENTS: dict[str, Any] = {
    "schema": {
        "type": "string",
        "description": "Server-sent events. `event: status` has a `StatusBody` as its data, `event: problem` a "
        "`ProblemBody`; the `id` is the status, or the problem's code. After the end the stream closes.",
    },
    "examples": {
        "a job that succeeds": {
            "value": "".join(
                f"id: {status}\nevent: status\ndata: {json.dumps(_TOLD[status])}\nretry: 2000\n\n"
                for status in ("processing", "success")
            )
        }
    },
}

_BATCH_TOLD = body_examples("BatchStatusBody")
BATCH_EVENTS: dict[str, Any] = {
    "schema": {
        "type": "string",
        "description": "Server-sent events. `event: batch` has a `BatchStatusBody` as its data, `event: problem` a "
        "`ProblemBody`; the `id` is the batch's status, or the problem's code. After the end the stream closes.",
    },
    "examples": {
        "a batch that ends": {
            "value": "".join(
                f"id: {status}\nevent: batch\ndata: {json.dumps(_BATCH_TOLD[status])}\nretry: 2000\n\n"
                for status in ("processing", "done")
            )
        }
    },
}

#: Lines of JSON, as the document shows them.
LINES = "application/x-ndjson"
RESULT_LINES: dict[str, Any] = {
    "schema": {
        "type": "string",
        "description": "Each line is a `BatchResultBody`, as JSON.",
        "x-line": {"$ref": "#/components/schemas/BatchResultBody"},
    },
    "examples": {"a refused item": {"value": json.dumps(body_examples("BatchResultBody")["refused"]) + "\n"}},
}

ETAG = ResponseHeader(name="ETag", description="Names this result.", documentation_only=True)
NOT_MODIFIED = {
    304: ResponseSpec(
        data_container=None, description="The result is the one that `If-None-Match` names.", generate_examples=False
    )
}

STILL_PROCESSING = {
    202: ResponseSpec(
        data_container=StatusBody,
        description="Still processing: its status; see `Retry-After`.",
        generate_examples=False,
    )
}


ERASING = {
    202: ResponseSpec(
        data_container=ErasureBody,
        description="Something is left: ask again; see `Retry-After`.",
        generate_examples=False,
    )
}


@dataclass
class Documented(Operation):
    """An operation whose answers come with examples."""

    #: What a malformed request to it looks like.
    malformed: ClassVar[Sequence[CVParserError]] = (InputError(),)

    def __post_init__(self) -> None:
        """Add the examples."""
        for status, answer in (self.responses or {}).items():
            for media_type, media in (getattr(answer, "content", None) or {}).items():
                media.examples = _named(self._examples(int(status), media_type, media.schema))

    def _examples(self, status: int, media_type: str, schema: Schema | Reference) -> dict[str, Any]:
        if media_type == MEDIA_TYPE:
            return problem_examples(self.malformed if status == HTTPStatus.BAD_REQUEST else PROBLEMS[status])
        examples = body_examples(schema.ref.rpartition("_")[2] if isinstance(schema, Reference) else "")
        is_waiting = status == HTTPStatus.ACCEPTED and JobStatus.PROCESSING in examples
        return {JobStatus.PROCESSING: examples[JobStatus.PROCESSING]} if is_waiting else examples


@dataclass
class TakesFile(Documented):
    """An operation whose body is an upload."""

    malformed = (FileMissingError(), MultipartInvalidError(), FieldEncodingError())

    def __post_init__(self) -> None:
        """Document the body."""
        super().__post_init__()
        self.request_body = _body("multipart/form-data", FileSubmission)
        self.parameters = [*(self.parameters or ()), PARAMETER]


@dataclass
class TakesText(Documented):
    """An operation whose body is a text."""

    malformed = (JsonInvalidError(),)

    def __post_init__(self) -> None:
        """Document the body."""
        super().__post_init__()
        self.request_body = _body("application/json", TextSubmission)
        self.parameters = [*(self.parameters or ()), PARAMETER]


@dataclass
class TakesEither(Documented):
    """An operation whose body is a file or a text to redact."""

    malformed = (FileMissingError(), MultipartInvalidError(), JsonInvalidError())

    def __post_init__(self) -> None:
        """Document the bodies."""
        super().__post_init__()
        models: dict[str, type[Body]] = {"multipart/form-data": FileToRedact, "application/json": TextToRedact}
        self.request_body = RequestBody(
            required=True,
            content={
                media_type: OpenAPIMediaType(
                    schema=Reference(ref=f"#/components/schemas/{model.__name__}"),
                    examples=_named(TO_REDACT[media_type]),
                )
                for media_type, model in models.items()
            },
        )


@dataclass
class TakesBatch(Documented):
    """An operation whose body is many files, or texts as lines of JSON."""

    malformed = (FileMissingError(), MultipartInvalidError(), JsonInvalidError(), BatchEmptyError())

    def __post_init__(self) -> None:
        """Document the bodies."""
        super().__post_init__()
        self.parameters = [*(self.parameters or ()), PARAMETER]
        models: dict[str, type[Body]] = {
            "multipart/form-data": BatchFileSubmission,
            "application/x-ndjson": BatchTextSubmission,
        }
        self.request_body = RequestBody(
            required=True,
            content={
                media_type: OpenAPIMediaType(
                    schema=Reference(ref=f"#/components/schemas/{model.__name__}"),
                    examples=_named(BATCHES[media_type]),
                )
                for media_type, model in models.items()
            },
        )


def _named(values: Mapping[str, Any]) -> dict[str, Example | Reference]:
    return {str(name): Example(value=value) for name, value in values.items()}


def _body(media_type: str, model: type[FileSubmission | TextSubmission]) -> RequestBody:
    reference = Reference(ref=f"#/components/schemas/{model.__name__}")
    return RequestBody(
        required=True,
        description=str(model.__doc__),
        content={media_type: OpenAPIMediaType(schema=reference, examples=_named(REQUESTS[media_type]))},
    )
