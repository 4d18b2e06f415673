"""The certificates that httpx trusts, read once a process.

It reads them for each client, in a fiftieth of a second of the processor.
"""

from __future__ import annotations

import os
import ssl
from functools import cache
from typing import Any

import httpx
from httpx._transports import default

_made = httpx.create_ssl_context
_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def share() -> None:
    """Have clients that trust the same share what was read."""
    # No public way: each transport asks for its own.
    vars(default)["create_ssl_context"] = _shared


def _shared(verify: Any = True, cert: Any = None, trust_env: bool = True) -> ssl.SSLContext:
    if verify is not True or cert is not None:
        return _made(verify=verify, cert=cert, trust_env=trust_env)
    return _usual(trust_env, *(os.environ.get(each) for each in _VARIABLES))


@cache
def _usual(trust_env: bool, *_: str | None) -> ssl.SSLContext:
    return _made(trust_env=trust_env)
