"""What a value of a category looks like: `married`, `22 ans`, `Danish/French`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from cvparser.domain.text.folding import fold

_WILDCARD = "*"
#: What parts two facts of one category: `Danish / French`.
_PARTING = re.compile(r"[ ]?[/-][ ]?")
_SIGNS = "/-"
_PAIR, _LONGEST_PARTING = 2, 3


class KnownValues:
    """Values of one category, compared as folded text.

    Whether a text is one is looked up: patterns of hundreds of phrases are made only where a text is asked for what it
    begins with.

    Args:
        phrases: Values, in which `*` stands for anything within a line; a dot may end them.
        facts: Values of which two may stand beside each other.
        forms: Patterns of the same on folded text.
    """

    def __init__(self, phrases: Iterable[str], facts: Iterable[str] = (), forms: Iterable[str] = ()) -> None:
        self._phrases = [fold(phrase) for phrase in phrases]
        self._facts = frozenset(map(fold, facts))
        self._forms = [*forms]
        # No form matches more characters than it is written with.
        longest = max(map(len, (*self._facts, *self._forms)), default=0)
        self._longest_two = _PAIR * longest + _LONGEST_PARTING if longest else 0
        self._listed = frozenset(phrase for phrase in self._phrases if _WILDCARD not in phrase)

    def has(self, folded: str) -> bool:
        """Return whether a folded text is one of the values, and nothing beside."""
        if self._is_fact(folded) or folded in self._listed or folded.removesuffix(".") in self._listed:
            return True
        if self._open is not None and self._open.fullmatch(folded) is not None:
            return True
        may_be_two = len(folded) <= self._longest_two
        return may_be_two and any(self._is_fact(one) and self._is_fact(other) for one, other in _halves(folded))

    def end(self, folded: str) -> int | None:
        """Return where the value ends that a folded text begins with; None where it begins with none."""
        match = self._pattern.match(folded)
        return match.end() if match is not None else None

    def _is_fact(self, folded: str) -> bool:
        return folded in self._facts or (self._form is not None and self._form.fullmatch(folded) is not None)

    @cached_property
    def _form(self) -> re.Pattern[str] | None:
        return re.compile("|".join(self._forms)) if self._forms else None

    @cached_property
    def _open(self) -> re.Pattern[str] | None:
        """The pattern of what no set can hold."""
        phrases = [phrase for phrase in self._phrases if _WILDCARD in phrase]
        return re.compile(_any_of(phrases)) if phrases else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        if not self._facts and not self._forms:
            return re.compile(_any_of(self._phrases))
        facts = "|".join(sorted([*map(re.escape, self._facts), *self._forms], key=lambda each: (-len(each), each)))
        return re.compile(rf"(?:{facts})(?:{_PARTING.pattern}(?:{facts}))?|{_any_of(self._phrases)}")


def _any_of(phrases: Iterable[str]) -> str:
    together = "|".join(re.escape(phrase).replace(r"\*", r"[^\n:]{1,40}") for phrase in phrases)
    return rf"(?:{together})\.?"


def _halves(folded: str) -> Iterator[tuple[str, str]]:
    """Yield what stands on either side of each sign that may part two facts."""
    for at, sign in enumerate(folded):
        if sign in _SIGNS:
            before, after = folded[:at], folded[at + 1 :]
            for one in {before, before.removesuffix(" ")}:
                yield from ((one, other) for other in {after, after.removeprefix(" ")})
