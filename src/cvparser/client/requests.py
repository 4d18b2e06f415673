"""What is common to both clients: where the service is, who asks, and how a submission looks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

import httpx

from cvparser.client.conversation import API
from cvparser.client.steps import Reply, Request


class BinaryFile(Protocol):
    """A file open for reading bytes."""

    def read(self) -> bytes:
        """Return what it holds from where it stands."""


#: A path, the bytes of a document, or a binary file.
Source = str | PathLike[str] | bytes | BinaryFile

#: Seconds that a connection may take to be made, and an answer to begin; a followed job is told of every 15.
CONNECT_S, ANSWER_S = 10.0, 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Who submits, and how it is parsed and kept.

    Attributes:
        mode: `advanced` or `basic`.
        user_id: The caller's name for the person who submits.
        session_id: The caller's name for the session.
        expires_in: Seconds until the job is erased; None: as long as the service keeps jobs.
        delete_after_read: Whether the job is erased once its result was read.
        callback_url: What the service calls when the job has ended; see `verify_webhook`.
    """

    mode: str = "advanced"
    user_id: str = "client"
    session_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    expires_in: int | None = None
    delete_after_read: bool = False
    callback_url: str | None = None

    def file(self, source: Source, name: str | None) -> Request:
        """Return the request that submits a document.

        Raises:
            OSError: it cannot be read.
            ValueError: it has no name, whose ending says what it is.
        """
        content, known = read(source)
        file = (name or known, content)
        if not file[0]:
            raise ValueError('Say what the document is called, such as name="cv.pdf": its ending says what it is.')
        return Request(method="POST", path=f"{API}/parse-file-async", form=self.form(), file=file)

    def text(self, text: str) -> Request:
        """Return the request that submits a text."""
        return Request(method="POST", path=f"{API}/parse-text-async", json=self.fields() | {"text": text})

    def form(self) -> dict[str, str]:
        """Return its fields as a form has them."""
        return {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in self.fields().items()}

    def fields(self) -> dict[str, object]:
        """Return its fields as JSON has them."""
        fields = {
            "user_id": self.user_id,
            "session_id": self.session_id,
            "parse_mode": self.mode,
            "expires_in": self.expires_in,
            "delete_after_read": self.delete_after_read or None,
            "callback_url": self.callback_url,
        }
        return {name: value for name, value in fields.items() if value is not None}


def read(source: Source) -> tuple[bytes, str]:
    """Return the bytes of a document and the name of its file, or an empty one. Raises OSError."""
    if isinstance(source, str | PathLike):
        path = Path(source)
        return path.read_bytes(), path.name
    if isinstance(source, bytes):
        return source, ""
    named = getattr(source, "name", None)
    return source.read(), Path(named).name if isinstance(named, str) else ""


def headers(key: str | None) -> dict[str, str]:
    """Return what every request carries."""
    return {"Authorization": f"Bearer {key}"} if key else {}


def patience(limit: float = float("inf")) -> httpx.Timeout:
    """Return how long one request may take, at most `limit` seconds."""
    return httpx.Timeout(max(0.01, min(ANSWER_S, limit)), connect=max(0.01, min(CONNECT_S, limit)))


def arguments(request: Request) -> Mapping[str, Any]:
    """Return a request as httpx takes it."""
    return {
        "method": request.method,
        "url": request.path.lstrip("/"),
        "json": request.json,
        "data": request.form,
        "files": request.parts or (None if request.file is None else {"file": request.file}),
        "content": request.content,
        "headers": request.headers,
    }


def reply_of(response: httpx.Response) -> Reply:
    """Return an answer that has been read."""
    return Reply(status=response.status_code, headers=response.headers, body=response.content)
