"""Who submits, checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn

from cvparser.domain.errors import FieldError, JsonInvalidError, ParseModeError
from cvparser.domain.job import ParseMode
from cvparser.domain.retention import SHORTEST, Wish
from cvparser.domain.webhook_address import STRICT, AddressRule, WebhookUrlError, webhook_url

#: What an id of a client may look like: it is stored and echoed. These are the signs of what identity providers give
#: out (`auth0|64f1c2`, an address with a plus, a URL, base64); none is a blank, quotes, escapes or ends markup.
CLIENT_ID = r"[A-Za-z0-9_.:@+|=/~-]{1,128}"
_CLIENT_ID = re.compile(CLIENT_ID)

#: The fields that a submission may have; `item` in a batch.
_FIELDS = (
    "user_id",
    "session_id",
    "text",
    "parse_mode",
    "expires_in",
    "delete_after_read",
    "callback_url",
    "item",
)
#: Longest number of a form that is read as one.
_MAX_DIGITS = 10
_CHOICES: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """The client's own names for who submits: 1 to 128 letters, digits or any of `_ . : @ + | = / ~ -` each."""

    user_id: str
    session_id: str


def check_fields(  # noqa: PLR0913 - a field each
    *,
    user_id: object,
    session_id: object,
    mode: object,
    expires_in: object = None,
    delete_after_read: object = None,
    longest: timedelta = timedelta.max,
    callback_url: object = None,
    callbacks: AddressRule | None = STRICT,
    others: Sequence[FieldError] = (),
) -> tuple[Submitter, ParseMode, Wish]:
    """Return who submits, which parser is wanted, `advanced` when `mode` is None, and how long it is to be kept.

    Args:
        user_id: As it was sent; so all others, None = not sent.
        session_id: The client's name for the session.
        mode: Names the parser.
        expires_in: Seconds, as a number or in digits.
        delete_after_read: Whether, as a truth value or in words.
        longest: The most that `expires_in` may be.
        callback_url: What is to be called when the job has ended.
        callbacks: What may be called so; None = nothing.
        others: What is wrong beside them.

    Raises:
        FieldError: a field is missing or not valid, or there are `others`; `also` names all but the first.
    """
    wrong = [
        *_wrong_id("user_id", user_id),
        *_wrong_id("session_id", session_id),
        *_wrong_mode(mode),
        *_wrong_time("expires_in", expires_in, longest),
        *_wrong_choice("delete_after_read", delete_after_read),
        *_wrong_callback(callback_url, callbacks),
        *others,
    ]
    if wrong:
        first, *rest = wrong
        first.also = tuple(rest)
        raise first
    seconds = _seconds(expires_in)
    wish = Wish(
        expires_in=None if seconds is None else timedelta(seconds=seconds),
        delete_after_read=bool(_choice(delete_after_read)),
        callback_url=None if callback_url is None else str(callback_url),
    )
    return Submitter(user_id=str(user_id), session_id=str(session_id)), parse_mode(mode), wish


def wrong_text(value: object) -> list[FieldError]:
    """Return what is wrong with the field `text`; whether its text can be used is said elsewhere."""
    if value is None:
        return [FieldError("text is missing.", field="text")]
    return [] if isinstance(value, str) else [_no_string("text")]


def item_label(value: object) -> str | None:
    """Return a client's own name for an item of a batch, of the same letters as an id; None where it has none.

    Raises:
        FieldError: it is none.
    """
    if value is None:
        return None
    for wrong in _wrong_id("item", value):
        raise wrong
    return str(value)


def _no_string(field: str) -> FieldError:
    return FieldError(f"{field} must be a string.", field=field)


def submitted_fields(body: bytes) -> dict[str, Any]:
    """Return those fields of the JSON object `body` that a submission may have, with the values that JSON gives them.

    Whatever else is there is checked and left out; of a value that is an array or an object only that is kept.

    Raises:
        JsonInvalidError: as `strict_object`.
    """
    found = strict_object(body)
    return {name: _outline(found[name]) for name in _FIELDS if name in found}


def strict_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object `body`.

    Raises:
        JsonInvalidError: not one object in UTF-8; duplicate keys, NaN, Infinity, lone surrogates or deep nesting.
    """
    try:
        found = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite
        )
        # A lone surrogate can come from an escape alone, and breaks whoever encodes it later.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise JsonInvalidError from None
    if not isinstance(found, dict):
        raise JsonInvalidError
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise JsonInvalidError
    return dict(pairs)


def _refuse(_: str) -> NoReturn:
    raise JsonInvalidError


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise JsonInvalidError
    return value


def _outline(value: object) -> object:
    return type(value)() if isinstance(value, list | dict) else value


def parse_mode(value: object) -> ParseMode:
    """Return the mode that `value` names; `advanced` when there is none.

    Raises:
        ParseModeError: it names none.
    """
    try:
        return ParseMode.ADVANCED if value is None else ParseMode(str(value))
    except ValueError:
        raise ParseModeError(field="parse_mode") from None


def user_id_of(text: str) -> str:
    """Return the id of a user.

    Raises:
        FieldError: it is none that a submission can have.
    """
    for wrong in _wrong_id("user_id", text):
        raise wrong
    return text


def _wrong_id(field: str, value: object) -> list[FieldError]:
    if value is None:
        return [FieldError(f"{field} is missing.", field=field)]
    if not isinstance(value, str):
        return [_no_string(field)]
    if not _CLIENT_ID.fullmatch(value):
        return [FieldError(f"{field} must be 1 to 128 letters, digits or any of _ . : @ + | = / ~ -", field=field)]
    return []


def _wrong_mode(value: object) -> list[FieldError]:
    if value is not None and not isinstance(value, str):
        return [_no_string("parse_mode")]
    try:
        parse_mode(value)
    except ParseModeError as error:
        return [error]
    return []


def _wrong_time(field: str, value: object, longest: timedelta) -> list[FieldError]:
    seconds, least, most = _seconds(value), int(SHORTEST.total_seconds()), int(longest.total_seconds())
    if value is None or (seconds is not None and least <= seconds <= most):
        return []
    return [FieldError(f"{field} must be a whole number of seconds, {least} to {most}.", field=field)]


def _seconds(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _wrong_choice(field: str, value: object) -> list[FieldError]:
    if value is None or _choice(value) is not None:
        return []
    return [FieldError(f"{field} must be true or false.", field=field)]


def _wrong_callback(value: object, rule: AddressRule | None) -> list[FieldError]:
    if value is None:
        return []
    if rule is None:
        return [FieldError("This service calls nobody: leave callback_url out.", field="callback_url")]
    try:
        webhook_url(value, rule, field="callback_url")
    except WebhookUrlError as error:
        return [error]
    return []


def _choice(value: object) -> bool | None:
    if isinstance(value, str):
        return _CHOICES.get(value.lower())
    return value if isinstance(value, bool) else None
