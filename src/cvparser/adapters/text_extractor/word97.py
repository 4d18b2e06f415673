"""Files of Word 97 to 2003 (MS-DOC): the text of all stories, without what is hidden or deleted."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from cvparser.adapters.text_extractor.assembly import RawLine, assemble
from cvparser.adapters.text_extractor.compound import Compound, summary_of
from cvparser.adapters.text_extractor.word97_formats import CHARACTERS, PARAGRAPHS, Formats, Headings
from cvparser.adapters.text_extractor.word97_story import Characters, story_lines
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Role
from cvparser.domain.document import MAX_TEXT_LENGTH, Document, DocumentType
from cvparser.domain.errors import (
    DocumentCorruptError,
    FileEncryptedError,
    InputError,
    LegacyDocError,
    TextTooLongError,
    TypeNotAllowedError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

_MAGIC, _WORD_97 = 0xA5EC, 0xC0
_ENCRYPTED, _OTHER_TABLE = 0x0100, 0x0200
#: Where in the head (FIB) the lengths of the stories stand, and where the places of tables begin.
_LENGTHS, _TABLES = 76, 154
#: Numbers of tables: styles, formats of characters and of paragraphs, pieces of text.
_STYLES, _OF_CHARACTERS, _OF_PARAGRAPHS, _PIECES = 1, 12, 13, 33
#: Stories in the order of their text, what each is; None for comments and macros, which are no text.
_STORIES = (Role.BODY, Role.BODY, Role.HEADER, None, None, Role.BODY, Role.BODY, Role.HEADER)
#: Of these the one of headers and footers: the table of their ends, how many are none, and in which order they come.
_HEADERS, _BANDS, _SEPARATORS, _MOST_BANDS = 2, 11, 6, 600
_FOOTERS = (2, 3, 5)
_MOST_PIECES = 100_000


class Word97TextExtractor(TextExtractor):
    """Reads DOC files, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.DOC:
            raise TypeNotAllowedError
        return await asyncio.to_thread(read_doc, document.content)


def read_doc(content: bytes) -> CVDocument:
    """Return the text of a DOC. Raises as `TextExtractor.extract`; `legacy_doc_not_supported` before Word 97."""
    return _guarded(lambda: _read(Compound(content)))


def _guarded(read: Callable[[], CVDocument]) -> CVDocument:
    try:
        return read()
    except (InputError, MemoryError):
        raise
    except (struct.error, IndexError, KeyError, ValueError, OverflowError):
        raise DocumentCorruptError from None


def _read(compound: Compound) -> CVDocument:
    streams = compound.within(compound.root)
    word = compound.read(streams["worddocument"])
    magic, version = struct.unpack_from("<HH", word)
    flags = struct.unpack_from("<H", word, 10)[0]
    if magic != _MAGIC or version < _WORD_97:
        raise LegacyDocError
    if flags & _ENCRYPTED:
        raise FileEncryptedError
    table = compound.read(streams["1table" if flags & _OTHER_TABLE else "0table"])
    lengths = struct.unpack_from("<8I", word, _LENGTHS)
    if sum(lengths) > 4 * MAX_TEXT_LENGTH:
        raise TextTooLongError
    characters = _characters(word, _table(word, table, _PIECES))
    headings = Headings(_table(word, table, _STYLES))
    looks = Formats(word, _table(word, table, _OF_CHARACTERS), CHARACTERS)
    blocks = Formats(word, _table(word, table, _OF_PARAGRAPHS), PARAGRAPHS)
    told: dict[Role, list[RawLine]] = {Role.HEADER: [], Role.BODY: [], Role.FOOTER: []}
    has_hidden = False
    for role, start, end in _parts(lengths, _table(word, table, _BANDS)):
        lines, hides = story_lines(characters.part(start, end), looks, blocks, headings, role)
        told[role] += [*lines, RawLine()]
        has_hidden = has_hidden or hides
    author, title = summary_of(compound)
    return assemble(
        [*_once(told[Role.HEADER]), *told[Role.BODY], *_once(told[Role.FOOTER])],
        author=author,
        title=title,
        warnings=(WarningCode.HIDDEN_TEXT,) if has_hidden else (),
    )


def _parts(lengths: Sequence[int], bands: bytes) -> Iterator[tuple[Role, int, int]]:
    """Yield the stories that are text, headers and footers each by itself, and where they stand in it."""
    at = 0
    for number, (role, length) in enumerate(zip(_STORIES, lengths, strict=True)):
        if number == _HEADERS and length:
            ends = [min(end, length) for end in struct.unpack_from(f"<{len(bands) // 4}I", bands)]
            # The last end stands for none; what separates notes stands before the first six.
            for band, (start, end) in enumerate(pairwise(ends[_SEPARATORS:-1][:_MOST_BANDS])):
                if start < end:
                    yield Role.FOOTER if band % 6 in _FOOTERS else Role.HEADER, at + start, at + end
        elif role is not None and length:
            yield role, at, at + length
        at += length


def _once(lines: list[RawLine]) -> Iterator[RawLine]:
    """Yield headers and footers, which each kind of page repeats, without what was there before."""
    said: set[str] = set()
    for line in lines:
        if line.text.strip() and line.text not in said:
            said.add(line.text)
            yield line
    yield RawLine()


def _table(word: bytes, table: bytes, number: int) -> bytes:
    start, length = struct.unpack_from("<II", word, _TABLES + 8 * number)
    return table[start : start + length]


def _characters(word: bytes, listed: bytes) -> Characters:
    """Return all text, by the table of its pieces, which stands behind formats that pieces may have."""
    at = 0
    while listed[at] == 1:
        at += 3 + struct.unpack_from("<H", listed, at + 1)[0]
    length = struct.unpack_from("<I", listed, at + 1)[0]
    count = (length - 4) // 12
    if listed[at] != 2 or not 0 < count <= _MOST_PIECES:
        raise DocumentCorruptError
    ends = struct.unpack_from(f"<{count + 1}I", listed, at + 5)
    found = Characters()
    for number, (start, end) in enumerate(pairwise(ends)):
        place = struct.unpack_from("<I", listed, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        if end < start or end > 5 * MAX_TEXT_LENGTH:
            raise DocumentCorruptError
        if place & 0x40000000:
            first = (place & 0x3FFFFFFF) // 2
            found.add(word[first : first + end - start].decode("cp1252", "replace"), first, 1)
        else:
            found.add(word[place : place + 2 * (end - start)].decode("utf-16-le", "replace"), place, 2)
    return found
