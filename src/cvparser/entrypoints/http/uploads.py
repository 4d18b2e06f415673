"""multipart/form-data, parsed while it comes in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser, parse_options_header

from cvparser.domain.errors import (
    FieldEncodingError,
    FieldError,
    FileMissingError,
    MultipartInvalidError,
    MultipartLimitError,
    TooManyFilesError,
)

#: Parts of a body: four are used.
MAX_PARTS = 16
#: Bytes of a part's header line, and of a text field.
MAX_HEADER, MAX_FIELD = 2_048, 4_096


@dataclass
class Upload:
    """A file and the fields beside it."""

    content: bytes = b""
    file_name: str = ""
    fields: dict[str, str] = field(default_factory=dict)


async def read_upload(content_type: str, chunks: AsyncIterator[bytes]) -> Upload:
    """Give what a multipart body holds; parts come in any order.

    Raises:
        FileMissingError: no `file` part, or no multipart body at all.
        TooManyFilesError: several.
        MultipartInvalidError, MultipartLimitError: malformed; too many parts, too long a header.
        FieldEncodingError, FieldError: a field is not UTF-8; is too long, or comes twice.
    """
    media_type, options = parse_options_header(content_type)
    if media_type != "multipart/form-data":
        raise FileMissingError
    parts = _Parts()
    is_empty = True
    try:
        parser = PushMultipartParser(
            options.get("boundary", ""), max_header_size=MAX_HEADER, max_segment_count=MAX_PARTS, strict=True
        )
        async for chunk in chunks:
            is_empty = is_empty and not chunk
            for event in parser.parse(chunk) if chunk else ():
                parts.take(event)
        parser.close()
    except ParserLimitReached:
        raise MultipartLimitError from None
    except UnicodeError:
        raise FieldEncodingError from None
    except MultipartError:
        raise (FileMissingError if is_empty else MultipartInvalidError) from None
    return parts.upload()


class _Parts:
    """What has come of a body so far."""

    def __init__(self) -> None:
        self._file: tuple[str, bytes] | None = None
        self._fields: dict[str, str] = {}
        self._part: MultipartSegment | None = None
        self._received: list[bytes] = []

    def take(self, event: MultipartSegment | bytes | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        else:
            self._received.append(bytes(event))
            if not self._is_file and sum(map(len, self._received)) > MAX_FIELD:
                raise FieldError("The field is too long.", field=_known(self._name))

    def upload(self) -> Upload:
        if self._file is None:
            raise FileMissingError
        name, content = self._file
        return Upload(content=content, file_name=name, fields=self._fields)

    def _begin(self, part: MultipartSegment) -> None:
        self._part, self._received = part, []
        if self._is_file and self._file is not None:
            raise TooManyFilesError
        if not self._is_file and (part.charset or "utf-8").lower().replace("_", "-") not in ("utf-8", "utf8"):
            raise FieldEncodingError

    def _end(self) -> None:
        content = b"".join(self._received)
        if self._is_file:
            self._file = ((self._part and self._part.filename) or "", content)
        elif self._name in self._fields:
            raise FieldError("The field comes twice.", field=_known(self._name))
        else:
            self._fields[self._name] = content.decode()

    @property
    def _name(self) -> str:
        return (self._part and self._part.name) or ""

    @property
    def _is_file(self) -> bool:
        return self._name == "file"


def _known(name: str) -> str:
    """Give the field's name if it is one of ours: another is the client's text, and is not echoed."""
    return name if name in ("user_id", "session_id", "parse_mode") else "unknown"
