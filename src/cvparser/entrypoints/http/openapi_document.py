"""The OpenAPI document: what the routes say of themselves, with the schemas of the bodies as pydantic writes them.

Litestar sees handlers; it leaves out patterns and formats of bodies, schemas of headers and what is inside an event
stream, and those that generate clients need them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from litestar.openapi.plugins import JsonRenderPlugin
from pydantic.json_schema import models_json_schema

from cvparser.domain.errors import error_codes
from cvparser.domain.own_fields import OwnField, schema_of
from cvparser.domain.profile import ProfilePart
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.documented import BATCH_EVENTS, EVENT_STREAM, EVENTS, LINES, RESULT_LINES
from cvparser.entrypoints.http.examples import body_examples
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.problems import MEDIA_TYPE
from cvparser.entrypoints.http.schemas import Body
from cvparser.entrypoints.http.webhook_description import described_webhooks

Document = dict[str, Any]

_REFERENCE = "#/components/{}/{}"
_METHODS = frozenset({"get", "post", "delete", "put", "patch"})

#: What every header of an answer holds, by its name in lower case.
HEADERS: dict[str, Document] = {
    "cache-control": {"description": "Answers about jobs are kept by no cache.", "schema": {"type": "string"}},
    "deprecation": {
        "description": "Since when: RFC 9745.",
        "schema": {"type": "string", "pattern": "^@[0-9]+$", "examples": ["@1795478400"]},
    },
    "etag": {
        "description": "Names this state of the answer: send it as `If-None-Match`, and what is the same is not sent.",
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]+"$'},
    },
    "link": {"description": "The successor of the endpoint.", "schema": {"type": "string"}},
    "location": {"description": "Where the job's status is.", "schema": {"type": "string", "format": "uri-reference"}},
    "retry-after": {
        "description": "Seconds after which to ask again.",
        "schema": {"type": "integer", "minimum": 0, "examples": [1]},
    },
    "sunset": {
        "description": "When the endpoint will go: RFC 8594.",
        "schema": {"type": "string", "examples": ["Wed, 24 Nov 2027 00:00:00 GMT"]},
    },
    "www-authenticate": {
        "description": "How to be let in: RFC 6750.",
        "schema": {"type": "string", "examples": ['Bearer realm="cvparser"']},
    },
    "x-request-id": {
        "description": "Names the request: the caller's own, or one of ours.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:=/+-]{1,128}$"},
    },
}
_ALWAYS = ("X-Request-ID",)
_BY_STATUS = {
    str(HTTPStatus.UNAUTHORIZED.value): ("WWW-Authenticate",),
    str(HTTPStatus.FORBIDDEN.value): ("WWW-Authenticate",),
    str(HTTPStatus.TOO_MANY_REQUESTS.value): ("Retry-After",),
    str(HTTPStatus.SERVICE_UNAVAILABLE.value): ("Retry-After",),
}

TAGS = [
    {"name": "submit", "description": "A CV goes in; the answer is a job."},
    {"name": "batches", "description": "Many CVs go in at once, each as a job of its own."},
    {"name": "read", "description": "How a job stands, told when asked or when it moves, and what came of it."},
    {"name": "erase", "description": "What ends a job, or leaves nothing of it."},
    {"name": "users", "description": "What is held of one user: given out, erased, objected to."},
    {"name": "redact", "description": "A CV goes in; its text without personal data comes out."},
    {"name": "webhooks", "description": "Who is called when jobs end, and what was told to whom."},
    {"name": "operator", "description": "The jobs of all owners, for who operates the service."},
    {"name": "health", "description": "Whether the service can work, and how it fares."},
    {"name": "deprecated", "description": "What waits for a result while the connection is open."},
]


class LocatedDocument(JsonRenderPlugin):
    """Renders the document with the address of the service as whoever asks knows it."""

    def __init__(self, *, path: str, own_fields: Sequence[OwnField] = ()) -> None:
        super().__init__(path=path)
        self._own_fields = own_fields
        self._finished: Document | None = None

    def render(self, request: HTTPRequest, openapi_schema: Document) -> bytes:
        """Return the document."""
        if self._finished is None:
            self._finished = finished(openapi_schema, self._own_fields)
        return super().render(request, self._finished | {"servers": [{"url": location("") or "/"}]})


def finished(document: Document, own_fields: Sequence[OwnField] = ()) -> Document:
    """Return the document that Litestar made, completed; what was handed in stays as it is.

    A profile has the fields of its own that the service declares, and where it declares none, no place for any.
    """
    # Through JSON: statuses become the strings that they are in the document.
    copy: Document = json.loads(json.dumps(document, default=str))
    copy["info"] |= {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    copy["tags"] = TAGS
    copy["webhooks"] = described_webhooks()
    components = copy["components"]
    components["schemas"] = {**components.get("schemas", {}), **_schemas()}
    if own_fields:
        components["schemas"]["Profile"]["properties"]["own_fields"] = schema_of(own_fields)
    _write_out_requests(copy)
    components["headers"] = {_header_name(name): header for name, header in HEADERS.items()}
    for operation in _operations(copy):
        for status, response in operation["responses"].items():
            response["headers"] = _headers(status, response)
            _complete(operation, response)
    return copy


def _write_out_requests(document: Document) -> None:
    """Have the schema of what is sent stand with its operation, which is where it is looked for."""
    schemas = document["components"]["schemas"]
    sent = set()
    for operation in _operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            name = media["schema"].get("$ref", "").rpartition("/")[2]
            if name in schemas:
                media["schema"] = schemas[name]
                sent.add(name)
    for name in sent:
        del schemas[name]


def _operations(document: Document) -> Iterator[Document]:
    for path in document["paths"].values():
        yield from (operation for method, operation in path.items() if method in _METHODS)


def _schemas() -> Document:
    models = [(model, "serialization" if model.is_answer else "validation") for model in sorted(_bodies(Body), key=str)]
    _, found = models_json_schema(models, ref_template=_REFERENCE.format("schemas", "{model}"))  # type: ignore[arg-type]
    schemas: Document = found["$defs"]
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            # The title is the field's name again, and null is the default of what may be left out.
            field.pop("title", None)
            if field.get("default", field) is None:
                del field["default"]
    # Of the services that declare some.
    del schemas["Profile"]["properties"]["own_fields"]
    for part in ProfilePart.__subclasses__():
        # All of it is always there, and more may come: a client must live with that.
        schemas[part.__name__]["required"] = list(schemas[part.__name__]["properties"])
        del schemas[part.__name__]["additionalProperties"]
    # Not an enumeration: a client must live with codes that come later.
    schemas["ProblemBody"]["properties"]["code"]["x-extensible-enum"] = sorted(error_codes())
    return schemas


def _bodies(kind: type[Body]) -> Iterator[type[Body]]:
    for each in kind.__subclasses__():
        yield each
        yield from _bodies(each)


def _headers(status: str, response: Document) -> Document:
    names = [*response.get("headers", {}), *_ALWAYS, *_BY_STATUS.get(status, ())]
    shown = {name.lower(): name for name in names}
    return {
        name: {"$ref": _REFERENCE.format("headers", _header_name(lower))}
        for lower, name in shown.items()
        if lower in HEADERS
    }


def _header_name(lower: str) -> str:
    return "".join(part.capitalize() for part in lower.split("-"))


def _complete(operation: Document, response: Document) -> None:
    content = response.get("content", {})
    for media in content.values():
        # Again: on their way through Litestar examples lose what is null.
        whole = body_examples(media.get("schema", {}).get("$ref", "").rpartition("/")[2])
        for name, example in media.get("examples", {}).items():
            example["value"] = whole.get(name, example["value"])
    if LINES in content and operation["operationId"] == "getBatchResults":
        content[LINES] = RESULT_LINES
    if MEDIA_TYPE in content:
        codes = content[MEDIA_TYPE].get("examples", {})
        response["description"] += f". For example {', '.join(f'[`{code}`](/problems/{code})' for code in codes)}."
    if EVENT_STREAM in content:
        is_batch = operation["operationId"] == "followBatch"
        content[EVENT_STREAM] = BATCH_EVENTS if is_batch else EVENTS
        kind, body = ("batch", "BatchStatusBody") if is_batch else ("status", "StatusBody")
        operation["x-events"] = {
            kind: {"$ref": _REFERENCE.format("schemas", body)},
            "problem": {"$ref": _REFERENCE.format("schemas", "ProblemBody")},
        }
