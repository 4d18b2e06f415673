"""What the service prints: one line an event, on standard error, as text or as JSON."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

from cvparser.entrypoints.correlation import present

#: Attributes that every record has; what is beside them was given as `extra`.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
#: Loggers of libraries that can quote a document, a request or a row, or that only chatter.
_QUIET = (
    "aiosqlite", "alembic", "asyncio", "httpcore", "httpcore2", "httpx", "httpx2", "litestar", "multipart", "openai",
    "pdfminer", "sqlalchemy", "urllib3",
)  # fmt: skip
#: Libraries that at DEBUG write down the headers of a request.
_NO_HEADERS = ("uvicorn.error", "websockets")
#: Keys and tickets, what a header sends as one, tokens. A library may quote an address or a header at any time.
_SECRET = re.compile(
    r"cv[pt]_[0-9A-Za-z_]+|\b[Bb]earer +[^\s\"]+|(?<![0-9A-Za-z_-])eyJ[0-9A-Za-z_-]++\.[0-9A-Za-z_.-]+"
)
_TRACEBACK = "Traceback (most recent call last)"


def set_up_logs(level: str, form: str) -> None:
    """Print records of `level` and above as `form`, `text` or `json`; libraries' from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NO_HEADERS:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


class SafeFormatter(logging.Formatter):
    """Prints no traceback, but the error's type: the message of a foreign error can quote a CV. And no key."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the standard library's name
        """Return the type of an error."""
        kind = ei[0] if isinstance(ei, tuple) else None
        return f"({kind.__name__ if isinstance(kind, type) else 'error'})"

    def message_of(self, record: logging.LogRecord) -> str:
        """Return the message on one line, control characters escaped."""
        # Some libraries format a traceback into their message.
        message = record.getMessage()
        message = f"{record.name}: (traceback withheld)" if _TRACEBACK in message else message
        if record.exc_info:
            message = f"{message} {self.formatException(record.exc_info)}"
        message = _SECRET.sub("(secret withheld)", message)
        return "".join(c if c.isprintable() or c == "\ufe0f" else c.encode("unicode_escape").decode() for c in message)


class TextFormatter(SafeFormatter):
    """Time, severity, message, and the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        correlation = present()
        request = "" if correlation is None else f" [request {correlation.request_id}]"
        return f"{_moment(record)} {record.levelname:<7} {self.message_of(record)}{request}"


class JsonFormatter(SafeFormatter):
    """The same with the structured fields beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        fields = {name: value for name, value in vars(record).items() if name not in _USUAL}
        line = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
        }
        correlation = present()
        if correlation is not None:
            line["request_id"] = correlation.request_id
            if correlation.traceparent is not None:
                line["trace_id"] = correlation.traceparent.split("-")[1]
        return json.dumps(line | fields, ensure_ascii=False, default=str)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
