from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.http.test_routes import API, ended, submit

from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.openapi_document import finished
from cvparser.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "http.md"
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return finished(create_app(Settings()).openapi_schema.to_schema())


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def media_of(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each body of an operation, with its media type."""
    for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from holder.get("content", {}).items()


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_operation_has_an_id_that_reads_well_and_says_what_it_does(operations: list[dict[str, Any]]) -> None:
    ids = [operation["operationId"] for operation in operations]

    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"[a-z]+[A-Z][A-Za-z]{2,20}", each)] == []
    assert {"submitFile", "submitText", "getJob", "getResult", "followJob", "deleteJob"} <= set(ids)
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]


def test_every_body_has_examples_and_they_are_what_its_schema_says(
    document: dict[str, Any], operations: list[dict[str, Any]]
) -> None:
    for operation in operations:
        for kind, media in media_of(operation):
            if kind == "application/zip":
                # Bytes: an example would show nothing.
                continue
            assert media["examples"], (operation["operationId"], kind)
            validator = jsonschema.Draft202012Validator(
                media["schema"] | {"components": document["components"]},
                format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
            )
            for name, example in media["examples"].items():
                wrong = [error.message for error in validator.iter_errors(example["value"])]
                assert wrong == [], (operation["operationId"], name)


def test_every_header_of_an_answer_has_a_schema(document: dict[str, Any], operations: list[dict[str, Any]]) -> None:
    for operation in operations:
        for status, response in operation["responses"].items():
            assert {"X-Request-ID"} <= response["headers"].keys()
            assert status not in {"429", "503"} or "Retry-After" in response["headers"]
            for header in response["headers"].values():
                assert document["components"]["headers"][header["$ref"].rpartition("/")[2]]["schema"]["type"]


def test_what_is_sent_has_the_bounds_that_the_service_keeps_to(document: dict[str, Any]) -> None:
    text, form = (
        document["paths"][f"{API}/parse-{kind}-async"]["post"]["requestBody"]["content"][media_type]["schema"]
        for kind, media_type in (("text", "application/json"), ("file", "multipart/form-data"))
    )

    assert text["required"] == ["user_id", "session_id", "text"]
    assert (text["properties"]["text"]["minLength"], text["properties"]["text"]["maxLength"]) == (1, 200_000)
    assert re.fullmatch(text["properties"]["user_id"]["pattern"], "auth0|64f1c2")
    assert not re.fullmatch(text["properties"]["user_id"]["pattern"], "two words")
    assert text["properties"]["expires_in"]["minimum"] == 60
    assert form["properties"]["file"]["format"] == "binary"


def test_what_may_be_null_says_so_and_what_may_be_missing_is_not_required(document: dict[str, Any]) -> None:
    status = document["components"]["schemas"]["StatusBody"]

    assert {"type": "null"} in status["properties"]["cv_language"]["anyOf"]
    assert "cv_language" in status["required"]
    assert status["properties"]["created_at"]["format"] == "date-time"
    assert "errors" not in document["components"]["schemas"]["ProblemBody"]["required"]


def test_the_event_stream_and_the_socket_are_described(document: dict[str, Any]) -> None:
    events = document["paths"][f"{API}/job/{{job_id}}/events"]["get"]
    socket = document["paths"][f"{API}/job/{{job_id}}/ws"]["get"]

    assert events["x-events"]["status"] == {"$ref": "#/components/schemas/StatusBody"}
    (example,) = events["responses"]["200"]["content"]["text/event-stream"]["examples"].values()
    told = [json.loads(line[6:]) for line in example["value"].splitlines() if line.startswith("data: ")]
    assert [each["status"] for each in told] == ["processing", "success"]
    assert {"101", "426"} <= socket["responses"].keys()
    assert {"ticket": ["read"]} in socket["security"]


def test_the_type_of_every_problem_that_is_shown_leads_to_a_page(
    client: httpx.Client, operations: list[dict[str, Any]]
) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    problems = {
        name: example["value"]
        for operation in operations
        for kind, media in media_of(operation)
        if kind == PROBLEM
        for name, example in media["examples"].items()
    }
    assert len(problems) > 20
    for problem in problems.values():
        page = client.get(problem["type"], headers=browser)

        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert problem["code"] in page.text


def test_a_result_has_all_that_its_schema_requires(client: httpx.Client, document: dict[str, Any]) -> None:
    job_id = submit(client)["job_id"]
    ended(client, job_id)
    for path, schema in (("result", "ResultBody"), ("job", "StatusBody")):
        reference = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}

        jsonschema.validate(client.get(f"{API}/{path}/{job_id}").json(), reference)


def test_the_page_of_the_reference_names_every_path(document: dict[str, Any]) -> None:
    page = PAGE.read_text(encoding="utf-8")

    for path in document["paths"]:
        assert f"`{path.removeprefix(API)}" in page, path
