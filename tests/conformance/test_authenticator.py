from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.servers.issuer import Issuer

from cvparser.adapters.authenticator.either import EitherAuthenticator
from cvparser.adapters.authenticator.everyone import EveryoneAuthenticator
from cvparser.adapters.authenticator.issuer_keys import PAUSE_S, IssuerKeys
from cvparser.adapters.authenticator.keys import FRESH_S, MAX_KEYS, KeyAuthenticator
from cvparser.adapters.authenticator.oidc import OidcAuthenticator
from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.key_store.memory import MemoryKeyStore
from cvparser.application.manage_keys import ManageKeys
from cvparser.domain.access.api_key import ApiKey, KeyId
from cvparser.domain.access.errors import (
    AccessDeniedError,
    KeyExpiredError,
    KeyRevokedError,
    KeyWrongError,
    TokenWrongError,
)
from cvparser.domain.access.owner import Owner
from cvparser.domain.access.principal import EVERYONE, Principal
from cvparser.domain.access.scope import Scope
from cvparser.domain.access.secret_text import make_key
from cvparser.domain.errors import StorageUnavailableError, UnavailableError
from cvparser.testing.conformance.authenticator import AuthenticatorConformance

NOW = datetime.now(UTC)
OWNER = Owner("acme")
READ = frozenset({Scope.READ})
#: Of which `manage` makes the id of its first key.
FIRST_ID = bytes([1]) * 12


class CountingKeyStore(MemoryKeyStore):
    """Counts looks, and can be away."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.is_away = False

    async def find(self, key_id: KeyId) -> ApiKey | None:
        self.looks += 1
        if self.is_away:
            raise StorageUnavailableError
        return await super().find(key_id)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def store() -> CountingKeyStore:
    return CountingKeyStore()


@pytest.fixture
def manage(store: CountingKeyStore, clock: FrozenClock) -> ManageKeys:
    made = iter(range(1, 1_000))
    return ManageKeys(keys=store, clock=clock, random=lambda size: bytes([next(made)]) * size, pepper=b"pepper")


@pytest.fixture
def by_key(store: CountingKeyStore, clock: FrozenClock) -> KeyAuthenticator:
    return KeyAuthenticator(store, clock=clock, pepper=b"pepper")


@pytest.fixture
async def made(manage: ManageKeys) -> tuple[ApiKey, str]:
    return await manage.create("test", owner=OWNER, scopes=READ, expires_in=timedelta(days=1))


def holder(key: ApiKey) -> Principal:
    return Principal(owner=key.owner, key_id=key.id, scopes=key.scopes)


class TestEveryoneAuthenticator(AuthenticatorConformance):
    supports_denial = False

    @pytest.fixture
    def authenticator(self) -> EveryoneAuthenticator:
        return EveryoneAuthenticator()

    @pytest.fixture
    def admitted(self) -> tuple[str, Principal]:
        return "anything", EVERYONE


class TestKeyAuthenticator(AuthenticatorConformance):
    @pytest.fixture
    def authenticator(self, by_key: KeyAuthenticator) -> KeyAuthenticator:
        return by_key

    @pytest.fixture
    def admitted(self, made: tuple[ApiKey, str]) -> tuple[str, Principal]:
        return made[1], holder(made[0])


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with Issuer() as issuer:
        yield issuer


@pytest.fixture
def by_token(issuer: Issuer, clock: FrozenClock) -> OidcAuthenticator:
    keys = IssuerKeys(issuer.url, None, clock=clock)
    return OidcAuthenticator(keys, issuer=issuer.url, audience="cvparser", scope_prefix="cvparser:")


class TestOidcAuthenticator(AuthenticatorConformance):
    @pytest.fixture
    def authenticator(self, by_token: OidcAuthenticator) -> OidcAuthenticator:
        return by_token

    @pytest.fixture
    def admitted(self, issuer: Issuer) -> tuple[str, Principal]:
        principal = Principal(owner=Owner("auth0|64f1c2"), key_id="t-1", scopes=frozenset({Scope.READ, Scope.SUBMIT}))
        return issuer.token(scope="cvparser:read cvparser:submit admin other:erase"), principal


class TestEitherAuthenticator(TestKeyAuthenticator):
    @pytest.fixture
    def authenticator(self, by_key: KeyAuthenticator, by_token: OidcAuthenticator) -> EitherAuthenticator:
        return EitherAuthenticator(by_key=by_key, by_token=by_token)


async def test_a_key_that_was_revoked_lets_nobody_in_a_second_later(
    by_key: KeyAuthenticator, manage: ManageKeys, made: tuple[ApiKey, str], clock: FrozenClock
) -> None:
    await by_key.authenticate(made[1])
    await manage.revoke(made[0].id)

    clock.advance(timedelta(seconds=FRESH_S))

    with pytest.raises(KeyRevokedError):
        await by_key.authenticate(made[1])


async def test_a_key_that_expired_lets_nobody_in(
    by_key: KeyAuthenticator, made: tuple[ApiKey, str], clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=1))

    with pytest.raises(KeyExpiredError):
        await by_key.authenticate(made[1])


async def test_after_a_rotation_both_keys_let_in_until_the_overlap_ends(
    by_key: KeyAuthenticator, manage: ManageKeys, made: tuple[ApiKey, str], clock: FrozenClock
) -> None:
    new, text, _ = await manage.rotate(made[0].id, overlap=timedelta(hours=1), expires_in=None)

    assert (await by_key.authenticate(made[1])).owner == (await by_key.authenticate(text)).owner == OWNER
    clock.advance(timedelta(hours=1))
    with pytest.raises(KeyExpiredError):
        await by_key.authenticate(made[1])
    assert (await by_key.authenticate(text)).key_id == new.id


async def test_a_key_of_another_pepper_lets_nobody_in(
    store: CountingKeyStore, made: tuple[ApiKey, str], clock: FrozenClock
) -> None:
    with pytest.raises(KeyWrongError):
        await KeyAuthenticator(store, clock=clock, pepper=b"another").authenticate(made[1])


async def test_what_is_kept_of_a_key_does_not_hold_it(made: tuple[ApiKey, str]) -> None:
    secret = made[1].rpartition("_")[2]

    assert secret not in repr(made[0])
    assert secret.encode() not in made[0].digest


async def test_the_store_is_asked_once_a_second_for_a_key_and_never_for_nonsense(
    by_key: KeyAuthenticator, store: CountingKeyStore, made: tuple[ApiKey, str], clock: FrozenClock
) -> None:
    for _ in range(100):
        await by_key.authenticate(made[1])
        with pytest.raises(KeyWrongError):
            await by_key.authenticate(made[1][:-1] + ("0" if made[1][-1] != "0" else "1"))
    assert store.looks == 1

    clock.advance(timedelta(seconds=FRESH_S))
    await by_key.authenticate(made[1])
    assert store.looks == 2


async def test_the_last_use_of_a_key_is_known_to_the_minute(
    by_key: KeyAuthenticator, store: CountingKeyStore, made: tuple[ApiKey, str], clock: FrozenClock
) -> None:
    await by_key.authenticate(made[1])
    clock.advance(timedelta(seconds=59))
    await by_key.authenticate(made[1])
    first = (await store.list())[0].last_used_at
    clock.advance(timedelta(seconds=2))
    await by_key.authenticate(made[1])

    assert first == NOW
    assert (await store.list())[0].last_used_at == NOW + timedelta(seconds=61)


async def test_ten_thousand_wrong_keys_leave_little_behind_and_lock_nobody_out(
    by_key: KeyAuthenticator, store: CountingKeyStore, made: tuple[ApiKey, str]
) -> None:
    for number in range(10_000):
        with pytest.raises(KeyWrongError):
            await by_key.authenticate(make_key(number.to_bytes(12, "big"), b"2" * 32).text)

    assert store.looks <= 10_000
    assert len(by_key._missing) <= MAX_KEYS
    assert (await by_key.authenticate(made[1])).owner == OWNER


async def test_wrong_secrets_of_a_right_id_cost_no_look_each_and_keep_nobody_out(
    by_key: KeyAuthenticator, store: CountingKeyStore, made: tuple[ApiKey, str]
) -> None:
    forged = [_with_id_of(made, FIRST_ID, number) for number in range(1_000)]
    for text in forged:
        with pytest.raises(KeyWrongError):
            await by_key.authenticate(text)

    assert store.looks == 1
    assert (await by_key.authenticate(made[1])).owner == OWNER


def _with_id_of(made: tuple[ApiKey, str], id_bytes: bytes, number: int) -> str:
    """Give a key of the same id, with another secret and the right checksum."""
    forged = make_key(id_bytes, number.to_bytes(32, "big"))
    assert forged.id == made[0].id
    return forged.text


async def test_while_the_store_is_away_nobody_is_taken_for_a_stranger(
    by_key: KeyAuthenticator, store: CountingKeyStore, made: tuple[ApiKey, str]
) -> None:
    store.is_away = True

    with pytest.raises(StorageUnavailableError):
        await by_key.authenticate(made[1])


SECOND = timedelta(seconds=1)
FORGED: dict[str, dict[str, Any]] = {
    "of another issuer": {"iss": "https://elsewhere.example"},
    "for another audience": {"aud": "payroll"},
    "for nobody in particular": {"aud": None},
    "that is over": {"exp": NOW - timedelta(hours=1)},
    "without an end": {"exp": None},
    "that is not valid yet": {"nbf": NOW + timedelta(hours=1)},
    "without an owner": {"sub": None},
    "whose owner is no name": {"sub": "a\nb"},
    "whose owner is all": {"sub": "*"},
}


@pytest.mark.parametrize("claims", FORGED.values(), ids=FORGED)
async def test_a_token_lets_nobody_in(by_token: OidcAuthenticator, issuer: Issuer, claims: dict[str, Any]) -> None:
    with pytest.raises(TokenWrongError):
        await by_token.authenticate(issuer.token(**claims))


async def test_no_token_chooses_how_it_is_checked(by_token: OidcAuthenticator, issuer: Issuer) -> None:
    """Unsigned, signed with what everybody can know of the key, or with a key of another kind."""
    claims = issuer.claims()
    public = issuer.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header = {"kid": issuer.key_id}
    by_hand = jwt.utils.base64url_encode(json.dumps({"alg": "HS256", "kid": issuer.key_id}).encode())
    body = jwt.utils.base64url_encode(jwt.encode(claims, "x" * 32, algorithm="HS256").encode())
    signed = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(by_hand + b"." + body, public)
    forged = [
        jwt.encode(claims, "", algorithm="none", headers=header),
        jwt.encode(claims, "x" * 32, algorithm="HS256", headers=header),
        b".".join([by_hand, body, jwt.utils.base64url_encode(signed)]).decode(),
        jwt.encode(claims, ec.generate_private_key(ec.SECP256R1()), algorithm="ES256", headers=header),
        jwt.encode(claims, rsa.generate_private_key(65_537, 2_048), algorithm="RS256", headers=header),
        jwt.encode(claims, issuer.key, algorithm="RS256"),
    ]

    for token in forged:
        with pytest.raises(TokenWrongError):
            await by_token.authenticate(token)


async def test_unknown_ids_of_keys_ask_the_issuer_twice_a_minute_at_most(
    by_token: OidcAuthenticator, issuer: Issuer, clock: FrozenClock
) -> None:
    await by_token.authenticate(issuer.token())
    before = issuer.fetched
    for number in range(50):
        with pytest.raises(AccessDeniedError):
            await by_token.authenticate(issuer.token(headers={"kid": f"unknown-{number}"}))
    assert issuer.fetched == before

    clock.advance(timedelta(seconds=PAUSE_S))
    with pytest.raises(AccessDeniedError):
        await by_token.authenticate(issuer.token(headers={"kid": "unknown"}))
    assert issuer.fetched == before + 1


async def test_a_new_key_of_the_issuer_is_taken_and_one_that_is_away_is_remembered(clock: FrozenClock) -> None:
    with Issuer() as issuer:
        by_token = OidcAuthenticator(
            IssuerKeys(issuer.url, issuer.keys_url, clock=clock), issuer=issuer.url, audience="cvparser"
        )
        await by_token.authenticate(issuer.token())
        issuer.new_key("2")
        clock.advance(timedelta(seconds=PAUSE_S))

        assert (await by_token.authenticate(issuer.token())).owner == "auth0|64f1c2"
        token = issuer.token()
    clock.advance(timedelta(hours=1))
    assert (await by_token.authenticate(token)).owner == "auth0|64f1c2"


async def test_an_issuer_that_never_answered_is_no_fault_of_who_asks(
    issuer: Issuer, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    by_token = OidcAuthenticator(
        IssuerKeys("http://127.0.0.1:9", None, clock=clock), issuer="http://127.0.0.1:9", audience="cvparser"
    )

    with pytest.raises(UnavailableError):
        await by_token.authenticate(issuer.token())
    assert "CVPARSER_OIDC_ISSUER cannot be fetched" in caplog.text
