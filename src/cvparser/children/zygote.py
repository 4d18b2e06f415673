"""The warm process, which forks a child whenever it is asked to. Run by `WarmProcess`, never imported by it.

Single-threaded, so that forking is safe. A request over the control socket is a line of JSON with two sockets: the
child's channel, and its lifeline, which stays here. A child whose lifeline is closed at the other end is killed; of one
that ended, whatever the reason, the lifeline says how. When the control socket closes or the service is gone, all end.
"""

from __future__ import annotations

import codecs
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from encodings.aliases import aliases
from typing import Any, NoReturn

from cvparser.children.limits import Limits
from cvparser.children.naming import function_of
from cvparser.children.serving import serve

#: Seconds between two looks whether the service still lives, where the system does not tell.
LOOK_S = 0.5
#: Bytes of requests that are read at once, and sockets that come with them.
_MOST_BYTES, _MOST_SOCKETS = 65_536, 128


def main(control_descriptor: int, service: int, first: Sequence[tuple[str, Sequence[str]]] = ()) -> NoReturn:
    """Run the functions `first`, then serve until the control socket closes or the process `service` is gone."""
    for name, arguments in first:
        function_of(name)(*arguments)
    _Zygote(socket.socket(fileno=control_descriptor), service).run()
    os._exit(0)


def load_codecs() -> None:
    """Load all codecs: they are modules, loaded at first use, when a child can open no file any more."""
    for codec in set(aliases.values()):
        with suppress(LookupError):
            codecs.lookup(codec)


class _Zygote:
    def __init__(self, control: socket.socket, service: int) -> None:
        self._control = control
        self._service = service
        self._told, wake = socket.socketpair()
        wake.settimeout(0)
        self._wake = wake
        self._requests = bytearray()
        self._sockets: list[socket.socket] = []
        #: Lifelines of the living, by process id.
        self._children: dict[int, socket.socket] = {}
        self._warm: set[str] = set()
        #: Bytes that a child holds before it does anything.
        self._idle = 0
        self._end_of_service = _end_of(service)

    def run(self) -> None:
        self._listen_to_signals()
        while os.getppid() == self._service:
            lifelines = {lifeline: child for child, lifeline in self._children.items()}
            watched: list[socket.socket | int] = [self._control, self._told, *lifelines, *self._end_of_service]
            ready, _, _ = select.select(watched, [], [], None if self._end_of_service else LOOK_S)
            # Before any is reaped: until then its process id is its own.
            for lifeline in lifelines.keys() & set(ready):
                self._kill(lifelines[lifeline])
            if self._told in ready:
                self._told.recv(4096)
                self._reap()
            if self._control in ready and not self._take_requests():
                break
        for child in self._children:
            os.kill(child, signal.SIGKILL)

    def _listen_to_signals(self) -> None:
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for ignored in (signal.SIGINT, signal.SIGTERM):
            # The service decides when we end: a Ctrl-C reaches the whole group, and running jobs are still to be
            # drained.
            signal.signal(ignored, signal.SIG_IGN)

    def _take_requests(self) -> bool:
        """Fork for every whole request, and tell whether more can come."""
        found, descriptors, _, _ = socket.recv_fds(self._control, _MOST_BYTES, _MOST_SOCKETS)
        self._requests += found
        self._sockets += [socket.socket(fileno=descriptor) for descriptor in descriptors]
        while b"\n" in self._requests:
            line, _, self._requests = self._requests.partition(b"\n")
            self._fork(json.loads(line), self._sockets.pop(0), self._sockets.pop(0))
        return bool(found)

    def _fork(self, request: dict[str, Any], channel: socket.socket, lifeline: socket.socket) -> None:
        try:
            self._warm_up(request["warm"])
        except Exception:  # noqa: BLE001 - whatever it is, others are served: this child never comes
            channel.close()
            lifeline.close()
            return
        limits = Limits(**request["limits"])
        zygote = os.getpid()
        ours = [self._control, self._told, self._wake, lifeline, *self._children.values(), *self._sockets]
        child = os.fork()
        if child:
            channel.close()
            self._children[child] = lifeline
            return
        try:
            _begin(ours, self._end_of_service)
            limits.apply(parent=zygote)
            serve(channel)
        finally:
            # Nothing that a document may have broken runs any more: no exit handlers, no destructors.
            os._exit(0)

    def _warm_up(self, wanted: Iterable[tuple[str, list[str]]]) -> None:
        new = [(name, arguments) for name, arguments in wanted if json.dumps([name, arguments]) not in self._warm]
        if not new:
            return
        # Next to nothing of what is loaded is garbage: to look for it meanwhile takes a sixth of the time.
        gc.disable()
        try:
            for name, arguments in new:
                function_of(name)(*arguments)
                self._warm.add(json.dumps([name, arguments]))
        finally:
            gc.enable()
        # What is here stays: a child's collection would touch, and thereby copy, every page that it shares with us.
        # Nothing is collected before: of 98,000 objects 500 are garbage, and to find them takes a tenth of the whole.
        gc.freeze()
        self._idle = _peak_of_an_idle_child()

    def _kill(self, child: int) -> None:
        """Kill a child that is not wanted any more."""
        os.kill(child, signal.SIGKILL)
        self._children.pop(child).close()

    def _reap(self) -> None:
        while True:
            try:
                child, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not child:
                return
            if child in self._children:
                self._tell(self._children.pop(child), status, usage)

    def _tell(self, lifeline: socket.socket, status: int, usage: resource.struct_rusage) -> None:
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        with lifeline, suppress(OSError):
            ending = {"signal": ended_by, "growth": _peak_bytes(usage) - self._idle}
            lifeline.send(json.dumps(ending).encode(), socket.MSG_DONTWAIT)


def _begin(ours: Iterable[socket.socket], end_of_service: Iterable[int]) -> None:
    """Leave behind what is the warm process's: over it a child that a document has taken over would reach others."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for each in ours:
        each.close()
    for descriptor in end_of_service:
        os.close(descriptor)


def _end_of(service: int) -> list[int]:
    """Return a descriptor that can be read once the process is gone, where the system has such."""
    if sys.platform != "linux":
        return []
    try:
        return [os.pidfd_open(service)]
    except OSError:
        return []


def _peak_of_an_idle_child() -> int:
    """Return the bytes that a child holds before it reads.

    Our own peak would not tell: Linux lets a new program inherit that of the process that started it.
    """
    child = os.fork()
    if not child:
        os._exit(0)
    return _peak_bytes(os.wait4(child, 0)[2])


def _peak_bytes(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
