"""The service within an application of Litestar: as a plugin, or as a router of its own."""

from __future__ import annotations

from typing import Any, Unpack

from litestar import Router, asgi
from litestar.config.app import AppConfig
from litestar.exceptions import NotFoundException
from litestar.plugins import InitPlugin
from litestar.types import Receive, Scope, Send

from cvparser.composition import Adapters
from cvparser.entrypoints.http.mounted import MountedService
from cvparser.entrypoints.http.mounted import asgi as made
from cvparser.settings import Settings


class CVParserPlugin(InitPlugin):
    """Mounts the service below `path` of an application of Litestar, which opens and closes it with its own lifespan.

    Args:
        settings: What is decided; without them those of the environment.
        path: Below which the service is.
        adapters: Adapters of one's own, by the port, opened and closed by who made them.

    Raises:
        ConfigurationError: a setting cannot be followed, and what to do.

    Examples:
        app = Litestar([...], plugins=[cvparser.CVParserPlugin(settings, path="/cv")])
    """

    def __init__(self, settings: Settings | None = None, *, path: str = "/cv", **adapters: Unpack[Adapters]) -> None:
        self.service = made(settings, **adapters)
        self._path = path

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Add the service and its lifespan to an application that is being made."""
        app_config.route_handlers.append(litestar_router(self.service, path=self._path))
        app_config.lifespan = [*app_config.lifespan, self.service.lifespan]
        return app_config


def litestar_router(service: MountedService, *, path: str = "/cv", **options: Any) -> Router:  # noqa: ANN401 - Litestar's
    """Return a router with the service below `path`; `options` are `Router`'s, such as `guards`.

    The application that takes it has `service.lifespan` in its `lifespan`, or the router in one that has.
    """
    prefix = f"/{path.strip('/')}".rstrip("/")

    @asgi("/", is_mount=True, copy_scope=True)
    async def mounted(scope: Scope, receive: Receive, send: Send) -> None:
        await service(_below(prefix, scope), receive, send)

    return Router(prefix or "/", route_handlers=[mounted], **options)


def _below(prefix: str, scope: Scope) -> dict[str, Any]:
    """Return the scope as ASGI has it: Litestar takes the prefix off the path, and says nowhere that it did.

    Raises:
        NotFoundException: the path only begins like the prefix.
    """
    path, raw = scope["path"], scope.get("raw_path") or b""
    if not path.startswith("/"):
        raise NotFoundException
    if not raw.endswith(b"/"):
        # It adds one, too.
        path = path.rstrip("/") or "/"
    root = scope.get("root_path", "").rstrip("/")
    return {**scope, "path": f"{prefix}{path}", "root_path": f"{root}{prefix}"}
