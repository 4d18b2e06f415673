"""Nobody is asked: for a service on loopback, and behind a proxy that lets people in."""

from __future__ import annotations

from cvparser.domain.access.principal import EVERYONE, Principal
from cvparser.ports.authenticator import Authenticator


class EveryoneAuthenticator(Authenticator):
    """Lets everybody in, whatever they send."""

    async def authenticate(self, token: str | None) -> Principal:
        return EVERYONE
