"""The promises of `cvparser.ports.key_store`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

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


#: Gives your adapter on the same place once more, as another process would, while the first is open.
Reopened = Callable[[], Awaitable[KeyStore]]


class KeyStoreConformance(Conformance):
    """Subclass and give a fixture `keys`: your store, opened and empty.

    What keeps it longer than the object lives gives `reopened` too: without it durability is skipped.
    """

    @pytest.fixture
    def keys(self) -> KeyStore:
        message = "Give your adapter in a fixture named 'keys'."
        raise NotImplementedError(message)

    @pytest.fixture
    def reopened(self) -> Reopened:
        pytest.skip(f"{type(self).__name__} gives no fixture 'reopened'")

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

    async def test_a_key_that_is_added_again_stays_as_it_is(self, keys: KeyStore) -> None:
        await keys.add(new_key())
        await keys.touch(new_key().id, at=LATER)
        await keys.revoke(new_key().id, at=LATER)

        await keys.add(new_key())

        assert await keys.find(new_key().id) == replace(new_key(), last_used_at=LATER, revoked_at=LATER)
        assert len(await keys.list()) == 1

    async def test_everything_of_a_key_is_kept(self, keys: KeyStore) -> None:
        moment = NOW.replace(microsecond=123_456)
        full = replace(
            new_key(1, at=moment, expires_at=moment + timedelta(days=1)),
            name="e\u0301 \u00e9 'x' %",
            scopes=frozenset(Scope),
            digest=bytes(range(32)),
            revoked_at=moment,
            last_used_at=moment,
            limits={"requests": 5, "bytes": 2**53},
        )
        bare = replace(new_key(2), scopes=frozenset(), limits={})
        for key in (full, bare):
            await keys.add(key)

            assert await keys.find(key.id) == key
        assert await keys.list() == [full, bare]

    async def test_revoked_and_expired_keys_are_found_and_listed(self, keys: KeyStore) -> None:
        await keys.add(new_key(1, expires_at=NOW - timedelta(days=1)))
        await keys.add(new_key(2))
        await keys.revoke(new_key(2).id, at=NOW)

        assert {key.id for key in await keys.list()} == {new_key(1).id, new_key(2).id}
        assert {key.id for key in await keys.list(OWNER)} == {new_key(1).id, new_key(2).id}
        assert await keys.find(new_key(1).id) is not None

    async def test_what_is_done_to_one_key_changes_no_other(self, keys: KeyStore) -> None:
        near = [replace(new_key(n), id=KeyId(name)) for n, name in enumerate(("key", "key1", "KEY", "ke_", "k%", "ke"))]
        for key in near:
            await keys.add(key)

        await keys.touch(KeyId("key"), at=LATER)
        await keys.revoke(KeyId("key"), at=LATER)
        assert [await keys.find(key.id) for key in near[1:]] == near[1:]
        await keys.rotate(KeyId("KEY"), new_key(9), ends_at=LATER)
        await keys.revoke(KeyId("ke_"), at=NOW)

        assert [await keys.find(KeyId(name)) for name in ("key1", "k%", "ke")] == [near[1], near[4], near[5]]

    async def test_owners_are_told_apart_by_their_whole_names(self, keys: KeyStore) -> None:
        owners = [Owner(name) for name in ("acme", "acme1", "ACME", "acm", "acme_", "a%")]
        for number, owner in enumerate(owners):
            await keys.add(new_key(number, owner=owner))

        assert [[key.owner for key in await keys.list(owner)] for owner in owners] == [[owner] for owner in owners]
        assert await keys.list(Owner("nobody")) == []

    async def test_a_list_is_the_callers_to_change(self, keys: KeyStore) -> None:
        await keys.add(new_key())
        listed = await keys.list()
        if isinstance(listed, list):
            listed.clear()

        assert await keys.list() == [new_key()]

    async def test_a_revoked_key_may_be_used_once_more_and_is_still_revoked(self, keys: KeyStore) -> None:
        await keys.add(new_key())
        await keys.revoke(new_key().id, at=NOW)

        await keys.touch(new_key().id, at=LATER)

        assert await keys.find(new_key().id) == replace(new_key(), revoked_at=NOW, last_used_at=LATER)

    async def test_replacing_again_leaves_the_successor_as_it_is_by_then(self, keys: KeyStore) -> None:
        await keys.add(new_key(1))
        await keys.rotate(new_key(1).id, new_key(2), ends_at=LATER)
        await keys.touch(new_key(2).id, at=LATER)

        await keys.rotate(new_key(1).id, new_key(2), ends_at=LATER)

        assert await keys.find(new_key(2).id) == replace(new_key(2), last_used_at=LATER)
        assert len(await keys.list()) == 2

    async def test_moments_are_the_same_in_every_time_zone(self, keys: KeyStore) -> None:
        west = timezone(timedelta(hours=-9))
        await keys.add(new_key(1, at=NOW.astimezone(west), expires_at=LATER.astimezone(west)))
        await keys.touch(new_key(1).id, at=NOW.astimezone(west))

        found = await keys.find(new_key(1).id)

        assert found == replace(new_key(1, expires_at=LATER), last_used_at=NOW)
        assert found is not None
        assert found.created_at.utcoffset() is not None
        await keys.touch(new_key(1).id, at=(NOW - timedelta(hours=1)).astimezone(timezone(timedelta(hours=9))))
        assert await keys.find(new_key(1).id) == found

    async def test_of_concurrent_revocations_the_first_stays(self, keys: KeyStore) -> None:
        await keys.add(new_key())

        revoked = await asyncio.gather(*(keys.revoke(new_key().id, at=NOW + timedelta(hours=n)) for n in range(8)))

        assert len({key.revoked_at for key in revoked if key is not None}) == 1

    @pytest.mark.parametrize("time", ["first", "second"])
    async def test_a_store_begins_empty_whatever_another_kept(self, keys: KeyStore, time: str) -> None:
        assert await keys.list() == [], time

        await keys.add(new_key())

    async def test_what_one_process_keeps_another_finds(self, keys: KeyStore, reopened: Reopened) -> None:
        await keys.add(new_key(1))
        again = await reopened()
        await again.touch(new_key(1).id, at=LATER)
        await keys.revoke(new_key(1).id, at=LATER)
        await again.add(new_key(2))

        assert await (await reopened()).list() == await keys.list()
        assert await again.find(new_key(1).id) == replace(new_key(1), last_used_at=LATER, revoked_at=LATER)
