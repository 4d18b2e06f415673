"""What a client does, step by step, whichever way it waits: each is asked for, and answered by who can do it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Ask the service; answered by a `Reply`, or by None where it could not be reached or broke off."""

    method: str
    path: str
    json: Mapping[str, object] | None = None
    form: Mapping[str, str] | None = None
    #: The name and the bytes of the file of a form.
    file: tuple[str, bytes] | None = None
    #: The parts of a form, where it has many files: of each its name, its file's name if it has one, and its bytes.
    parts: Sequence[tuple[str, tuple[str | None, bytes]]] | None = None
    #: A body that is none of these.
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Listen to the events of a job until its end; answered by its last status, or by None where that was not told."""

    path: str
    #: Seconds after which nobody listens any more.
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Do nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer of the service."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def retry_after(self) -> float | None:
        """Seconds after which to ask again, where the service says so; a date is none."""
        value = self.headers.get("retry-after", "")
        return float(value) if value.isascii() and value.isdigit() else None


Step = Request | Follow | Pause
#: Gives steps, is sent what each was answered, and returns what came of it.
Conversation = Generator[Step, Any, T]
