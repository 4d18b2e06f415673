"""Compound files (MS-CFB), in which Word 97 and Outlook keep what they write: streams in storages."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cvparser.domain.errors import DocumentCorruptError

#: Numbers of sectors from which on they are none (MS-CFB 2.1).
_NO_SECTOR = 0xFFFFFFFA
_NO_ENTRY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ENTRY = 128
#: Properties that are looked at, the kind of those that are text of 8 bits, and bytes of one.
_MOST_PROPERTIES, _NARROW, _LONGEST = 100, 30, 300
#: Entries of the directory that are read.
_MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A storage or a stream."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int

    @property
    def is_storage(self) -> bool:
        """Whether it holds others."""
        return self.kind in (_STORAGE, _ROOT)


class Compound:
    """A compound file; every chain of sectors is gone along once at most.

    Raises (also by its methods):
        DocumentCorruptError: it is damaged.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        if len(content) < 512:
            raise DocumentCorruptError
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise DocumentCorruptError
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        first_entry, self._cutoff, mini_table = struct.unpack_from("<I4xII", content, 48)
        self._table = self._sector_table()
        self._entries = list(self._directory(first_entry))
        self._mini_table = _numbers(self._chain(mini_table))
        self._mini = self._chain(self.root.start)[: self.root.size] if self.root.size else b""

    @property
    def root(self) -> Entry:
        """The storage that holds all others."""
        if not self._entries or self._entries[0].kind != _ROOT:
            raise DocumentCorruptError
        return self._entries[0]

    def within(self, storage: Entry) -> dict[str, Entry]:
        """Return what a storage holds, by name in small letters."""
        found: dict[str, Entry] = {}
        pending, seen = [storage.child], set[int]()
        while pending:
            number = pending.pop()
            if number == _NO_ENTRY or number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            found[entry.name.lower()] = entry
            pending += [entry.left, entry.right]
        return found

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a stream."""
        if entry.size > len(self._content):
            raise DocumentCorruptError
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        pieces: list[bytes] = []
        size, sector, left = self._mini_size, entry.start, entry.size
        for _ in range(len(self._mini_table) + 1):
            if left <= 0 or sector >= _NO_SECTOR:
                return b"".join(pieces)[: entry.size]
            if sector >= len(self._mini_table):
                raise DocumentCorruptError
            pieces.append(self._mini[sector * size : (sector + 1) * size])
            left, sector = left - size, self._mini_table[sector]
        raise DocumentCorruptError

    def _sector_table(self) -> tuple[int, ...]:
        """Return for each sector which one comes next."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        following, seen = struct.unpack_from("<I", self._content, 68)[0], set[int]()
        while following < _NO_SECTOR and following not in seen:
            seen.add(following)
            numbers = _numbers(self._sector(following))
            listed += numbers[:-1]
            following = numbers[-1]
        used = dict.fromkeys(number for number in listed if number < _NO_SECTOR)
        return _numbers(b"".join(map(self._sector, used)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise DocumentCorruptError
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _NO_SECTOR:
            # A chain with as many sectors as there are goes in a circle.
            if sector >= len(self._table) or len(pieces) > len(self._table):
                raise DocumentCorruptError
            pieces.append(self._sector(sector))
            sector = self._table[sector]
        return b"".join(pieces)

    def _directory(self, sector: int) -> Iterator[Entry]:
        listed = self._chain(sector)
        for at in range(0, min(len(listed), _MOST_ENTRIES * _ENTRY), _ENTRY):
            length, kind, left, right, child = struct.unpack_from("<HBxIII", listed, at + 64)
            start, size = struct.unpack_from("<II", listed, at + 116)
            name = listed[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            yield Entry(name, kind, left, right, child, start, size)


def summary_of(compound: Compound) -> tuple[str | None, str | None]:
    """Return author and title as a file states them (MS-OLEPS); None each where it does not."""
    entry = compound.within(compound.root).get("\x05summaryinformation")
    if entry is None:
        return None, None
    data = compound.read(entry)
    try:
        start = struct.unpack_from("<I", data, 44)[0]
        count = min(struct.unpack_from("<I", data, start + 4)[0], _MOST_PROPERTIES)
        places = dict(struct.unpack_from("<II", data, start + 8 + 8 * number) for number in range(count))
        charset = f"cp{struct.unpack_from('<H', data, start + places[1] + 4)[0]}" if 1 in places else "cp1252"
        author, title = (_text(data, start + places[name], charset) if name in places else None for name in (4, 2))
    except (struct.error, LookupError):
        return None, None
    return author, title


def _text(data: bytes, start: int, charset: str) -> str | None:
    kind, length = struct.unpack_from("<II", data, start)
    if kind != _NARROW:
        return None
    text = data[start + 8 : start + 8 + min(length, _LONGEST)].partition(b"\0")[0]
    return text.decode("utf-8" if charset == "cp65001" else charset, "replace") or None


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
