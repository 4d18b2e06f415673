"""Processes that are forked from one that has imported what takes long to import: a tenth of the time of new ones."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

Result = TypeVar("Result")

forks = get_context("forkserver")
forks.set_forkserver_preload(
    [
        "alembic.command",
        "cvparser.entrypoints.cli",
        "cvparser.service",
        "tests.cli.forked",
        "tests.planted.trial",
    ]
)


def call(function: Callable[..., Result], *arguments: object, timeout: float = 100) -> Result:
    """Return what a module's function returns in a process of its own, which is ended with all its threads.

    Raises:
        TimeoutError: it took more than `timeout` seconds.
        EOFError: it ended without a result; what it raised was printed.
    """
    receiver, sender = forks.Pipe(duplex=False)
    process = forks.Process(target=_send, args=(sender, function, arguments))
    process.start()
    sender.close()
    try:
        if not receiver.poll(timeout):
            raise TimeoutError(timeout)
        result: Result = receiver.recv()
        return result
    finally:
        process.kill()
        process.join()


def _send(sender: Connection, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    sender.send(function(*arguments))
