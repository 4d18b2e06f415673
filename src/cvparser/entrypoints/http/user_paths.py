"""Addresses of users, whose ids may hold slashes: as they were sent, percent-encoded."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from cvparser.domain.errors import FieldError
from cvparser.entrypoints.http.schemas import API

Scope = dict[str, Any]

#: Below it are users.
USERS = f"{API}/users/"
#: What stands behind an id.
_PARTS = frozenset({"export", "objection"})
_NOWHERE = f"{USERS}-/nothing"


def with_user_kept(scope: Scope) -> Scope:
    """Return the scope of a request for a user with the id in its path as it was sent; any other as it is.

    What a server decodes no longer tells a slash of an id from one between the parts of a path. An id that was not
    encoded leads nowhere: least of all to a user whose id it begins with.
    """
    if not scope["path"].startswith(USERS):
        return scope
    raw = scope["raw_path"].decode("latin-1")
    user, slash, rest = raw.removeprefix(USERS).partition("/")
    is_known = raw.startswith(USERS) and bool(user) and (not slash or rest in _PARTS)
    return scope | {"path": f"{USERS}{user}{slash}{rest}" if is_known else _NOWHERE}


def user_in(part: str) -> str:
    """Return the id that a part of a path means.

    Raises:
        FieldError: it is not UTF-8.
    """
    try:
        return unquote(part, errors="strict")
    except UnicodeDecodeError:
        raise FieldError("user_id is not UTF-8.", field="user_id") from None
