"""Keys for programs, tokens for people: told apart by how they begin."""

from __future__ import annotations

from cvparser.domain.access.principal import Principal
from cvparser.domain.access.secret_text import KEY_PREFIX
from cvparser.ports.authenticator import Authenticator


class EitherAuthenticator(Authenticator):
    """Asks `by_key` about what begins as a key does, and `by_token` about the rest."""

    def __init__(self, *, by_key: Authenticator, by_token: Authenticator) -> None:
        self._by_key = by_key
        self._by_token = by_token

    async def authenticate(self, token: str | None) -> Principal:
        is_key = token is None or token.startswith(KEY_PREFIX)
        return await (self._by_key if is_key else self._by_token).authenticate(token)
