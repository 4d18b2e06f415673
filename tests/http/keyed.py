"""A service that asks for keys, on a socket in this process, and keys for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
from tests.http.served import Door, served

from cvparser.domain.access.api_key import NO_LIMITS, ApiKey
from cvparser.domain.access.owner import Owner
from cvparser.domain.access.scope import Scope
from cvparser.service import managing_keys
from cvparser.settings import Settings

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
#: Headers that differ between two answers to the same.
TOLD_APART = {"date", "ratelimit", "x-request-id"}
TEXT = "Data Engineer at Kestrel Analytics since March 2019.\n\nSkills\nPython, SQL"


@dataclass(frozen=True, kw_only=True)
class KeyedDoor:
    """A service that takes submissions of who has a key, and works on none."""

    door: Door
    settings: Settings

    @property
    def address(self) -> str:
        return self.door.address

    def key(
        self, *scopes: Scope, owner: str = "acme", days: float | None = None, limits: Mapping[str, int] = NO_LIMITS
    ) -> tuple[ApiKey, str]:
        """Make a key, of all scopes where none is named."""

        async def made() -> tuple[ApiKey, str]:
            async with managing_keys(self.settings) as manage_keys:
                return await manage_keys.create(
                    "test",
                    owner=Owner(owner),
                    scopes=frozenset(scopes or Scope),
                    expires_in=None if days is None else timedelta(days=days),
                    limits=limits,
                )

        return asyncio.run(made())

    def revoke(self, key: ApiKey) -> None:
        """Revoke a key."""

        async def revoke() -> None:
            async with managing_keys(self.settings) as manage_keys:
                await manage_keys.revoke(key.id)

        asyncio.run(revoke())

    @contextmanager
    def client(self, key: str | None = None) -> Iterator[httpx.Client]:
        """Give a client that sends `key`."""
        with httpx.Client(base_url=self.address, timeout=30, headers=bearer(key) if key else {}) as client:
            yield client


def bearer(key: str) -> dict[str, str]:
    """Give the header of a key."""
    return {"Authorization": f"Bearer {key}"}


def submitted(client: httpx.Client, text: str = TEXT) -> str:
    """Submit a text, and give its job's id."""
    answer = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": text})
    return str(answer.raise_for_status().json()["job_id"])


@contextmanager
def keyed(folder: Path, **chosen: object) -> Iterator[KeyedDoor]:
    """Serve with keys for as long as the context lasts."""
    database = f"sqlite:///{folder / 'jobs.db'}"
    with served(folder, **({"access": "keys", "database_url": database} | chosen)) as door:
        shared = {name: chosen[name] for name in ("audit", "audit_key") if name in chosen}
        settings = Settings.model_validate({"database_url": database, "file_dir": folder / "files"} | shared)
        yield KeyedDoor(door=door, settings=settings)


def shapes(answers: Iterable[httpx.Response]) -> set[tuple[int, bytes, tuple[tuple[str, str], ...]]]:
    """Give what can be told apart of answers: status, body and headers, but for what differs between any two."""
    return {
        (each.status_code, each.content, tuple((k, v) for k, v in each.headers.items() if k not in TOLD_APART))
        for each in answers
    }
