from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import boto3
import pytest
from tests.servers.proxy import Proxy
from tests.servers.s3 import S3Server

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.file_store.s3 import S3FileStore
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.keep_files import KeepFiles
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.testing.conformance.file_store import JOB
from cvparser.testing.conformance.job_repository import START


@pytest.fixture
def bucket(s3: S3Server) -> str:
    return s3.new_bucket(f"cvs-{uuid4().hex}")


async def test_a_file_is_an_object_whose_checksum_the_service_knows(s3: S3Server, bucket: str) -> None:
    async with S3FileStore(bucket, prefix="cvs", endpoint=s3.endpoint) as files:
        location = await files.put("cv.pdf", b"content", job_id=JOB)

    found = boto3.client("s3", endpoint_url=s3.endpoint).get_object(
        Bucket=bucket, Key="cvs/cv.pdf", ChecksumMode="ENABLED"
    )
    assert location == f"s3://{bucket}/cvs/cv.pdf"
    assert found["Body"].read() == b"content"
    assert found["ChecksumSHA256"]


async def test_a_bucket_may_be_theirs_alone(s3: S3Server, bucket: str) -> None:
    async with S3FileStore(bucket, endpoint=s3.endpoint) as files:
        location = await files.put("cv.pdf", b"content", job_id=JOB)

        assert location == f"s3://{bucket}/cv.pdf"
        assert await files.get(location, job_id=JOB) == b"content"


@pytest.mark.parametrize("foreign", ["s3://other/cvs/cv.pdf", "s3://{}/elsewhere/cv.pdf", "s3://{}/cvs/a/b.pdf", "/cv"])
async def test_what_is_none_of_its_own_is_not_touched(s3: S3Server, bucket: str, foreign: str) -> None:
    async with S3FileStore(bucket, prefix="cvs", endpoint=s3.endpoint) as files:
        location = FileLocation(foreign.format(bucket))
        for touched in (files.get(location, job_id=JOB), files.delete(location)):
            with pytest.raises(StorageUnavailableError):
                await touched


async def test_recovery_touches_no_object_that_this_database_did_not_put(s3: S3Server, bucket: str) -> None:
    client = boto3.client("s3", endpoint_url=s3.endpoint)
    foreign = ["cv_20250116_103000_550e8400.pdf", "notes.txt", "a/folder/", "a/cv_20250116_103000_550e8400.pdf"]
    for key in foreign:
        client.put_object(Bucket=bucket, Key=key, Body=b"somebody's")
    before = [(each["Key"], each["LastModified"], each["ETag"]) for each in listed(client, bucket)]
    clock = FrozenClock(START)
    async with S3FileStore(bucket, endpoint=s3.endpoint) as files:
        ours = KeepFiles(notes=MemoryJobRepository(clock=clock), files=files)
        orphans = [await ours.put(JobId(uuid4()), f"{number}.pdf", b"x") for number in range(3)]
        clock.advance(timedelta(hours=2))

        await ours.sweep()

        assert [await files.get(orphan, job_id=JOB) for orphan in orphans] == [None] * 3
    assert [(each["Key"], each["LastModified"], each["ETag"]) for each in listed(client, bucket)] == before


def listed(client: Any, bucket: str) -> list[dict[str, Any]]:
    return list(client.list_objects_v2(Bucket=bucket)["Contents"])


async def test_a_bucket_that_is_not_there_is_refused_by_name(s3: S3Server) -> None:
    with pytest.raises(ConfigurationError, match="CVPARSER_S3_BUCKET"):
        await S3FileStore("no-such-bucket", endpoint=s3.endpoint).__aenter__()


async def test_a_service_that_went_away_is_an_error_without_a_name() -> None:
    server = S3Server()
    server.start()
    bucket = server.new_bucket("cvs")
    async with S3FileStore(bucket, endpoint=server.endpoint) as files:
        server.stop()

        with pytest.raises(StorageUnavailableError) as caught:
            await files.put("Ada_Quill.pdf", b"x", job_id=JOB)

    assert "Quill" not in caught.value.message
    assert caught.value.__cause__ is None


async def test_a_service_that_says_nothing_is_an_error_in_time_and_nobody_waits_for_it_at_the_close(
    s3: S3Server, bucket: str
) -> None:
    async with Proxy(int(s3.endpoint.rpartition(":")[2])) as proxy:
        endpoint = f"http://127.0.0.1:{proxy.port}"
        files = await S3FileStore(bucket, endpoint=endpoint, timeout_s=1).__aenter__()
        location = await files.put("cv.pdf", b"content", job_id=JOB)
        proxy.is_cut = True
        asked = [
            asyncio.ensure_future(ask)
            for number in range(40)
            for ask in (
                files.put(f"{number}.pdf", b"x", job_id=JOB),
                files.get(location, job_id=JOB),
                files.delete(location),
            )
        ]
        answers = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 30)
        assert {type(answer) for answer in answers} == {StorageUnavailableError}

        proxy.mend()
        await until_it_answers(files, location)
        assert await files.get(location, job_id=JOB) == b"content"
        proxy.is_cut = True
        waiting = asyncio.ensure_future(files.get(location, job_id=JOB))
        await asyncio.sleep(0)
        closing = asyncio.ensure_future(files.__aexit__(None, None, None))
        await asyncio.wait_for(closing, 30)
        await asyncio.gather(waiting, return_exceptions=True)


async def until_it_answers(files: S3FileStore, location: FileLocation) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            await files.get(location, job_id=JOB)
        except StorageUnavailableError:
            assert time.monotonic() < until
        else:
            return
