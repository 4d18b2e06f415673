"""Texts that make a backtracking engine work: repeats of what a pattern repeats, with an end that it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.patterns.ambiguity import Walk
from tests.patterns.automaton import START, automaton, repeats


@dataclass(frozen=True)
class Kind:
    """Texts of a kind, of any length: `lead`, `pump` again and again, `tail`."""

    lead: str
    pump: str
    tail: str

    def text(self, length: int) -> str:
        """Return the text of about that length."""
        return self.lead + self.pump * max(1, length // len(self.pump)) + self.tail


def kinds(pattern: str | bytes, flags: int) -> Iterator[Kind]:
    """Yield texts that go round each loop of a pattern, and texts that begin it again and again."""
    if not repeats(pattern, flags):
        return
    walk = Walk(automaton(pattern, flags))
    seen: set[str] = set()
    for at in walk.loops:
        if at == START:
            continue
        lead, pump = walk.lead(at), walk.round(at)
        for again in dict.fromkeys([pump, lead, lead + pump]):
            if again and again not in seen:
                seen.add(again)
                for tail in ("\0", "x\0"):
                    yield Kind(lead, again, tail)
