from __future__ import annotations

import logging

import pytest

from cvparser.domain.access.secret_text import make_key, make_ticket
from cvparser.entrypoints.logs import JsonFormatter, SafeFormatter, TextFormatter

KEY = make_key(b"1" * 12, b"2" * 32).text
TICKET = make_ticket(b"3" * 32)
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
@pytest.mark.parametrize(
    ("message", "secret"),
    [
        ("< authorization: Bearer %s", KEY),
        ("< x-api-key: %s", KEY),
        ('127.0.0.1:5 - "WebSocket /api/v1/parser/job/1/ws?ticket=%s" [accepted]', TICKET),
        ("GET /stats?access_token=%s HTTP/1.1", TOKEN),
        ("bearer %s", "of-another-form"),
    ],
)
def test_no_line_holds_a_key_a_ticket_or_a_token(formatter: SafeFormatter, message: str, secret: str) -> None:
    record = logging.LogRecord("uvicorn.error", logging.INFO, "", 0, message, (secret,), None)

    line = formatter.format(record)

    assert secret not in line
    assert "(secret withheld)" in line


def test_what_only_looks_a_little_like_one_is_printed() -> None:
    record = logging.LogRecord("cvparser", logging.INFO, "", 0, "bearers of cvparser keys, 'cvp' and eyJ", (), None)

    assert "bearers of cvparser keys, 'cvp' and eyJ" in TextFormatter().format(record)
