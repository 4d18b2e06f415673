"""What has expired is gone to the last byte, wherever it was kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from tests.servers.s3 import S3Server

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.composition import Composition
from cvparser.domain.errors import JobExpiredError
from cvparser.domain.job import JobId, Success
from cvparser.domain.profile import Basics, ParsedCV, ParseMeta, Profile
from cvparser.settings import Settings
from cvparser.testing.conformance.job_repository import LEASE, START, WORKER, new_job

CANARY = "Kestrelworks"
MINUTE = timedelta(minutes=1)


@dataclass
class Kept:
    """A service's stores and its recovery, on a clock that is moved by hand."""

    core: Composition
    clock: FrozenClock
    metrics: MemoryMetrics
    folder: Path
    s3: S3Server | None = None
    bucket: str = ""

    async def finished(self, *, expires_in: timedelta | None = None) -> JobId:
        """Give a job with a file, a checkpoint and a result, each with the canary."""
        job_id = JobId(uuid4())
        location = await self.core.keep_files.put(job_id, f"{job_id}.pdf", CANARY.encode() * 1_000)
        job = replace(new_job(job_id=job_id), location=location, file_name=f"{CANARY}.pdf", expires_in=expires_in)
        await self.core.jobs.add(job)
        held = await self.core.jobs.claim(job_id, LEASE, worker=WORKER)
        assert held is not None
        await self.core.jobs.save_checkpoint(job_id, fence=held.fence, checkpoint=f"answer of {CANARY} " * 500)
        profile = Profile(basics=Basics(profession=CANARY, summary=f"{CANARY} " * 300))
        parsed = ParsedCV(profile=profile, cv_language="en", meta=ParseMeta(parser="Offline"))
        await self.core.jobs.finish(job_id, fence=held.fence, outcome=Success(parsed=parsed))
        return job_id

    def in_files(self) -> int:
        """Count stored files with the canary."""
        if self.s3 is None:
            return sum(CANARY.encode() in path.read_bytes() for path in (self.folder / "files").iterdir())
        client = boto3.client("s3", endpoint_url=self.s3.endpoint)
        keys = [each["Key"] for each in client.list_objects_v2(Bucket=self.bucket).get("Contents", [])]
        return sum(CANARY.encode() in client.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in keys)

    def in_database(self) -> bool:
        """Tell whether the canary stands in the database or beside it, in its journal."""
        return any(CANARY.encode() in path.read_bytes() for path in self.folder.glob("jobs.db*"))


@pytest.fixture(params=["folder", "bucket"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    stores: dict[str, object] = {"database_url": f"sqlite:///{tmp_path}/jobs.db", "file_dir": tmp_path / "files"}
    found = Kept(core=None, clock=FrozenClock(START), metrics=MemoryMetrics(), folder=tmp_path)  # type: ignore[arg-type]
    if request.param == "bucket":
        found.s3 = request.getfixturevalue("s3")
        found.bucket = found.s3.new_bucket(f"kept-{uuid4().hex}")
        stores |= {"s3_bucket": found.bucket, "s3_prefix": "cvs", "s3_endpoint": found.s3.endpoint}
    settings = Settings.model_validate(stores | {"keep_files_s": 3_600, "keep_results_s": 7_200})
    found.core = Composition(settings, clock=found.clock, queue=MemoryJobQueue(), metrics=found.metrics)
    async with AsyncExitStack() as stack:
        for adapter in (found.core.jobs, found.core.stored_files, found.core.events):
            await stack.enter_async_context(found.core.opening(adapter))
        yield found


async def test_of_what_has_expired_no_byte_is_left_a_minute_later(kept: Kept) -> None:
    short, usual = await kept.finished(expires_in=timedelta(minutes=30)), await kept.finished()
    await kept.core.recover_jobs(timedelta(0))
    assert kept.in_files() == 2
    assert kept.in_database()

    kept.clock.advance(timedelta(minutes=30) + MINUTE)
    await kept.core.recover_jobs(timedelta(0))
    assert kept.in_files() == 1
    with pytest.raises(JobExpiredError):
        await kept.core.read_job.status(short)

    kept.clock.advance(timedelta(minutes=29))
    await kept.core.recover_jobs(timedelta(0))
    assert kept.in_files() == 0
    assert (await kept.core.read_job.result(usual))[1] is not None

    kept.clock.advance(timedelta(hours=1))
    await kept.core.recover_jobs(timedelta(0))
    assert not kept.in_database()
    with pytest.raises(JobExpiredError):
        await kept.core.read_job.status(usual)
    assert kept.metrics.counts["jobs purged"] == 2
    assert kept.metrics.counts["files purged"] == 1
