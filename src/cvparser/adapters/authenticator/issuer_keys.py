"""The keys by which an issuer signs its tokens (RFC 7517), fetched and remembered."""

from __future__ import annotations

import asyncio
import json
import logging
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

import jwt

from cvparser.domain.errors import UnavailableError
from cvparser.ports.clock import Clock

_log = logging.getLogger(__name__)

#: Seconds that keys are relied on, and between two fetches whatever tokens name: who sends many makes no flood of them.
FRESH_S, PAUSE_S = 600.0, 30.0
#: Seconds that the issuer may take to answer, and bytes of its answer.
PATIENCE_S, MAX_BYTES = 5.0, 2**20


class IssuerKeys:
    """Remembers the keys of an issuer, also while it is away.

    Args:
        issuer: Its address, below which its configuration is (OpenID Connect Discovery).
        url: Where its keys are; None asks its configuration.
        clock: Measures time.
    """

    def __init__(self, issuer: str, url: str | None, *, clock: Clock) -> None:
        self._issuer = issuer
        self._url = url
        self._clock = clock
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._fetched_at = self._tried_at = float("-inf")
        self._fetching = asyncio.Lock()

    async def key(self, key_id: str) -> jwt.PyJWK | None:
        """Return the key of this id, or None where the issuer has none.

        Raises:
            UnavailableError: its keys were never had, and cannot be had now.
        """
        if key_id not in self._keys or self._is_over(self._fetched_at, FRESH_S):
            async with self._fetching:
                if self._is_over(self._tried_at, PAUSE_S) and (
                    key_id not in self._keys or self._is_over(self._fetched_at, FRESH_S)
                ):
                    await self._fetch()
        if not self._keys:
            raise UnavailableError
        return self._keys.get(key_id)

    def _is_over(self, since: float, seconds: float) -> bool:
        return self._clock.monotonic() - since >= seconds

    async def _fetch(self) -> None:
        self._tried_at = self._clock.monotonic()
        try:
            self._keys = await asyncio.to_thread(self._ask)
            self._fetched_at = self._clock.monotonic()
        except (OSError, HTTPException, ValueError, TypeError, KeyError, AttributeError) as error:
            # The type alone: what is foreign is not repeated.
            _log.error("The keys of CVPARSER_OIDC_ISSUER cannot be fetched: %s", type(error).__name__)

    def _ask(self) -> Mapping[str, jwt.PyJWK]:
        url = self._url or _answer(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")["jwks_uri"]
        keys = {}
        for each in _answer(url)["keys"]:
            try:
                keys[str(each["kid"])] = jwt.PyJWK(each)
            except (jwt.PyJWTError, KeyError):
                # Of a kind that is not known here, or not for signing.
                continue
        return keys


def _answer(url: str) -> Any:  # noqa: ANN401 - JSON of somebody else
    if not url.startswith(("https://", "http://")):
        raise ValueError
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310 - looked at above
        return json.loads(answer.read(MAX_BYTES))
