"""Who may use a route: every route says what it needs, and nothing is served that does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypedDict, cast

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import Reference, SecurityRequirement, SecurityScheme

from cvparser.composition import UseCases
from cvparser.container import Service
from cvparser.domain.access.errors import AccessDeniedError, KeyMissingError
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.scope import Scope
from cvparser.domain.errors import CVParserError
from cvparser.entrypoints.http.bounds import peer_of
from cvparser.entrypoints.http.credentials import TICKET, refuse_secrets_in_url, ticket_of, token_of
from cvparser.entrypoints.http.errors import SecretInUrlError
from cvparser.entrypoints.http.rate_limits import count_request
from cvparser.entrypoints.http.refusals import record_refusal
from cvparser.entrypoints.http.wrong_keys import WrongKeys

Connection = ASGIConnection[Any, Any, Any, Any]

_NEEDS, _TAKES_TICKET = "needs", "takes_ticket"
#: Where the scope's state keeps who asks, or why they are not let in.
_ASKING = "asking"

#: How OpenAPI calls the two ways to send a key.
BEARER, KEY, ONCE = "bearer", "key", "ticket"
SCHEMES: Final[dict[str, SecurityScheme | Reference]] = {
    BEARER: SecurityScheme(
        type="http", scheme="bearer", description="A key, or a token of the configured issuer: RFC 6750."
    ),
    KEY: SecurityScheme(type="apiKey", name="X-API-Key", security_scheme_in="header", description="A key."),
    ONCE: SecurityScheme(
        type="apiKey",
        name=TICKET,
        security_scheme_in="query",
        description="A ticket, for what can send no header: `POST /api/v1/parser/tickets`. It is used once.",
    ),
}


class Declaration(TypedDict):
    """What a route says of itself, as Litestar takes it."""

    opt: dict[str, Any]
    security: Sequence[SecurityRequirement]


class SocketDeclaration(TypedDict):
    """What a WebSocket says of itself: OpenAPI has none of them."""

    opt: dict[str, Any]


def needs(*scopes: Scope, takes_ticket: bool = False) -> Declaration:
    """Return the declaration of a route for who has all of `scopes`; or for a ticket in the query."""
    names = [scope.value for scope in scopes]
    once = [{ONCE: names}] if takes_ticket else []
    return {"opt": _opt(scopes, takes_ticket), "security": [{BEARER: names}, {KEY: names}, *once]}


def socket_needs(*scopes: Scope) -> SocketDeclaration:
    """Return the declaration of a WebSocket, which takes a ticket as well."""
    return {"opt": _opt(scopes, takes_ticket=True)}


def _opt(scopes: Sequence[Scope], takes_ticket: bool) -> dict[str, Any]:  # noqa: FBT001 - of this module alone
    return {_NEEDS: tuple(scopes), _TAKES_TICKET: takes_ticket}


#: The declaration of a route for everybody: nothing in it is anybody's.
OPEN: Final[Declaration] = {"opt": {_NEEDS: None}, "security": [{}]}


def needed(handler: BaseRouteHandler) -> tuple[Scope, ...] | None:
    """Return the scopes that a route needs; None where it is open.

    Raises:
        KeyError: it says nothing.
    """
    return cast("tuple[Scope, ...] | None", handler.opt[_NEEDS])


def require_declared(app: Litestar) -> None:
    """See that every route says what it needs.

    Raises:
        ValueError: one does not.
    """
    for route in app.routes:
        handlers = getattr(route, "route_handlers", None) or [getattr(route, "route_handler", None)]
        for handler in handlers:
            if isinstance(handler, BaseRouteHandler) and not _is_options(handler) and _NEEDS not in handler.opt:
                message = f"{route.path} does not say what it needs: see entrypoints.http.access."
                raise ValueError(message)


def _is_options(handler: BaseRouteHandler) -> bool:
    return getattr(handler, "http_methods", None) == {"OPTIONS"}


async def admit(connection: Connection, handler: BaseRouteHandler) -> None:
    """Find out who asks, before anything of the request is read; a WebSocket is told in the socket.

    Raises:
        AccessDeniedError: who asks may not.
        InputError: more than one key was sent, or one in the address.
        RateLimitedError: they asked for too much in the last minute.
        UnavailableError: that cannot be told now, or too many wrong keys came.
    """
    try:
        await _admit(connection, handler)
    except CVParserError as error:
        if isinstance(error, AccessDeniedError | SecretInUrlError):
            record_refusal(connection.app.state, connection.scope["client"], error)
        if connection.scope["type"] != ScopeType.WEBSOCKET:
            raise
        connection.scope["state"][_ASKING] = error


async def _admit(connection: Connection, handler: BaseRouteHandler) -> None:
    refuse_secrets_in_url(connection.scope)
    if connection.scope.get("method") == "OPTIONS":
        return
    scopes = needed(handler)
    if scopes is None:
        return
    principal, is_counted = await _principal(connection, takes_ticket=handler.opt[_TAKES_TICKET])
    if is_counted:
        await count_request(connection, principal, is_submission=Scope.SUBMIT in scopes)
    for scope in scopes:
        principal.require(scope)
    connection.scope["state"][_ASKING] = principal


async def _principal(connection: Connection, *, takes_ticket: bool) -> tuple[Principal, bool]:
    """Return who asks, and whether that is counted: of a ticket, the request for it was."""
    service = cast("Service", connection.app.state.service)
    wrong_keys: WrongKeys = connection.app.state.wrong_keys
    token = token_of(connection.scope)
    ticket = ticket_of(connection.scope) if takes_ticket and token is None else None
    try:
        if ticket is not None:
            return await service.issue_tickets.redeem(ticket), False
        return await service.authenticator.authenticate(token), True
    except KeyMissingError:
        raise
    except AccessDeniedError:
        # After the look: who sends the right one is let in, however many wrong ones come from the same address.
        wrong_keys.count(peer_of(connection.scope["client"]))
        raise


def principal_of(connection: Connection) -> Principal:
    """Return who asks.

    Raises:
        CVParserError: why who asks was not let in, where that was not said before; KeyMissingError where nobody was
            asked who they are.
    """
    asking = connection.scope["state"].get(_ASKING)
    if isinstance(asking, CVParserError):
        raise asking
    if not isinstance(asking, Principal):
        raise KeyMissingError
    return asking


def use_cases(connection: Connection) -> UseCases:
    """Return what may be done for who asks: all there is from a request to a job. Raises as `principal_of`."""
    service = cast("Service", connection.app.state.service)
    return service.of(principal_of(connection).owner)
