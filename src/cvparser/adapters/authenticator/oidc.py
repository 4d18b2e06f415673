"""Who sent a token that an issuer of OpenID Connect signed: a JWT (RFC 7519, RFC 9068)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt

from cvparser.adapters.authenticator.issuer_keys import IssuerKeys
from cvparser.domain.access.errors import KeyMissingError, TokenWrongError
from cvparser.domain.access.owner import owner_of
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.scope import Scope
from cvparser.domain.errors import FieldError
from cvparser.ports.authenticator import Authenticator

#: Signatures with a public key, each with the kind of key it needs; never none, nor one that whoever may check it could
#: make.
ALGORITHMS = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
    "ES256": "EC",
    "ES384": "EC",
    "ES512": "EC",
    "EdDSA": "OKP",
}
#: Letters of a token.
MAX_LENGTH = 8_192
#: Seconds by which the issuer's clock may differ.
LEEWAY_S = 30
#: Letters of what is logged of a token.
MAX_ID = 64


class OidcAuthenticator(Authenticator):
    """Looks at a token's signature, issuer, audience and times; its scopes are those that begin with `scope_prefix`.

    Args:
        keys: The keys of the issuer.
        issuer: As it must stand in `iss`.
        audience: As it must stand in `aud`.
        owner_claim: The claim that names the owner.
        scope_prefix: What stands before our names of scopes.
    """

    def __init__(
        self, keys: IssuerKeys, *, issuer: str, audience: str, owner_claim: str = "sub", scope_prefix: str = ""
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._owner_claim = owner_claim
        self._scope_prefix = scope_prefix

    async def authenticate(self, token: str | None) -> Principal:
        if token is None:
            raise KeyMissingError
        if len(token) > MAX_LENGTH or not token.isascii():
            raise TokenWrongError
        try:
            return self._principal(await self._claims(token))
        except (jwt.PyJWTError, FieldError, ValueError, OverflowError, RecursionError):
            raise TokenWrongError from None

    async def _claims(self, token: str) -> Mapping[str, Any]:
        header = jwt.get_unverified_header(token)
        algorithm, key_id = header.get("alg"), header.get("kid")
        if not isinstance(key_id, str) or not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            raise TokenWrongError
        key = await self._keys.key(key_id)
        if key is None or key.key_type != ALGORITHMS[algorithm] or key.public_key_use not in {None, "sig"}:
            raise TokenWrongError
        return jwt.decode(
            token,
            key.key,
            algorithms=[algorithm],
            issuer=self._issuer,
            audience=self._audience,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        owner = claims.get(self._owner_claim)
        if not isinstance(owner, str):
            raise TokenWrongError
        named = claims.get("scope", claims.get("scp", ""))
        names = named.split() if isinstance(named, str) else named if isinstance(named, list) else []
        scopes = frozenset(scope for scope in Scope if f"{self._scope_prefix}{scope}" in names)
        return Principal(owner=owner_of(owner), key_id=_log_id(claims), scopes=scopes)


def _log_id(claims: Mapping[str, Any]) -> str | None:
    token_id = claims.get("jti")
    return token_id[:MAX_ID] if isinstance(token_id, str) else None
