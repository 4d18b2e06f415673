"""Who did what to whose data: lines that follow from each other, so that none is changed or taken away unseen."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from cvparser.domain.access.owner import Owner
from cvparser.domain.job import JobId

#: Outcome of what was done; of what was not, the code of its error.
DONE: Final = "ok"
#: Bits of an address that are kept.
_KEPT_BITS = {4: 24, 6: 48}
_HASH_LETTERS = 32


class Action(StrEnum):
    """What was done, or tried."""

    SUBMIT = "submit"
    #: Looked at, or followed.
    READ_STATUS = "read_status"
    READ_RESULT = "read_result"
    CANCEL = "cancel"
    RETRY = "retry"
    ERASE = "erase"
    EXPORT_USER = "export_user"
    ERASE_USER = "erase_user"
    OBJECT = "object"
    LIFT_OBJECTION = "lift_objection"
    #: Nothing: who asked was not let in. The outcome says why.
    REFUSE = "refuse"
    MAKE_KEY = "make_key"
    REVOKE_KEY = "revoke_key"
    ROTATE_KEY = "rotate_key"
    MAKE_WEBHOOK = "make_webhook"
    DELETE_WEBHOOK = "delete_webhook"
    ROTATE_WEBHOOK = "rotate_webhook"
    REPLAY_WEBHOOK = "replay_webhook"
    #: Lines of the log whose time was over were removed; the outcome says up to which.
    PURGE_AUDIT = "purge_audit"


class Door(StrEnum):
    """By which way."""

    HTTP = "http"
    COMMAND = "command"
    #: The service, by itself.
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did, as whoever saw it says."""

    action: Action
    door: Door
    #: Whose data it was about; None = of all owners, or nobody's that is known.
    owner: Owner | None
    #: What let in who did it: the id of a key or a token. None where nobody was asked.
    key_id: str | None = None
    #: The job that it was about.
    job_id: JobId | None = None
    #: The key or webhook that it was about.
    about_key: str | None = None
    #: The user whom it was about: never kept as it is.
    user_id: str | None = field(default=None, repr=False)
    #: From where: never kept as it is.
    address: str | None = field(default=None, repr=False)
    #: `DONE`, or the code of an error.
    outcome: str = DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An act as it is kept. Times are aware and in UTC, by the clock of who saw it."""

    #: Random: the same entry is kept once.
    id: UUID
    at: datetime
    action: Action
    door: Door
    owner: Owner | None
    key_id: str | None
    job_id: JobId | None
    about_key: str | None
    #: `user_hash` of the user.
    user: str | None
    #: Truncated.
    address: str | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry in its place."""

    #: From 1 on, without gaps.
    number: int
    entry: Entry
    #: Of the entry, its number and the line before.
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in the log: behind line `number`, which has `digest`."""

    number: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilter:
    """Which lines are meant: those to which all apply that is given."""

    owner: Owner | None = None
    action: Action | None = None
    key_id: str | None = None
    job_id: JobId | None = None
    #: By `user_hash`.
    user: str | None = None
    #: From this moment on.
    since: datetime | None = None
    #: Before this moment.
    until: datetime | None = None


EVERY_LINE: Final = LineFilter()


#: Before the first line.
BEGINNING: Final = Mark(number=0, digest=bytes(32))


def entry_of(act: Act, *, entry_id: UUID, at: datetime, secret: bytes) -> Entry:
    """Return an act as it is kept: without the user's id and without the last part of the address."""
    is_users = act.owner is not None and act.user_id is not None
    return Entry(
        id=entry_id,
        at=at.astimezone(UTC),
        action=act.action,
        door=act.door,
        owner=act.owner,
        key_id=act.key_id,
        job_id=act.job_id,
        about_key=act.about_key,
        user=user_hash(Owner(act.owner or ""), act.user_id or "", secret) if is_users else None,
        address=truncated(act.address),
        outcome=act.outcome,
    )


def user_hash(owner: Owner, user_id: str, secret: bytes) -> str:
    """Return what stands for a user: who has the secret and the id finds the user's lines, others do not."""
    return _keyed(secret, b"user", f"{owner}\0{user_id}".encode()).hex()[:_HASH_LETTERS]


def truncated(address: str | None) -> str | None:
    """Return the network that an address is in; None of what is none.

    >>> truncated("203.0.113.77"), truncated("::ffff:203.0.113.77"), truncated("2001:db8:1:2::3"), truncated("unix")
    ('203.0.113.0/24', '203.0.113.0/24', '2001:db8:1::/48', None)
    """
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, _KEPT_BITS[found.version]), strict=False))


def follow(mark: Mark, entry: Entry, secret: bytes) -> Line:
    """Return the line of an entry behind a mark."""
    number = mark.number + 1
    told = [
        number,
        mark.digest.hex(),
        entry.id.hex,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.action,
        entry.door,
        entry.owner,
        entry.key_id,
        None if entry.job_id is None else entry.job_id.hex,
        entry.about_key,
        entry.user,
        entry.address,
        entry.outcome,
    ]
    content = json.dumps(told, separators=(",", ":")).encode()
    return Line(number=number, entry=entry, digest=_keyed(secret, b"chain", content))


def mark_of(line: Line) -> Mark:
    """Return the place behind a line."""
    return Mark(number=line.number, digest=line.digest)


def purged_until(mark: Mark) -> str:
    """Return the outcome of a purge of all lines before a mark: without it nobody may have purged them."""
    return f"until_{mark.number}"


def _keyed(secret: bytes, purpose: bytes, content: bytes) -> bytes:
    return hmac.digest(hashlib.sha256(purpose + b"\0" + secret).digest(), content, "sha256")
