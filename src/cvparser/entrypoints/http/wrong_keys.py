"""Wrong keys, counted by address: who sends many is told to stop, and the log does not grow with them."""

from __future__ import annotations

import logging
import time
from collections import Counter

from cvparser.entrypoints.http.errors import TooManyWrongKeysError

_log = logging.getLogger(__name__)

#: Seconds for which they are counted, and how many of one address are answered one by one.
WINDOW_S, MOST = 60.0, 30
#: Addresses that are counted apart.
MAX_PEERS = 10_000


class WrongKeys:
    """Counts what did not let in. What does is not looked for here: no address is locked out. For one event loop."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()
        self._since = float("-inf")

    def count(self, peer: str) -> None:
        """Count one.

        Raises:
            TooManyWrongKeysError: there are too many of this address.
        """
        now = time.monotonic()
        if now - self._since >= WINDOW_S:
            self._since = now
            self._counted.clear()
        if peer in self._counted or len(self._counted) < MAX_PEERS:
            self._counted[peer] += 1
        if self._counted[peer] == MOST + 1:
            _log.warning("[ACCESS] More than %d wrong keys a minute of one address", MOST)
        if self._counted[peer] > MOST:
            raise TooManyWrongKeysError
