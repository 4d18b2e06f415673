"""Lines of the table of hostile inputs, by their numbers, in which something breaks around a submission."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
from tests.http.forms import API, FIELDS, FILE, FORM, IDS, UPLOAD, form
from tests.http.served import Door, served

CV = form(*IDS, FILE)
HEAD = (
    f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {len(CV)}\r\n\r\n".encode()
)


def jobs(door: Door) -> int:
    """Give how many jobs there are."""
    distribution: dict[str, int] = httpx.get(f"{door.address}/stats").json()["status_distribution"]
    return sum(distribution.values())


def test_line_62_a_client_that_leaves_leaves_a_job_or_none(tmp_path: Path) -> None:
    with served(tmp_path) as door:
        for cut in (len(CV), len(CV) - 1, len(CV) // 2, 0):
            with door.connect() as connection:
                connection.sendall(HEAD + CV[:cut])
        # What was sent before has been seen by the time that this is answered.
        httpx.post(f"{door.address}{API}/parse-text-async", json=FIELDS | {"text": "Nurse"}).raise_for_status()

        assert jobs(door) in {1, 2}
        assert len(list((tmp_path / "files").iterdir())) in {1, 2}
        assert httpx.get(f"{door.address}/health/ready").is_success


def test_line_64_where_documents_cannot_be_stored_there_is_no_job(tmp_path: Path) -> None:
    files = tmp_path / "files"
    with served(tmp_path) as door:
        shutil.rmtree(files)
        files.write_bytes(b"no folder")
        file = httpx.post(f"{door.address}{UPLOAD}", content=CV, headers={"Content-Type": FORM})
        text = httpx.post(f"{door.address}{API}/parse-text-async", json=FIELDS | {"text": "Nurse"})

        for response in (file, text):
            assert (response.status_code, response.json()["code"]) == (503, "storage_unavailable")
            assert response.headers["retry-after"]
        assert jobs(door) == 0
