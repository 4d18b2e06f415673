"""The command line: `cvparser parse`, `serve`, `worker`, `jobs`, `encryption`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import click

from cvparser.domain.errors import CVParserError

if TYPE_CHECKING:
    from cvparser.domain.job import Job
    from cvparser.domain.privacy import Redaction
    from cvparser.embedded import CVParser
    from cvparser.settings import Settings

MODES = ("advanced", "basic")
STATUSES = ("processing", "success", "failed")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cvparser")
def main() -> None:
    r"""Turn CVs into structured professional profiles. Personal data never comes out.

    \b
    cvparser parse cv.pdf                  one profile, as JSON
    cvparser parse *.pdf > profiles.jsonl  many, one JSON a line
    cvparser redact cv.pdf                 what a parser gets to see of it
    cvparser rules                         what finds personal data
    cvparser serve                         the HTTP service, on http://127.0.0.1:8000
    cvparser worker                        works on a service's jobs, on this machine or another
    cvparser jobs list                     what the service has done
    cvparser encryption new-key            a key for what is stored

    Settings are environment variables named CVPARSER_...; the documentation's configuration page lists them all.
    """


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mode", type=click.Choice(MODES), default=MODES[0], show_default=True, help="Which parser is asked.")
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each profile to a file NAME.json in this folder instead of printing it.",
)
def parse(files: Sequence[Path], mode: str, output: Path | None) -> None:
    """Parse FILES (PDF, DOCX, TXT, MD) and print their profiles as JSON.

    One file gives one indented document. Several give one document a line, in the order of the arguments, each with
    the name of its file; a file that cannot be parsed gives its error there and on standard error.

    Exit status: 0 when every file was parsed, 1 when one was not, 2 for a wrong command line.
    """
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    sys.exit(_reported(lambda: _parse(files, mode=mode, output=output)))


async def _parse(files: Sequence[Path], *, mode: str, output: Path | None) -> int:
    from cvparser.embedded import CVParser

    failed = 0
    async with CVParser() as parser:
        with _progress(len(files)) as advance:
            async for path, answer in _answers(parser, files, mode):
                failed += "error" in answer
                _emit(path, answer, alone=len(files) == 1, output=output)
                advance(1)
    return 1 if failed else 0


async def _answers(parser: CVParser, files: Sequence[Path], mode: str) -> AsyncIterator[tuple[Path, dict[str, object]]]:
    """Yield each file's answer in the order of `files`, a few being worked on ahead."""
    ahead = 16
    tasks: list[asyncio.Task[dict[str, object]]] = []
    for position, path in enumerate(files):
        while len(tasks) < min(position + ahead, len(files)):
            tasks.append(asyncio.create_task(_answer(parser, files[len(tasks)], mode)))
        yield path, await tasks[position]


async def _answer(parser: CVParser, path: Path, mode: str) -> dict[str, object]:
    try:
        parsed = await parser.parse_file_async(path, mode=mode)
    except CVParserError as error:
        return {"error": {"code": error.code, "message": error.message}}
    except OSError as error:
        return {"error": {"code": "file_unreadable", "message": error.strerror or "The file cannot be read."}}
    return parsed.model_dump(mode="json")


def _emit(path: Path, answer: dict[str, object], *, alone: bool, output: Path | None) -> None:
    error = answer.get("error")
    if isinstance(error, dict):
        click.echo(f"{path}: {error['message']} [{error['code']}]", err=True)
        if alone or output is not None:
            return
    if output is not None:
        (output / f"{path.stem}.json").write_text(_json(answer, indent=2) + "\n", encoding="utf-8")
    elif alone:
        click.echo(_json(answer, indent=2))
    else:
        click.echo(_json({"file": str(path), **answer}))


def _progress(length: int) -> AbstractContextManager[Callable[[int], None]]:
    if length == 1 or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _Bar(length)


class _Bar(AbstractContextManager[Callable[[int], None]]):
    """Click's progress bar, drawn on standard error so that standard output stays JSON."""

    def __init__(self, length: int) -> None:
        self._bar = click.progressbar(length=length, label="Parsing", file=sys.stderr, show_pos=True)

    def __enter__(self) -> Callable[[int], None]:
        return self._bar.__enter__().update

    def __exit__(self, *raised: object) -> None:
        self._bar.render_finish()


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def redact(file: Path) -> None:
    """Show what a parser gets to see of FILE: its text without personal data.

    The text goes to standard output with a placeholder such as [NAME] in each place where something was taken out; a
    table of categories and counts goes to standard error. Values are shown nowhere.
    """
    from cvparser.embedded import CVParser

    async def read() -> Redaction:
        async with CVParser() as parser:
            return await parser.redact_file_async(file)

    redaction = _reported(read)
    click.echo(redaction.text)
    for category, count in sorted(redaction.withheld.items()):
        click.echo(f"{category:<20}{count:>4}", err=True)


@main.command()
@click.option("as_format", "--json", flag_value="json", help="As JSON, with an example of every rule.")
@click.option("as_format", "--markdown", flag_value="markdown", help="As the documentation's page of rules.")
def rules(as_format: str | None) -> None:
    """List what finds personal data: name, stage, categories, description and an example."""
    from cvparser.entrypoints.rules import as_json, as_markdown, as_text

    click.echo({"json": as_json, "markdown": as_markdown, None: as_text}[as_format](), nl=as_format != "markdown")


@main.command()
@click.option("--host", help="Address to listen on, instead of CVPARSER_HOST.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to listen on, instead of CVPARSER_PORT; 0: a free one."
)
def serve(host: str | None, port: int | None) -> None:
    """Run the HTTP service until Ctrl-C or SIGTERM.

    Jobs are kept in SQLite and worked on in this process; nothing else is needed. With CVPARSER_DATABASE_URL and
    CVPARSER_REDIS_URL they are worked on by `cvparser worker`. The browsable documentation of the API is at
    /docs. On SIGTERM running jobs get CVPARSER_DRAIN_S seconds to end; the rest is picked up at next start.
    """
    with _needing("server", "litestar", "uvicorn"):
        from cvparser.entrypoints.http.app import serve as serve_http

    chosen = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    try:
        serve_http(_settings().model_copy(update=chosen))
    except CVParserError as error:
        raise click.UsageError(error.message) from None


@main.command()
@click.option("--processes", type=click.IntRange(1, 64), help="How many, instead of CVPARSER_WORKER_PROCESSES.")
def worker(processes: int | None) -> None:
    """Work on jobs that a service notifies of through CVPARSER_REDIS_URL, until Ctrl-C or SIGTERM.

    Each process works on CVPARSER_WORKERS jobs at once; one that dies is started again. On SIGTERM running jobs get
    CVPARSER_DRAIN_S seconds to end; the rest is handed back at once.
    """
    with _needing("worker", "dramatiq", "redis", "uvloop"):
        from cvparser.entrypoints.supervisor import supervise

    settings = _settings()
    if settings.redis_url is None:
        raise click.UsageError("CVPARSER_REDIS_URL is not set: a worker is notified through Redis.")
    supervise(settings if processes is None else settings.model_copy(update={"worker_processes": processes}))


@main.group()
def jobs() -> None:
    """Look at the jobs of a service, running or not, on this machine.

    Nothing is written. Which database was looked at is said on standard error.
    """


@jobs.command("list")
@click.option("--limit", "-n", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many.")
@click.option("--status", type=click.Choice(STATUSES), help="Only jobs of this status.")
def list_jobs(limit: int, status: str | None) -> None:
    """List the newest jobs: id, status, when it was created, seconds it took, error code."""
    from cvparser.domain.job import JobStatus
    from cvparser.service import reading

    settings = _looking_at()

    async def read() -> Sequence[Job]:
        async with reading(settings) as read_job:
            return await read_job.newest(limit, status=JobStatus(status) if status else None)

    for job in _reported(read):
        took = f"{job.processing_time.total_seconds():8.2f} s" if job.processing_time is not None else " " * 10
        line = f"{job.id}  {job.status:<10}  {job.created_at:%Y-%m-%d %H:%M:%S}  {took}  {job.error_code or ''}"
        click.echo(line.rstrip())


@jobs.command("show")
@click.argument("job_id", type=click.UUID)
def show_job(job_id: UUID) -> None:
    """Print one job and, when it ended in success, its result, as JSON; and what it used of a language model."""
    from cvparser.domain.job import JobId
    from cvparser.entrypoints.http.schemas import ResultBody, StatusBody
    from cvparser.service import reading

    settings = _looking_at()

    async def read() -> str:
        async with reading(settings) as read_job:
            job = await read_job.status(JobId(job_id))
            parsed = None if job.error_code else (await read_job.result(JobId(job_id)))[1]
            body = StatusBody.of(job) if parsed is None else ResultBody.of(job, parsed)
            return _json(body.model_dump(mode="json") | {"usage": _used(job, settings)}, indent=2)

    click.echo(_reported(read))


def _used(job: Job, settings: Settings) -> dict[str, object]:
    tokens = {"prompt_tokens": job.usage.prompt, "answer_tokens": job.usage.answer}
    return {"model_calls": job.usage.calls, **tokens, "cost": round(settings.model_prices.cost(job.usage), 6)}


@main.group()
def encryption() -> None:
    """Make and replace the keys under which documents, results and checkpoints are encrypted."""


@encryption.command("new-key")
@click.option("--name", required=True, help="Of the key: 1 to 64 letters, digits or any of _ . -")
def new_key(name: str) -> None:
    """Print a random key, as CVPARSER_ENCRYPTION_KEYS has it. It is kept nowhere."""
    from cvparser.service import new_key as made

    try:
        click.echo(made(name))
    except CVParserError as error:
        raise click.UsageError(error.message) from None


@encryption.command("status")
def show_keys() -> None:
    """Print how many jobs' keys are wrapped under each key; one that is not named may be taken away."""
    from cvparser.service import rewrapping

    settings = _looking_at()

    async def read() -> str:
        async with rewrapping(settings) as rewrap:
            return _json(dict(await rewrap.key_ids()), indent=2)

    click.echo(_reported(read))


@encryption.command("rewrap")
def rewrap_keys() -> None:
    """Wrap all jobs' keys under the key that writes, beside a running service.

    Documents and results stay as they are: only their keys are written anew. Exits with 1 where some cannot be opened.
    """
    from cvparser.service import rewrapping

    settings = _looking_at()

    async def rewrap() -> tuple[str, bool]:
        async with rewrapping(settings) as rewrap_data_keys:
            done = await rewrap_data_keys()
            return _json({"rewrapped": done.keys, "failed": dict(done.failed)}, indent=2), bool(done.failed)

    told, has_failed = _reported(rewrap)
    click.echo(told)
    sys.exit(int(has_failed))


T = TypeVar("T")


def _looking_at() -> Settings:
    """Return the settings, and say on standard error which database they name."""
    with _needing("server", "sqlalchemy"):
        from cvparser.service import shown_database

    settings = _settings()
    try:
        click.echo(f"Database: {shown_database(settings)}", err=True)
    except CVParserError as error:
        raise click.UsageError(error.message) from None
    return settings


def _reported(read: Callable[[], Coroutine[object, object, T]]) -> T:
    try:
        return asyncio.run(read())
    except CVParserError as error:
        raise click.ClickException(f"{error.message} [{error.code}]") from None


@contextmanager
def _needing(extra: str, *libraries: str) -> Iterator[None]:
    """Say what to install for a command whose libraries are not there."""
    try:
        for library in libraries:
            import_module(library)
        yield
    except ModuleNotFoundError:
        raise click.ClickException(f"This command needs its extra: pip install 'cvparser[{extra}]'") from None


def _settings() -> Settings:
    from cvparser.settings import load_settings

    try:
        return load_settings()
    except CVParserError as error:
        raise click.UsageError(error.message) from None


def _json(document: dict[str, object], *, indent: int | None = None) -> str:
    return json.dumps(document, ensure_ascii=False, indent=indent)
