"""Pools with one fault each; what bounds calls is tried on the pool of processes alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from tests.planted.catalogue import Catalogue, faults

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.children.turns import Turns
from cvparser.domain.errors import FileGoneError
from cvparser.testing.conformance.cpu_pool import CpuPoolConformance


class Threads(CpuPoolConformance):
    supports_bounds = False


class RunsOnTheLoop(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        await asyncio.sleep(0)
        return function(*arguments)


class GivesTheFirstArgumentAlone(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        return await super().run(function, *arguments[:1], first=first)


class GivesFourArguments(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        return await super().run(function, *arguments[:4], first=first)


class GivesNoneForWhatIsFalse(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        return await super().run(function, *arguments, first=first) or None


class GivesTextForNone(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        found = await super().run(function, *arguments, first=first)
        return "" if found is None else found


class CutsWhatIsLarge(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        found = await super().run(function, *arguments, first=first)
        return found[: 2**20] if isinstance(found, bytes) else found


class HidesErrors(ThreadCpuPool):
    async def run(self, *args: Any, **kw: Any) -> Any:
        try:
            return await super().run(*args, **kw)
        except Exception:
            return None


class HidesForeignErrors(ThreadCpuPool):
    async def run(self, *args: Any, **kw: Any) -> Any:
        try:
            return await super().run(*args, **kw)
        except LookupError:
            return None


class WrapsErrors(ThreadCpuPool):
    async def run(self, *args: Any, **kw: Any) -> Any:
        try:
            return await super().run(*args, **kw)
        except Exception as error:
            raise RuntimeError(str(error)) from error


class WrapsForeignErrors(ThreadCpuPool):
    async def run(self, *args: Any, **kw: Any) -> Any:
        try:
            return await super().run(*args, **kw)
        except LookupError as error:
            raise RuntimeError("Nowhere.") from error


class LosesTheMessage(ThreadCpuPool):
    async def run(self, *args: Any, **kw: Any) -> Any:
        try:
            return await super().run(*args, **kw)
        except FileGoneError:
            raise FileGoneError from None


class MakesErrorsOfTheirMessages(ThreadCpuPool):
    async def run(self, *args: Any, **kw: Any) -> Any:
        try:
            return await super().run(*args, **kw)
        except LookupError:
            raise
        except Exception as error:
            made = type(error)(str(error))
            raise made from None


class GoesInOrder(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        return await super().run(function, *arguments)


class TurnsTheOrder(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        return await super().run(function, *arguments, first=not first)


class RemembersByFunction(ThreadCpuPool):
    def __init__(self) -> None:
        super().__init__()
        self.known: dict[object, object] = {}

    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        if function not in self.known:
            self.known[function] = await super().run(function, *arguments, first=first)
        return self.known[function]


class MixesAnswers(ThreadCpuPool):
    answer: Any = None

    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        self.answer = await super().run(function, *arguments, first=first)
        await asyncio.sleep(0.001)
        return self.answer


class TakesTwentyAtMost(ThreadCpuPool):
    under_way = 0

    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        if self.under_way >= 20:
            raise OverflowError
        self.under_way += 1
        try:
            return await super().run(function, *arguments, first=first)
        finally:
            self.under_way -= 1


class KeepsTheTurnOfWhoIsCancelled(ThreadCpuPool):
    def __init__(self) -> None:
        super().__init__()
        self.left = 4

    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        while self.left <= 0:
            await asyncio.sleep(0.001)
        self.left -= 1
        try:
            return await super().run(function, *arguments, first=first)
        except asyncio.CancelledError:
            self.left -= 1
            raise
        finally:
            self.left += 1


class HidesThatItWasCancelled(ThreadCpuPool):
    async def run(self, *args: Any, **kw: Any) -> Any:
        try:
            return await super().run(*args, **kw)
        except asyncio.CancelledError:
            return None


class StopsAfterAnError(ThreadCpuPool):
    is_broken = False

    async def run(self, *args: Any, **kw: Any) -> Any:
        if self.is_broken:
            raise RuntimeError("broken")
        try:
            return await super().run(*args, **kw)
        except LookupError:
            self.is_broken = True
            raise


class GoesFirstWithoutAnAnswer(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        found = await super().run(function, *arguments, first=first)
        return None if first else found


class RunsOneAtATimeInTheLoopOfTheFirst(ThreadCpuPool):
    """A lock that is held by a thread stops everybody's loop."""

    lock = threading.Lock()

    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        with self.lock:
            return function(*arguments)


class HasNoTurns(ThreadCpuPool):
    async def run(self, function: Callable[..., Any], *arguments: object, first: bool = False) -> Any:
        turns = self._turns.setdefault(asyncio.get_running_loop(), Turns(1))
        async with turns.turn(first=False):
            return await asyncio.to_thread(function, *arguments)


CATALOGUES = {
    "": Catalogue(
        suite=Threads,
        fixtures=lambda make: {"cpu": make()},
        sound=ThreadCpuPool,
        faults=faults(globals(), ThreadCpuPool),
    )
}
