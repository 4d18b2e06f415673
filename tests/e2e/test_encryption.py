"""What is stored is unreadable without the key: on every set of stores, from submission to the key's replacement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import boto3
import httpx
import pytest
from tests.cli.forked import cvparser
from tests.e2e.deployment import Deployment, ScaledDeployment, deployed
from tests.http.test_routes import API, FIELDS, ended
from tests.servers.redis import RedisServer
from tests.servers.s3 import KEYS, S3Server

#: Words of the document and the result, a user and a session, which stand nowhere else in the world.
CANARIES = ("Kestrelworks77", "Streamforge88", "auth0|kuzgun99", "sess-quill66")
TEXT = f"Data Engineer at {CANARIES[0]} GmbH since March 2019.\n\nSkills\nPython, {CANARIES[1]}"


def key(name: str) -> str:
    return cvparser("encryption", "new-key", "--name", name).stdout.strip()


def found_in(contents: Mapping[str, bytes]) -> set[tuple[str, str]]:
    return {(place, word) for place, content in contents.items() for word in CANARIES if word.encode() in content}


def submitted(client: httpx.Client) -> list[str]:
    """Give the ids of a text and a file that were parsed."""
    fields = FIELDS | {"user_id": CANARIES[2], "session_id": CANARIES[3]}
    text = client.post(f"{API}/parse-text-async", json=fields | {"text": TEXT}).json()["job_id"]
    file = {"file": ("cv.txt", TEXT.encode())}
    uploaded = client.post(f"{API}/parse-file-async", data=fields, files=file).json()["job_id"]
    assert {ended(client, job_id)["status"] for job_id in (text, uploaded)} == {"success"}
    return [text, uploaded]


def results(client: httpx.Client, job_ids: list[str]) -> set[str]:
    return {client.get(f"{API}/result/{job_id}").text for job_id in job_ids}


class Stores:
    """A deployment, and every byte that it stores."""

    def __init__(self, deployment: Deployment, *, s3: S3Server | None = None, bucket: str = "") -> None:
        self.deployment = deployment
        self._s3 = s3
        self._bucket = bucket

    def contents(self) -> dict[str, bytes]:
        """Give all, stored documents too."""
        found = dict(self.deployment.written())
        if self._s3 is None:
            files = [path for path in self.deployment.originals.iterdir() if path.is_file()]
            return found | {path.name: path.read_bytes() for path in files}
        client = boto3.client("s3", endpoint_url=self._s3.endpoint)
        listed = client.list_objects_v2(Bucket=self._bucket)["Contents"]
        return found | {
            each["Key"]: client.get_object(Bucket=self._bucket, Key=each["Key"])["Body"].read() for each in listed
        }


@pytest.fixture(params=["embedded", "scaled"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    if request.param == "embedded":
        keys = tmp_path / "keys"
        keys.write_text(f"# The key of this test\n{key('first')}\n", encoding="utf-8")
        settings = {"CVPARSER_ENCRYPTION": "local", "CVPARSER_ENCRYPTION_KEYS_FILE": str(keys)}
        wanted = Stores(Deployment(folder=tmp_path, settings=settings))
    else:
        wanted = scaled(tmp_path, request)
    with deployed(wanted.deployment):
        yield wanted


def scaled(folder: Path, request: pytest.FixtureRequest) -> Stores:
    redis: RedisServer = request.getfixturevalue("redis_server")
    redis.empty()
    s3: S3Server = request.getfixturevalue("s3")
    bucket = s3.new_bucket("sealed")
    client = boto3.client("kms", endpoint_url=s3.endpoint)
    settings = {
        **KEYS,
        "CVPARSER_ENCRYPTION": "aws_kms",
        "CVPARSER_ENCRYPTION_KMS_KEY": client.create_key()["KeyMetadata"]["KeyId"],
        "CVPARSER_ENCRYPTION_KMS_ENDPOINT": s3.endpoint,
        "CVPARSER_S3_BUCKET": bucket,
        "CVPARSER_S3_PREFIX": "incoming",
        "CVPARSER_S3_ENDPOINT": s3.endpoint,
    }
    database = request.getfixturevalue("postgres").new_database()
    deployment = ScaledDeployment(folder=folder, settings=settings, database=database, redis_url=redis.url, workers=1)
    return Stores(deployment, s3=s3, bucket=bucket)


def test_a_cv_is_parsed_and_no_stored_byte_tells_of_it(stores: Stores) -> None:
    with httpx.Client(base_url=stores.deployment.address, timeout=30) as client:
        job_ids = submitted(client)

        shown = results(client, job_ids)
        assert all(word in result for word in CANARIES for result in shown)
        assert found_in(stores.contents()) == set()
        assert client.delete(f"{API}/job/{job_ids[1]}").status_code == 204
        assert client.get(f"{API}/result/{job_ids[1]}").status_code == 410


@pytest.fixture
def embedded(tmp_path: Path) -> Deployment:
    settings = {"CVPARSER_ENCRYPTION": "local", "CVPARSER_ENCRYPTION_KEYS": key("first")}
    return Deployment(folder=tmp_path, settings=settings)


def asked(deployment: Deployment, job_ids: list[str], **changed: str) -> list[httpx.Response]:
    """Give what a service with changed settings answers to those who want results, and whether it is ready."""
    wanted = replace(deployment, settings={**deployment.settings, **changed}, probe="/health/live")
    with deployed(wanted), httpx.Client(base_url=wanted.address, timeout=30) as client:
        paths = [f"{API}/{kind}/{job_id}" for kind in ("result", "job") for job_id in job_ids]
        return [*(client.get(path) for path in paths), client.get("/health/ready")]


def test_a_key_is_replaced_while_everything_is_read_and_goes_when_nothing_needs_it(embedded: Deployment) -> None:
    first, second = embedded.settings["CVPARSER_ENCRYPTION_KEYS"], key("second")
    with deployed(embedded), httpx.Client(base_url=embedded.address, timeout=30) as client:
        job_ids = submitted(client)
        before = results(client, job_ids)
    both = replace(embedded, settings={**embedded.settings, "CVPARSER_ENCRYPTION_KEYS": f"{second},{first}"})
    with deployed(both), httpx.Client(base_url=both.address, timeout=30) as client:
        assert results(client, job_ids) == before
        assert json.loads(cvparser("encryption", "status", environment=both.environment()).stdout) == {"first": 3}

        rewrapped = cvparser("encryption", "rewrap", environment=both.environment())

        assert (rewrapped.returncode, json.loads(rewrapped.stdout)) == (0, {"rewrapped": 3, "failed": {}})
        assert json.loads(cvparser("encryption", "status", environment=both.environment()).stdout) == {"second": 3}

    answers = asked(embedded, job_ids, CVPARSER_ENCRYPTION_KEYS=second)[:2]
    assert {answer.text for answer in answers} == before


def test_without_the_key_a_result_is_withheld_not_lost(embedded: Deployment) -> None:
    with deployed(embedded), httpx.Client(base_url=embedded.address, timeout=30) as client:
        job_ids = submitted(client)
        before = results(client, job_ids)

    for changed, code, readiness in (
        ({"CVPARSER_ENCRYPTION_KEYS": key("other")}, "encryption_key_missing", 503),
        ({"CVPARSER_ENCRYPTION_KEYS": key("first")}, "encryption_key_wrong", 503),
        # What is encrypted is withheld; what comes now needs no key.
        ({"CVPARSER_ENCRYPTION_KEYS": "", "CVPARSER_ENCRYPTION": "off"}, "encryption_key_missing", 200),
    ):
        *answers, ready = asked(embedded, job_ids, **changed)
        assert ready.status_code == readiness
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(503, code)}
        assert all("retry-after" in answer.headers for answer in answers)

    assert {each.text for each in asked(embedded, job_ids, CVPARSER_ENCRYPTION="off")[:2]} == before
    other = replace(embedded, settings={**embedded.settings, "CVPARSER_ENCRYPTION_KEYS": key("other")})
    erased = cvparser("jobs", "erase", job_ids[0], environment=other.environment())
    assert erased.returncode == 0, "What nobody can read can be erased."
    assert asked(embedded, job_ids)[0].status_code == 410
