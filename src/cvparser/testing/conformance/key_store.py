"""The promises of `cvparser.ports.key_store`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cvparser.domain.access.api_key import ApiKey, KeyId
from cvparser.domain.access.owner import Owner
from cvparser.domain.access.scope import Scope
from cvparser.ports.key_store import KeyStore
from cvparser.testing.conformance import Conformance

NOW = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
OWNER, OTHER = Owner("acme"), Owner("auth0|64f1c2")


def new_key(number: int = 1, *, owner: Owner = OWNER, at: datetime = NOW, expires_at: datetime | None = None) -> ApiKey:
    """Return a key as it is made."""
    return ApiKey(
        id=KeyId(f"{number:016}"),
        name="Bordro — İK",
        owner=owner,
        scopes=frozenset({Scope.READ, Scope.SUBMIT}),
        digest=bytes([number]) * 32,
        created_at=at,
        expires_at=expires_at,
        limits={"requests_a_minute": 60},
    )


class KeyStoreConformance(Conformance):
    """Subclass and give a fixture `keys`: your store, opened and empty."""

    @pytest.fixture
    def keys(self) -> KeyStore:
        message = "Give your adapter in a fixture named 'keys'."
        raise NotImplementedError(message)

    async def test_a_key_comes_back_as_it_was(self, keys: KeyStore) -> None:
        for key in (new_key(1), new_key(2, expires_at=LATER)):
            await keys.add(key)
            await keys.add(key)

            assert await keys.find(key.id) == key

    async def test_a_key_that_was_never_kept_is_not_found(self, keys: KeyStore) -> None:
        await keys.add(new_key(1))

        assert await keys.find(KeyId("' OR 1=1 --")) is None
        assert await keys.revoke(KeyId("nothing"), at=NOW) is None
        assert await keys.rotate(KeyId("nothing"), new_key(2), ends_at=LATER) is None
        await keys.touch(KeyId("nothing"), at=NOW)
        assert await keys.list() == [new_key(1)]

    async def test_keys_are_listed_of_all_and_of_one_owner_the_newest_first(self, keys: KeyStore) -> None:
        first, second, third = new_key(1), new_key(2, owner=OTHER, at=LATER), new_key(3, at=LATER + timedelta(hours=1))
        for key in (second, first, third):
            await keys.add(key)

        assert await keys.list() == [third, second, first]
        assert await keys.list(OWNER) == [third, first]

    async def test_a_key_that_was_revoked_stays_so_since_when_it_was_first(self, keys: KeyStore) -> None:
        await keys.add(new_key())

        assert await keys.revoke(new_key().id, at=NOW) == replace(new_key(), revoked_at=NOW)
        assert await keys.revoke(new_key().id, at=LATER) == replace(new_key(), revoked_at=NOW)
        assert await keys.find(new_key().id) == replace(new_key(), revoked_at=NOW)

    async def test_when_a_key_was_used_never_goes_back(self, keys: KeyStore) -> None:
        await keys.add(new_key())

        await keys.touch(new_key().id, at=LATER)
        await keys.touch(new_key().id, at=NOW)

        assert await keys.find(new_key().id) == replace(new_key(), last_used_at=LATER)

    async def test_a_key_is_replaced_in_one_step_and_the_old_one_ends(self, keys: KeyStore) -> None:
        await keys.add(new_key(1))

        for _ in range(2):
            assert await keys.rotate(new_key(1).id, new_key(2), ends_at=LATER) == new_key(1, expires_at=LATER)

        assert await keys.find(new_key(1).id) == new_key(1, expires_at=LATER)
        assert await keys.find(new_key(2).id) == new_key(2)

    async def test_a_key_that_would_end_sooner_does(self, keys: KeyStore) -> None:
        await keys.add(new_key(1, expires_at=NOW))

        await keys.rotate(new_key(1).id, new_key(2), ends_at=LATER)

        assert await keys.find(new_key(1).id) == new_key(1, expires_at=NOW)

    async def test_a_revoked_key_is_not_replaced(self, keys: KeyStore) -> None:
        await keys.add(new_key(1))
        await keys.revoke(new_key(1).id, at=NOW)

        assert await keys.rotate(new_key(1).id, new_key(2), ends_at=LATER) is None
        assert await keys.find(new_key(2).id) is None

    async def test_keys_are_used_and_made_at_once(self, keys: KeyStore) -> None:
        await asyncio.gather(*(keys.add(new_key(number)) for number in range(1, 21)))
        await asyncio.gather(*(keys.touch(new_key(number).id, at=LATER) for number in range(1, 21)))

        assert [key.last_used_at for key in await keys.list()] == [LATER] * 20
