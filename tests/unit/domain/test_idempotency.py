from __future__ import annotations

import pytest

from cvparser.domain.access.owner import Owner
from cvparser.domain.idempotency import IdempotencyKeyInvalidError, digest_of_key, fingerprint_of, idempotency_key


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ([], None),
        (["8e03978e-40d5-43dd-bc93-6894a57f9324"], "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        (['"8e03978e-40d5-43dd-bc93-6894a57f9324"'], "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        ([' "two words" '], "two words"),
        (['"a \\" and a \\\\"'], 'a " and a \\'),
        (["k" * 255], "k" * 255),
        (['"' + '\\"' * 255 + '"'], '"' * 255),
    ],
)
def test_a_key_is_read_with_quotes_and_without(values: list[str], key: str | None) -> None:
    assert idempotency_key(values) == key


@pytest.mark.parametrize(
    "values", [[""], ['"'], ['""'], ['" "'], ['"a'], ['a"'], ["a b"], ["a,b"], ["\\a"], ["a", "a"], ["ü"], ["\x00"]]
)
def test_what_is_no_key_is_refused(values: list[str]) -> None:
    with pytest.raises(IdempotencyKeyInvalidError):
        idempotency_key(values)


@pytest.mark.parametrize(
    "text", ["k" * 256, "k" * 10_240, '"' + "k" * 256 + '"', '"' + '\\"' * 256 + '"', '"' * 10_240]
)
def test_a_key_that_is_too_long_is_refused(text: str) -> None:
    with pytest.raises(IdempotencyKeyInvalidError):
        idempotency_key([text])


def test_parts_are_told_apart_where_they_end() -> None:
    assert fingerprint_of(b"ab", b"c") != fingerprint_of(b"a", b"bc")
    assert fingerprint_of(b"a", b"") != fingerprint_of(b"a")
    assert digest_of_key(Owner("a"), "bc") != digest_of_key(Owner("ab"), "c")
