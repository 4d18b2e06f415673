"""Two owners use one service; nothing of either reaches the other, by whatever way they ask.

Runs unchanged on any set of adapters, as the canary of personal data does.
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from tests.cli.forked import cvparser
from tests.e2e.deployment import Deployment, ScaledDeployment, deployed
from tests.http.test_matrix import MATRIX
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from cvparser.domain.access.scope import Scope

API = "/api/v1/parser"
KEYS = {"CVPARSER_ACCESS": "keys", "CVPARSER_AUDIT_KEY": "a secret"}
#: The same for both: each owner has keys of its own.
AGAIN = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
SCOPES = ("submit", "read", "erase", "redact", "webhooks", "stats", "admin")


@dataclass(kw_only=True)
class Tenant:
    """One owner, with words that stand nowhere else in the world, and all that it was answered."""

    owner: str
    words: tuple[str, ...]
    key: str = ""
    jobs: list[str] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, str]:
        return {"user_id": self.words[0], "session_id": self.words[1]}

    @property
    def cv(self) -> str:
        return (
            f"Data Engineer\n\nExperience\n{self.words[2]} Ltd, Data Engineer, 03/2019 - Present\n"
            f"- Built the {self.words[3]} pipeline in Python\n\nSkills\nPython, SQL, {self.words[4]}"
        )

    def secrets(self) -> list[bytes]:
        """Give what nobody else may hear."""
        ids = [part for job in (*self.jobs, *self.batches) for part in (job, job.partition("-")[0])]
        return [text.casefold().encode() for text in (self.owner, self.key, *self.words, *ids)]


ACME = Tenant(owner="acme-kuzgun", words=("user-4f1c9", "sess-77ab1", "Karakuzgun", "Firtinaova", "Quillwort"))
BETA = Tenant(owner="beta-sahin", words=("user-93e0d", "sess-15ffe", "Akbozkurt", "Sisliyayla", "Thrumwidget"))


@pytest.fixture(scope="module", params=["embedded", "scaled"])
def deployment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("owners")
    if request.param == "embedded":
        wanted = Deployment(folder=folder, settings=KEYS)
    else:
        server = request.getfixturevalue("redis_server")
        server.empty()
        database = request.getfixturevalue("postgres").new_database_of_its_own_role()
        wanted = ScaledDeployment(folder=folder, settings=KEYS, database=database, redis_url=server.url)
    with deployed(wanted) as running:
        yield running


@pytest.fixture(scope="module")
def tenants(deployment: Deployment) -> tuple[Tenant, Tenant]:
    """Give two owners who have done all that can be done, each with its own jobs and with the other's."""
    acme, beta = (
        replace(each, key=key_of(deployment, each.owner), jobs=[], batches=[], heard=[]) for each in (ACME, BETA)
    )
    for tenant in (acme, beta):
        with client_of(deployment, tenant) as client:
            submit_all(client, tenant)
    for tenant, other in ((acme, beta), (beta, acme)):
        with client_of(deployment, tenant) as client:
            use_own(client, tenant, deployment)
            reach_across(client, tenant, other, deployment)
            reach_for_users(client, other)
    for tenant in (acme, beta):
        with client_of(deployment, tenant) as client:
            # What the other did to a user of this name was to its own.
            again = client.post(f"{API}/parse-text-async", json=tenant.fields | {"text": tenant.cv}).raise_for_status()
            tenant.jobs.append(str(again.json()["job_id"]))
            for job in tenant.jobs:
                client.delete(f"{API}/job/{job}").raise_for_status()
                assert client.get(f"{API}/job/{job}").status_code == 410
    for tenant, other in ((acme, beta), (beta, acme)):
        with client_of(deployment, tenant) as client:
            reach_across(client, tenant, other, deployment)
    return acme, beta


def key_of(deployment: Deployment, owner: str) -> str:
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    made = cvparser(
        "keys", "create", "--name", "canary", "--owner", owner, *scopes, environment=deployment.environment()
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def client_of(deployment: Deployment, tenant: Tenant) -> httpx.Client:
    def keep(response: httpx.Response) -> None:
        response.read()
        headers = b"\n".join(b"%s: %s" % header for header in response.headers.raw)
        tenant.heard.append(headers + b"\n" + response.content)

    headers = {"Authorization": f"Bearer {tenant.key}"}
    return httpx.Client(base_url=deployment.address, timeout=60, headers=headers, event_hooks={"response": [keep]})


def submit_all(client: httpx.Client, tenant: Tenant) -> None:
    text = client.post(f"{API}/parse-text-async", json=tenant.fields | {"text": tenant.cv}, headers=AGAIN)
    name = f"{tenant.words[3]}.txt"
    file = client.post(f"{API}/parse-file-async", data=tenant.fields, files={"file": (name, tenant.cv.encode())})
    label: tuple[str, tuple[None, bytes]] = ("item", (None, tenant.words[0].encode()))
    fields = [(key, (None, value.encode())) for key, value in tenant.fields.items()]
    parts = [*fields, label, ("files", (name, tenant.cv.encode()))]
    batch = client.post(f"{API}/parse-batch-async", files=parts).raise_for_status().json()["batch_id"]
    tenant.batches.append(str(batch))
    tenant.jobs += [str(answer.raise_for_status().json()["job_id"]) for answer in (text, file)]


def use_own(client: httpx.Client, tenant: Tenant, deployment: Deployment) -> None:
    for job in tenant.jobs:
        for _ in range(300):
            if client.get(f"{API}/job/{job}").json()["status"] == "success":
                break
            time.sleep(0.1)
        assert tenant.words[2] in client.get(f"{API}/result/{job}").raise_for_status().text
        client.get(f"{API}/job/{job}/events").raise_for_status()
        follow(deployment, tenant, job)
    for batch in tenant.batches:
        client.get(f"{API}/batch/{batch}/events").raise_for_status()
        tenant.jobs += [each["job_id"] for each in client.get(f"{API}/batch/{batch}").json()["items"]]
        assert tenant.words[2] in client.get(f"{API}/batch/{batch}/results").raise_for_status().text
    client.post(f"{API}/parse-text", json=tenant.fields | {"text": tenant.cv}).raise_for_status()
    assert client.get("/stats").raise_for_status().json()["status_distribution"]["success"] == 4
    for path in ("/metrics", "/stats/trends", f"{API}/jobs", "/dashboard", "/openapi.json"):
        client.get(path).raise_for_status()
    client.post(f"{API}/tickets").raise_for_status()
    client.post(f"{API}/redact", json={"text": tenant.cv}).raise_for_status()
    client.post(f"{API}/job/{tenant.jobs[0]}/cancel").raise_for_status()
    assert client.post(f"{API}/job/{tenant.jobs[0]}/retry").json()["code"] == "file_gone"
    tried = client.post(f"{API}/job/{tenant.jobs[1]}/retry").raise_for_status()
    tenant.jobs.append(str(tried.json()["job_id"]))
    export = client.get(f"{API}/users/{tenant.words[0]}/export").raise_for_status()
    with zipfile.ZipFile(io.BytesIO(export.content)) as archive:
        held = [archive.read(name) for name in archive.namelist()]
    assert json.loads(held[-1])["jobs"] == 5
    tenant.heard += held


def reach_across(client: httpx.Client, tenant: Tenant, other: Tenant, deployment: Deployment) -> None:
    for job in other.jobs:
        paths = (f"job/{job}", f"result/{job}", f"job/{job}/events", f"job/{job.upper()}", f"job/{{{job}}}")
        answers = [client.get(f"{API}/{path}") for path in paths]
        answers += [client.delete(f"{API}/job/{job}"), client.head(f"{API}/job/{job}")]
        assert {answer.status_code for answer in answers} == {404}
        follow(deployment, tenant, job)
    for batch in other.batches:
        ways = (f"batch/{batch}", f"batch/{batch}/events", f"batch/{batch}/results", f"batch/{batch.upper()}")
        answers = [client.get(f"{API}/{way}") for way in ways]
        answers += [client.post(f"{API}/batch/{batch}/cancel"), client.delete(f"{API}/batch/{batch}")]
        assert {answer.status_code for answer in answers} == {404}
    for (method, path), entry in MATRIX.items():
        # Every route of the service there is, those that come later too.
        if "{job_id}" in path and method != "WS":
            for job in other.jobs:
                answer = client.request(method, path.format(job_id=job))
                allowed = {403} if Scope.OPERATE in (entry.needs or ()) else {404, entry.foreign or entry.good}
                assert answer.status_code in allowed, (method, path)
        elif method == "GET" and "{" not in path:
            client.get(path)
    client.post(f"{API}/parse-text-async", json={"text": "x"})
    client.get("/nothing")


def reach_for_users(client: httpx.Client, other: Tenant) -> None:
    """Ask for another's user by its id, which the answers repeat: nothing is held of it, and nothing goes."""
    client.event_hooks = {}
    user = f"{API}/users/{other.words[0]}"
    with zipfile.ZipFile(io.BytesIO(client.get(f"{user}/export").raise_for_status().content)) as archive:
        assert archive.namelist() == ["export.json"]
    assert client.delete(user).raise_for_status().json()["jobs"] == 0
    client.post(f"{user}/objection").raise_for_status()


def follow(deployment: Deployment, tenant: Tenant, job: str) -> None:
    """Keep all that a WebSocket says."""
    url = f"{deployment.address.replace('http', 'ws')}{API}/job/{job}/ws"
    try:
        with connect(url, additional_headers={"Authorization": f"Bearer {tenant.key}"}) as socket:
            while True:
                tenant.heard.append(str(socket.recv()).encode())
    except (ConnectionClosed, InvalidStatus) as ended:
        tenant.heard.append(str(ended).encode())


def test_nothing_of_an_owner_reaches_the_other(tenants: tuple[Tenant, Tenant]) -> None:
    acme, beta = tenants
    for tenant, other in ((acme, beta), (beta, acme)):
        heard = b"\n".join(tenant.heard).decode("utf-8", "replace").casefold().encode()

        assert [secret for secret in other.secrets() if secret in heard] == []
        assert tenant.words[2].casefold().encode() in heard, "Its own it is told."


def test_no_key_is_written_anywhere(tenants: tuple[Tenant, Tenant], deployment: Deployment) -> None:
    written = dict(deployment.written())
    for tenant in tenants:
        secret = tenant.key.rpartition("_")[2].encode()

        assert [name for name, content in written.items() if secret in content] == []


def test_no_log_tells_whose_a_job_is(tenants: tuple[Tenant, Tenant], deployment: Deployment) -> None:
    logs = b"".join(path.read_bytes() for path in Path(deployment.folder).glob("*.log")).lower()

    assert logs
    for tenant in tenants:
        told = (tenant.owner, tenant.key, *tenant.words)
        assert [text for text in told if text.casefold().encode() in logs] == []


def test_what_is_looked_for_is_found_where_it_is() -> None:
    heard = json.dumps({"company": "Akbozkurt Ltd"}).casefold().encode()

    assert [secret for secret in replace(BETA, key="cvp_x").secrets() if secret in heard] == [b"akbozkurt"]
