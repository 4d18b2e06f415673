from __future__ import annotations

import pytest

from cvparser.domain.errors import FieldError, ParseModeError
from cvparser.domain.job import ParseMode
from cvparser.domain.submission import Submitter, check_fields, parse_mode


@pytest.mark.parametrize("value", ["", " ", "a b", "a\nb", "a" * 129, "ş", "a\\b", "<b>", "o'hara", "a;b"])
def test_an_id_that_is_not_of_the_allowed_letters_is_refused_by_name_and_not_repeated(value: str) -> None:
    with pytest.raises(FieldError) as caught:
        check_fields(user_id="user123", session_id=value, mode=None)

    assert caught.value.field == "session_id"
    assert len(value) < 2 or value not in caught.value.message


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(FieldError) as caught:
        check_fields(user_id=None, session_id="!", mode="banana")

    named = [caught.value, *caught.value.also]
    assert [(error.field, error.code) for error in named] == [
        ("user_id", "field_invalid"),
        ("session_id", "field_invalid"),
        ("parse_mode", "parse_mode_invalid"),
    ]


def test_the_mode_is_advanced_unless_another_is_named() -> None:
    assert parse_mode(None) is ParseMode.ADVANCED
    assert parse_mode("basic") is ParseMode.BASIC
    with pytest.raises(ParseModeError):
        parse_mode("BASIC")


@pytest.mark.parametrize(("mode", "wanted"), [(None, ParseMode.ADVANCED), ("basic", ParseMode.BASIC)])
def test_what_is_right_comes_back_as_it_came(mode: str | None, wanted: ParseMode) -> None:
    ids = {"user_id": "Ab.09_:@-", "session_id": "s" * 128}

    assert check_fields(**ids, mode=mode) == (Submitter(**ids), wanted)


@pytest.mark.parametrize(
    "value",
    [
        "auth0|64f1c2",
        "google-oauth2|1093",
        "a+b@mail.example",
        "https://idp.example/users/~ada",
        "AZ8f+/k=",
        "f:1b2c:ada",
    ],
)
def test_an_id_is_taken_as_identity_providers_give_it_out(value: str) -> None:
    assert check_fields(user_id=value, session_id="s", mode=None)[0].user_id == value


@pytest.mark.parametrize("field", ["user_id", "session_id"])
def test_a_wrong_field_is_told_what_it_must_be(field: str) -> None:
    def refused(value: str | None) -> FieldError:
        with pytest.raises(FieldError) as caught:
            check_fields(**{"user_id": "u", "session_id": "s", "mode": None, field: value})
        return caught.value

    assert (refused(None).field, refused(None).message) == (field, f"{field} is missing.")
    assert refused("a b").message == f"{field} must be 1 to 128 letters, digits or any of _ . : @ + | = / ~ -"
    assert (refused("").field, refused("").also) == (field, ())
