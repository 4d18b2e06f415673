"""A pattern as an automaton: positions that read one character each, and the ways between them.

What sits between two positions is a list of conditions on the characters around it: one-character look-arounds,
anchors, and the end of a possessive repeat, which holds only before a character that the repeat would have taken.
Whatever cannot be said so is taken for true: the automaton has all the ways that the engine has, and perhaps more.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_parser: Any = importlib.import_module("re._parser")
_op: Any = importlib.import_module("re._constants")

LONG = 1_000
"""A repeat of more than this counts as without end."""

_COPIES = 3
_LITERAL_BRANCHES = 24
_POOL = [chr(code) for code in range(128)] + list("éßİıàñřПжα中ก٣’“”–—•·…\xa0\u2028\u00ad\ufffe\u0301\ue000\x85")


@dataclass(frozen=True)
class Condition:
    """What must hold between two characters.

    `kind` is `behind` or `ahead` (`sequences` are the ways to fulfil it, each a set of characters a position), `left`
    (the same as `ahead`, behind a possessive repeat, which itself refuses nothing), `word` (an edge of a word),
    `line_start`, `line_end`, `start` or `end`. `wanted` is false for its opposite.
    """

    kind: str
    sequences: tuple[tuple[frozenset[str], ...], ...] = ()
    wanted: bool = True


@dataclass
class Automaton:
    """`reads[i]` is what position `i` reads; `ways[i]` lead on from it: (position or `END`, conditions)."""

    alphabet: tuple[str, ...]
    reads: list[frozenset[str]]
    ways: list[list[tuple[int, tuple[Condition, ...]]]]
    width_behind: int = 1


START = 0
"""The position that reads anything again and again: where `search` has not begun to match."""
END = -1
DEAD = -2


@dataclass
class _Node:
    """A place between characters: `empty` ways to other places, or one character that leads to the next."""

    empty: list[tuple[Condition | None, int]] = field(default_factory=list)
    reads: frozenset[str] | None = None
    then: int = 0


class _Builder:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.nodes: list[_Node] = []
        self.is_bytes = isinstance(pattern, bytes)
        self.tree = _parser.parse(pattern, flags)
        self.flags: int = self.tree.state.flags
        pool = [chr(code) for code in range(256)] if self.is_bytes else _POOL
        named = {chr(value) for value in _literals(self.tree)}
        self.pool = sorted(
            set(pool) | named | {cased for char in named for cased in (char.upper(), char.lower()) if len(cased) == 1}
        )
        self.groups: dict[int, Any] = {}
        self.sets: dict[frozenset[str], None] = {}
        self.width_behind = 1

    # Characters.

    def members(self, op: Any, value: Any, flags: int) -> frozenset[str]:
        result = frozenset(char for char in self.pool if self.holds(op, value, flags, char))
        self.sets[result] = None
        return result

    def holds(self, op: Any, value: Any, flags: int, char: str) -> bool:
        if op is _op.ANY:
            return bool(flags & re.DOTALL) or char != "\n"
        forms = {char, char.lower(), char.upper()} if flags & re.IGNORECASE else {char}
        if op is _op.LITERAL:
            return chr(value) in forms or (bool(flags & re.IGNORECASE) and chr(value).lower() in forms)
        if op is _op.NOT_LITERAL:
            return chr(value) not in forms
        is_negated = bool(value) and value[0][0] is _op.NEGATE
        return any(self.item_holds(item, flags, form) for item in value for form in forms) != is_negated

    def item_holds(self, item: Any, flags: int, char: str) -> bool:
        op, value = item
        if op is _op.LITERAL:
            return len(char) == 1 and ord(char) == value
        if op is _op.RANGE:
            return len(char) == 1 and value[0] <= ord(char) <= value[1]
        if op is _op.CATEGORY:
            return self.category_holds(str(value).removeprefix("CATEGORY_"), flags, char)
        return False

    def category_holds(self, name: str, flags: int, char: str) -> bool:
        is_ascii = self.is_bytes or bool(flags & re.ASCII)
        kind = name.removeprefix("NOT_")
        if is_ascii and not char.isascii():
            found = False
        elif kind == "DIGIT":
            found = char.isdecimal()
        elif kind == "SPACE":
            found = char.isspace() and not (is_ascii and char in "\x1c\x1d\x1e\x1f")
        else:
            found = char.isalnum() or char == "_"
        return found != name.startswith("NOT_")

    # Nodes.

    def node(self) -> int:
        self.nodes.append(_Node())
        return len(self.nodes) - 1

    def link(self, start: int, end: int, condition: Condition | None = None) -> None:
        self.nodes[start].empty.append((condition, end))

    def sequence(self, items: Any, start: int, flags: int) -> int:
        for op, value in items:
            start = self.item(op, value, start, flags)
        return start

    def item(self, op: Any, value: Any, start: int, flags: int) -> int:  # noqa: C901, PLR0911, PLR0912 - one arm a kind
        if op in {_op.LITERAL, _op.NOT_LITERAL, _op.ANY, _op.IN}:
            return self.character(self.members(op, value, flags), start)
        if op is _op.SUBPATTERN:
            group, added, removed, body = value
            if group is not None:
                self.groups[group] = (body, (flags | added) & ~removed)
            return self.sequence(body, start, (flags | added) & ~removed)
        if op is _op.BRANCH:
            return self.branch(value[1], start, flags)
        if op in {_op.MAX_REPEAT, _op.MIN_REPEAT}:
            least, most, body = value
            return self.repeat(least, most, body, start, flags)
        if op is _op.POSSESSIVE_REPEAT:
            least, most, body = value
            return self.kept(self.repeat(least, most, body, start, flags), most, body, flags)
        if op is _op.ATOMIC_GROUP:
            end = self.sequence(value, start, flags)
            if len(value) == 1 and value[0][0] is _op.MAX_REPEAT:
                _, most, body = value[0][1]
                return self.kept(end, most, body, flags)
            return end
        if op is _op.AT:
            return self.conditional(start, self.anchor(str(value), flags))
        if op in {_op.ASSERT, _op.ASSERT_NOT}:
            return self.look(op is _op.ASSERT, value[0], value[1], start, flags)
        if op is _op.GROUPREF:
            body, group_flags = self.groups[value]
            return self.sequence(body, start, group_flags)
        if op is _op.GROUPREF_EXISTS:
            _, yes, no = value
            return self.branch([yes, no or []], start, flags)
        if op is _op.FAILURE:
            return self.conditional(start, Condition("end"))
        raise NotImplementedError(f"{op} in a pattern: teach tests/patterns/automaton.py what it does")

    def character(self, members: frozenset[str], start: int) -> int:
        end = self.node()
        self.nodes[start].empty.append((None, len(self.nodes)))
        self.nodes.append(_Node(reads=members, then=end))
        return end

    def conditional(self, start: int, condition: Condition | None) -> int:
        end = self.node()
        self.link(start, end, condition)
        return end

    def branch(self, branches: Any, start: int, flags: int) -> int:
        end = self.node()
        words = [branch for branch in branches if len(branch) and all(op is _op.LITERAL for op, _ in branch)]
        dropped = {id(branch) for branch in sorted(words, key=len)[_LITERAL_BRANCHES:]}
        for branch in branches:
            if id(branch) not in dropped:
                self.link(self.sequence(branch, start, flags), end)
        return end

    def repeat(self, least: int, most: Any, body: Any, start: int, flags: int) -> int:
        is_endless = most is _op.MAXREPEAT or most > LONG
        at = start
        for _ in range(min(least, _COPIES)):
            at = self.sequence(body, at, flags)
        if is_endless:
            begin, after = self.node(), self.node()
            self.link(at, begin)
            self.link(begin, after)
            self.link(self.sequence(body, begin, flags), begin)
            return after
        after = self.node()
        self.link(at, after)
        for _ in range(min(most - least, _COPIES - min(least, _COPIES - 1))):
            at = self.sequence(body, at, flags)
            self.link(at, after)
        return after

    def kept(self, end: int, most: Any, body: Any, flags: int) -> int:
        """A possessive repeat of one character without an end is left only before what it does not take."""
        if not (most is _op.MAXREPEAT or most > LONG) or len(body) != 1:
            return end
        op, value = body[0]
        if op not in {_op.LITERAL, _op.NOT_LITERAL, _op.ANY, _op.IN}:
            return end
        members = self.members(op, value, flags)
        return self.conditional(end, Condition("left", ((members,),), wanted=False))

    def anchor(self, name: str, flags: int) -> Condition | None:
        if name == "AT_BEGINNING":
            return Condition("line_start" if flags & re.MULTILINE else "start")
        if name == "AT_END":
            return Condition("line_end" if flags & re.MULTILINE else "end")
        return {
            "AT_BEGINNING_STRING": Condition("start"),
            "AT_END_STRING": Condition("end"),
            "AT_BOUNDARY": Condition("word"),
            "AT_NON_BOUNDARY": Condition("word", wanted=False),
        }[name]

    def look(self, wanted: bool, direction: int, body: Any, start: int, flags: int) -> int:
        if direction > 0 and _has_repeat(body):
            inside = self.sequence(body, start, flags)
            self.link(inside, self.node(), Condition("end"))
        sequences = list(self.sequences(body, flags))
        end = self.node()
        if any(each is None for each in sequences):
            self.link(start, end)
            return end
        known = tuple(each for each in sequences if each is not None)
        if direction < 0:
            self.width_behind = max([self.width_behind, *map(len, known)])
        elif any(not each for each in known) or (not wanted and any(len(each) > 1 for each in known)):
            self.link(start, end)
            return end
        self.link(start, end, Condition("ahead" if direction > 0 else "behind", known, wanted=wanted))
        return end

    def sequences(self, body: Any, flags: int) -> Iterator[tuple[frozenset[str], ...] | None]:
        """Yield each way through a look-around as sets of characters, or None for one that cannot be said so.

        A way that is only the end of the text can never be taken inside a text and is left out.
        """
        found: list[tuple[frozenset[str], ...]] = [()]
        for op, value in body:
            steps: list[tuple[frozenset[str], ...] | None]
            if op in {_op.LITERAL, _op.NOT_LITERAL, _op.ANY, _op.IN}:
                steps = [(self.members(op, value, flags),)]
            elif op is _op.SUBPATTERN:
                steps = list(self.sequences(value[3], (flags | value[1]) & ~value[2]))
            elif op is _op.BRANCH:
                steps = [step for each in value[1] for step in self.sequences(each, flags)]
            elif op is _op.MAX_REPEAT and value[0] == value[1] <= 4:
                steps = list(self.sequences(list(value[2]) * value[0], flags))
            elif op is _op.AT and str(value) == "AT_END" and len(body) == 1:
                if flags & re.MULTILINE:
                    yield (self.members(_op.LITERAL, 10, flags),)
                return
            elif op is _op.AT and str(value) in {"AT_END_STRING", "AT_BEGINNING_STRING"} and len(body) == 1:
                return
            else:
                yield None
                return
            if any(step is None for step in steps):
                yield None
                return
            found = [head + step for head in found for step in steps if step is not None]
        yield from found


def _literals(body: Any) -> Iterator[int]:
    for op, value in body:
        if op in {_op.LITERAL, _op.NOT_LITERAL}:
            yield value
        elif op is _op.RANGE:
            yield from value
        for part in _parts(op, value):
            yield from _literals(part)


def repeats(pattern: str | bytes, flags: int) -> bool:
    """Return whether anything in a pattern is repeated without an end."""
    return _has_repeat(_parser.parse(pattern, flags))


def _has_repeat(body: Any) -> bool:
    return any(_is_endless(op, value) or any(map(_has_repeat, _parts(op, value))) for op, value in body)


def _is_endless(op: Any, value: Any) -> bool:
    is_repeat = op in {_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT}
    return is_repeat and (value[1] is _op.MAXREPEAT or value[1] > LONG)


def _parts(op: Any, value: Any) -> list[Any]:
    """The sequences inside an item of a pattern."""
    if op is _op.SUBPATTERN:
        return [value[3]]
    if op is _op.BRANCH:
        return list(value[1])
    if op in {_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT}:
        return [value[2]]
    if op in {_op.ASSERT, _op.ASSERT_NOT}:
        return [value[1]]
    if op is _op.GROUPREF_EXISTS:
        return [value[1], value[2] or []]
    return [value] if op in {_op.ATOMIC_GROUP, _op.IN} else []


def automaton(pattern: str | bytes, flags: int = 0) -> Automaton:
    """Return the automaton of a pattern; position `START` reads anything until `search` begins to match."""
    build = _Builder(pattern, flags)
    begin = build.node()
    end = build.sequence(build.tree, begin, build.flags)
    alphabet = _classes(build.pool, list(build.sets))
    known = frozenset(alphabet)
    places = [number for number, node in enumerate(build.nodes) if node.reads is not None]
    position = {number: at for at, number in enumerate(places, 1)}
    reads = [known, *(build.nodes[number].reads & known for number in places)]  # type: ignore[operator]
    narrow = _Narrowing(known)
    ways = [
        list(_ways(build.nodes, place, end, position, narrow))
        for place in [begin, *(build.nodes[n].then for n in places)]
    ]
    ways[START].append((START, ()))
    return Automaton(alphabet, reads, ways, build.width_behind)


def _classes(pool: list[str], sets: list[frozenset[str]]) -> tuple[str, ...]:
    """One character for each kind that the pattern tells apart, the plainest first."""
    word = frozenset(char for char in pool if char.isalnum() or char == "_")
    newline = frozenset("\n")
    kinds: dict[tuple[bool, ...], str] = {}
    for char in sorted(pool, key=lambda char: (not char.isprintable(), not char.isascii(), char)):
        kinds.setdefault(tuple(char in each for each in [*sets, word, newline]), char)
    return tuple(kinds.values())


class _Narrowing:
    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.done: dict[Condition, Condition] = {}

    def __call__(self, condition: Condition) -> Condition:
        if condition not in self.done:
            sequences = tuple(tuple(each & self.known for each in sequence) for sequence in condition.sequences)
            self.done[condition] = Condition(condition.kind, sequences, condition.wanted)
        return self.done[condition]


def _ways(
    nodes: list[_Node], place: int, end: int, position: dict[int, int], narrow: _Narrowing
) -> Iterator[tuple[int, tuple[Condition, ...]]]:
    """Yield where one can go from a place without reading; one target twice if two ways lead there."""
    stack: list[tuple[int, tuple[Condition, ...], frozenset[int]]] = [(place, (), frozenset())]
    while stack:
        at, conditions, seen = stack.pop()
        if nodes[at].reads is not None:
            yield position[at], conditions
            continue
        if at == end:
            yield END, conditions
        for condition, then in nodes[at].empty:
            if then not in seen:
                more = conditions if condition is None else (*conditions, narrow(condition))
                stack.append((then, more, seen | {at}))
