"""Tickets for what can send no header."""

from __future__ import annotations

from typing import cast

from litestar import Response, post
from litestar.status_codes import HTTP_201_CREATED

from cvparser.application.issue_tickets import VALID_FOR
from cvparser.container import Service
from cvparser.domain.access.scope import Scope
from cvparser.entrypoints.http.access import needs, principal_of
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.documented import Documented, problems
from cvparser.entrypoints.http.routes import UNCACHED, answered_in_time
from cvparser.entrypoints.http.schemas import API, TicketBody


@post(
    f"{API}/tickets",
    summary="Get a ticket",
    response_description="A ticket for one event stream or WebSocket.",
    status_code=HTTP_201_CREATED,
    operation_id="createTicket",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403),
    tags=["read"],
    **needs(Scope.READ),
)
async def issue_ticket(request: HTTPRequest) -> Response[TicketBody]:
    """For a browser, whose event streams and WebSockets can send no header: append `?ticket=...` to their address.

    It is used once, within seconds, and lets read alone. A body is not looked at.
    """
    service = cast("Service", request.app.state.service)
    with answered_in_time(request.app.state):
        ticket = await service.issue_tickets.issue(principal_of(request))
    return Response(TicketBody(ticket=ticket, expires_in=int(VALID_FOR.total_seconds())))


TICKETS = [issue_ticket]
