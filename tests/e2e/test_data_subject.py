"""A person is answered by a service in processes of its own: all that is held comes, and then nothing is left."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql
from tests.e2e.deployment import Deployment, ScaledDeployment, deployed

API = "/api/v1/parser"
USER, WORD = "auth0|kuzgun-77", "Firtinaova"
ADDRESS = f"{API}/users/auth0%7Ckuzgun-77"
CV = f"Data Engineer at {WORD} Ltd since March 2019.\n\nSkills\nPython, SQL"
JOBS = 6
AUDITED = {"CVPARSER_AUDIT": "on", "CVPARSER_AUDIT_KEY": "a secret"}


@pytest.fixture(params=["embedded", "scaled"])
def deployment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deployment]:
    if request.param == "embedded":
        wanted = Deployment(folder=tmp_path, settings=AUDITED)
    else:
        server = request.getfixturevalue("redis_server")
        server.empty()
        database = request.getfixturevalue("postgres").new_database_of_its_own_role()
        wanted = ScaledDeployment(folder=tmp_path, settings=AUDITED, database=database, redis_url=server.url)
    with deployed(wanted) as running:
        yield running


def submitted(client: httpx.Client, number: int) -> str:
    fields = {"user_id": USER, "session_id": f"{WORD}-session"}
    if number % 2:
        answer = client.post(f"{API}/parse-text-async", json=fields | {"text": CV})
    else:
        file = (f"{WORD}.txt", CV.encode())
        answer = client.post(f"{API}/parse-file-async", data=fields, files={"file": file})
    return str(answer.raise_for_status().json()["job_id"])


def succeeded(client: httpx.Client, job_id: str) -> bool:
    for _ in range(300):
        status = client.get(f"{API}/job/{job_id}").json()["status"]
        if status != "processing":
            return bool(status == "success")
        time.sleep(0.1)
    return False


def rows_of(url: str) -> bytes:
    """Give all that can be read in a PostgreSQL database, as text."""
    with psycopg.connect(url, autocommit=True, options="-c cvparser.owner=*") as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        found = [
            connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))).fetchall()
            for (table,) in tables
        ]
    return repr(found).encode()


def kept(deployment: Deployment, request: pytest.FixtureRequest) -> bytes:
    """Give all that is kept anywhere, but for logs."""
    files = [path for path in deployment.folder.rglob("*") if path.is_file() and path.suffix != ".log"]
    content = b"".join(path.name.encode() + path.read_bytes() for path in files)
    if isinstance(deployment, ScaledDeployment):
        content += rows_of(deployment.database)
        with request.getfixturevalue("redis_server").client() as client:
            for key in client.scan_iter("*"):
                content += key + (client.dump(key) or b"")
    return content


def test_all_that_is_held_of_a_person_comes_and_then_nothing_is_left(
    deployment: Deployment, request: pytest.FixtureRequest
) -> None:
    with httpx.Client(base_url=deployment.address, timeout=60) as client:
        jobs = [submitted(client, number) for number in range(JOBS)]
        assert all(succeeded(client, job_id) for job_id in jobs)

        answer = client.get(f"{ADDRESS}/export").raise_for_status()
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        assert json.loads(files["export.json"])["jobs"] == JOBS
        for number, job_id in enumerate(jobs):
            assert WORD.encode() in files[f"jobs/{job_id}/result.json"]
            # A text is not kept once its job has ended.
            assert (f"jobs/{job_id}/document.txt" in files) is not bool(number % 2)

        assert WORD.encode() in kept(deployment, request)
        client.post(f"{ADDRESS}/objection").raise_for_status()
        receipt = client.delete(ADDRESS).raise_for_status().json()
        assert (receipt["status"], receipt["jobs"], receipt["files"]) == ("erased", JOBS, JOBS // 2)

        left = kept(deployment, request)
        assert (left.count(WORD.encode()), left.count(b"kuzgun-77")) == (0, 0)
        assert {client.get(f"{API}/result/{job_id}").status_code for job_id in jobs} == {410}
        refused = client.post(f"{API}/parse-text-async", json={"user_id": USER, "session_id": "s", "text": CV})
        assert (refused.status_code, refused.json()["code"]) == (403, "processing_objected")
