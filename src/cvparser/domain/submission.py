"""Who submits, checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from cvparser.domain.errors import FieldError, JsonInvalidError, ParseModeError
from cvparser.domain.job import ParseMode

#: What an id of a client may look like: it is stored and echoed. These are the signs of what identity providers give
#: out (`auth0|64f1c2`, an address with a plus, a URL, base64); none is a blank, quotes, escapes or ends markup.
_CLIENT_ID = re.compile(r"[A-Za-z0-9_.:@+|=/~-]{1,128}")

#: The fields that a submission may have.
_FIELDS = ("user_id", "session_id", "text", "parse_mode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """The client's own names for who submits: 1 to 128 letters, digits or any of `_ . : @ + | = / ~ -` each."""

    user_id: str
    session_id: str


def check_fields(*, user_id: str | None, session_id: str | None, mode: str | None) -> tuple[Submitter, ParseMode]:
    """Return who submits and which parser is wanted, `advanced` when `mode` is None.

    Raises:
        FieldError: a field is missing or not valid; `also` names the others that are.
    """
    wrong = [
        *_wrong_id("user_id", user_id),
        *_wrong_id("session_id", session_id),
        *_wrong_mode(mode),
    ]
    if wrong:
        first, *others = wrong
        first.also = tuple(others)
        raise first
    submitter = Submitter(user_id=user_id or "", session_id=session_id or "")
    return submitter, parse_mode(mode)


def submitted_fields(body: bytes) -> dict[str, Any]:
    """Return those fields of the JSON object `body` that a submission may have, with the values that JSON gives them.

    Whatever else is there is checked and left out; of a value that is an array or an object only that is kept.

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
    return {name: _outline(found[name]) for name in _FIELDS if name in found}


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


def parse_mode(value: str | None) -> ParseMode:
    """Return the mode that `value` names; `advanced` when there is none.

    Raises:
        ParseModeError: it names none.
    """
    try:
        return ParseMode.ADVANCED if value is None else ParseMode(value)
    except ValueError:
        raise ParseModeError(field="parse_mode") from None


def _wrong_id(field: str, value: str | None) -> list[FieldError]:
    if value is None:
        return [FieldError(f"{field} is missing.", field=field)]
    if not _CLIENT_ID.fullmatch(value):
        return [FieldError(f"{field} must be 1 to 128 letters, digits or any of _ . : @ + | = / ~ -", field=field)]
    return []


def _wrong_mode(value: str | None) -> list[FieldError]:
    try:
        parse_mode(value)
    except ParseModeError as error:
        return [error]
    return []
