"""A number known by its form, and by its check digits where it has any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from importlib import import_module

from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.parted_numbers import PartedNumber, first_that
from cvparser.domain.privacy.prepared_text import Span
from cvparser.domain.privacy.recognizer import Match, Stage

_BETWEEN = re.compile(r"[\s.\-]")
_FIVE = 5


def always(_: str) -> bool:
    """Return True: a number without check digits."""
    return True


def checked_by(module: str) -> Callable[[str], bool]:
    """Return whether a number is valid by a module of python-stdnum, such as `tr.tckimlik`."""

    def is_valid(number: str) -> bool:
        return bool(import_module(f"stdnum.{module}").is_valid(compact(number)))

    return is_valid


def compact(number: str) -> str:
    """Return a number without what people put between its groups."""
    return _BETWEEN.sub("", number)


class Where(Enum):
    """Which lines a pattern is looked for in."""

    #: In all.
    ANYWHERE = auto()
    #: Each line that it stands in has a digit of it.
    LINES_WITH_DIGITS = auto()
    #: It ends with its line and has five digits of which at most one blank, dot or hyphen parts two.
    LINES_WITH_FIVE_DIGITS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPattern:
    """A recognizer for one kind of number; its rule has its name.

    Attributes:
        name: What it is listed by, and the rule of its findings.
        category: What it is.
        description: One line for people.
        example: A text with the number in `⟦brackets⟧`.
        pattern: Its form. What may not stand before it is looked for after its first character: a pattern that begins
            with a character is searched much faster.
        is_valid: Whether what has the form is one.
        after: Returns what stands before it, at most `reach` characters away.
        where: The lines that can hold one.
        digits: How many digits it has at least.
    """

    name: str
    category: Category
    description: str
    example: str
    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool] = always
    after: Callable[[], re.Pattern[str]] | None = None
    reach: int = 24
    where: Where = Where.ANYWHERE
    digits: int = 1

    @property
    def stage(self) -> Stage:
        """When it runs."""
        return Stage.IDENTIFIERS

    @property
    def categories(self) -> frozenset[Category]:
        """What its matches are of."""
        return frozenset({self.category})

    @property
    def rules(self) -> Mapping[str, str]:
        """Its name, with the example."""
        return {self.name: self.example}

    @property
    def needs_whole_cv(self) -> bool:
        """Whether it looks at CVs only: no."""
        return False

    @property
    def needs_digit(self) -> bool:
        """Whether it finds nothing without a digit: yes."""
        return True

    @property
    def anchors(self) -> Anchors:
        """As many digits as any of its numbers has."""
        return Anchors(digits=_FIVE if self.where is Where.LINES_WITH_FIVE_DIGITS else self.digits)

    def find(self, context: Context) -> Iterator[Match]:
        """Yield the numbers that are valid."""
        prepared = context.prepared
        text = prepared.in_capitals
        if not prepared.has_digits:
            return
        for number in first_that(context.parted_numbers, self._is_written) if context.parted_numbers else ():
            if self._is_announced(prepared.folded, number.start):
                yield Match(number.start, number.end, self.category, self.name)
        for place in self._places(context):
            for match in self.pattern.finditer(text, *place):
                if self.is_valid(match.group()) and self._is_announced(prepared.folded, match.start()):
                    yield Match(match.start(), match.end(), self.category, self.name)

    def _places(self, context: Context) -> Sequence[Span]:
        if self.where is Where.ANYWHERE:
            return context.changed
        return (
            context.changed_with_digits if self.where is Where.LINES_WITH_DIGITS else context.changed_with_five_digits
        )

    def _is_written(self, number: PartedNumber) -> bool:
        """Return whether groups that an unusual sign parts are such a number, however joined."""
        return any(self.pattern.fullmatch(each) is not None and self.is_valid(each) for each in number.written)

    def _is_announced(self, folded: str, start: int) -> bool:
        return self.after is None or self.after().search(folded, max(0, start - self.reach), start) is not None
