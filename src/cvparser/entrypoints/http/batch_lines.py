"""Lines of JSON, read while they come: each is a text of a batch."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from cvparser.domain.batch_item import SentItem, SentText, SentWrong
from cvparser.domain.errors import CVParserError, FieldError, TextTooLongError
from cvparser.domain.submission import item_label, wrong_text
from cvparser.entrypoints.http.bodies import MAX_JSON_BYTES

#: What says lines of JSON; there is no registered name for them.
JSON_LINES = re.compile(r"application/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)")
#: What must be the same in all lines of a batch.
_SHARED = ("user_id", "session_id", "parse_mode", "expires_in", "delete_after_read")


class JsonLines:
    """Takes a body chunk by chunk with `feed`; gives the lines that are complete.

    Attributes:
        held: Bytes of a line that is not complete yet.
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        self._is_too_long = False

    @property
    def held(self) -> int:
        """Return how many bytes wait for the end of their line."""
        return len(self._rest)

    def feed(self, chunk: bytes) -> list[bytes | None]:
        """Take the next bytes, and return the lines that they complete, None for one that is too long."""
        *complete, rest = chunk.split(b"\n")
        lines = [self._ended(each) for each in complete]
        self._hold(rest)
        return [line for line in lines if line is None or line.strip()]

    def end(self) -> list[bytes | None]:
        """Return the last line, where no end of a line stands behind it."""
        line = self._ended(b"")
        return [line] if line is None or line.strip() else []

    def _ended(self, last: bytes) -> bytes | None:
        self._hold(last)
        line, is_too_long = bytes(self._rest), self._is_too_long
        self._rest.clear()
        self._is_too_long = False
        return None if is_too_long else line

    def _hold(self, some: bytes) -> None:
        if not self._is_too_long:
            self._rest += some
        if len(self._rest) > MAX_JSON_BYTES:
            # The rest of it is read and thrown away: it fails alone.
            self._rest.clear()
            self._is_too_long = True


class TextLines:
    """Makes items of lines. The first says what holds for all, with a text or without.

    Args:
        fields_of: Gives the fields of an object of JSON; raises CVParserError.
    """

    def __init__(self, fields_of: Callable[[bytes], Awaitable[dict[str, Any]]]) -> None:
        self._fields_of = fields_of
        #: What holds for all; None before the first line.
        self.shared: dict[str, Any] | None = None

    async def take(self, line: bytes | None) -> SentItem | None:
        """Return the item of a line; None for a first line without a text.

        Raises:
            CVParserError: what is wrong with the first line: it is the whole batch's.
        """
        if self.shared is None:
            return await self._first(line)
        if line is None:
            return SentWrong(error=TextTooLongError())
        try:
            fields = await self._fields_of(line)
            for name in _SHARED:
                if name in fields and fields[name] != self.shared.get(name):
                    raise FieldError(f"{name} must be as in the first line, or left out.", field=name)
            return _item_of(fields)
        except CVParserError as error:
            return SentWrong(error=error)

    async def _first(self, line: bytes | None) -> SentItem | None:
        if line is None:
            raise TextTooLongError
        fields = await self._fields_of(line)
        self.shared = {name: fields[name] for name in _SHARED if name in fields}
        return None if "text" not in fields else _item_of(fields)


def _item_of(fields: dict[str, Any]) -> SentItem:
    try:
        label = item_label(fields.get("item"))
    except FieldError as error:
        return SentWrong(error=error)
    for wrong in wrong_text(fields.get("text")):
        return SentWrong(error=wrong, label=label)
    return SentText(text=str(fields["text"]), label=label)
