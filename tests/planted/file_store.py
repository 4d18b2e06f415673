"""Stores of files with one fault each."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import Any, ClassVar

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation
from cvparser.ports.file_store import FileStore, NameTakenError
from cvparser.testing.conformance.file_store import FileStoreConformance


class LosesTheLastByte(MemoryFileStore):
    async def get(self, *args: Any, **kw: Any) -> bytes | None:
        found = await super().get(*args, **kw)
        return found and found[:-1]


class ReadsOneMegabyteAtMost(MemoryFileStore):
    async def get(self, *args: Any, **kw: Any) -> bytes | None:
        found = await super().get(*args, **kw)
        return found and found[: 2**20]


class TranslatesLineEnds(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        return await super().put(name, content.replace(b"\r\n", b"\n"), **kw)


class StripsByteOrderMarks(MemoryFileStore):
    async def get(self, *args: Any, **kw: Any) -> bytes | None:
        found = await super().get(*args, **kw)
        return found and found.replace(b"\xef\xbb\xbf", b"")


class GivesABytearray(MemoryFileStore):
    async def get(self, *args: Any, **kw: Any) -> bytes | None:
        found = await super().get(*args, **kw)
        return found and bytearray(found)  # type: ignore[return-value]  # the fault


class Overwrites(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = self.locate(name)
        self._files[location] = content
        return location


class KeepsTheFirstInSilence(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = self.locate(name)
        self._files.setdefault(location, content)
        return location


class RefusesTheSameAgain(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        if self.locate(name) in self._files:
            raise NameTakenError
        return await super().put(name, content, **kw)


class ComparesLengthsAlone(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = self.locate(name)
        if len(self._files.setdefault(location, content)) != len(content):
            raise NameTakenError
        return location


class RefusesWithTheErrorAboveIt(MemoryFileStore):
    async def put(self, *args: Any, **kw: Any) -> FileLocation:
        try:
            return await super().put(*args, **kw)
        except NameTakenError:
            raise StorageUnavailableError from None


class LooksBeforeItLeaps(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = self.locate(name)
        taken = self._files.get(location)
        await asyncio.sleep(0)
        if taken not in {None, content}:
            raise NameTakenError
        self._files[location] = content
        return location


class WritesInParts(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = self.locate(name)
        if self._files.get(location, content) != content:
            raise NameTakenError
        for end in range(2**20, len(content) + 2**20, 2**20):
            self._files[location] = content[:end]
            await asyncio.sleep(0)
        return location


class LeavesAHalfWhenCancelled(MemoryFileStore):
    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = self.locate(name)
        if self._files.get(location, content) != content:
            raise NameTakenError
        try:
            await asyncio.sleep(0.001)
        except asyncio.CancelledError:
            self._files[location] = content[: len(content) // 2]
            raise
        self._files[location] = content
        return location


class RaisesForWhatIsNotThere(MemoryFileStore):
    async def get(self, location: FileLocation, **kw: Any) -> bytes | None:
        found = await super().get(location, **kw)
        if found is None:
            raise StorageUnavailableError
        return found


class GivesNothingForNone(MemoryFileStore):
    async def get(self, *args: Any, **kw: Any) -> bytes | None:
        return await super().get(*args, **kw) or b""


class ForgetsWhatItRead(MemoryFileStore):
    async def get(self, location: FileLocation, **kw: Any) -> bytes | None:
        found = await super().get(location, **kw)
        self._files.pop(location, None)
        return found


class DeletesNothing(MemoryFileStore):
    async def delete(self, location: FileLocation) -> None:
        await self.get(location, job_id=None)  # type: ignore[arg-type]  # not looked at


class DeletesOnce(MemoryFileStore):
    async def delete(self, location: FileLocation) -> None:
        if await self.get(location, job_id=None) is None:  # type: ignore[arg-type]  # not looked at
            raise StorageUnavailableError
        await super().delete(location)


class DeletesByPrefix(MemoryFileStore):
    async def delete(self, location: FileLocation) -> None:
        await super().delete(location)
        for near in [each for each in self._files if each.startswith(location)]:
            del self._files[near]


class RemembersWhatWasDeleted(MemoryFileStore):
    async def delete(self, location: FileLocation) -> None:
        if location in self._files:
            self._files[location] = b""
        await super().get(location, job_id=None)  # type: ignore[arg-type]  # not looked at

    async def get(self, *args: Any, **kw: Any) -> bytes | None:
        return await super().get(*args, **kw) or None


class ReadsAnyLocation(MemoryFileStore):
    async def get(self, location: FileLocation, **kw: Any) -> bytes | None:
        return self._files.get(location)


class DeletesAnyLocation(MemoryFileStore):
    async def delete(self, location: FileLocation) -> None:
        self._files.pop(location, None)


class RefusesWithAForeignError(MemoryFileStore):
    async def get(self, location: FileLocation, **kw: Any) -> bytes | None:
        if not location.startswith("memory:"):
            raise ValueError("none of ours")
        return await super().get(location, **kw)


class TakesAnyName(MemoryFileStore):
    def locate(self, name: str) -> FileLocation:
        return FileLocation(f"memory:{name}")


class TakesTheLastSegment(MemoryFileStore):
    def locate(self, name: str) -> FileLocation:
        return super().locate(name.rpartition("/")[2])


class MakesAPlaceForWhatItLocates(MemoryFileStore):
    def locate(self, name: str) -> FileLocation:
        location = super().locate(name)
        self._files.setdefault(location, b"")
        return location

    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = super().locate(name)
        if self._files.get(location, b"") not in {b"", content}:
            raise NameTakenError
        self._files[location] = content
        return location


class LocatesElsewhereEachTime(MemoryFileStore):
    made = 0

    def locate(self, name: str) -> FileLocation:
        self.made += 1
        return FileLocation(super().locate(name).replace("memory:", f"memory:{self.made}/"))


class IgnoresCase(MemoryFileStore):
    def locate(self, name: str) -> FileLocation:
        return FileLocation(super().locate(name).casefold())


class CutsNames(MemoryFileStore):
    def locate(self, name: str) -> FileLocation:
        return FileLocation(super().locate(name)[:150])


class NormalisesNames(MemoryFileStore):
    def locate(self, name: str) -> FileLocation:
        return FileLocation(unicodedata.normalize("NFKD", super().locate(name)))


class IgnoresTheEnding(MemoryFileStore):
    def locate(self, name: str) -> FileLocation:
        stem = super().locate(name).rpartition(".")[0]
        return FileLocation(stem or super().locate(name))


class SharesFilesWithEveryOther(MemoryFileStore):
    all: ClassVar[dict[FileLocation, bytes]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._files = self.all


class KeepsInThisProcessAlone(MemoryFileStore):
    """What it put is written later."""

    def __init__(self) -> None:
        super().__init__()
        self.later: dict[FileLocation, bytes] = {}

    async def put(self, name: str, content: bytes, **kw: Any) -> FileLocation:
        location = self.locate(name)
        if self.later.setdefault(location, content) != content:
            raise NameTakenError
        return location

    async def get(self, location: FileLocation, **kw: Any) -> bytes | None:
        return self.later.get(location) or await super().get(location, **kw)

    async def delete(self, location: FileLocation) -> None:
        self.later.pop(location, None)
        await super().delete(location)


class IsNeverReady(MemoryFileStore):
    async def check(self) -> None:
        raise StorageUnavailableError


def fixtures(make: Any) -> Fixtures:
    files = make()

    async def reopened() -> FileStore:
        again: MemoryFileStore = make()
        again._files = files._files
        return again

    return {"files": files, "reopened": reopened}


CATALOGUES = {
    "": Catalogue(
        suite=FileStoreConformance,
        fixtures=fixtures,
        sound=MemoryFileStore,
        faults=faults(globals(), MemoryFileStore),
        missed={"NormalisesNames": "names are made by `domain.file_naming`, in ASCII"},
    )
}
