"""Steps on turns: which job is next, and which turn a new one is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, func, literal_column, select

from cvparser.adapters.job_repository.conditions import DEADLINE, IS_PROCESSING
from cvparser.adapters.job_repository.database import UtcDateTime
from cvparser.adapters.job_repository.rows import JOB_COLUMNS
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.access.owner import Owner
from cvparser.domain.turns import FIRST, turn

_WAITS = IS_PROCESSING & (parsed_cv.c.waits == literal_column("1"))
_IS_OWNERS = parsed_cv.c.owner == bindparam("of_owner")
_STANDING = select(
    select(func.min(parsed_cv.c.turn)).where(_WAITS).scalar_subquery(),
    select(func.max(parsed_cv.c.turn)).where(IS_PROCESSING, _IS_OWNERS).scalar_subquery(),
)
_UNDER_WAY = select(func.max(parsed_cv.c.turn)).where(IS_PROCESSING)
_NEXT = (
    select(*[*JOB_COLUMNS, parsed_cv.c.checkpoint])
    # A lease as well: a version before takes jobs and leaves `waits` as it is.
    .where(
        _WAITS,
        parsed_cv.c.lease_until.is_(None),
        bindparam("now", type_=UtcDateTime) < DEADLINE,
    )
    .order_by(parsed_cv.c.turn, parsed_cv.c.created_at, parsed_cv.c.id)
    .limit(bindparam("most"))
    # What another worker takes at this moment is not waited for.
    .with_for_update(skip_locked=True)
)


def turn_of_new(connection: Connection, owner: Owner, weight: int) -> float:
    """Return the turn of a job that is about to be inserted.

    Two transactions at once do not see each other's: their jobs may have the same turn.
    """
    lowest, last_of_owner = connection.execute(_STANDING, {"of_owner": owner}).one()
    # Where none waits, those under way are few.
    reached = connection.execute(_UNDER_WAY).scalar() if lowest is None else lowest
    return turn(reached=FIRST if reached is None else reached, last_of_owner=last_of_owner, weight=weight)


def next_in_turn(connection: Connection, now: datetime, *, most: int) -> Sequence[Row[tuple[object, ...]]]:
    """Return the rows of the jobs that are to be taken next, the first first, nobody else's until the transaction ends.

    They are at most `most`.
    """
    return connection.execute(_NEXT, {"now": now, "most": most}).all()
