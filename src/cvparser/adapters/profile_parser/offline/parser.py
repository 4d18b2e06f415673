"""The parser: redacted document in, profile out. The rules are loaded by the process that reads, and by no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cvparser.domain.cv.document import CVDocument
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.profile_parser import (
    LocalProfileParser,
    ParserAnswer,
    ProfileParser,
    PureProfileParser,
    QuotingProfileParser,
)


class OfflineProfileParser(ProfileParser, LocalProfileParser, QuotingProfileParser, PureProfileParser):
    """Reads CVs in the languages of its vocabulary by rules: no network, no key, the same answer every time.

    The rules run in `cpu`, beside the event loop.
    """

    def __init__(self, cpu: CpuPool) -> None:
        self._cpu = cpu

    @property
    def name(self) -> str:
        """`Offline`."""
        return "Offline"

    @property
    def leaves_the_machine(self) -> bool:
        """No."""
        return False

    @property
    def only_quotes(self) -> bool:
        """Yes: every fact is a piece of the text."""
        return True

    @property
    def pure_parse(self) -> Callable[[CVDocument], ParserAnswer]:
        """`read_profile`."""
        return read_profile

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        """Return what the rules find. Never raises: a document without facts gives a profile without facts."""
        return await self._cpu.run(read_profile, document, first=True)


def warm_up() -> None:
    """Load what the rules load at their first text, in a process whose children read texts."""
    from cvparser.domain.cv.specimen import specimen

    read_profile(CVDocument(text=specimen()))


def read_profile(document: CVDocument) -> ParserAnswer:
    """Return what the rules find in a redacted document."""
    from cvparser.adapters.profile_parser.offline import reading

    return reading.read_profile(document)
