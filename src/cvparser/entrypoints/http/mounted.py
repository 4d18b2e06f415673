"""The service within another ASGI application: mounted below a prefix, or served by a server of one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Unpack
from urllib.parse import quote

from cvparser.composition import Adapters
from cvparser.domain.errors import ConfigurationError, CVParserError
from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.errors import NotStartedError, ThisMachineOnlyError
from cvparser.entrypoints.http.exposure import is_loopback
from cvparser.entrypoints.http.guard import Guard, refuse
from cvparser.entrypoints.http.locations import below
from cvparser.service import running
from cvparser.settings import Settings

#: As every framework spells them: each has types of its own.
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

#: What a host may add to a scope stays with the host: the rest is ours alone.
_OF_A_REQUEST = ("type", "asgi", "method", "query_string", "headers", "subprotocols", "extensions")


def asgi(settings: Settings | None = None, **adapters: Unpack[Adapters]) -> MountedService:
    """Return the service as an ASGI application, to be mounted below a prefix or served as it is.

    Its adapters are opened and closed by its lifespan: by the `lifespan` messages of a server or, in a host that does
    not pass them on to what is mounted, by `MountedService.lifespan`, entered in the host's own.

    Args:
        settings: What is decided; without them `Settings.from_environment(of_service=True)`.
        adapters: Adapters of one's own, by the port, opened and closed by who made them.

    Raises:
        ConfigurationError: a setting cannot be followed, and what to do.
    """
    return MountedService(settings or Settings.from_environment(of_service=True), **adapters)


class MountedService:
    """The service as an ASGI application.

    Where it was mounted it learns from `root_path` of a request: its links, its pages, `Location` and the document of
    OpenAPI name addresses below that. With `CVPARSER_ACCESS=off` it answers this machine alone, whatever the host
    listens on.
    """

    def __init__(self, settings: Settings, **adapters: Unpack[Adapters]) -> None:
        self._app = create_app(settings, partial(running, **adapters))
        self._guard = Guard(self._app, bounds=self._app.state.bounds, settings=settings)
        self._prefix = settings.path_prefix
        self._is_for_this_machine = settings.access == "off"

    @asynccontextmanager
    async def lifespan(self, host: object = None) -> AsyncIterator[None]:
        """Open the service and close it at the end: for a host that does not pass `lifespan` on.

        Takes the host's application, as frameworks call it, and leaves it alone.

        Raises:
            ConfigurationError: the service runs already, or an adapter cannot be opened, and what to do.
            StorageUnavailableError: its database or its files cannot be reached.
        """
        if self._is_running:
            raise ConfigurationError("The service runs already: let either its host or its server open it.")
        async with self._app.lifespan():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or a server's `lifespan`."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)  # type: ignore[arg-type]  # Litestar's own types of ASGI
            return
        own, prefix = _own(scope)
        error = self._refusal(own)
        if error is not None:
            with below(self._prefix or prefix):
                await refuse(own, receive, send, error)
            return
        await self._guard.below(prefix, own, _Whole(receive), send)

    @property
    def _is_running(self) -> bool:
        return "service" in self._app.state

    def _refusal(self, scope: dict[str, Any]) -> CVParserError | None:
        """Return why nothing is answered."""
        if self._is_for_this_machine and not (_is_here(scope["client"]) and _is_here(scope["server"])):
            return ThisMachineOnlyError()
        return None if self._is_running else NotStartedError()


class _Whole:
    """Receives messages with what ASGI lets a server leave out of them."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    async def __call__(self) -> dict[str, Any]:
        """Return the next message."""
        message: dict[str, Any] = await self._receive()
        return {"body": b"", "more_body": False, **message} if message["type"] == "http.request" else message


def _is_here(address: tuple[str, int | None] | None) -> bool:
    """Return whether an address is this machine's, as that of a UNIX socket is: a path, or none."""
    return address is None or not address[0] or address[0].startswith("/") or is_loopback(address[0])


def _own(scope: Scope) -> tuple[dict[str, Any], str]:
    """Return a request's scope as if the service stood at the root, with nothing of the host, and what is before it."""
    root = str(scope.get("root_path") or "").rstrip("/")
    taken = _taken_off(str(scope["path"]), root)
    path = str(scope["path"])[len(taken) :] or "/"
    raw = bytes(scope.get("raw_path") or b"")
    is_socket = scope["type"] == "websocket"
    # Without a raw path, or one that was rewritten, what was decoded is quoted again.
    is_sent_so = bool(raw) and raw.startswith(taken.encode())
    own = {name: scope[name] for name in _OF_A_REQUEST if name in scope} | {
        "http_version": scope.get("http_version", "1.1"),
        "scheme": scope.get("scheme") or ("ws" if is_socket else "http"),
        "path": path,
        "raw_path": (raw[len(taken) :] or b"/") if is_sent_so else quote(path).encode(),
        "root_path": "",
        "client": _address(scope.get("client")),
        "server": _address(scope.get("server")),
        "state": {},
    }
    return own, root


def _taken_off(path: str, root: str) -> str:
    """Return how the path begins that is the host's: its root or, where a proxy took the first of it off, the rest.

    >>> _taken_off("/cv/docs", "/cv"), _taken_off("/docs", "/cv"), _taken_off("/cv/docs", "/outer/cv")
    ('/cv', '', '/cv')
    """
    rest = root
    while rest:
        if path == rest or path.startswith(f"{rest}/"):
            return rest
        following = rest.find("/", 1)
        rest = rest[following:] if following > 0 else ""
    return ""


def _address(address: Any) -> tuple[str, Any] | None:  # noqa: ANN401 - a list or a tuple, as the server has it
    return None if address is None else (str(address[0]), address[1])
