"""Batches of jobs: a part of the port `OwnedJobs`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from cvparser.domain.batch import Batch, BatchItem, BatchState, NewBatch
from cvparser.domain.batch_place import BatchId, BatchPlace


class OwnedBatches(Protocol):
    """The batches of one owner; those of others are unknown.

    Items come with their jobs, by `OwnedJobs.add` with a `NewJob.place`, in one step: none is there without the other.
    Suite: `cvparser.testing.conformance.batches`.

    Every method raises StorageUnavailableError as those of `JobRepository` do.
    """

    @abstractmethod
    async def open_batch(self, new: NewBatch) -> Batch:
        """Store a batch, and return it; under the key of a batch that is there, that one, opened again if not whole.

        Raises:
            IdempotencyKeyReusedError: what is there under the key has another fingerprint.
            BatchErasedError: the batch under the key was erased.
        """

    @abstractmethod
    async def refuse_item(self, place: BatchPlace, code: str) -> None:
        """Note that the item of a place was not taken in, and why. A no-op where it became a job.

        Raises:
            BatchUnknownError, BatchErasedError: as `batch`.
        """

    @abstractmethod
    async def close_batch(self, batch_id: BatchId, *, is_whole: bool) -> None:
        """Note that no more items come. A batch that is whole stays so.

        Raises:
            BatchUnknownError, BatchErasedError: as `batch`.
        """

    @abstractmethod
    async def batch(self, batch_id: BatchId) -> BatchState:
        """Return a batch, its items counted by what their jobs are now.

        Raises:
            BatchUnknownError: never stored, or its time is over.
            BatchErasedError: erased.
        """

    @abstractmethod
    async def batch_items(self, batch_id: BatchId, limit: int, *, after: int | None = None) -> Sequence[BatchItem]:
        """Return at most `limit` items behind the position `after`, or the first, by their positions, with their jobs.

        Of a job that was erased the id stays, and neither label nor fingerprint. Empty for an unknown batch.
        """

    @abstractmethod
    async def erase_batch(self, batch_id: BatchId) -> None:
        """Forget the items of a batch, but that it was there. Its jobs stay as they are. Again: a no-op.

        Raises:
            BatchUnknownError: as `batch`.
        """
