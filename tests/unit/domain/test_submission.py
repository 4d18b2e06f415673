from __future__ import annotations

from datetime import timedelta

import pytest

from cvparser.domain.errors import FieldError, ParseModeError
from cvparser.domain.job import ParseMode
from cvparser.domain.retention import Wish
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
    user_id, session_id = "Ab.09_:@-", "s" * 128

    checked = check_fields(user_id=user_id, session_id=session_id, mode=mode)

    assert checked == (Submitter(user_id=user_id, session_id=session_id), wanted, Wish())


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
        ids = {"user_id": "u", "session_id": "s", field: value}
        with pytest.raises(FieldError) as caught:
            check_fields(user_id=ids["user_id"], session_id=ids["session_id"], mode=None)
        return caught.value

    assert (refused(None).field, refused(None).message) == (field, f"{field} is missing.")
    assert refused("a b").message == f"{field} must be 1 to 128 letters, digits or any of _ . : @ + | = / ~ -"
    assert (refused("").field, refused("").also) == (field, ())


def wished(expires_in: object, delete_after_read: object = None) -> Wish:
    return check_fields(
        user_id="u",
        session_id="s",
        mode=None,
        expires_in=expires_in,
        delete_after_read=delete_after_read,
        longest=timedelta(days=30),
    )[2]


@pytest.mark.parametrize("value", [60, "60", "0060", 2_592_000, "2592000"])
def test_a_time_is_taken_as_json_and_as_forms_have_it(value: object) -> None:
    assert wished(value).expires_in == timedelta(seconds=int(str(value)))


@pytest.mark.parametrize(
    "value", [59, 0, -60, "-60", 2_592_001, "1e3", "", " 60", "٦٠", "9" * 4_000, 60.0, True, [], {}, 10**400]
)
def test_a_time_beyond_its_bounds_or_no_whole_number_is_told_what_it_must_be(value: object) -> None:
    with pytest.raises(FieldError) as caught:
        wished(value)

    assert caught.value.field == "expires_in"
    assert caught.value.message == "expires_in must be a whole number of seconds, 60 to 2592000."


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(None, False), (True, True), (False, False), ("true", True), ("True", True), ("false", False)],
)
def test_a_choice_is_taken_as_json_and_as_forms_have_it(value: object, *, wanted: bool) -> None:
    assert wished(None, value) == Wish(delete_after_read=wanted)


@pytest.mark.parametrize("value", ["", "yes", "1", 1, 0, [], "on"])
def test_what_is_neither_true_nor_false_is_told_so(value: object) -> None:
    with pytest.raises(FieldError, match="delete_after_read must be true or false"):
        wished(None, value)
