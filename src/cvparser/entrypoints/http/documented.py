"""What OpenAPI cannot see in handlers that read their bodies themselves."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema

from cvparser.entrypoints.http.problems import MEDIA_TYPE
from cvparser.entrypoints.http.schemas import FileSubmission, ProblemBody, TextSubmission

_TITLES = {
    400: "malformed",
    404: "no such job",
    408: "the body came too slowly",
    409: "the job failed; `error_code` says why",
    410: "the job was deleted, or the endpoint is switched off",
    413: "too large",
    415: "not a CV format that is read",
    422: "a field or the document is not valid",
    503: "away for now; see `Retry-After`",
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Give the documentation of the problems that a route answers."""
    return {
        status: ResponseSpec(
            data_container=ProblemBody,
            description=f"{HTTPStatus(status).phrase}: {_TITLES[status]}",
            media_type=MEDIA_TYPE,
            generate_examples=False,
        )
        for status in statuses
    }


RETRY_AFTER = ResponseHeader(
    name="Retry-After", description="Seconds after which to look again.", documentation_only=True
)
LOCATION = ResponseHeader(name="Location", description="Where the job's status is.", documentation_only=True)


def _body(media_type: str, model: type[FileSubmission | TextSubmission]) -> RequestBody:
    schema = model.model_json_schema()
    return RequestBody(required=True, content={media_type: OpenAPIMediaType(schema=_schema(schema), examples=None)})


def _schema(schema: dict[str, Any]) -> Schema:
    kinds = {"string": "string", "object": "object"}
    return Schema(
        type=kinds.get(schema.get("type", "")),  # type: ignore[arg-type]  # Litestar takes the plain word too
        description=schema.get("description"),
        properties={name: _schema(each) for name, each in schema["properties"].items()}
        if "properties" in schema
        else None,
        required=schema.get("required"),
        enum=schema.get("enum"),
        default=schema.get("default"),
        examples=schema.get("examples"),
        format=schema.get("format"),
    )


@dataclass
class TakesFile(Operation):
    """An operation whose body is an upload."""

    def __post_init__(self) -> None:
        """Document the body."""
        self.request_body = _body("multipart/form-data", FileSubmission)


@dataclass
class TakesText(Operation):
    """An operation whose body is a text."""

    def __post_init__(self) -> None:
        """Document the body."""
        self.request_body = _body("application/json", TextSubmission)
