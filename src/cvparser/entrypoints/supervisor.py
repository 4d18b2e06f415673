"""Keeps worker processes running: what dies is started again."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from cvparser.entrypoints.leash import Pulse, end_with, leash_arguments
from cvparser.entrypoints.logs import set_up_logs
from cvparser.entrypoints.unknown_variables import warn_of_unknown_variables
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
#: Seconds of silence that one look counts at most: a supervisor that stood still itself has heard nobody meanwhile.
MAX_SILENCE_S = 1.0
#: How much longer than one that works a process may be silent while it starts.
STARTING = 4


@dataclass(slots=True)
class _Slot:
    """The place of one process, which is killed when it is silent for longer than `patience_s`."""

    start: Callable[[Pulse], subprocess.Popen[bytes]]
    patience_s: float
    process: subprocess.Popen[bytes] | None = None
    pulse: Pulse = field(default_factory=Pulse)
    has_beaten: bool = False
    silent_s: float = 0.0
    looked_at: float = 0.0
    started_at: float = 0.0
    wait_s: float = FIRST_WAIT_S
    start_at: float = field(default_factory=time.monotonic)

    def look(self) -> None:
        """Start the process when it is time, listen to it, or note that it died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self._begin(now)
            return
        status = self.process.poll()
        if status is None:
            self._listen(now, self.process)
            return
        self.pulse.close()
        self.wait_s = FIRST_WAIT_S if now - self.started_at >= WELL_AFTER_S else min(self.wait_s * 2, LONGEST_WAIT_S)
        self.process, self.start_at = None, now + self.wait_s
        _log.error("[SUPERVISOR] A worker ended with status %d; another starts in %.1f s", status, self.wait_s)

    def _begin(self, now: float) -> None:
        self.pulse = Pulse()
        self.process = self.start(self.pulse)
        # Its end is the worker's alone: it is closed where the supervisor ends.
        self.pulse.theirs.close()
        self.has_beaten, self.silent_s, self.looked_at, self.started_at = False, 0.0, now, now

    def _listen(self, now: float, process: subprocess.Popen[bytes]) -> None:
        if self.pulse.was_felt():
            self.has_beaten, self.silent_s = True, 0.0
        else:
            self.silent_s += min(now - self.looked_at, MAX_SILENCE_S)
        self.looked_at = now
        if self.silent_s > self.patience_s * (1 if self.has_beaten else STARTING):
            _log.error(
                "[SUPERVISOR] A worker was silent for %.0f s and is killed; its jobs are taken over", self.silent_s
            )
            process.kill()


def supervise(settings: Settings, module: str = WORKER) -> None:
    """Run `module` in `worker_processes` processes until SIGTERM or SIGINT, then let them drain.

    One that dies, or does not answer for `watchdog_s`, is started again. None outlives its supervisor.
    """
    set_up_logs(settings.log_level, settings.log_format)
    warn_of_unknown_variables()
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    slots = [
        _Slot(_starter(settings, module, position), settings.watchdog_s)
        for position in range(settings.worker_processes)
    ]
    while not told:
        for slot in slots:
            slot.look()
        time.sleep(LOOK_S)
    _stop([slot.process for slot in slots if slot.process is not None], settings.drain_s + GRACE_S)


def _starter(settings: Settings, module: str, position: int) -> Callable[[Pulse], subprocess.Popen[bytes]]:
    environment = dict(os.environ)
    if settings.metrics_port is not None:
        environment["CVPARSER_METRICS_PORT"] = str(settings.metrics_port + position)
    command = [sys.executable, "-m", module]

    def start(pulse: Pulse) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*command, *leash_arguments(pulse)],
            env=environment,
            pass_fds=[pulse.theirs.fileno()],
            # A group of its own: Ctrl-C reaches the supervisor alone, which tells the workers.
            process_group=0,
            preexec_fn=partial(end_with, os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
        )

    return start


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
