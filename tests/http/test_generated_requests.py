"""The OpenAPI document against the service: requests that are generated from it, valid and not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.effort import IS_FUZZED, examples
from tests.http.served import Door, served

from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.openapi_document import finished
from cvparser.settings import Settings

#: What is asked of every answer, beside that one comes.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
BOUNDED = settings(
    max_examples=examples(8, fuzzed=40),
    derandomize=not IS_FUZZED,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
#: Waits for a job to end, and nobody works here; is no request of HTTP once it is let in.
LEFT_OUT = {"parseFile", "parseText", "openJobSocket"}
DOCUMENT: dict[str, Any] = finished(create_app(Settings()).openapi_schema.to_schema()) | {"servers": [{"url": "/"}]}
CASES = [
    (path, method, mode)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if operation["operationId"] not in LEFT_OUT
    for mode in GenerationMode
    # What takes nothing can be given nothing that is wrong.
    if mode is GenerationMode.POSITIVE or {"parameters", "requestBody"} & operation.keys()
]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with served(tmp_path_factory.mktemp("generated")) as door:
        yield door


@pytest.mark.parametrize(("path", "method", "mode"), CASES)
def test_the_service_answers_what_its_document_says(door: Door, path: str, method: str, mode: GenerationMode) -> None:
    operation = schemathesis.openapi.from_dict(DOCUMENT)[path][method.upper()]

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url=door.address, checks=CHECKS, timeout=20)

    answered()
