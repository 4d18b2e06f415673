"""Steps that find and claim deliveries: host by host, so that no receiver's many come before another's few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, bindparam, func, literal_column, select, update

from cvparser.domain import webhook as rules
from cvparser.domain.webhook import Delivery, DeliveryState
from cvparser.transactions import UtcDateTime
from cvparser.webhook_rows import delivery_of, moved, webhook_delivery

#: Hosts that one claim looks at: bounds how long it takes, however many wait.
MAX_HOSTS = 200

#: Spelt out: a partial index serves only who says its condition as it stands.
_IS_PENDING = webhook_delivery.c.state == literal_column(f"'{DeliveryState.PENDING.value}'")
_NOW = bindparam("now", type_=UtcDateTime)
_NEXT_HOST = select(func.min(webhook_delivery.c.host)).where(_IS_PENDING, webhook_delivery.c.host > bindparam("behind"))
_ANY_DUE = select(webhook_delivery.c.id).where(_IS_PENDING, webhook_delivery.c.due_at <= _NOW).limit(1)
_DUE = (
    select(webhook_delivery)
    .where(_IS_PENDING, webhook_delivery.c.host == bindparam("of_host"), webhook_delivery.c.due_at <= _NOW)
    .order_by(webhook_delivery.c.due_at, webhook_delivery.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
SAVE = (
    update(webhook_delivery)
    .where(webhook_delivery.c.id == bindparam("delivery_id"))
    .values(
        begun_at=bindparam("begun_at", type_=UtcDateTime),
        due_at=bindparam("due_at", type_=UtcDateTime),
        state=bindparam("state"),
        tries=bindparam("tries"),
        outcome=bindparam("outcome"),
        tried_at=bindparam("tried_at", type_=UtcDateTime),
    )
)


def is_any_due(connection: Connection, now: datetime) -> bool:
    """Return whether there is something to claim."""
    return connection.execute(_ANY_DUE, {"now": now}).first() is not None


def claim(
    connection: Connection,
    limit: int,
    *,
    now: datetime,
    lease: timedelta,
    per_host: int,
    busy: Mapping[str, int],
    behind: str,
) -> tuple[Sequence[Delivery], str]:
    """Claim some deliveries, beginning with the host behind one; return them, and the last host that was looked at."""
    claimed: list[Delivery] = []
    last = behind
    for host in islice(_hosts(connection, behind), MAX_HOSTS):
        if len(claimed) >= limit:
            break
        last = host
        free = min(per_host - busy.get(host, 0), limit - len(claimed))
        if free > 0:
            rows = connection.execute(_DUE, {"of_host": host, "now": now, "most": free})
            claimed.extend(rules.claim(delivery_of(row), now, lease) for row in rows)
    if claimed:
        connection.execute(SAVE, [moved(each) for each in claimed])
    return claimed, last


def _hosts(connection: Connection, behind: str) -> Iterator[str]:
    """Yield the hosts for which something waits, due or not: those behind one, then those from the first up to it."""
    for start, end in ((behind, None), ("", behind)):
        host = start
        while True:
            found = connection.execute(_NEXT_HOST, {"behind": host}).scalar()
            if found is None or (end is not None and found > end):
                break
            host = found
            yield host
