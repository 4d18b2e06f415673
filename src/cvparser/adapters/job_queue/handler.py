"""What every queue hands ids to."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from cvparser.domain.job import JobId

_log = logging.getLogger(__name__)

#: Processes a job.
Handler = Callable[[JobId], Awaitable[None]]


async def handle(handler: Handler, job_id: JobId) -> None:
    """Have a job processed; whatever that raises is logged by its type and goes no further."""
    try:
        await handler(job_id)
    except Exception as error:  # noqa: BLE001 - the worker loop: one job's failure must not end the worker
        _log.error(
            "[BACKGROUND] Worker gave job %.8s... back: %s",
            job_id,
            type(error).__name__,
            extra={"job_id": str(job_id)},
        )
