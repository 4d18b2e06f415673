"""The promises of `cvparser.ports.cpu_pool`."""

from __future__ import annotations

import asyncio

import pytest

from cvparser.domain.errors import FileGoneError
from cvparser.ports.cpu_pool import CpuPool
from cvparser.testing.conformance import Conformance


def joined(*words: str) -> str:
    """Give the words with blanks between them."""
    return " ".join(words)


def broken() -> None:
    """Raise an error of ours."""
    raise FileGoneError("Gone.")


class CpuPoolConformance(Conformance):
    """Subclass and give your pool, opened, in the fixture `cpu`."""

    @pytest.fixture
    def cpu(self) -> CpuPool:
        message = "Give your adapter in a fixture named 'cpu'."
        raise NotImplementedError(message)

    async def test_the_result_comes_back(self, cpu: CpuPool) -> None:
        assert await cpu.run(joined, "Veri", "Mühendisi") == "Veri Mühendisi"

    async def test_what_is_raised_is_raised_here(self, cpu: CpuPool) -> None:
        with pytest.raises(FileGoneError) as caught:
            await cpu.run(broken)
        assert caught.value.message == "Gone."

    async def test_many_run_beside_each_other(self, cpu: CpuPool) -> None:
        answers = await asyncio.gather(*(cpu.run(joined, str(number)) for number in range(50)))

        assert answers == [str(number) for number in range(50)]

    async def test_what_goes_first_overtakes_what_waits(self, cpu: CpuPool) -> None:
        done: list[str] = []

        async def run(word: str, *, first: bool = False) -> None:
            done.append(await cpu.run(joined, word, first=first))

        await asyncio.gather(*(run(str(number)) for number in range(200)), run("overtaker", first=True))

        assert len(done) == 201
        assert done.index("overtaker") < 100
