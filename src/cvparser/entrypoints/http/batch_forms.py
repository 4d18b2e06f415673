"""A form of many files, read while it comes: each file is an item as soon as its last byte is there."""

from __future__ import annotations

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser, parse_options_header

from cvparser.domain.batch_item import SentFile, SentItem, SentWrong
from cvparser.domain.errors import FieldError
from cvparser.domain.submission import item_label
from cvparser.entrypoints.http.errors import (
    FileMissingError,
    FileTooLargeError,
    MultipartInvalidError,
    MultipartLimitError,
)
from cvparser.entrypoints.http.file_names import file_name_of
from cvparser.entrypoints.http.uploads import FIELDS, MAX_FIELD, MAX_HEADER, field_text, refuse_charset

#: Parts beside the items.
_MORE_PARTS = 16
_FILES = frozenset({"file", "files"})
#: Names the item that the next file is.
_LABEL = "item"


class SentArchive:
    """A ZIP, whose members are items."""

    def __init__(self, content: bytes, *, file_name: str, label: str | None) -> None:
        self.content = content
        self.file_name = file_name
        self.label = label

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.content)


class BatchForm:
    """Takes a form chunk by chunk with `feed`; what is complete is taken from `ready`.

    Attributes:
        fields: The fields that came before the first file. Those of a batch must: its files are not kept back.
        has_begun: Whether the first file has begun.
        held: Bytes of a part that is not complete yet.

    Args:
        content_type: Of the body.
        most_items: Items that there may be.
        most_bytes: Of a file.
        most_packed: Bytes of a ZIP.

    Raises:
        FileMissingError: on construction, the body is no form.
        MultipartInvalidError: on construction, no usable boundary.
    """

    def __init__(self, content_type: str, *, most_items: int, most_bytes: int, most_packed: int) -> None:
        media_type, options = parse_options_header(content_type)
        if media_type != "multipart/form-data":
            raise FileMissingError
        try:
            self._parser = PushMultipartParser(
                options.get("boundary", ""),
                max_header_size=MAX_HEADER,
                # An item may have a name of its own.
                max_segment_count=2 * most_items + 2 + _MORE_PARTS,
                header_charset="latin-1",
            )
        except MultipartError:
            raise MultipartInvalidError from None
        self.fields: dict[str, str] = {}
        self.has_begun = False
        self.held = 0
        self._most_bytes = most_bytes
        self._most_packed = most_packed
        self._part: MultipartSegment | None = None
        self._received: list[bytes] = []
        self._is_too_large = False
        self._label: str | None = None
        self._ready: list[SentItem | SentArchive] = []

    def ready(self) -> list[SentItem | SentArchive]:
        """Return what was completed since the last time."""
        ready, self._ready = self._ready, []
        return ready

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            MultipartInvalidError, MultipartLimitError: malformed; too many parts, too long a header.
            FieldEncodingError, FieldError: a field is not UTF-8; is too long, comes twice, or behind a file.
        """
        try:
            for event in self._parser.parse(chunk):
                self._take(event)
        except ParserLimitReached:
            raise MultipartLimitError from None
        except MultipartError:
            raise MultipartInvalidError from None

    def end(self) -> None:
        """See that the form is whole. Raises MultipartInvalidError where it ends before its closing delimiter."""
        try:
            self._parser.close()
        except MultipartError:
            raise MultipartInvalidError from None

    def _take(self, event: MultipartSegment | bytes | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            self._part, self._received, self.held, self._is_too_large = event, [], 0, False
            self.has_begun |= self._is_file
            if not self._is_file:
                refuse_charset(event)
        elif event is None:
            self._finish()
        else:
            self._hold(bytes(event))

    def _hold(self, some: bytes) -> None:
        if self._is_too_large:
            return
        self._received.append(some)
        self.held += len(some)
        if not self._is_file and self.held > MAX_FIELD:
            raise FieldError("The field is too long.", field=self._shown_name)
        if self._is_file and self.held > (self._most_packed if self._is_archive else self._most_bytes):
            # The rest of it is read and thrown away: it fails alone.
            self._received, self.held, self._is_too_large = [], 0, True

    def _finish(self) -> None:
        content = b"".join(self._received)
        self._received, self.held = [], 0
        if self._is_file:
            self._finish_file(content)
        elif self._name == _LABEL:
            # A wrong one is told with its file.
            self._label = field_text(content)
        elif self._name in self.fields:
            raise FieldError("The field comes twice.", field=self._shown_name)
        elif self.has_begun and self._name in FIELDS:
            raise FieldError("The fields of a batch must come before its files.", field=self._name)
        else:
            self.fields[self._name] = field_text(content)

    def _finish_file(self, content: bytes) -> None:
        name = file_name_of(self._part) if self._part else ""
        if not name and not content and not self._is_too_large:
            # What a browser sends of a choice of no file.
            return
        try:
            label, self._label = item_label(self._label), None
        except FieldError as error:
            self._label = None
            self._ready.append(SentWrong(error=error))
            return
        if self._is_too_large:
            self._ready.append(SentWrong(error=FileTooLargeError(), label=label))
        elif self._is_archive:
            self._ready.append(SentArchive(content, file_name=name, label=label))
        else:
            self._ready.append(SentFile(content=content, file_name=name, label=label))

    @property
    def _name(self) -> str:
        return (self._part and self._part.name) or ""

    @property
    def _shown_name(self) -> str:
        return self._name if self._name in FIELDS else "unknown"

    @property
    def _is_file(self) -> bool:
        return self._name in _FILES

    @property
    def _is_archive(self) -> bool:
        return self._part is not None and file_name_of(self._part).lower().endswith(".zip")
