"""What ties a worker to its supervisor: a heartbeat one way, and an end that both see the other way."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

#: Seconds between two beats of a worker's event loop.
BEAT_S = 1.0

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Pulse:
    """The supervisor's end."""

    def __init__(self) -> None:
        self._ours, self.theirs = socket.socketpair()

    def was_felt(self) -> bool:
        """Return whether the worker has beaten since it was asked last."""
        with suppress(BlockingIOError, ConnectionError):
            return bool(self._ours.recv(4096, socket.MSG_DONTWAIT))
        return False

    def close(self) -> None:
        """Let go of a worker that has ended."""
        self._ours.close()


class Leash:
    """The worker's end: the process is killed as soon as the supervisor is gone, however that ended.

    Args:
        arguments: Of the command line, as `leash_arguments` makes them; without any there is no supervisor.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self._theirs: socket.socket | None = None
        if arguments:
            self._theirs = socket.socket(fileno=int(arguments[0]))
            threading.Thread(target=self._end_with_supervisor, name="leash", daemon=True).start()

    def beat(self) -> None:
        """Say that the event loop is alive."""
        if self._theirs is not None:
            # A supervisor that does not listen now has not lost anything.
            with suppress(OSError):
                self._theirs.send(b".", socket.MSG_DONTWAIT)

    def _end_with_supervisor(self) -> None:
        assert self._theirs is not None  # noqa: S101 - the thread is started with one
        with suppress(OSError):
            while self._theirs.recv(1):
                pass
        os.kill(os.getpid(), signal.SIGKILL)


def leash_arguments(pulse: Pulse) -> list[str]:
    """Return the command line's arguments of a worker with this pulse."""
    return [str(pulse.theirs.fileno())]


def end_with(supervisor: int) -> None:
    """Have the kernel kill this process when its parent ends. Called between fork and exec: before anything can hang.

    Where the kernel is not Linux the worker's own end of the leash does it, a moment later.
    """
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(1)
