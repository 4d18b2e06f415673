"""`cvparser jobs`: look at jobs, try them again, end and remove them."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from cvparser.domain.errors import CVParserError, JobError, StorageUnavailableError
from cvparser.entrypoints.command_line import Commands, as_json, looking_at, reported

if TYPE_CHECKING:
    from cvparser.application.read_job import ReadJob
    from cvparser.domain.access.owner import Owner
    from cvparser.domain.job import Job, JobId
    from cvparser.service import Operations
    from cvparser.settings import Settings

STATUSES = ("processing", "success", "failed")
#: Jobs that one command changes at most.
MOST = 10_000
#: Jobs that are seen to at once: erasures that wait together clean the database's files once.
AT_ONCE = 50

_AGO = re.compile(r"([0-9]{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
#: The command, done and not done.
_DONE = {"retry": "retried", "cancel": "cancelled", "erase": "erased", "purge": "erased"}

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which jobs are meant."""

    status: str | None
    code: str | None
    since: datetime | None
    until: datetime | None

    @property
    def is_all(self) -> bool:
        """Whether nothing narrows it."""
        return self == Wanted(status=None, code=None, since=None, until=None)

    async def among(self, read_job: ReadJob, limit: int) -> Sequence[Job]:
        """Return at most `limit` of them, newest first."""
        from cvparser.domain.job import JobStatus

        status = None if self.status is None else JobStatus(self.status)
        return await read_job.newest(limit, status=status, code=self.code, since=self.since, until=self.until)


def _zone(_: click.Context, param: click.Parameter, value: str) -> tzinfo | None:
    """Return the zone of a name; None for the machine's, whose offset depends on the moment."""
    if value.lower() == "local":
        return None
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = "is no time zone: say 'local', 'UTC' or a name such as 'Europe/Istanbul'."
        raise click.BadParameter(message, param=param) from None


def moment_of(text: str | None, zone: tzinfo | None, option: str) -> datetime | None:
    """Return the moment that `text` names: how long ago, or a date, with a time perhaps, of `zone` or its own zone."""
    if text is None:
        return None
    ago = _AGO.fullmatch(text)
    try:
        if ago is not None:
            return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        named = datetime.fromisoformat(text)
        return (named.replace(tzinfo=zone) if named.tzinfo is None and zone is not None else named).astimezone(UTC)
    except (ValueError, OverflowError):
        message = "say how long ago, '24h' or '7d', or a date, '2026-01-16' or '2026-01-16T10:30'."
        raise click.BadParameter(message, param_hint=option) from None


def _narrowed(command: Command) -> Command:
    """Add the options that say which jobs are meant."""
    options = [
        click.option("--status", type=click.Choice(STATUSES), help="Only jobs of this status."),
        click.option("--code", metavar="CODE", help="Only jobs that failed with this error's code."),
        click.option("--since", metavar="WHEN", help="Only jobs that came then or later: '24h' ago, or a date."),
        click.option("--until", metavar="WHEN", help="Only jobs that came earlier: '30d' ago, or a date."),
        click.option(
            "--tz",
            "zone",
            callback=_zone,
            default="UTC",
            show_default=True,
            metavar="ZONE",
            help="Zone of times, shown and given: 'local', or a name such as 'Europe/Istanbul'.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _wanted(status: str | None, code: str | None, since: str | None, until: str | None, zone: tzinfo | None) -> Wanted:
    return Wanted(
        status=status,
        code=code,
        since=moment_of(since, zone, "--since"),
        until=moment_of(until, zone, "--until"),
    )


@click.group(cls=Commands)
def jobs() -> None:
    """Look at the jobs of a service, running or not, on this machine, and see to them.

    Which database was looked at is said on standard error. `list` writes nothing; `show` writes down that a result was
    read, where that is recorded.
    """


@jobs.command("list")
@click.option("--limit", "-n", type=click.IntRange(1, MOST), default=20, show_default=True, help="How many.")
@_narrowed
@click.option("--json", "is_json", is_flag=True, help="A JSON object a line.")
@click.option("--header/--no-header", default=None, help="A first line with names; without the option on a terminal.")
def list_jobs(limit: int, *, is_json: bool, header: bool | None, zone: tzinfo | None, **narrowing: Any) -> None:  # noqa: ANN401 - options of `_wanted`
    """List the newest jobs: id, status, when it was created, seconds it took, error code."""
    from cvparser.service import reading

    wanted, settings = _wanted(zone=zone, **narrowing), looking_at()

    async def read() -> Sequence[Job]:
        async with reading(settings) as read_job:
            return await wanted.among(read_job, limit)

    found = reported(read)
    if is_json:
        for job in found:
            click.echo(as_json(_as_document(job, zone)))
        return
    if header or (header is None and sys.stdout.isatty()):
        click.echo(f"{'JOB':<36}  {'STATUS':<10}  {f'CREATED ({_zone_name(zone)})':<19}  {'TOOK':>10}  CODE")
    for line in _lines(found, zone):
        click.echo(line)


@jobs.command("show")
@click.argument("job_id", type=click.UUID)
def show_job(job_id: UUID) -> None:
    """Print one job and, when it ended in success, its result, as JSON; and what it used of a language model.

    Where it is recorded who reads what, so is this, before it is shown.
    """
    from cvparser.domain.audit import Act, Action, Door
    from cvparser.domain.job import JobId
    from cvparser.entrypoints.http.schemas import ResultBody, StatusBody
    from cvparser.service import reading, recording

    settings = looking_at()

    async def read() -> str:
        async with reading(settings) as read_job:
            job = await read_job.status(JobId(job_id))
            parsed = None if job.error_code else (await read_job.result(JobId(job_id)))[1]
            body = StatusBody.of(job) if parsed is None else ResultBody.of(job, parsed)
            more = {"error_code": job.error_code, "retry_of": job.retry_of and str(job.retry_of)}
        async with recording(settings) as record_audit:
            if record_audit is not None:
                action = Action.READ_STATUS if parsed is None else Action.READ_RESULT
                await record_audit.now(Act(action=action, door=Door.COMMAND, owner=job.owner, job_id=job.id))
        return as_json(body.model_dump(mode="json") | more | {"usage": _used(job, settings)}, indent=2)

    click.echo(reported(read))


def _changing(command: Command) -> Command:
    """Add the options of what changes jobs."""
    dry = click.option("--dry-run", is_flag=True, help="Say which jobs are meant, and change nothing.")
    json = click.option("--json", "is_json", is_flag=True, help="A JSON object a line.")
    return dry(json(command))


_IDS = click.argument("job_ids", nargs=-1, type=click.UUID)


@jobs.command("retry")
@_IDS
@_narrowed
@_changing
def retry_jobs(job_ids: Sequence[UUID], **options: Any) -> None:  # noqa: ANN401 - as `list_jobs`
    """Try ended jobs again: JOB_IDS, or those that the options name, which failed unless --status says otherwise.

    Each becomes a new job that names the ended one, which stays as it is. What is named by options and was tried again
    before is left out. Texts are not kept beyond their jobs' end and cannot be tried again.
    """
    _change("retry", job_ids, of=("failed", "success"), **options)


@jobs.command("cancel")
@_IDS
@_narrowed
@_changing
def cancel_jobs(job_ids: Sequence[UUID], **options: Any) -> None:  # noqa: ANN401 - as `list_jobs`
    """End jobs that have not ended: JOB_IDS, or those that the options name."""
    _change("cancel", job_ids, of=("processing",), **options)


@jobs.command("erase")
@click.argument("job_ids", nargs=-1, required=True, type=click.UUID)
@_changing
def erase_jobs(job_ids: Sequence[UUID], *, dry_run: bool, is_json: bool) -> None:
    """Remove JOB_IDS for good, whatever their status: rows, results and documents."""
    nothing = {"status": None, "code": None, "since": None, "until": None, "zone": UTC}
    _change("erase", job_ids, of=STATUSES, dry_run=dry_run, is_json=is_json, **nothing)


@jobs.command("purge")
@_narrowed
@_changing
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge_jobs(*, yes: bool, dry_run: bool, **options: Any) -> None:  # noqa: ANN401 - as `list_jobs`
    """Remove all ended jobs that the options name for good: rows, results and documents. `--until 30d`: what is older.

    At least one option must narrow it. At a terminal it asks first; elsewhere it needs --yes.
    """
    if not dry_run and not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Say --yes to remove jobs for good, or --dry-run to see which.")
        click.confirm("Remove these jobs, their results and documents for good?", abort=True, err=True)
    _change("purge", (), of=("failed", "success"), dry_run=dry_run, **options)


def _change(
    action: str,
    job_ids: Sequence[UUID],
    *,
    of: Sequence[str],
    dry_run: bool,
    is_json: bool,
    zone: tzinfo | None,
    **narrowing: Any,  # noqa: ANN401 - options of `_wanted`
) -> None:
    """Do something to each job that is meant, and leave with status 1 where one could not be."""
    from cvparser.service import operating

    wanted = _wanted(zone=zone, **narrowing)
    if bool(job_ids) != wanted.is_all:
        raise click.UsageError("Name jobs by their ids, or by --status, --code, --since or --until; not by both.")
    settings = looking_at()

    async def act() -> int:
        failed = count = 0
        async with operating(settings) as operations:
            found = await _meant(operations, job_ids, wanted, action=action, of=of)
            for start in range(0, len(found), AT_ONCE):
                some = found[start : start + AT_ONCE]
                for told in await asyncio.gather(*(_done(operations, action, each, is_dry=dry_run) for each in some)):
                    failed, count = failed + ("error" in told), count + ("error" not in told)
                    click.echo(as_json(told) if is_json else _told(told))
        more = f"; more than {MOST} are meant: run it again" if len(found) == MOST else ""
        click.echo(f"{count} {'would be ' if dry_run else ''}{_DONE[action]}, {failed} not{more}", err=True)
        return 1 if failed else 0

    sys.exit(reported(act))


async def _meant(
    operations: Operations, job_ids: Sequence[UUID], wanted: Wanted, *, action: str, of: Sequence[str]
) -> Sequence[JobId]:
    from cvparser.domain.job import JobId

    if job_ids:
        return [JobId(job_id) for job_id in dict.fromkeys(job_ids)]
    found = await wanted.among(operations.read_job, MOST)
    if action == "retry":
        newer = await operations.read_job.newest(MOST, since=min((job.created_at for job in found), default=None))
        tried = {job.retry_of for job in newer}
        # A job that succeeded is tried again only where its status is asked for.
        of = of if wanted.status is not None else ("failed",)
        found = [job for job in found if job.id not in tried]
    return [job.id for job in found if job.status in of]


async def _done(operations: Operations, action: str, job_id: JobId, *, is_dry: bool) -> dict[str, object]:
    """Return what became of a job, or what would."""
    told: dict[str, object] = {"job_id": str(job_id)}
    try:
        if is_dry:
            await operations.read_job.status(job_id)
            return told | {"action": f"would be {_DONE[action]}"}
        owner = await _owner_of(operations, job_id)
        done = await _act(operations, action, job_id)
        await _record(operations, action, job_id, owner)
    except CVParserError as error:
        return told | {"error": {"code": error.code, "message": error.message}}
    return told | done


async def _act(operations: Operations, action: str, job_id: JobId) -> dict[str, object]:
    if action == "retry":
        return {"action": "retried", "new_job_id": str((await operations.retry_job(job_id)).id)}
    if action == "cancel":
        ended = await operations.cancel_job(job_id)
        return {"action": "cancelled" if ended.error_code == "cancelled" else f"had ended: {ended.status}"}
    await operations.erase_job(job_id)
    return {"action": "erased"}


async def _owner_of(operations: Operations, job_id: JobId) -> Owner | None:
    """Return whose a job is, for the record; None of one that is not there."""
    if operations.record_audit is None:
        return None
    try:
        return (await operations.read_job.status(job_id)).owner
    except (JobError, StorageUnavailableError):
        # Not there, or not to be read without its key, which an erasure does not need.
        return None


async def _record(operations: Operations, action: str, job_id: JobId, owner: Owner | None) -> None:
    from cvparser.domain.audit import Act, Action, Door

    if operations.record_audit is not None:
        kind = Action("erase" if action == "purge" else action)
        await operations.record_audit.now(Act(action=kind, door=Door.COMMAND, owner=owner, job_id=job_id))


def _told(told: dict[str, object]) -> str:
    error = told.get("error")
    if isinstance(error, dict):
        return f"{told['job_id']}  {error['message']} [{error['code']}]"
    return f"{told['job_id']}  {told['action']}" + (f"  {told['new_job_id']}" if "new_job_id" in told else "")


def _lines(found: Sequence[Job], zone: tzinfo | None) -> Iterator[str]:
    for job in found:
        took = f"{job.processing_time.total_seconds():8.2f} s" if job.processing_time is not None else " " * 10
        created = f"{job.created_at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        yield f"{job.id}  {job.status:<10}  {created}  {took}  {job.error_code or ''}".rstrip()


def _as_document(job: Job, zone: tzinfo | None) -> dict[str, object]:
    took = job.processing_time
    return {
        "job_id": str(job.id),
        "status": job.status.value,
        "user_id": job.user_id,
        "session_id": job.session_id,
        "created_at": job.created_at.astimezone(zone).isoformat(timespec="seconds"),
        "updated_at": job.updated_at.astimezone(zone).isoformat(timespec="seconds"),
        "processing_time_seconds": None if took is None else round(took.total_seconds(), 2),
        "error_code": job.error_code,
        "retry_of": job.retry_of and str(job.retry_of),
        "crashes": job.crashes,
    }


def _zone_name(zone: tzinfo | None) -> str:
    return "local" if zone is None else str(zone)


def _used(job: Job, settings: Settings) -> dict[str, object]:
    tokens = {"prompt_tokens": job.usage.prompt, "answer_tokens": job.usage.answer}
    return {"model_calls": job.usage.calls, **tokens, "cost": round(settings.model_prices.cost(job.usage), 6)}
