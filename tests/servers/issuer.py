"""An issuer of tokens on loopback: its configuration and its keys, as OpenID Connect Discovery has them."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


class Issuer:
    """Signs tokens, and serves the keys to check them by, for as long as its context lasts.

    Attributes:
        fetched: How often its keys were asked for.
    """

    def __init__(self) -> None:
        self.fetched = 0
        self.new_key("1")
        outer = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/keys":
                    outer.fetched += 1
                    answer = outer.published()
                else:
                    answer = {"issuer": outer.url, "jwks_uri": outer.keys_url}
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - as the library calls it
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)

    @property
    def url(self) -> str:
        """What tokens name as their issuer."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def keys_url(self) -> str:
        """Where the keys are."""
        return f"{self.url}/keys"

    def new_key(self, key_id: str) -> None:
        """Sign with another key from now on."""
        self.key_id = key_id
        self.key = rsa.generate_private_key(65_537, 2_048)

    def published(self) -> dict[str, Any]:
        """Give the key set: of what is not for us, too."""
        ours = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{"kty": "unknown", "kid": "other"}, {"kty": "RSA"}, ours | {"kid": self.key_id, "use": "sig"}]}

    def claims(self, **changed: object) -> dict[str, Any]:
        """Give the claims of a good token, some changed, those that are None left out."""
        good = {
            "iss": self.url,
            "aud": "cvparser",
            "sub": "auth0|64f1c2",
            "jti": "t-1",
            "exp": datetime.now(UTC) + timedelta(hours=1),
        }
        return {name: value for name, value in (good | changed).items() if value is not None}

    def token(self, *, headers: dict[str, str] | None = None, **changed: object) -> str:
        """Sign the claims."""
        return jwt.encode(self.claims(**changed), self.key, algorithm="RS256", headers=headers or {"kid": self.key_id})
