"""Personal strings that occur nowhere else in the world go in; nothing that the service says or writes holds one.

Only the stored original may. Runs unchanged on any set of adapters: a deployment says how it starts and where it
writes.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import typst
from tests.e2e.deployment import Deployment, ScaledDeployment, deployed
from tests.servers.redis import RedisServer

CANARIES = (
    "Zümrüthan",
    "Karaçaylıoğlu",
    "zumruthan.karacayli",
    "0000 0031",
    "Yıldırımkaya",
    "Papatyagül",
    "Tekinalpay",
    "14.02.1987",
    "10000000146",
)
CV = """Zümrüthan Karaçaylıoğlu
Veri Mühendisi
zumruthan.karacayli@posta.example | +90 532 000 00 31
Papatyagül Mah. Yıldırımkaya Sok. No: 12 Daire: 5 Üsküdar / İstanbul

İş Deneyimi
Veri Mühendisi, Poyraz Lojistik A.Ş., İstanbul 03/2019 – Halen
• Zümrüthan olarak akış hattını kurdum.

Eğitim
Ege Üniversitesi, Bilgisayar Mühendisliği, Lisans 2010 – 2014

Beceriler
Python, SQL, Kafka

Kişisel Bilgiler
Doğum Tarihi: 14.02.1987
T.C. Kimlik No: 10000000146
Medeni Hali: Bekâr

Referanslar
Selçuk Tekinalpay, selcuk.tekinalpay@posta.example, 0 (212) 000 00 31
"""
FIELDS = {"user_id": "user123", "session_id": "session456"}
API = "/api/v1/parser"


def pdf_of(text: str) -> bytes:
    source = '#set page(width: 400pt, height: 700pt)\n#set document(author: "Zümrüthan Karaçaylıoğlu")\n'
    return bytes(typst.compile((source + f"#raw({json.dumps(text, ensure_ascii=False)})").encode()))


@pytest.fixture(scope="module", params=["embedded", "scaled"])
def deployment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("canary")
    wanted = Deployment(folder=folder) if request.param == "embedded" else scaled(folder, request)
    with deployed(wanted) as running:
        yield running


def scaled(folder: Path, request: pytest.FixtureRequest) -> ScaledDeployment:
    server: RedisServer = request.getfixturevalue("redis_server")
    server.empty()
    database = request.getfixturevalue("postgres").new_database()
    return ScaledDeployment(folder=folder, database=database, redis_url=server.url)


@pytest.fixture(scope="module")
def said(deployment: Deployment) -> list[bytes]:
    """Everything that the service answers, to good and to bad submissions of the canary CV."""
    answers: list[bytes] = []

    def keep(response: httpx.Response) -> None:
        response.read()
        answers.append(b"\n".join(b"%s: %s" % header for header in response.headers.raw) + b"\n" + response.content)

    with httpx.Client(base_url=deployment.address, timeout=30, event_hooks={"response": [keep]}) as client:
        good = [
            submit_text(client),
            submit_file(client, "cv.pdf", pdf_of(CV)),
            submit_file(client, "cv.txt", CV.encode()),
        ]
        failing = [
            submit_file(client, "cv.pdf", pdf_of(CV)[:2000]),
            submit_file(client, "cv.pdf", b"%PDF-1.7\n%" + CV.encode() + b"\n%%EOF"),
        ]
        refused = list(refusals(client))
        for job in good:
            assert end_of(client, job) == "success"
            client.get(f"{API}/result/{job}").raise_for_status()
            client.get(f"{API}/job/{job}/events").raise_for_status()
        for job in failing:
            assert end_of(client, job) == "failed"
            client.get(f"{API}/result/{job}")
        client.post(f"{API}/parse-text", json=FIELDS | {"text": CV}).raise_for_status()
        client.get("/metrics").raise_for_status()
        client.get("/stats").raise_for_status()
        client.delete(f"{API}/job/{good[0]}").raise_for_status()
        client.get(f"{API}/job/{good[0]}")
        assert all(response.is_client_error for response in refused)
    return answers


def submit_text(client: httpx.Client) -> str:
    response = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": CV})
    return str(response.raise_for_status().json()["job_id"])


def submit_file(client: httpx.Client, name: str, content: bytes) -> str:
    response = client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": (name, content)})
    return str(response.raise_for_status().json()["job_id"])


def refusals(client: httpx.Client) -> Iterator[httpx.Response]:
    """Bad submissions that carry the canaries in every place of a request."""
    name = "Zümrüthan Karaçaylıoğlu.exe"
    yield client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": (name, CV.encode())})
    yield client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.docx", CV.encode())})
    yield client.post(f"{API}/parse-file-async", data=FIELDS | {"user_id": CV}, files={"file": ("cv.txt", CV.encode())})
    yield client.post(f"{API}/parse-text-async", json=FIELDS | {"text": CV, "user_id": CV})
    yield client.post(f"{API}/parse-text-async", json=FIELDS | {"text": CV, "parse_mode": CV})
    yield client.post(f"{API}/parse-text-async", json=FIELDS | {"text": [CV]})
    yield client.post(f"{API}/parse-text-async", content=CV.encode(), headers={"Content-Type": "application/json"})
    yield client.post(f"{API}/parse-text-async", content=CV.encode(), headers={"Content-Type": "text/plain"})
    yield client.get(f"{API}/job/{CV.splitlines()[0]}")
    yield client.get("/Zümrüthan Karaçaylıoğlu", params={"q": CV})


def end_of(client: httpx.Client, job: str) -> str:
    for _ in range(300):
        status = str(client.get(f"{API}/job/{job}").json()["status"])
        if status != "processing":
            return status
        time.sleep(0.1)
    pytest.fail("the job did not end")


def canaries_in(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    haystack = (text + unescaped).casefold()
    return [canary for canary in CANARIES if canary.casefold() in haystack]


def test_no_answer_holds_a_personal_string(said: list[bytes]) -> None:
    assert [found for answer in said if (found := canaries_in(answer))] == []


def test_nothing_that_is_written_holds_a_personal_string(said: list[bytes], deployment: Deployment) -> None:
    assert said
    written = dict(deployment.written())

    assert any(b"Kafka" in content for content in written.values()), "The results are kept somewhere."
    assert "redis" not in written or b"PUBLISH" in written["redis"], "What Redis is told is heard."
    assert {name: found for name, content in written.items() if (found := canaries_in(content))} == {}


def test_the_originals_of_files_are_kept_and_those_of_texts_are_not(said: list[bytes], deployment: Deployment) -> None:
    assert said
    kept = sorted(path.name.partition("_")[0] for path in Path(deployment.originals).iterdir())

    assert kept == ["cv", "cv", "cv", "cv"]


def test_the_search_finds_a_canary_that_is_there() -> None:
    assert canaries_in("…Zümrüthan…".encode()) == ["Zümrüthan"]
    assert canaries_in(json.dumps("Karaçaylıoğlu").encode()) == ["Karaçaylıoğlu"]
