"""Keeps worker processes running: what dies is started again."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cvparser.entrypoints.logs import set_up_logs
from cvparser.settings import Settings

_log = logging.getLogger(__name__)

WORKER = "cvparser.entrypoints.worker"
#: Seconds between two looks at the processes.
LOOK_S = 0.2
#: Seconds before a process that died is started again: at first, doubled each time, at most.
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 8.0
#: A process that ran for this many seconds was well: its next death is its first.
WELL_AFTER_S = 10.0
#: Seconds beyond the drain after which a process that was told to stop is killed.
GRACE_S = 4.5


@dataclass(slots=True)
class _Slot:
    """The place of one process."""

    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait_s: float = FIRST_WAIT_S
    start_at: float = field(default_factory=time.monotonic)

    def look(self) -> None:
        """Start the process when it is time, or note that it died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.process, self.started_at = self.start(), now
            return
        status = self.process.poll()
        if status is None:
            return
        self.wait_s = FIRST_WAIT_S if now - self.started_at >= WELL_AFTER_S else min(self.wait_s * 2, LONGEST_WAIT_S)
        self.process, self.start_at = None, now + self.wait_s
        _log.error("[SUPERVISOR] A worker ended with status %d; another starts in %.1f s", status, self.wait_s)


def supervise(settings: Settings, module: str = WORKER) -> None:
    """Run `module` in `worker_processes` processes until SIGTERM or SIGINT, then let them drain.

    A worker whose supervisor is gone stops by itself.
    """
    set_up_logs(settings.log_level, settings.log_format)
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    slots = [_Slot(_starter(settings, module, position)) for position in range(settings.worker_processes)]
    while not told_to_stop.wait(LOOK_S):
        for slot in slots:
            slot.look()
    _stop([slot.process for slot in slots if slot.process is not None], settings.drain_s + GRACE_S)


def _starter(settings: Settings, module: str, position: int) -> Callable[[], subprocess.Popen[bytes]]:
    environment = dict(os.environ)
    if settings.metrics_port is not None:
        environment["CVPARSER_METRICS_PORT"] = str(settings.metrics_port + position)
    command = [sys.executable, "-m", module]
    # A group of its own: Ctrl-C reaches the supervisor alone, which tells the workers.
    return lambda: subprocess.Popen(command, env=environment, process_group=0)


def _stop(processes: list[subprocess.Popen[bytes]], grace_s: float) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + grace_s
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            _log.error("[SUPERVISOR] A worker did not stop in time and was killed; its jobs are taken over")
            process.kill()
            process.wait()
