"""What may be done. No scope contains another."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from cvparser.domain.errors import FieldError


class Scope(StrEnum):
    """One kind of doing."""

    #: Hand in CVs.
    SUBMIT = "submit"
    #: See jobs and results, and follow them.
    READ = "read"
    #: Remove jobs for good.
    ERASE = "erase"
    #: Have documents redacted.
    REDACT = "redact"
    #: Say who is called when jobs end.
    WEBHOOKS = "webhooks"
    #: See the figures of one's own jobs.
    STATS = "stats"
    #: See the counts that are of all owners together.
    ADMIN = "admin"
    #: See the jobs of all owners; with the others, do to any owner's jobs what they let do to one's own.
    OPERATE = "operate"


def scopes_of(names: Iterable[str]) -> frozenset[Scope]:
    """Return the scopes of these names.

    Raises:
        FieldError: one is none, or there is none at all.
    """
    known = {scope.value: scope for scope in Scope}
    wanted = list(names)
    if not wanted or not all(name in known for name in wanted):
        raise FieldError(f"scope must be one or more of {', '.join(known)}.", field="scope")
    return frozenset(known[name] for name in wanted)
