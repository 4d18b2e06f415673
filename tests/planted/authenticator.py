"""Authenticators with one fault each."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.domain.access.errors import KeyMissingError, KeyWrongError
from cvparser.domain.access.owner import Owner
from cvparser.domain.access.principal import EVERYONE, Principal
from cvparser.domain.access.scope import Scope
from cvparser.domain.access.secret_text import make_key
from cvparser.ports.authenticator import Authenticator
from cvparser.testing.conformance.authenticator import AuthenticatorConformance

TOKEN = make_key(b"1" * 12, b"2" * 32).text
HOLDER = Principal(owner=Owner("acme"), key_id="key", scopes=frozenset({Scope.READ}))


class OneKey(Authenticator):
    """Lets in who has the one key."""

    def is_it(self, token: str) -> bool:
        return token == TOKEN

    async def authenticate(self, token: str | None) -> Principal:
        if token is None:
            raise KeyMissingError
        if not self.is_it(token):
            raise KeyWrongError
        return HOLDER


class LetsEverybodyIn(OneKey):
    def is_it(self, token: str) -> bool:
        return True


class LetsNobodyIn(OneKey):
    def is_it(self, token: str) -> bool:
        return False


class LooksAtTheBeginning(OneKey):
    def is_it(self, token: str) -> bool:
        return token[:40] == TOKEN[:40]


class LetsInWhatBeginsRight(OneKey):
    def is_it(self, token: str) -> bool:
        return token.startswith(TOKEN)


class LetsInWhatIsABeginning(OneKey):
    def is_it(self, token: str) -> bool:
        return token != "" and TOKEN.startswith(token)


class IgnoresCase(OneKey):
    def is_it(self, token: str) -> bool:
        return token.lower() == TOKEN.lower()


class ComparesLengths(OneKey):
    def is_it(self, token: str) -> bool:
        return len(token) == len(TOKEN)


class LetsInWhoSendsNothing(OneKey):
    async def authenticate(self, token: str | None) -> Principal:
        return EVERYONE if token is None else await super().authenticate(token)


class LetsInWhoSendsAnEmptyToken(OneKey):
    def is_it(self, token: str) -> bool:
        return not token or super().is_it(token)


class TakesNothingForAWrongKey(OneKey):
    async def authenticate(self, token: str | None) -> Principal:
        return await super().authenticate(token or "")


class QuotesWhatWasSent(OneKey):
    async def authenticate(self, token: str | None) -> Principal:
        if token is not None and not self.is_it(token):
            raise KeyWrongError(f"{token} is no key")
        return await super().authenticate(token)


class LogsWhatWasSent(OneKey):
    async def authenticate(self, token: str | None) -> Principal:
        logging.getLogger("access").debug("somebody sent %s", token)
        return await super().authenticate(token)


class RaisesValueErrors(OneKey):
    def is_it(self, token: str) -> bool:
        return token.encode("ascii") == TOKEN.encode()


class RaisesOverSurrogates(OneKey):
    def is_it(self, token: str) -> bool:
        return token.encode() == TOKEN.encode()


class LetsInOnce(OneKey):
    used = False

    def is_it(self, token: str) -> bool:
        was, self.used = self.used, self.used or token == TOKEN
        return super().is_it(token) and not was


class LetsInWithEveryScope(OneKey):
    async def authenticate(self, token: str | None) -> Principal:
        return replace(await super().authenticate(token), scopes=frozenset(Scope))


class NamesAnotherOwner(OneKey):
    async def authenticate(self, token: str | None) -> Principal:
        return replace(await super().authenticate(token), owner=Owner("local"))


class ServesOneAtATime(OneKey):
    busy = False

    async def authenticate(self, token: str | None) -> Principal:
        if self.busy:
            raise RuntimeError("busy")
        self.busy = True
        await asyncio.sleep(0)
        self.busy = False
        return await super().authenticate(token)


def fixtures(make: Any) -> Fixtures:
    return {"authenticator": make(), "admitted": (TOKEN, HOLDER)}


CATALOGUES = {
    "": Catalogue(suite=AuthenticatorConformance, fixtures=fixtures, sound=OneKey, faults=faults(globals(), OneKey))
}
