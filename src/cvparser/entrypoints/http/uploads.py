"""multipart/form-data, parsed while it comes in."""

from __future__ import annotations

from dataclasses import dataclass, field

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser, parse_options_header

from cvparser.domain.errors import FieldError
from cvparser.entrypoints.http.errors import (
    FieldEncodingError,
    FileMissingError,
    MultipartInvalidError,
    MultipartLimitError,
    TooManyFilesError,
)
from cvparser.entrypoints.http.file_names import file_name_of

#: Parts of a body: six are used.
MAX_PARTS = 16
#: Bytes of a part's header line, a file name of 3,000 characters included, and of a text field.
MAX_HEADER, MAX_FIELD = 4_096, 4_096
#: Charsets that a client may name for a field: what is valid in a field is ASCII, and the same in all of them.
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252"})
#: Names of fields that an answer may repeat: another is the client's text.
FIELDS = frozenset({"user_id", "session_id", "parse_mode", "expires_in", "delete_after_read", "callback_url"})


@dataclass
class Upload:
    """A file and the fields beside it."""

    content: bytes = b""
    file_name: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class UploadReader:
    """Takes a multipart body chunk by chunk with `feed`, gives what it held with `end`; parts come in any order.

    Raises:
        FileMissingError: on construction, the body is no form.
        MultipartInvalidError: on construction, no usable boundary.
    """

    def __init__(self, content_type: str) -> None:
        media_type, options = parse_options_header(content_type)
        if media_type != "multipart/form-data":
            raise FileMissingError
        try:
            # Not strict: strict parsing refuses a sound body whose last line break comes in a chunk of its own.
            self._parser = PushMultipartParser(
                options.get("boundary", ""),
                max_header_size=MAX_HEADER,
                max_segment_count=MAX_PARTS,
                header_charset="latin-1",
            )
        except MultipartError:
            raise MultipartInvalidError from None
        self._file: tuple[str, bytes] | None = None
        self._fields: dict[str, str] = {}
        self._part: MultipartSegment | None = None
        self._received: list[bytes] = []
        self._length = 0
        self._is_empty = True

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooManyFilesError: a second file.
            MultipartInvalidError, MultipartLimitError: malformed; too many parts, too long a header.
            FieldEncodingError, FieldError: a field is not UTF-8; is too long, or comes twice.
        """
        self._is_empty = False
        try:
            for event in self._parser.parse(chunk):
                self._take(event)
        except ParserLimitReached:
            raise MultipartLimitError from None
        except MultipartError:
            raise MultipartInvalidError from None

    @property
    def fields(self) -> dict[str, str]:
        """The fields that came so far."""
        return self._fields

    def end(self) -> Upload:
        """Return what came.

        Raises:
            FileMissingError: no file, or nothing at all.
            MultipartInvalidError: the body ends before its closing delimiter.
        """
        if self._is_empty:
            raise FileMissingError
        try:
            self._parser.close()
        except MultipartError:
            raise MultipartInvalidError from None
        if self._file is None:
            raise FileMissingError
        name, content = self._file
        return Upload(content=content, file_name=name, fields=self._fields)

    def _take(self, event: MultipartSegment | bytes | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._finish()
        else:
            self._received.append(bytes(event))
            self._length += len(event)
            if not self._is_file and self._length > MAX_FIELD:
                raise FieldError("The field is too long.", field=self._shown_name)

    def _begin(self, part: MultipartSegment) -> None:
        self._part, self._received, self._length = part, [], 0
        if self._is_file and self._file is not None:
            raise TooManyFilesError
        if not self._is_file:
            refuse_charset(part)

    def _finish(self) -> None:
        content = b"".join(self._received)
        if self._is_file:
            self._file = (file_name_of(self._part) if self._part else "", content)
        elif self._name in self._fields:
            raise FieldError("The field comes twice.", field=self._shown_name)
        else:
            self._fields[self._name] = field_text(content)

    @property
    def _name(self) -> str:
        return (self._part and self._part.name) or ""

    @property
    def _shown_name(self) -> str:
        return self._name if self._name in FIELDS else "unknown"

    @property
    def _is_file(self) -> bool:
        return self._name == "file"


def refuse_charset(part: MultipartSegment) -> None:
    """Raise FieldEncodingError where a field names a charset in which its text may be another."""
    if (part.charset or "utf-8").lower() not in _CHARSETS:
        raise FieldEncodingError


def field_text(content: bytes) -> str:
    """Return the text of a field. Raises FieldEncodingError where it is not UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise FieldEncodingError from None
