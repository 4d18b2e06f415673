"""What a request carries to say who asks. Nothing of it is logged, kept or repeated in an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from cvparser.domain.access.secret_text import KEY_PREFIX
from cvparser.entrypoints.http.errors import CredentialsRepeatedError, SecretInUrlError

#: RFC 6750, 2.1: the scheme, then what RFC 7235 calls token68.
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*) *", re.IGNORECASE)
#: Names under which keys are sent in addresses.
_SECRET_NAMES = frozenset({"access_token", "api-key", "api_key", "apikey", "authorization", "key", "x-api-key"})
#: Letters of a header that are looked at.
MAX_LENGTH = 8_192
#: The parameter of a ticket.
TICKET = "ticket"


def token_of(scope: Mapping[str, Any]) -> str | None:
    """Return the key or token of an ASGI scope, or None where none was sent; of another form, it is "".

    Raises:
        CredentialsRepeatedError: there is more than one.
    """
    sent = [(name, value) for name, value in scope["headers"] if name in {b"authorization", b"x-api-key"}]
    if len(sent) > 1:
        raise CredentialsRepeatedError
    if not sent:
        return None
    name, value = sent[0]
    if len(value) > MAX_LENGTH:
        return ""
    text = str(value.decode("latin-1"))
    if name == b"x-api-key":
        return text.strip()
    found = _BEARER.fullmatch(text)
    return found[1] if found else ""


def ticket_of(scope: Mapping[str, Any]) -> str | None:
    """Return the ticket in the query of an ASGI scope, or None.

    Raises:
        CredentialsRepeatedError: there is more than one.
    """
    found = [value for name, value in _query(scope) if name == TICKET]
    if len(found) > 1:
        raise CredentialsRepeatedError
    return found[0] if found else None


def refuse_secrets_in_url(scope: Mapping[str, Any]) -> None:
    """See that no key stands in the address, where proxies, browsers and logs keep it.

    Raises:
        SecretInUrlError: one does.
    """
    if KEY_PREFIX in unquote(scope["path"]):
        raise SecretInUrlError
    if scope["query_string"]:
        for name, value in _query(scope):
            if name.lower() in _SECRET_NAMES or KEY_PREFIX in name or KEY_PREFIX in unquote(value):
                raise SecretInUrlError


def _query(scope: Mapping[str, Any]) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
