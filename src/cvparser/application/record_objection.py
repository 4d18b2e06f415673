"""Note that a person objects to being processed: KVKK art. 11(1)(g), GDPR art. 18 and 21."""

from __future__ import annotations

from datetime import datetime

from cvparser.domain.submission import user_id_of
from cvparser.ports.job_repository import OwnedJobs


class RecordObjection:
    """An objection refuses what comes from then on. What is there stays until it is cancelled, erased or expires."""

    def __init__(self, *, jobs: OwnedJobs) -> None:
        self._jobs = jobs

    async def __call__(self, user_id: str) -> datetime:
        """Refuse submissions for a user, and return since when they are. Again: a no-op.

        Raises:
            FieldError: `user_id` is none.
            StorageUnavailableError: they may be refused or not; again.
        """
        return await self._jobs.object_to(user_id_of(user_id))

    async def lift(self, user_id: str) -> None:
        """Take in submissions for a user again. Again, or without an objection: a no-op. Raises as above."""
        await self._jobs.lift_objection(user_id_of(user_id))
