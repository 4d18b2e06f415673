"""Who submits, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cvparser.domain.errors import FieldError, ParseModeError
from cvparser.domain.job import ParseMode

#: What an id of a client may look like: it is stored, logged and echoed.
_CLIENT_ID = re.compile(r"[A-Za-z0-9_.:@-]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """The client's own names for who submits.

    Raises:
        FieldError: not 1 to 128 letters, digits or any of `_ . : @ -`.
    """

    user_id: str
    session_id: str

    def __post_init__(self) -> None:
        """Check both fields."""
        for field in ("user_id", "session_id"):
            if not _CLIENT_ID.fullmatch(getattr(self, field)):
                message = f"{field} must be 1 to 128 letters, digits or any of _ . : @ -"
                raise FieldError(message, field=field)


def parse_mode(value: str | None) -> ParseMode:
    """Give the mode that `value` names; `advanced` when there is none.

    Raises:
        ParseModeError: it names none.
    """
    try:
        return ParseMode.ADVANCED if value is None else ParseMode(value)
    except ValueError:
        raise ParseModeError(field="parse_mode") from None
