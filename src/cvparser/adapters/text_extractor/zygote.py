"""A warm process that forks a child for every document. Run by `SandboxTextExtractor`, never imported by it.

Single-threaded, so that forking is safe. It gets one end of a socket pair a document over its control socket; the
child reads the document from it, answers one line of JSON and ends; the zygote then adds a line with how the child
ended. When the control socket closes, because the service ended in whatever way, the zygote and its children end.
"""

from __future__ import annotations

import codecs
import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from encodings.aliases import aliases
from typing import Any

from cvparser.adapters.text_extractor.by_type import reader_of
from cvparser.adapters.text_extractor.specimens import specimen
from cvparser.domain.document import DocumentType, ExtractedText
from cvparser.domain.errors import ConfigurationError, CVParserError, DecompressionLimitError

#: Files that a child may have open: what it has at birth, and what pdfminer loads for fonts.
MOST_FILES = {"pdfium": 0, "pdfplumber": 16}
#: How much the children yield to the service.
NICENESS = 5
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38


def main(control_descriptor: int, pdf_engine: str) -> None:
    """Serve until the control socket closes."""
    # Codecs are modules too, loaded at first use, when a child can open no file any more.
    for codec in set(aliases.values()):
        with suppress(LookupError):
            codecs.lookup(codec)
    for document_type in DocumentType:
        _warm(document_type, pdf_engine)
    os.nice(NICENESS)
    # What is here stays: a child's collection would touch, and thereby copy, every page that it shares with us.
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=control_descriptor)
    wake_reader, wake_writer = socket.socketpair()
    wake_writer.settimeout(0)
    signal.set_wakeup_fd(wake_writer.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for ignored in (signal.SIGINT, signal.SIGTERM):
        # The service decides when we end: a Ctrl-C reaches the whole group, and running jobs are still to be drained.
        signal.signal(ignored, signal.SIG_IGN)
    children: dict[int, socket.socket] = {}
    idle = _peak_of_an_idle_child()
    while True:
        ready, _, _ = select.select([control, wake_reader], [], [])
        if wake_reader in ready:
            wake_reader.recv(4096)
            _reap(children, idle)
        if control in ready:
            message, descriptors, _, _ = socket.recv_fds(control, 64, 1)
            if not message:
                break
            ours = (control, wake_reader, wake_writer, *children.values())
            connection = socket.socket(fileno=descriptors[0])
            children[_fork(connection, ours, pdf_engine)] = connection
    for child in children:
        os.kill(child, signal.SIGKILL)


def _warm(document_type: DocumentType, pdf_engine: str) -> None:
    """Read a document, so that no child loads, compiles and looks up again what its first one needs."""
    with suppress(ConfigurationError):
        reader_of(document_type, pdf_engine=pdf_engine)(specimen(document_type))


def _fork(connection: socket.socket, ours: Iterable[socket.socket], pdf_engine: str) -> int:
    """Start a child that answers over `connection`, and give its process id. It has no other socket of `ours`."""
    child = os.fork()
    if child:
        return child
    try:
        signal.set_wakeup_fd(-1)
        for handled in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
            signal.signal(handled, signal.SIG_DFL)
        # Over these a child that a document has taken over would get at the documents of others.
        for each in ours:
            each.close()
        _answer(connection, pdf_engine)
    finally:
        # Nothing that the document may have broken runs any more: no exit handlers, no destructors.
        os._exit(0)


def _peak_of_an_idle_child() -> int:
    """Give the bytes that a child holds before it reads.

    Our own peak would not tell: Linux lets a new program inherit that of the process that started it.
    """
    child = os.fork()
    if not child:
        os._exit(0)
    return _peak_bytes(os.wait4(child, 0)[2])


def _reap(children: dict[int, socket.socket], idle: int) -> None:
    while children:
        child, status, usage = os.wait4(-1, os.WNOHANG)
        if not child:
            return
        ending = {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "growth": _peak_bytes(usage) - idle}
        with children.pop(child) as connection, suppress(OSError):
            # Never waits for the service; and not by O_NONBLOCK, which the child would share.
            connection.send(json.dumps(ending).encode(), socket.MSG_DONTWAIT)


def _peak_bytes(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _answer(connection: socket.socket, pdf_engine: str) -> None:
    with connection.makefile("rb") as incoming:
        request = json.loads(incoming.readline(1024))
        content = incoming.read(request["size"])
    _limit(request, pdf_engine)
    try:
        reader = reader_of(DocumentType(request["type"]), pdf_engine=pdf_engine)
        answer = _as_json(reader(content))
    except CVParserError as error:
        answer = {"error": error.code, "message": error.message}
    except MemoryError:
        answer = {"error": DecompressionLimitError.code}
    connection.sendall(json.dumps(answer).encode() + b"\n")


def _as_json(extracted: ExtractedText) -> dict[str, Any]:
    return asdict(extracted)


def _limit(request: dict[str, Any], pdf_engine: str) -> None:
    """Take from this process what reading a document does not need. Kernel limits: native code cannot pass them."""
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_FSIZE, 0)
    _set_limit(resource.RLIMIT_NPROC, 0)
    _set_limit(resource.RLIMIT_NOFILE, MOST_FILES[pdf_engine])
    _set_limit(resource.RLIMIT_CPU, int(request["timeout_s"]) + 1)
    if sys.platform == "linux":
        _set_limit(resource.RLIMIT_AS, request["memory_bytes"])
        process_control = ctypes.CDLL(None).prctl
        process_control(_PR_SET_PDEATHSIG, signal.SIGKILL)
        process_control(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    signal.setitimer(signal.ITIMER_REAL, request["timeout_s"])


def _set_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, allowed))
