"""The functions of the module `cvparser`: one parser behind them, for programs that need no object."""

from __future__ import annotations

from os import PathLike

from cvparser.domain.profile import ParsedCV
from cvparser.embedded.loop_thread import gate
from cvparser.embedded.parser import CVParser, Mode

_shared: list[CVParser] = []


def shared() -> CVParser:
    """Return the parser behind the functions, made at its first use and closed when Python exits."""
    with gate:
        if not _shared:
            _shared.append(CVParser())
        return _shared[0]


def parse_file(path: str | PathLike[str], *, mode: Mode = "advanced", timeout: float | None = None) -> ParsedCV:
    """As `CVParser.parse_file`, with the adapters that variables named `CVPARSER_...` choose."""
    return shared().parse_file(path, mode=mode, timeout=timeout)


def parse_text(text: str, *, mode: Mode = "advanced", timeout: float | None = None) -> ParsedCV:
    """As `CVParser.parse_text`, with the adapters that variables named `CVPARSER_...` choose."""
    return shared().parse_text(text, mode=mode, timeout=timeout)


async def parse_file_async(
    path: str | PathLike[str],
    *,
    mode: Mode = "advanced",
    timeout: float | None = None,
) -> ParsedCV:
    """As `CVParser.parse_file_async`, with the adapters that variables named `CVPARSER_...` choose."""
    return await shared().parse_file_async(path, mode=mode, timeout=timeout)


async def parse_text_async(
    text: str,
    *,
    mode: Mode = "advanced",
    timeout: float | None = None,
) -> ParsedCV:
    """As `CVParser.parse_text_async`, with the adapters that variables named `CVPARSER_...` choose."""
    return await shared().parse_text_async(text, mode=mode, timeout=timeout)
