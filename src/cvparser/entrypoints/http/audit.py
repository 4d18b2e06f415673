"""Who asked for what, written down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

from cvparser.container import Service
from cvparser.domain.access.owner import Owner
from cvparser.domain.audit import DONE, Act, Action, Door
from cvparser.domain.errors import CVParserError, JobUnknownError
from cvparser.domain.job import JobId
from cvparser.entrypoints.http.access import Connection, principal_of
from cvparser.entrypoints.http.bounds import peer_of
from cvparser.entrypoints.http.refusals import MOST_OF_A_KEY, Refusals, address_of
from cvparser.settings import Settings


class Audited:
    """An act that is under way."""

    def __init__(self, act: Act) -> None:
        self.act = act

    def is_about(self, job_id: JobId) -> None:
        """Note which job it has become."""
        self.act = replace(self.act, job_id=job_id)

    def is_of(self, owner: Owner | None) -> None:
        """Note whose data it is about, where that is not who asks; None of all owners, or of nobody that is known."""
        self.act = replace(self.act, owner=owner)

    def is_about_webhook(self, name: str) -> None:
        """Note which webhook it has become."""
        self.act = replace(self.act, about_key=name)


@asynccontextmanager
async def audited(
    connection: Connection,
    action: Action,
    *,
    job_id: JobId | None = None,
    user_id: str | None = None,
    about: str | None = None,
    before_answer: bool = False,
) -> AsyncIterator[Audited]:
    """Write down what is done in the block, and what came of it, for who asks.

    With `before_answer` the block is left once that is written; what failed is written soon.

    Raises:
        AuditUnavailableError: it cannot be, and what was done is not to be answered.
        CVParserError: what the block raised.
    """
    record_audit = cast("Service", connection.app.state.service).record_audit
    under_way = Audited(replace(act_of(connection, action, job_id, user_id), about_key=about))
    try:
        yield under_way
    except Exception as error:
        if record_audit is not None and _is_to_be_written(connection, under_way.act, error):
            outcome = error.code if isinstance(error, CVParserError) else CVParserError.code
            record_audit.later(replace(under_way.act, outcome=outcome))
        raise
    if record_audit is None:
        return
    if before_answer:
        await record_audit.now(replace(under_way.act, outcome=DONE))
    else:
        record_audit.later(under_way.act)


def _is_to_be_written(connection: Connection, act: Act, error: Exception) -> bool:
    """Return whether what failed is a line: who looks for jobs that are not there, or another's, fills no log."""
    if not isinstance(error, JobUnknownError):
        return True
    refusals: Refusals = connection.app.state.refusals
    source = act.key_id or peer_of(connection.scope["client"])
    return refusals.take(source, (act.action, act.job_id), most=MOST_OF_A_KEY)


def act_of(connection: Connection, action: Action, job_id: JobId | None = None, user_id: str | None = None) -> Act:
    """Return what who asks does, as it is written down."""
    principal = principal_of(connection)
    settings = cast("Settings", connection.app.state.settings)
    return Act(
        action=action,
        door=Door.HTTP,
        owner=principal.owner,
        key_id=principal.key_id,
        job_id=job_id,
        user_id=user_id,
        address=address_of(connection.scope["client"], settings),
    )
