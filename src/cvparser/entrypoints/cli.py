"""The command line: `cvparser parse`, `serve`, `worker`, `jobs`, `keys`, `audit`, `encryption`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cvparser.entrypoints.audit_command import audit
from cvparser.entrypoints.command_line import Commands, require_installed, usable
from cvparser.entrypoints.command_line import chosen_settings as _settings
from cvparser.entrypoints.command_line import needing as _needing
from cvparser.entrypoints.command_line import reported as _reported
from cvparser.entrypoints.doctor_command import doctor
from cvparser.entrypoints.encryption_command import encryption
from cvparser.entrypoints.evaluate_command import evaluate
from cvparser.entrypoints.jobs_command import jobs
from cvparser.entrypoints.keys_command import keys
from cvparser.entrypoints.migrate_command import migrate
from cvparser.entrypoints.parse_command import parse

if TYPE_CHECKING:
    from cvparser.domain.privacy import Redaction


HELP = """Turn CVs into structured professional profiles. Personal data never comes out.

\b
  cvparser parse cv.pdf                  one profile, as JSON
  cvparser parse cvs/ -o profiles        a folder, a file each
  cvparser redact cv.pdf                 what a parser gets to see of it
  cvparser rules                         what finds personal data
  cvparser adapters                      what parsers, stores and queues can be chosen
  cvparser serve                         the HTTP service, on http://127.0.0.1:8000
  cvparser worker                        works on a service's jobs, on this machine or another
  cvparser migrate                       brings the database up to date, before a new version starts
  cvparser jobs list                     what the service has done
  cvparser keys create                   a key, for a service that asks for one
  cvparser evaluate labelled/            how right a parser or a model is about labelled CVs
  cvparser doctor                        what is unsafe in the present settings
  cvparser audit verify                  whether what is recorded is what was done
  cvparser encryption new-key            a key for what is stored

Settings are environment variables named CVPARSER_...; the documentation's configuration page lists them all.
"""


@click.group(
    cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="cvparser")
def main() -> None:
    """Run the command that is named."""


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def redact(file: Path) -> None:
    """Show what a parser gets to see of FILE: its text without personal data.

    The text goes to standard output with a placeholder such as [NAME] in each place where something was taken out; a
    table of categories and counts goes to standard error. Values are shown nowhere.
    """
    from cvparser.embedded import CVParser
    from cvparser.settings import load_settings

    async def read() -> Redaction:
        async with CVParser(settings=load_settings()) as parser:
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
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def adapters(*, as_json: bool) -> None:
    """List what a setting can choose of adapters and extensions: port or kind, name, version, package; `*` is in use.

    CVPARSER_PROFILE_PARSER=NAME chooses that parser, CVPARSER_PROFILE_PARSER_OPTIONS='{"key": "value"}' is what it is
    made with; likewise for the other ports. None is imported for this list.
    """
    from dataclasses import asdict

    from cvparser.adapter_choice import name_of
    from cvparser.entry_points import EXTENSIONS, PORTS, installed
    from cvparser.settings import named

    settings = _settings()
    used = usable(lambda: {(port, name_of(settings, port)) for port in PORTS})
    used |= {(kind, name) for kind, setting in EXTENSIONS.items() for name in named(getattr(settings, setting))}
    rows = [asdict(each) | {"is_used": (each.port, each.name) in used} for each in installed()]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        mark = "*" if row["is_used"] else " "
        click.echo(f"{mark} {row['port']:<24}{row['name']:<16}{row['version']:<12}{row['package']}".rstrip())


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
    settings = _settings().model_copy(update=chosen)
    usable(lambda: serve_http(settings))


@main.command()
@click.option("--processes", type=click.IntRange(1, 64), help="How many, instead of CVPARSER_WORKER_PROCESSES.")
def worker(processes: int | None) -> None:
    """Work on jobs that a service notifies of, by CVPARSER_REDIS_URL or CVPARSER_JOB_QUEUE, until Ctrl-C or SIGTERM.

    Each process works on CVPARSER_WORKERS jobs at once; one that dies is started again. On SIGTERM running jobs get
    CVPARSER_DRAIN_S seconds to end; the rest is handed back at once.
    """
    settings = _settings()
    is_of_another_package = settings.job_queue is not None and settings.redis_url is None
    # Each process loads them; the one that watches over them never does.
    require_installed("worker", "uvloop", *(() if is_of_another_package else ("dramatiq", "redis")))
    require_installed("server", "sqlalchemy")
    from cvparser.adapter_choice import can_have_workers
    from cvparser.entrypoints.supervisor import supervise

    if not usable(lambda: can_have_workers(settings)):
        raise click.UsageError("CVPARSER_REDIS_URL is not set: a worker is notified through Redis.")
    supervise(settings if processes is None else settings.model_copy(update={"worker_processes": processes}))


main.add_command(audit)
main.add_command(parse)
main.add_command(encryption)
main.add_command(keys)
main.add_command(jobs)
main.add_command(doctor)
main.add_command(evaluate)
main.add_command(migrate)
