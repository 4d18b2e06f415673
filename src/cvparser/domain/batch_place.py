"""The place that a job has in a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType
from uuid import UUID

BatchId = NewType("BatchId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlace:
    """Where an item stands in a batch.

    Attributes:
        batch_id: Of the batch.
        position: From 0 on, in the order in which items were sent.
        label: The client's own name for the item, of the same letters as a user's id; None where it has none.
        fingerprint: Digest of what was sent, where the batch is known again by a key.
    """

    batch_id: BatchId
    position: int
    label: str | None = None
    fingerprint: bytes | None = field(default=None, repr=False)
