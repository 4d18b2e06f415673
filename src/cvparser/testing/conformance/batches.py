"""The promises of `cvparser.ports.batches.OwnedBatches`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from cvparser.domain.batch import (
    RECEIVING_MOST,
    BatchErasedError,
    BatchItem,
    BatchStatus,
    BatchUnknownError,
    NewBatch,
)
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.errors import JobUnknownError
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyInUseError, IdempotencyKeyReusedError
from cvparser.domain.job import Job, JobId, JobStatus
from cvparser.domain.retention import FOR_GOOD, ErasureReason, Retention
from cvparser.ports.job_repository import JobRepository, OwnedJobs
from cvparser.testing.conformance import Conformance
from cvparser.testing.conformance.job_repository import LEASE, OTHER, OWNER, START, SUCCESS, WORKER, Advance, new_job

KEY = Idempotency(key=b"k" * 32, fingerprint=b"f" * 32, kept_for=timedelta(days=1))
UNKNOWN = BatchId(UUID(int=7))


def place(batch_id: BatchId, position: int = 0, label: str | None = None) -> BatchPlace:
    """Return a place with a fingerprint of its own."""
    return BatchPlace(batch_id=batch_id, position=position, label=label, fingerprint=bytes([position]) * 32)


async def opened(jobs: OwnedJobs, *, expires_in: timedelta | None = None, key: Idempotency | None = None) -> BatchId:
    """Open a batch, and return its id."""
    return (await jobs.open_batch(NewBatch(id=BatchId(uuid4()), idempotency=key, expires_in=expires_in))).id


async def added(jobs: OwnedJobs, at: BatchPlace, **fields: object) -> Job:
    """Add a job at a place."""
    new = replace(new_job(), place=at, **fields)  # type: ignore[arg-type]  # fields of a job, which checks them
    return await jobs.add(new)


async def refusal(happens: Callable[[], object], error: type[Exception]) -> None:
    """See that a call is refused."""
    with pytest.raises(error):
        await happens()  # type: ignore[misc]  # any of the port's methods


class BatchesConformance(Conformance):
    """Subclass and give the fixtures `jobs`, your repository, opened and empty, and `advance`, which moves its clock.

    The clock stands at `START` of the suite of repositories.
    """

    @pytest.fixture
    def jobs(self) -> JobRepository:
        message = "Give your adapter in a fixture named 'jobs'."
        raise NotImplementedError(message)

    @pytest.fixture
    def advance(self) -> Advance:
        message = "Give what moves the adapter's clock in a fixture named 'advance'."
        raise NotImplementedError(message)

    async def test_a_batch_counts_its_items_by_what_their_jobs_are_now(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        done, gone, expired, waits = [await added(ours, place(batch_id, at)) for at in range(4)]
        await ours.refuse_item(place(batch_id, 4), "file_empty")
        taken = await jobs.claim(done.id, LEASE, worker=WORKER)
        assert taken is not None
        await jobs.finish(done.id, fence=taken.fence, outcome=SUCCESS)
        await ours.erase(gone.id)
        await ours.erase(expired.id, reason=ErasureReason.EXPIRED)

        counts = (await ours.batch(batch_id)).counts

        assert counts.by_status == {JobStatus.PROCESSING: 1, JobStatus.SUCCESS: 1, JobStatus.FAILED: 0}
        assert (counts.erased, counts.refused, counts.accepted, counts.total) == (2, 1, 4, 5)
        assert (await ours.get(waits.id)).status is JobStatus.PROCESSING

    async def test_a_batch_is_received_then_processed_then_done(self, jobs: JobRepository, advance: Advance) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        job = await added(ours, place(batch_id))
        stands = [await ours.batch(batch_id)]
        advance(timedelta(seconds=5))
        await ours.close_batch(batch_id, is_whole=True)
        stands.append(await ours.batch(batch_id))
        advance(timedelta(seconds=5))
        await ours.cancel(job.id)
        stands.append(await ours.batch(batch_id))

        assert [each.status for each in stands] == [BatchStatus.RECEIVING, BatchStatus.PROCESSING, BatchStatus.DONE]
        assert [each.finished_at for each in stands] == [None, None, START + timedelta(seconds=10)]
        assert [each.batch.is_whole for each in stands] == [False, True, True]
        assert stands[-1].batch.closed_at == START + timedelta(seconds=5)

    async def test_a_batch_whose_sender_was_never_heard_again_is_received_no_longer(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        advance(RECEIVING_MOST)

        stands = await ours.batch(batch_id)

        assert (stands.status, stands.batch.is_whole) == (BatchStatus.DONE, False)

    async def test_items_come_page_by_page_by_their_positions_with_their_jobs(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        second = await added(ours, place(batch_id, 1, "b"))
        first = await added(ours, place(batch_id, 0, "a"))
        await ours.refuse_item(place(batch_id, 2, "c"), "file_empty")

        page = await ours.batch_items(batch_id, 2)

        assert page == [
            BatchItem(place=place(batch_id, 0, "a"), job_id=first.id, job=first),
            BatchItem(place=place(batch_id, 1, "b"), job_id=second.id, job=second),
        ]
        assert [each.job for each in page] == [first, second]
        assert await ours.batch_items(batch_id, 2, after=1) == [
            BatchItem(place=place(batch_id, 2, "c"), refused="file_empty")
        ]
        assert await ours.batch_items(batch_id, 2, after=2) == []
        assert await ours.batch_items(UNKNOWN, 2) == []

    async def test_of_a_job_that_is_erased_its_id_stays_and_no_label(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        job, other = [await added(ours, place(batch_id, at, f"label-{at}")) for at in range(2)]
        await ours.erase_some([job.id])

        erased, kept = await ours.batch_items(batch_id, 10)

        assert erased == BatchItem(place=BatchPlace(batch_id=batch_id, position=0), job_id=job.id)
        assert erased.job is None
        assert kept.place.label == "label-1"
        assert kept.job == other

    async def test_a_place_has_one_job(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        first = replace(new_job(), place=place(batch_id))
        second = replace(new_job(), place=place(batch_id))
        await jobs.expect_file(second.id, second.location)
        assert await ours.add(first) == await ours.add(first)

        await refusal(lambda: ours.add(second), IdempotencyKeyInUseError)
        await ours.refuse_item(place(batch_id), "file_empty")

        await refusal(lambda: ours.get(second.id), JobUnknownError)
        assert [each.job_id for each in await ours.batch_items(batch_id, 10)] == [first.id]
        assert await jobs.disown_files([second.id]) == {second.id: second.location}

    async def test_of_many_that_want_a_place_at_once_one_has_it(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)

        tries = [added(ours, place(batch_id)) for _ in range(8)]
        came = await asyncio.gather(*tries, return_exceptions=True)

        (job,) = [each for each in came if isinstance(each, Job)]
        assert sum(isinstance(each, IdempotencyKeyInUseError) for each in came) == 7
        assert [each.job_id for each in await ours.batch_items(batch_id, 10)] == [job.id]

    async def test_a_refused_place_is_taken_by_a_job_that_comes_later(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        await ours.refuse_item(place(batch_id), "rate_limited")

        job = await added(ours, place(batch_id, 0, "label"))

        assert await ours.batch_items(batch_id, 10) == [
            BatchItem(place=place(batch_id, 0, "label"), job_id=job.id, job=job)
        ]

    async def test_the_same_under_its_key_is_the_batch_of_before(self, jobs: JobRepository, advance: Advance) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours, key=KEY)
        await added(ours, place(batch_id))
        await ours.close_batch(batch_id, is_whole=False)
        advance(timedelta(seconds=5))

        again = await ours.open_batch(NewBatch(id=BatchId(uuid4()), idempotency=KEY))

        assert again.id == batch_id
        assert (again.created_at, again.opened_at) == (START, START + timedelta(seconds=5))
        assert again.closed_at is None
        await ours.close_batch(batch_id, is_whole=True)
        whole = await ours.open_batch(NewBatch(id=BatchId(uuid4()), idempotency=KEY))
        assert whole.is_whole
        assert whole == (await ours.batch(batch_id)).batch

    async def test_something_else_under_a_key_is_refused(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        await opened(ours, key=KEY)
        other = NewBatch(id=BatchId(uuid4()), idempotency=replace(KEY, fingerprint=b"g" * 32))

        await refusal(lambda: ours.open_batch(other), IdempotencyKeyReusedError)
        await refusal(lambda: ours.batch(other.id), BatchUnknownError)

    async def test_a_key_whose_time_is_over_is_another_batch(self, jobs: JobRepository, advance: Advance) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours, key=KEY)
        advance(KEY.kept_for)

        assert await opened(ours, key=KEY) != batch_id

    async def test_a_batch_of_another_owner_is_unknown(self, jobs: JobRepository) -> None:
        ours, theirs = jobs.of(OWNER), jobs.of(OTHER)
        batch_id = await opened(ours)
        job = await added(ours, place(batch_id))

        for refused in (
            lambda: theirs.batch(batch_id),
            lambda: theirs.close_batch(batch_id, is_whole=True),
            lambda: theirs.refuse_item(place(batch_id, 1), "file_empty"),
            lambda: theirs.erase_batch(batch_id),
            lambda: added(theirs, place(batch_id, 1)),
            lambda: theirs.batch(UNKNOWN),
        ):
            await refusal(refused, BatchUnknownError)
        assert await theirs.batch_items(batch_id, 10) == []
        assert [each.job for each in await ours.batch_items(batch_id, 10)] == [job]

    async def test_an_erased_batch_takes_nothing_in_and_says_so(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours, key=KEY)
        job = await added(ours, place(batch_id))
        await ours.refuse_item(place(batch_id, 1, "label"), "file_empty")
        await ours.erase_batch(batch_id)

        assert [each.job_id for each in await ours.batch_items(batch_id, 10)] == [job.id]
        for refused in (
            lambda: ours.batch(batch_id),
            lambda: ours.close_batch(batch_id, is_whole=True),
            lambda: ours.refuse_item(place(batch_id, 2), "file_empty"),
            lambda: added(ours, place(batch_id, 3)),
            lambda: ours.open_batch(NewBatch(id=BatchId(uuid4()), idempotency=KEY)),
        ):
            await refusal(refused, BatchErasedError)
        await ours.erase(job.id)
        await ours.erase_batch(batch_id)
        assert await ours.batch_items(batch_id, 10) == []

    async def test_a_batch_goes_when_its_time_is_over_and_its_jobs_are_not_touched(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        ours = jobs.of(OWNER)
        kept, short = await opened(ours), await opened(ours, expires_in=LEASE)
        job = await added(ours, place(short))
        advance(LEASE / 2)
        await ours.close_batch(short, is_whole=True)
        advance(LEASE / 2)

        assert await jobs.purge_batches(10, retention=FOR_GOOD) == 0
        advance(LEASE / 2)
        assert await jobs.purge_batches(10, retention=FOR_GOOD) == 1
        await refusal(lambda: ours.batch(short), BatchUnknownError)
        assert await ours.get(job.id) == job
        assert (await ours.batch(kept)).batch.id == kept

    async def test_shorter_bounds_of_today_hold_for_batches_of_before(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        ours = jobs.of(OWNER)
        batches = [await opened(ours, expires_in=timedelta(days=9)) for _ in range(3)]
        advance(LEASE)

        assert [await jobs.purge_batches(2, retention=Retention(results=LEASE)) for _ in range(2)] == [2, 1]
        for batch_id in batches:
            await refusal(lambda each=batch_id: ours.batch(each), BatchUnknownError)  # type: ignore[misc]

    async def test_a_job_of_no_batch_is_in_none(self, jobs: JobRepository) -> None:
        ours = jobs.of(OWNER)
        batch_id = await opened(ours)
        job = await ours.add(new_job())

        assert (await ours.batch(batch_id)).counts.total == 0
        assert await ours.get(JobId(job.id)) == job
