"""`cvparser audit`: whether the log of who did what is whole, and what it says."""

from __future__ import annotations

import re
import sys
from datetime import UTC
from typing import TYPE_CHECKING
from uuid import UUID

import click

from cvparser.entrypoints.command_line import Commands, as_json, looking_at, reported
from cvparser.entrypoints.jobs_command import moment_of

if TYPE_CHECKING:
    from cvparser.domain.audit import Line, LineFilter, Mark

ACTIONS = (
    "submit",
    "read_status",
    "read_result",
    "cancel",
    "retry",
    "erase",
    "export_user",
    "erase_user",
    "object",
    "lift_objection",
    "refuse",
    "make_key",
    "revoke_key",
    "rotate_key",
    "make_webhook",
    "delete_webhook",
    "rotate_webhook",
    "replay_webhook",
    "purge_audit",
)
_MARK = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@click.group(cls=Commands)
def audit() -> None:
    """Look at the log of who did what: see whether it is whole, and take it out.

    CVPARSER_AUDIT_KEY must be the one that the service has. Nothing is written.
    """


@audit.command("verify")
@click.option("--mark", metavar="NUMBER:DIGEST", help="What an earlier run printed: it must be in the log still.")
def verify(mark: str | None) -> None:
    """Check that no line was changed, removed, inserted or moved, and print a mark of the last one.

    Keep the mark where nobody who can write the database can: with --mark the next run sees also whether lines are
    missing at the end. Exits with 1 where the log is not what was written.
    """
    from cvparser.service import auditing

    expected, settings = _mark_of(mark), looking_at()

    async def check() -> tuple[dict[str, object], bool]:
        async with auditing(settings) as read_audit:
            found = await read_audit.verify(expected)
        told: dict[str, object] = {"lines": found.lines, "mark": f"{found.head.number}:{found.head.digest.hex()}"}
        if found.fault is not None:
            told["fault"] = {"line": found.fault.number, "reason": found.fault.reason}
        return told | {"is_whole": found.fault is None}, found.fault is None

    told, is_whole = reported(check)
    click.echo(as_json(told, indent=2))
    sys.exit(0 if is_whole else 1)


@audit.command("export")
@click.option("--owner", help="Only what was done with this owner's data.")
@click.option("--action", type=click.Choice(ACTIONS), help="Only this.")
@click.option("--key", "key_id", metavar="KEY_ID", help="Only what this key did.")
@click.option("--job", "job_id", type=click.UUID, help="Only what was done with this job.")
@click.option("--user", "user_id", metavar="USER_ID", help="Only what was done by this user_id; needs --owner.")
@click.option("--since", metavar="WHEN", help="Only from then on: '24h' ago, or a date.")
@click.option("--until", metavar="WHEN", help="Only before then: '30d' ago, or a date.")
def export(
    *,
    owner: str | None,
    action: str | None,
    key_id: str | None,
    job_id: UUID | None,
    user_id: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """Print lines as JSON, one a line, the oldest first."""
    from cvparser.domain.access.owner import Owner
    from cvparser.domain.audit import Action, LineFilter
    from cvparser.domain.job import JobId

    if user_id is not None and owner is None:
        raise click.UsageError("--user needs --owner: users of two owners are not the same.")
    wanted = LineFilter(
        owner=None if owner is None else Owner(owner),
        action=None if action is None else Action(action),
        key_id=key_id,
        job_id=None if job_id is None else JobId(job_id),
        since=moment_of(since, UTC, "--since"),
        until=moment_of(until, UTC, "--until"),
    )
    reported(lambda: _print(wanted, user_id))


async def _print(wanted: LineFilter, user_id: str | None) -> None:
    from cvparser.service import auditing

    async with auditing(looking_at()) as read_audit:
        async for line in read_audit.lines(wanted, user_id=user_id):
            click.echo(as_json(_document(line)))


def _document(line: Line) -> dict[str, object]:
    entry = line.entry
    return {
        "number": line.number,
        "at": entry.at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "action": entry.action.value,
        "outcome": entry.outcome,
        "door": entry.door.value,
        "owner": entry.owner,
        "key_id": entry.key_id,
        "job_id": None if entry.job_id is None else str(entry.job_id),
        "about_key": entry.about_key,
        "user": entry.user,
        "address": entry.address,
        "id": str(entry.id),
        "digest": line.digest.hex(),
    }


def _mark_of(text: str | None) -> Mark | None:
    from cvparser.domain.audit import Mark

    if text is None:
        return None
    found = _MARK.fullmatch(text)
    if found is None:
        raise click.BadParameter("is no mark: give what `cvparser audit verify` printed.", param_hint="--mark")
    return Mark(number=int(found[1]), digest=bytes.fromhex(found[2]))
