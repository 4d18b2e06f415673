"""The jobs of all owners, for who operates the service."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, keyed
from tests.http.served import comes_true

from cvparser.domain.access.api_key import ApiKey
from cvparser.domain.audit import Line
from cvparser.service import auditing

OPERATOR = f"{API}/operator"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("operating"), audit_key="a secret") as door:
        yield door


@pytest.fixture(scope="module")
def operators(door: KeyedDoor) -> tuple[ApiKey, str]:
    return door.key(owner="operators")


@pytest.fixture(scope="module")
def operator(door: KeyedDoor, operators: tuple[ApiKey, str]) -> Iterator[httpx.Client]:
    with door.client(operators[1]) as client:
        yield client


@pytest.fixture(scope="module")
def owner(door: KeyedDoor) -> Iterator[httpx.Client]:
    with door.client(door.key(owner="acme")[1]) as client:
        yield client


def sent(client: httpx.Client) -> str:
    answer = client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.txt", TEXT.encode())})
    return str(answer.raise_for_status().json()["job_id"])


def lines_of(door: KeyedDoor, job_id: str, *, key: ApiKey) -> list[tuple[str, str | None]]:
    """Give what a key did to a job, and whose that was, as it is written down."""

    async def read() -> list[Line]:
        async with auditing(door.settings) as read_audit:
            return [line async for line in read_audit.lines()]

    entries = [line.entry for line in asyncio.run(read())]
    return [(each.action, each.owner) for each in entries if str(each.job_id) == job_id and each.key_id == key.id]


def test_an_operator_sees_the_jobs_of_all_owners_each_with_its_owner(
    operator: httpx.Client, owner: httpx.Client
) -> None:
    job_id, own = sent(owner), sent(operator)

    jobs = {each["job_id"]: each["owner"] for each in operator.get(f"{OPERATOR}/jobs").json()["jobs"]}

    assert (jobs[job_id], jobs[own]) == ("acme", "operators")
    narrowed = operator.get(f"{OPERATOR}/jobs", params={"status": "success"}).json()["jobs"]
    assert job_id not in {each["job_id"] for each in narrowed}
    assert operator.get(f"{API}/job/{job_id}").status_code == 404
    counted = operator.get(f"{OPERATOR}/stats").json()["status_distribution"]["processing"]
    assert counted > operator.get("/stats").json()["status_distribution"]["processing"]
    assert sum(each["processing"] for each in operator.get(f"{OPERATOR}/trends").json()["steps"]) == counted


def test_an_operator_ends_tries_again_and_erases_an_owners_job_and_each_is_written_down_as_of_that_owner(
    door: KeyedDoor, operator: httpx.Client, operators: tuple[ApiKey, str], owner: httpx.Client
) -> None:
    job_id = sent(owner)

    ended = operator.post(f"{OPERATOR}/job/{job_id}/cancel").raise_for_status().json()
    again = operator.post(f"{OPERATOR}/job/{job_id}/retry").raise_for_status().json()["job_id"]
    operator.delete(f"{OPERATOR}/job/{job_id}").raise_for_status()

    assert ended["status"] == "failed"
    assert owner.get(f"{API}/job/{again}").json()["status"] == "processing"
    assert owner.get(f"{API}/job/{job_id}").json()["code"] == "job_erased"
    wanted = [("cancel", "acme"), ("retry", "acme"), ("erase", "acme")]
    assert comes_true(lambda: sorted(lines_of(door, job_id, key=operators[0])) == sorted(wanted))


def test_what_is_not_there_is_unknown_to_operators_too(operator: httpx.Client) -> None:
    missing = uuid4()

    for answer in (
        operator.post(f"{OPERATOR}/job/{missing}/cancel"),
        operator.post(f"{OPERATOR}/job/{missing}/retry"),
        operator.delete(f"{OPERATOR}/job/{missing}"),
        operator.delete(f"{OPERATOR}/job/nothing"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "job_unknown")
