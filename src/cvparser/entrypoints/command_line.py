"""What all commands share: settings, errors and JSON as the command line has them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

import click

from cvparser.domain.errors import CVParserError

if TYPE_CHECKING:
    from cvparser.settings import Settings

T = TypeVar("T")

#: Letters of the longest sentence that a list of commands shows.
_SENTENCE = 200


class Commands(click.Group):
    """A command with commands of its own, which are listed with the whole of their first sentence."""

    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each sentence on as many lines as it takes."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(_SENTENCE)) for name, command in commands if command is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def reported(read: Callable[[], Coroutine[object, object, T]]) -> T:
    """Return what `read` gives; an error of ours ends the command with its message and code."""
    try:
        return asyncio.run(read())
    except CVParserError as error:
        raise click.ClickException(f"{error.message} [{error.code}]") from None


@contextmanager
def needing(extra: str, *libraries: str) -> Iterator[None]:
    """Say what to install for a command whose libraries are not there."""
    try:
        for library in libraries:
            import_module(library)
        yield
    except ModuleNotFoundError:
        raise _missing(extra) from None


def require_installed(extra: str, *libraries: str) -> None:
    """Say what to install as `needing` does, for a command that loads none of the libraries itself."""
    if not all(map(find_spec, libraries)):
        raise _missing(extra)


def _missing(extra: str) -> click.ClickException:
    return click.ClickException(f"This command needs its extra: pip install 'cvparser[{extra}]'")


def chosen_settings() -> Settings:
    """Return the settings that the environment names; a wrong one ends the command."""
    from cvparser.settings import load_settings

    return usable(load_settings)


def usable(ask: Callable[[], T]) -> T:
    """Return what `ask` gives; an error of ours says that the command, or a setting, is wrong, and ends it."""
    try:
        return ask()
    except CVParserError as error:
        raise click.UsageError(error.message) from None


def as_json(document: dict[str, object], *, indent: int | None = None) -> str:
    """Return a document as JSON, on one line where no indent is given."""
    return json.dumps(document, ensure_ascii=False, indent=indent)


def looking_at() -> Settings:
    """Return the settings, and say on standard error which database they name."""
    with needing("server", "sqlalchemy"):
        from cvparser.service import shown_database

    settings = chosen_settings()
    click.echo(f"Database: {usable(lambda: shown_database(settings))}", err=True)
    return settings
