"""The learned recognizer behind the port."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cvparser.domain.privacy import Finding
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.personal_data_detector import PersonalDataDetector, PureDetector


class LearnedPersonalDataDetector(PersonalDataDetector, PureDetector):
    """Names, contact data, addresses and births as a small network sees them, which has learned from generated CVs.

    Its weights are loaded with a process's first text, or by `warm_up`, and kept for all detectors of the process.
    Its time grows with the text's length and with nothing else.

    Args:
        cpu: Where it works.
    """

    def __init__(self, cpu: CpuPool) -> None:
        self._cpu = cpu

    async def detect(self, text: str) -> Sequence[Finding]:
        return await self._cpu.run(find, text)

    @property
    def pure_detect(self) -> Callable[[str], Sequence[Finding]]:
        """`find`."""
        return find


def find(text: str) -> Sequence[Finding]:
    """Return what the network takes for personal, in order. The first call of a process loads it."""
    from cvparser.adapters.personal_data_detector.learned.recognition import recognise

    return recognise(text)


def warm_up() -> None:
    """Load the weights, and what a first text loads, in a process whose children look at texts."""
    find("Ada Quill\n+90 212 555 00 00\nData Engineer, 2019 - 2024")
