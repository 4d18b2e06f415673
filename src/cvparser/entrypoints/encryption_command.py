"""`cvparser encryption`: make and replace the keys under which what is stored is encrypted."""

from __future__ import annotations

import sys

import click

from cvparser.entrypoints.command_line import Commands, as_json, looking_at, reported, usable


@click.group(cls=Commands)
def encryption() -> None:
    """Make and replace the keys under which documents, results and checkpoints are encrypted."""


@encryption.command("new-key")
@click.option("--name", required=True, help="Of the key: 1 to 64 letters, digits or any of _ . -")
def new_key(name: str) -> None:
    """Print a random key, as CVPARSER_ENCRYPTION_KEYS has it. It is kept nowhere."""
    from cvparser.service import new_key as made

    click.echo(usable(lambda: made(name)))


@encryption.command("status")
def show_keys() -> None:
    """Print how many jobs' keys are wrapped under each key; one that is not named may be taken away."""
    from cvparser.service import rewrapping

    settings = looking_at()

    async def read() -> str:
        async with rewrapping(settings) as rewrap:
            return as_json(dict(await rewrap.key_ids()), indent=2)

    click.echo(reported(read))


@encryption.command("rewrap")
def rewrap_keys() -> None:
    """Wrap all jobs' keys under the key that writes, beside a running service.

    Documents and results stay as they are: only their keys are written anew. Exits with 1 where some cannot be opened.
    """
    from cvparser.service import rewrapping

    settings = looking_at()

    async def rewrap() -> tuple[str, bool]:
        async with rewrapping(settings) as rewrap_data_keys:
            done = await rewrap_data_keys()
            return as_json({"rewrapped": done.keys, "failed": dict(done.failed)}, indent=2), bool(done.failed)

    told, has_failed = reported(rewrap)
    click.echo(told)
    sys.exit(int(has_failed))
