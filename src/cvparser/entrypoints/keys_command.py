"""The command line of keys: `cvparser keys create`, `list`, `revoke`, `rotate`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from cvparser.domain.errors import CVParserError
from cvparser.entrypoints.command_line import Commands

if TYPE_CHECKING:
    from cvparser.application.manage_keys import ManageKeys
    from cvparser.domain.access.api_key import ApiKey

T = TypeVar("T")

SCOPES = ("submit", "read", "erase", "redact", "webhooks", "stats", "admin", "operate")
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")
_DAYS = click.FloatRange(min=0, min_open=True, max=36_500)


@click.group(cls=Commands)
def keys() -> None:
    """Make, list, revoke and replace the keys of a service, running or not, in the database that it uses.

    The service asks for them with CVPARSER_ACCESS=keys or oidc. What is changed here holds a second later, without a
    restart.
    """


@keys.command("create")
@click.option("--name", required=True, help="What you call it: who or what has it.")
@click.option("--owner", default="local", show_default=True, help="Whose jobs it opens; each sees its own alone.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    required=True,
    help="What it lets do; give it again for more.",
)
@click.option("--days", type=_DAYS, help="Days after which it expires; without it never.")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=NUMBER",
    help="A bound of its own in the place of the service's: requests, submissions or bytes a minute, unfinished_jobs, "
    "or weight, its owner's share beside others'. 0 is no bound.",
)
@_AS_JSON
def create(
    name: str, owner: str, scopes: Sequence[str], days: float | None, limits: Sequence[str], *, as_json: bool
) -> None:
    """Make a key and show it, once: it is kept nowhere."""
    from cvparser.domain.access.limits import limits_of
    from cvparser.domain.access.owner import owner_of
    from cvparser.domain.access.scope import scopes_of

    async def make(manage_keys: ManageKeys) -> tuple[ApiKey, str]:
        return await manage_keys.create(
            name,
            owner=owner_of(owner),
            scopes=scopes_of(scopes),
            expires_in=_after(days),
            limits=limits_of(limits),
        )

    key, text = _reported(make)
    _show_new(key, text, as_json=as_json)


@keys.command("list")
@click.option("--owner", help="Only the keys of this owner.")
@_AS_JSON
def list_keys(owner: str | None, *, as_json: bool) -> None:
    """List the keys, newest first: id, state, owner, name, scopes, when they were made, expire and were last used."""
    from cvparser.domain.access.owner import owner_of

    async def read(manage_keys: ManageKeys) -> Sequence[ApiKey]:
        return await manage_keys.list(None if owner is None else owner_of(owner))

    for key in _reported(read):
        click.echo(json.dumps(_fields(key), ensure_ascii=False) if as_json else _line(key))


@keys.command("revoke")
@click.argument("key_id")
@_AS_JSON
def revoke(key_id: str, *, as_json: bool) -> None:
    """Have the key KEY_ID let nobody in any more. It stays in the list."""
    from cvparser.domain.access.api_key import KeyId

    key = _reported(lambda manage_keys: manage_keys.revoke(KeyId(_id(key_id))))
    click.echo(json.dumps(_fields(key), ensure_ascii=False) if as_json else _line(key))


@keys.command("rotate")
@click.argument("key_id")
@click.option(
    "--overlap-hours",
    type=click.FloatRange(min=0, max=8_760),
    default=24.0,
    show_default=True,
    help="Hours for which the old key is valid still.",
)
@click.option("--days", type=_DAYS, help="Days after which the new one expires; without it never.")
@_AS_JSON
def rotate(key_id: str, overlap_hours: float, days: float | None, *, as_json: bool) -> None:
    """Make a key in the place of KEY_ID, of the same name, owner and scopes, and show it, once."""
    from cvparser.domain.access.api_key import KeyId

    overlap = timedelta(hours=overlap_hours)
    key, text, old = _reported(
        lambda manage_keys: manage_keys.rotate(KeyId(_id(key_id)), overlap=overlap, expires_in=_after(days))
    )
    _show_new(key, text, as_json=as_json)
    click.echo(f"The old key {old.id} expires {_moment(old.expires_at)}.", err=True)


def _reported(do: Callable[[ManageKeys], Awaitable[T]]) -> T:
    """Return what is done with the keys, or end with what is wrong."""
    from cvparser.settings import load_settings

    try:
        from cvparser.service import managing_keys, shown_database
    except ModuleNotFoundError:
        raise click.ClickException("This command needs its extra: pip install 'cvparser[server]'") from None

    async def done() -> T:
        settings = load_settings()
        click.echo(f"Database: {shown_database(settings)}", err=True)
        async with managing_keys(settings) as manage_keys:
            return await do(manage_keys)

    try:
        return asyncio.run(done())
    except CVParserError as error:
        raise click.ClickException(f"{error.message} [{error.code}]") from None


def _show_new(key: ApiKey, text: str, *, as_json: bool) -> None:
    """Show a key's text on standard output, alone, so that a program can take it from there."""
    if as_json:
        click.echo(json.dumps(_fields(key) | {"key": text}, ensure_ascii=False))
        return
    click.echo(text)
    click.echo(
        f"{_line(key)}\nThis is the key, and it is shown this once. Send it as: Authorization: Bearer KEY", err=True
    )


def _fields(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "owner": key.owner,
        "scopes": sorted(key.scopes),
        "limits": dict(key.limits),
        "state": _state(key),
        "created_at": _moment(key.created_at),
        "expires_at": _moment(key.expires_at) if key.expires_at else None,
        "revoked_at": _moment(key.revoked_at) if key.revoked_at else None,
        "last_used_at": _moment(key.last_used_at) if key.last_used_at else None,
    }


def _line(key: ApiKey) -> str:
    times = f"made {_moment(key.created_at)}  expires {_moment(key.expires_at)}  used {_moment(key.last_used_at)}"
    limits = "".join(f"  {name}={bound}" for name, bound in sorted(key.limits.items()))
    return f"{key.id}  {_state(key):<8}{key.owner}  {key.name}  {','.join(sorted(key.scopes))}  {times}{limits}"


def _state(key: ApiKey) -> str:
    from cvparser.domain.access.api_key import is_valid

    if key.revoked_at is not None:
        return "revoked"
    return "valid" if is_valid(key, datetime.now(UTC)) else "expired"


def _id(text: str) -> str:
    """Return the id of a key, also where the whole key was given: its secret is not looked at."""
    return text.removeprefix("cvp_").partition("_")[0]


def _after(days: float | None) -> timedelta | None:
    return None if days is None else timedelta(days=days)


def _moment(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
