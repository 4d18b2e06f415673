"""Ends a process that was told to stop and does not."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

_log = logging.getLogger(__name__)

#: Seconds beyond the drain in which a process that was told to stop must have ended: whoever runs it waits 30 in all.
STOP_S = 4.5
#: Exit status of a process that had to be ended.
ENDED_BY_FORCE = 1
#: Seconds that the last line of the log may take.
LAST_WORDS_S = 0.25


class LastResort:
    """Ends the process `seconds` after `begin`, with one line in the log, whatever hangs.

    No job is lost by that: leases run out, and somebody takes over.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        # A pipe, not an event: a signal's handler may interrupt whoever holds an event's lock.
        self._begun, self._begin = os.pipe()
        threading.Thread(target=self._wait, name="last-resort", daemon=True).start()

    def begin(self) -> None:
        """Let the time run. May be called by a signal's handler."""
        # Where even the thread does not come to its turn the kernel ends the process.
        signal.setitimer(signal.ITIMER_REAL, self._seconds + 2 * LAST_WORDS_S)
        os.write(self._begin, b".")

    def _wait(self) -> None:
        os.read(self._begun, 1)
        time.sleep(self._seconds)
        # In a thread of its own: whoever hangs may hold the log.
        speaking = threading.Thread(target=self._say, daemon=True)
        speaking.start()
        speaking.join(LAST_WORDS_S)
        os._exit(ENDED_BY_FORCE)

    def _say(self) -> None:
        _log.critical(
            "[STOP] Process [%d] had not ended %.1f s after it was told to, and was ended; its jobs are taken over",
            os.getpid(),
            self._seconds,
        )
