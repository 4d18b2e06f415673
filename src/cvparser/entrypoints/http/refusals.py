"""Refusals, written down: enough to see who tries, bounded so that a flood of them cannot fill the audit log."""

from __future__ import annotations

import logging
import time
from collections import Counter
from typing import Final, cast

from litestar.datastructures import State

from cvparser.container import Service
from cvparser.domain.access.errors import AccessDeniedError
from cvparser.domain.audit import Act, Action, Door, truncated
from cvparser.domain.errors import CVParserError
from cvparser.entrypoints.http.bounds import peer_of
from cvparser.settings import Settings

_log = logging.getLogger(__name__)

#: Seconds in which the same is written once.
WINDOW_S: Final = 60.0
#: Lines in that time: of one network that nobody knows, of one key that asks for jobs that are not its owner's, of all.
MOST_OF_A_NETWORK: Final = 10
MOST_OF_A_KEY: Final = 60
MOST: Final = 600


class Refusals:
    """Tells which refusals are written down. For one event loop."""

    def __init__(self) -> None:
        self._told: set[tuple[object, ...]] = set()
        self._of: Counter[str] = Counter()
        self._since = float("-inf")
        self._is_full = False

    def take(self, source: str, what: object, *, most: int) -> bool:
        """Return whether `what`, of `source`, is to be written: it was not in the last minute, nor too much beside."""
        now = time.monotonic()
        if now - self._since >= WINDOW_S:
            self._since, self._is_full = now, False
            self._told.clear()
            self._of.clear()
        if (source, what) in self._told:
            return False
        if self._of[source] >= most or len(self._told) >= MOST:
            if not self._is_full:
                _log.warning("[AUDIT] More was refused in a minute than is written down")
            self._is_full = True
            return False
        self._told.add((source, what))
        self._of[source] += 1
        return True


def address_of(client: tuple[str, int] | None, settings: Settings) -> str | None:
    """Return from where was asked, as far as that is written down."""
    return client[0] if client is not None and settings.audit_addresses else None


def record_refusal(state: State, client: tuple[str, int] | None, error: CVParserError) -> None:
    """Have it written down that somebody was not let in, unless the same was a moment ago. No key stands in it."""
    record_audit = cast("Service", state.service).record_audit
    if record_audit is None:
        return
    network = truncated(peer_of(client).partition("/")[0]) or ""
    known = error if isinstance(error, AccessDeniedError) else AccessDeniedError()
    refusals: Refusals = state.refusals
    if refusals.take(network, (known.key_id, error.code), most=MOST_OF_A_NETWORK):
        record_audit.later(
            Act(
                action=Action.REFUSE,
                door=Door.HTTP,
                owner=known.owner,
                key_id=known.key_id,
                address=address_of(client, cast("Settings", state.settings)),
                outcome=error.code,
            )
        )
