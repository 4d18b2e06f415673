"""A connection to PostgreSQL on which nothing waits past its deadline.

A server that is frozen, or behind a network that swallows what it says, still acknowledges or does not even refuse:
neither its own timeouts nor the kernel's fire. So whoever waits looks at the time, and ends the connection itself.
"""

from __future__ import annotations

import math
import socket
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

from cvparser.deadline import left

if TYPE_CHECKING:
    from psycopg.abc import PQGen
    from sqlalchemy import Dialect
    from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")

#: Seconds for a new connection.
CONNECT_TIMEOUT_S = 5
#: Seconds until a silent peer is asked, between questions, and how many go unanswered; then milliseconds for data sent.
_KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}


class DeadlineConnection(psycopg.Connection[Any]):
    """Ends itself when an answer has not come in the time that is `left`."""

    def wait(self, gen: PQGen[T], *arguments: Any, **options: Any) -> T:  # noqa: ANN401 - as psycopg's, of any version
        """Wait as psycopg does, which looks up ten times a second.

        Raises:
            psycopg.OperationalError: nothing is left.
        """
        return super().wait(self._in_time(gen), *arguments, **options)

    def _in_time(self, gen: PQGen[T]) -> PQGen[T]:
        try:
            state = next(gen)
            while True:
                ready = yield state
                if not left():
                    # Without a word to the server: it may never take it.
                    self.pgconn.finish()
                    raise psycopg.OperationalError("no answer in time")
                state = gen.send(ready)
        except StopIteration as ended:
            answer: T = ended.value
            return answer


def connect(_: Dialect, __: ConnectionPoolEntry, arguments: list[str], options: dict[str, Any]) -> DeadlineConnection:
    """Connect as SQLAlchemy would, in the time that is left.

    Raises:
        psycopg.OperationalError: the server cannot be reached, or not in time.
    """
    seconds = min(left(), CONNECT_TIMEOUT_S)
    if not seconds:
        raise psycopg.OperationalError("no time for a connection")
    return DeadlineConnection.connect(
        *arguments, **{**_KEEPALIVE, **options, **_resolved(options), "connect_timeout": math.ceil(seconds)}
    )


def _resolved(options: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of a host.

    The driver would look them up with the interpreter's lock held: a name server that is silent would stop everything.
    """
    host = str(options.get("host", ""))
    if not host or "/" in host or "," in host or "hostaddr" in options:
        return {}
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise psycopg.OperationalError("the host has no address") from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    return {"host": ",".join([host] * len(addresses)), "hostaddr": ",".join(addresses)}
