from __future__ import annotations

from pathlib import Path

import httpx
from tests.e2e.deployment import Deployment
from tests.http.test_routes import API, ended

EMPLOYERS = [f"Kestrelworks{number:02}" for number in range(12)]


def submitted(client: httpx.Client, employer: str) -> str:
    """Give the id of a job, a text or a file, with a word that stands nowhere else."""
    text = f"Data Engineer at {employer} GmbH since March 2019.\n\nSkills\nPython, SQL"
    fields = {"user_id": f"user-{employer}", "session_id": f"session-{employer}"}
    if int(employer[-2:]) % 2:
        response = client.post(f"{API}/parse-text-async", json=fields | {"text": text})
    else:
        file = (f"{employer}.txt", text.encode())
        response = client.post(f"{API}/parse-file-async", data=fields, files={"file": file})
    assert response.status_code == 202
    return str(response.json()["job_id"])


def kept(folder: Path) -> set[str]:
    """Give whose word stands in the database, its journal or a stored file, or in a name of one."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    contents = [path.name.encode() + path.read_bytes() for path in files]
    return {word for word in EMPLOYERS for content in contents if word.encode() in content}


def test_nothing_of_an_erased_job_is_left_when_204_is_answered(client: httpx.Client, deployment: Deployment) -> None:
    jobs = {employer: submitted(client, employer) for employer in EMPLOYERS}
    assert {ended(client, job_id)["status"] for job_id in jobs.values()} == {"success"}
    erased = EMPLOYERS[:8]
    assert kept(deployment.folder) == set(EMPLOYERS)

    assert {client.delete(f"{API}/job/{jobs[employer]}").status_code for employer in erased} == {204}

    assert kept(deployment.folder) == set(EMPLOYERS) - set(erased)
    assert client.get(f"{API}/result/{jobs[EMPLOYERS[-1]]}").status_code == 200
