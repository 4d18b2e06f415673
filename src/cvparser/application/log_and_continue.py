"""What loops that must not end do with errors: try again at the next turn."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from cvparser.domain.errors import UnavailableError


@contextmanager
def log_and_continue(log: logging.Logger, task: str) -> Iterator[None]:
    """Log what went wrong in the block, and let it go no further: an outage, or a fault of an adapter's."""
    try:
        yield
    except UnavailableError as error:
        log.warning("[%s] Put off: %s", task, error.code)
    except Exception as error:  # noqa: BLE001 - one adapter's fault must not end what all other jobs stand on
        log.error("[%s] Put off: %s", task, type(error).__name__)  # noqa: TRY400 - a traceback can quote what was read
