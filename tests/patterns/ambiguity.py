"""Whether a pattern can take more than linear time, read off its automaton.

A backtracking engine goes all ways before it gives up. Two loops that read the same text one after the other, or one
that can be gone through in two ways, are what makes the number of ways grow faster than the text: as its square
(`search` itself is such a first loop, for it begins anew at each character) or exponentially.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from tests.patterns.automaton import END, START, Automaton, Condition, automaton, repeats

BOUND = 40_000
"""Steps of one search for a text; past it nothing is said."""

Last = tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """`kind` is `exponential`, `polynomial` or `undecided`; `lead + pump * n + tail` is slow to refuse."""

    kind: str
    lead: str = ""
    pump: str = ""


def ambiguity(pattern: str | bytes, flags: int = 0, *, searches: bool = True, whole: bool = False) -> Finding | None:
    """Return how a pattern can take more than linear time, or None.

    Args:
        pattern: Its source.
        flags: Its flags.
        searches: Whether it is looked for everywhere, or only where a text begins.
        whole: Whether it must end where the text ends (`fullmatch`).
    """
    if not repeats(pattern, flags):
        return None
    return Walk(automaton(pattern, flags), searches=searches, whole=whole).finding()


class Walk:
    """The ways through an automaton."""

    def __init__(self, machine: Automaton, *, searches: bool = True, whole: bool = False) -> None:
        self.machine = machine
        self.whole = whole
        self.first = [way for way in machine.ways[START] if way[0] != START]
        if not searches:
            machine.ways[START] = self.first
        self.steps: dict[tuple[int, Last, str], list[int]] = {}
        self.reach = [self._reachable(at) for at in range(len(machine.ways))]
        self.loops = [at for at in range(len(machine.ways)) if at in self.reach[at]]
        self.undecided = False

    def finding(self) -> Finding | None:
        """Return the first fault found."""
        for at in self.loops:
            if at != START and not self._accepts(at):
                text = self._two_ways(at)
                if text:
                    return Finding("exponential", self.lead(at), text)
        for first in self.loops:
            for second in self.loops:
                if second not in self.reach[first] or second == first or self._accepts(second):
                    continue
                text = self._twice(first, second)
                if text:
                    return Finding("polynomial", self.lead(first), text)
        return Finding("undecided") if self.undecided else None

    def _reachable(self, start: int) -> set[int]:
        found: set[int] = set()
        stack = [start]
        while stack:
            for target, _ in self.machine.ways[stack.pop()]:
                if target >= 0 and target not in found:
                    found.add(target)
                    stack.append(target)
        return found

    def _accepts(self, at: int) -> bool:
        """Whether the match can end here whatever follows: then nothing is tried in vain."""
        return not self.whole and any(
            target == END and all(condition.kind == "left" for condition in conditions)
            for target, conditions in self.machine.ways[at]
        )

    def _onward(self, at: int, last: Last, char: str) -> list[int]:
        """Return where one can go on to in vain: from where the match can end before `char`, nowhere."""
        if at != START and not self.whole:
            for target, conditions in self.machine.ways[at]:
                if target == END and all(_holds(condition, last, char) for condition in conditions):
                    return []
        return self._next(at, last, char)

    def _next(self, at: int, last: Last, char: str) -> list[int]:
        key = (at, last, char)
        if key not in self.steps:
            self.steps[key] = [
                target
                for target, conditions in self.machine.ways[at]
                if target >= 0
                and char in self.machine.reads[target]
                and all(_holds(condition, last, char) for condition in conditions)
            ]
        return self.steps[key]

    def _after(self, last: Last, char: str) -> Last:
        return (*last, char)[-self.machine.width_behind :]

    def _lasts(self, *positions: int) -> Iterator[Last]:
        common = frozenset.intersection(*(self.machine.reads[at] for at in positions))
        for char in self.machine.alphabet:
            if char in common:
                if self.machine.width_behind == 1:
                    yield (char,)
                    continue
                yield (char,) * self.machine.width_behind
                for before in self.machine.alphabet:
                    if before != char:
                        yield (*(before,) * (self.machine.width_behind - 1), char)

    def _two_ways(self, at: int) -> str:
        """Return a text that leads from a position back to itself on two ways, or nothing."""
        own = {to for to in self.reach[at] if at in self.reach[to]}
        for last in self._lasts(at):
            start = (at, at, False)
            seen = {(start, last)}
            queue = deque([(start, last, "")])
            while queue:
                (one, two, parted), before, text = queue.popleft()
                if len(seen) > BOUND:
                    self.undecided = True
                    break
                for char in self.machine.alphabet:
                    ones = [to for to in self._onward(one, before, char) if to in own]
                    twos = ones if one == two else [to for to in self._onward(two, before, char) if to in own]
                    doubled = parted or (one == two and len(set(ones)) < len(ones))
                    after = self._after(before, char)
                    for to in set(ones):
                        for other in set(twos):
                            state = (to, other, doubled or to != other)
                            if state == (at, at, True) and after == last:
                                return text + char
                            if (state, after) not in seen:
                                seen.add((state, after))
                                queue.append((state, after, text + char))
        return ""

    def _twice(self, first: int, second: int) -> str:
        """Return a text that leads from `first` to itself, from it to `second`, and from `second` to itself."""
        own = {to for to in self.reach[first] if first in self.reach[to]}
        others = {to for to in self.reach[second] if second in self.reach[to]}
        between = {to for to in self.reach[first] | {first} if second in self.reach[to] or to == second}
        for last in self._lasts(first, second):
            start = (first, first, second)
            seen = {(start, last)}
            queue = deque([(start, last, "")])
            while queue:
                (one, two, three), before, text = queue.popleft()
                if len(seen) > BOUND:
                    self.undecided = True
                    break
                for char in self.machine.alphabet:
                    threes = {to for to in self._onward(three, before, char) if to in others}
                    if not threes:
                        continue
                    ones = {to for to in self._onward(one, before, char) if to in own}
                    twos = {to for to in self._next(two, before, char) if to in between}
                    after = self._after(before, char)
                    for state in ((a, b, c) for a in ones for b in twos for c in threes):
                        if state == (first, second, second) and after == last:
                            return text + char
                        if (state, after) not in seen:
                            seen.add((state, after))
                            queue.append((state, after, text + char))
        return ""

    def round(self, at: int) -> str:
        """Return the shortest text that leads from a position back to itself."""
        for last in self._lasts(at):
            queue = deque([(at, last, "")])
            seen = {(at, last)}
            while queue and len(seen) < BOUND:
                place, before, text = queue.popleft()
                for char in self.machine.alphabet:
                    for to in self._next(place, before, char):
                        if to == at:
                            return text + char
                        after = self._after(before, char)
                        if to != START and (to, after) not in seen:
                            seen.add((to, after))
                            queue.append((to, after, text + char))
        return ""

    def lead(self, goal: int) -> str:
        """Return a text that leads from the beginning of the pattern to a position."""
        if goal == START:
            return ""
        seen: set[tuple[int, Last]] = set()
        queue: deque[tuple[int, Last, str]] = deque([(START, (), "")])
        while queue and len(seen) < BOUND:
            at, last, text = queue.popleft()
            for char in self.machine.alphabet:
                ways = self.first if at == START and not text else self.machine.ways[at]
                for target, conditions in ways:
                    if target <= START or char not in self.machine.reads[target]:
                        continue
                    if not all(_holds(condition, last, char) for condition in conditions):
                        continue
                    if target == goal:
                        return text + char
                    after = self._after(last, char)
                    if (target, after) not in seen:
                        seen.add((target, after))
                        queue.append((target, after, text + char))
        return ""


def _holds(condition: Condition, last: Last, char: str) -> bool:
    if condition.kind == "behind":
        found = any(_ends(last, sequence) for sequence in condition.sequences)
    elif condition.kind in {"ahead", "left"}:
        found = any(sequence and char in sequence[0] for sequence in condition.sequences)
    elif condition.kind == "word":
        found = (bool(last) and _is_word(last[-1])) != _is_word(char)
    elif condition.kind == "line_start":
        found = not last or last[-1] == "\n"
    elif condition.kind == "line_end":
        found = char == "\n"
    elif condition.kind == "start":
        found = not last
    else:
        found = False
    return found == condition.wanted


def _ends(last: Last, sequence: tuple[frozenset[str], ...]) -> bool:
    if len(last) < len(sequence):
        return False
    return all(char in allowed for char, allowed in zip(last[len(last) - len(sequence) :], sequence, strict=True))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
