"""`cvparser doctor`: what is unsafe in the present settings."""

from __future__ import annotations

import sys

import click

from cvparser.domain.errors import ConfigurationError
from cvparser.entrypoints.command_line import as_json, needing, reported


@click.command()
@click.option("--json", "is_json", is_flag=True, help="As JSON.")
@click.option("--strict", "is_strict", is_flag=True, help="Exit status 1 where something is only to note, too.")
def doctor(*, is_json: bool, is_strict: bool) -> None:
    """List what is unsafe or wrong in the present settings, and on this machine: the database and Redis are asked.

    Run it with the service's environment, as the service's user. Nothing is changed.

    Exit status: 0 when nothing is unsafe, 1 when something is; with --strict 0 when nothing is found.
    """
    with needing("server", "sqlalchemy", "litestar"):
        from cvparser.entrypoints.doctor import Level, findings, unsafe, versions
    from cvparser.settings import load_settings

    try:
        settings = load_settings()
    except ConfigurationError as error:
        found = [unsafe("settings_wrong", error.message)]
    else:
        found = list(reported(lambda: findings(settings)))
    bad = sum(finding.level is Level.UNSAFE for finding in found)
    if is_json:
        told = [{"code": each.code, "level": each.level.value, "message": each.message} for each in found]
        click.echo(as_json({"findings": told, "versions": dict(versions())}, indent=2))
    else:
        for each in found:
            click.echo(f"{each.level:<7} {each.code:<18}  {each.message}")
        click.echo(f"{bad} unsafe, {len(found) - bad} to note")
        click.echo(f"Versions: {', '.join(f'{name} {number}' for name, number in versions().items())}", err=True)
    sys.exit(1 if bad or (is_strict and found) else 0)
