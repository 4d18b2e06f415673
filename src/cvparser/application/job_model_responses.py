"""Keep a language model's answers on the job's row, so that a crash after a call does not pay for a second."""

from __future__ import annotations

import json
import logging

from cvparser.domain.errors import FencedOutError, StorageUnavailableError
from cvparser.domain.job import Job
from cvparser.ports.job_repository import JobLifecycle
from cvparser.ports.profile_parser import ModelResponseCache

_log = logging.getLogger(__name__)


class JobModelResponses(ModelResponseCache):
    """The answers of one job, in the checkpoint of its claim. Jobs that are away cost money and nothing else.

    Of what an earlier claim kept, only what this one asks for as well is kept on.

    Args:
        jobs: Where the job is.
        job: As it was claimed.
    """

    def __init__(self, jobs: JobLifecycle, job: Job) -> None:
        self._jobs = jobs
        self._job = job
        self._found: dict[str, str] = {} if job.checkpoint is None else json.loads(job.checkpoint)
        self._kept: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        """Return the answer under `key`, or None."""
        if key in self._found:
            self._kept[key] = self._found[key]
        return self._kept.get(key)

    async def put(self, key: str, answer: str) -> None:
        """Keep `answer` under `key`, unless the job is in other hands: then the work on it is about to end."""
        self._kept[key] = answer
        try:
            await self._jobs.save_checkpoint(self._job.id, fence=self._job.fence, checkpoint=json.dumps(self._kept))
        except (FencedOutError, StorageUnavailableError) as error:
            _log.warning(
                "Answers cannot be kept now for job: %.8s... (%s)",
                self._job.id,
                error.code,
                extra={"job_id": str(self._job.id), "code": error.code},
            )
