"""Patterns that were judged linear: a verdict holds until the pattern, its use or the judge changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.patterns.collection import Use

_FOLDER = Path(__file__).parent
_FILE = _FOLDER / "judged.txt"
_JUDGE = ("ambiguity.py", "audit.py", "automaton.py", "growth.py", "texts.py")


class Judged:
    """Verdicts by digests; those that were asked for or added are kept by `write`."""

    def __init__(self, *, anew: bool) -> None:
        self._known = set() if anew else set(_FILE.read_text().split())
        self._seen: set[str] = set()
        self._judge = hashlib.sha256(b"".join((_FOLDER / name).read_bytes() for name in _JUDGE)).digest()

    def __contains__(self, use: Use) -> bool:
        digest = self._digest(use)
        if digest in self._known:
            self._seen.add(digest)
        return digest in self._known

    def add(self, use: Use) -> None:
        """Note that a pattern was judged linear."""
        digest = self._digest(use)
        self._known.add(digest)
        self._seen.add(digest)

    def write(self) -> None:
        """Keep the verdicts on what the package has now."""
        _FILE.write_text("".join(f"{digest}\n" for digest in sorted(self._seen)))

    def _digest(self, use: Use) -> str:
        told = repr((use.pattern, use.flags, sorted(use.methods))).encode()
        return hashlib.sha256(self._judge + told).hexdigest()[:16]
