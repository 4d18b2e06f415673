from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.access.api_key import ApiKey, KeyId, admit, is_valid, replaced
from cvparser.domain.access.errors import KeyExpiredError, KeyRevokedError, KeyWrongError, ScopeMissingError
from cvparser.domain.access.owner import Owner, owner_of
from cvparser.domain.access.principal import EVERYONE, Principal
from cvparser.domain.access.scope import Scope, scopes_of
from cvparser.domain.access.secret_text import (
    ID_BYTES,
    SECRET_BYTES,
    digest_of,
    is_ticket,
    key_text,
    make_key,
    make_ticket,
)
from cvparser.domain.errors import FieldError

NOW = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)
DIGEST = digest_of("cvp_invented")
IDS = st.binary(min_size=ID_BYTES, max_size=ID_BYTES)
SECRETS = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)


def key(*, expires_at: datetime | None = None, revoked_at: datetime | None = None) -> ApiKey:
    return ApiKey(
        id=KeyId("0" * 16),
        name="test",
        owner=Owner("acme"),
        scopes=frozenset({Scope.READ}),
        digest=DIGEST,
        created_at=NOW,
        expires_at=expires_at,
        revoked_at=revoked_at,
    )


@given(id_bytes=IDS, secret=SECRETS)
def test_a_key_that_is_made_is_read_back_and_always_of_one_length(id_bytes: bytes, secret: bytes) -> None:
    made = make_key(id_bytes, secret)

    assert key_text(made.text) == made
    assert len(made.text) == len("cvp_") + 16 + 1 + 43 + 6
    assert made.text not in repr(made)


@given(secret=SECRETS, other=SECRETS)
def test_secrets_that_differ_make_keys_and_tickets_that_do(secret: bytes, other: bytes) -> None:
    assert (make_key(b"1" * 12, secret) == make_key(b"1" * 12, other)) == (secret == other)
    assert (make_ticket(secret) == make_ticket(other)) == (secret == other)


@given(secret=SECRETS, place=st.integers(0, 69), letter=st.sampled_from("0aZ_ é\x00"))
def test_a_key_with_a_letter_changed_is_none(secret: bytes, place: int, letter: str) -> None:
    text = make_key(b"1" * 12, secret).text
    changed = text[:place] + letter + text[place + 1 :]

    assert (key_text(changed) is None) == (changed != text)


@given(st.text())
def test_no_text_that_was_not_made_is_a_key_or_a_ticket(text: str) -> None:
    assert key_text(text) is None
    assert not is_ticket(text)


def test_a_key_is_no_ticket_and_a_ticket_no_key() -> None:
    assert is_ticket(make_ticket(b"1" * 32))
    assert not is_ticket(make_key(b"1" * 12, b"1" * 32).text)
    assert key_text(make_ticket(b"1" * 32)) is None


def test_a_digest_depends_on_the_pepper() -> None:
    assert len({digest_of("cvp_x"), digest_of("cvp_x", b"a"), digest_of("cvp_x", b"b"), digest_of("cvp_y")}) == 4


def test_the_right_key_lets_its_holder_in_with_its_scopes() -> None:
    assert admit(key(expires_at=NOW + timedelta(seconds=1)), DIGEST, NOW) == Principal(
        owner=Owner("acme"), key_id="0" * 16, scopes=frozenset({Scope.READ})
    )


@pytest.mark.parametrize("found", [None, key(), key(revoked_at=NOW), key(expires_at=NOW)])
def test_who_has_not_the_secret_learns_nothing_of_the_key(found: ApiKey | None) -> None:
    with pytest.raises(KeyWrongError):
        admit(found, digest_of("cvp_other"), NOW)


def test_a_key_that_is_over_says_so_to_who_has_it() -> None:
    with pytest.raises(KeyRevokedError):
        admit(key(revoked_at=NOW, expires_at=NOW), DIGEST, NOW)
    with pytest.raises(KeyExpiredError):
        admit(key(expires_at=NOW), DIGEST, NOW)
    assert not is_valid(key(expires_at=NOW), NOW)


def test_a_key_with_a_successor_ends_when_the_overlap_does_and_never_later_than_before() -> None:
    hour = timedelta(hours=1)

    assert replaced(key(), NOW, hour).expires_at == NOW + hour
    assert replaced(key(expires_at=NOW + hour / 2), NOW, hour).expires_at == NOW + hour / 2


@pytest.mark.parametrize("scope", Scope)
def test_no_scope_contains_another(scope: Scope) -> None:
    holder = Principal(owner=Owner("acme"), key_id=None, scopes=frozenset({scope}))

    holder.require(scope)
    EVERYONE.require(scope)
    for other in set(Scope) - {scope}:
        with pytest.raises(ScopeMissingError) as caught:
            holder.require(other)
        assert caught.value.scope == other


@pytest.mark.parametrize("name", ["", "*", "a b", "a\n", "é", "a" * 129, "a'", "a%"])
def test_what_is_no_owner_is_refused(name: str) -> None:
    with pytest.raises(FieldError):
        owner_of(name)


def test_what_identity_providers_name_is_an_owner() -> None:
    for name in ("auth0|64f1c2", "a+b@cv.example", "https://id.example/~x=", "a" * 128):
        assert owner_of(name) == name


@pytest.mark.parametrize("names", [[], ["all"], ["read", "Read"]])
def test_what_is_no_scope_is_refused(names: list[str]) -> None:
    with pytest.raises(FieldError):
        scopes_of(names)
