"""`cvparser migrate`: the schema, apart from whoever starts first."""

from __future__ import annotations

import click

from cvparser.entrypoints.command_line import looking_at, needing, reported


@click.command()
def migrate() -> None:
    """Bring the database of CVPARSER_DATABASE_URL up to date, and end.

    A service and a worker do so themselves when they start, one of them while the others wait. Where a new version is
    rolled out step by step, this is a step of its own: until it has ended nothing of the new version need start. It
    changes nothing where the database is up to date.
    """
    settings = looking_at()
    with needing("server", "sqlalchemy"):
        from cvparser.service import migrated

    reported(lambda: migrated(settings))
    click.echo("The database is up to date.", err=True)
