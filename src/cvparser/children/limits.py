"""What a child may use. Kernel limits: native code cannot pass them."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one child for its whole life.

    Attributes:
        memory_bytes: Address space, on Linux; the libraries that are loaded count.
        files: Files that it may have open, what it has at birth included; it may read them and write none.
        niceness: How much it yields to the service.
        life_s: Seconds of the processor after which it ends, whatever it does; None for as long as it is wanted.
    """

    memory_bytes: int
    files: int = 0
    niceness: int = 0
    life_s: int | None = None

    def apply(self, *, parent: int) -> None:
        """Take from this process what it does not need; it ends when `parent`, which forked it, does."""
        if sys.platform == "linux":
            process_control = ctypes.CDLL(None).prctl
            process_control(_PR_SET_PDEATHSIG, signal.SIGKILL)
            process_control(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if os.getppid() != parent:
            # It ended before we asked to hear of it.
            os._exit(0)
        if self.niceness:
            os.nice(self.niceness)
        _set(resource.RLIMIT_CORE, 0)
        _set(resource.RLIMIT_FSIZE, 0)
        _set(resource.RLIMIT_NPROC, 0)
        _set(resource.RLIMIT_NOFILE, self.files)
        if self.life_s is not None:
            _set(resource.RLIMIT_CPU, self.life_s)
        if sys.platform == "linux":
            _set(resource.RLIMIT_AS, self.memory_bytes)


def _set(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, allowed))
