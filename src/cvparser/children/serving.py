"""What a child does: calls, one after the other, until nobody calls any more.

A call is a frame with a line of JSON and the bytes to work on; an answer is a frame with a mark and the bytes that came
out. A frame is its length in four bytes, then so many.
"""

from __future__ import annotations

import json
import signal
import socket
from typing import BinaryIO

from cvparser.children.naming import function_of

#: The first byte of an answer: the result follows, or there was no memory for it.
RESULT, NO_MEMORY = b"=", b"!"


def serve(channel: socket.socket) -> None:
    """Answer the calls that come over `channel` until it closes. A function that raises ends the child."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})
    with channel.makefile("rb") as incoming:
        while call := _frame(incoming):
            answer = _answer(call)
            channel.sendall(len(answer).to_bytes(4, "big") + answer)
            if answer.startswith(NO_MEMORY):
                return


def frame(*parts: bytes) -> bytes:
    """Return the beginning of a frame that holds `parts`: all of it but the last of them."""
    return sum(map(len, parts)).to_bytes(4, "big") + b"".join(parts[:-1])


def _frame(incoming: BinaryIO) -> bytes:
    return incoming.read(int.from_bytes(incoming.read(4), "big"))


def _answer(call: bytes) -> bytes:
    line, _, content = call.partition(b"\n")
    asked = json.loads(line)
    function = function_of(asked["name"])
    # The kernel ends us once we have used that much of the processor, also where native code keeps the interpreter.
    signal.setitimer(signal.ITIMER_PROF, asked["cpu_s"])
    try:
        return RESULT + bytes(function(content, *asked["arguments"]))
    except MemoryError:
        return NO_MEMORY
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
