"""What finds personal data: the one interface that every recognizer has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cvparser.domain.privacy.anchors import ANYWHERE, Anchors
from cvparser.domain.privacy.categories import Category

if TYPE_CHECKING:
    from cvparser.domain.privacy.context import Context


class Stage(IntEnum):
    """When a recognizer runs. A later stage sees what earlier ones found, and names what both found alike.

    Before the first, a text is cut into sections, labels and values, and the places where single words are personal;
    whose CV it is is known as soon as the identifiers are: `Context`.
    """

    #: What its form or its check digits give away, wherever it stands.
    IDENTIFIERS = auto()
    #: What a label or a phrase beside it declares personal.
    LABELLED = auto()
    #: Everybody but the candidate.
    PEOPLE = auto()
    #: The candidate's name as a whole: who may be either is the candidate.
    CANDIDATE = auto()
    #: The candidate again, wherever the name or a piece of it stands.
    MENTIONS = auto()
    #: What is withheld by its place alone.
    FALLBACK = auto()


class Match(NamedTuple):
    """A stretch of a prepared text that a recognizer takes for personal."""

    start: int
    end: int
    category: Category
    rule: str


class Recognizer(Protocol):
    """Finds one kind of personal data."""

    @property
    def name(self) -> str:
        """What it is listed, counted and switched off by."""

    @property
    def stage(self) -> Stage:
        """When it runs."""

    @property
    def categories(self) -> frozenset[Category]:
        """What its matches may be of."""

    @property
    def description(self) -> str:
        """What it finds, in one line for people."""

    @property
    def rules(self) -> Mapping[str, str]:
        """The names that its matches may bear, each with an example: a text with what is found in `⟦brackets⟧`."""

    @property
    def needs_whole_cv(self) -> bool:
        """Whether it looks at CVs only, and not at the strings of an answer."""

    @property
    def needs_digit(self) -> bool:
        """Whether it finds nothing in a text without a digit, so that it need not look."""

    @property
    def anchors(self) -> Anchors:
        """What a string of an answer must hold for it to find anything there, so that it need not look at others."""

    def find(self, context: Context) -> Iterable[Match]:
        """Yield what is personal in the text of `context`; matches may overlap. Linear in its length; never raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRecognizer:
    """A recognizer that a function makes; see `Recognizer`."""

    name: str
    stage: Stage
    categories: frozenset[Category]
    description: str
    rules: Mapping[str, str]
    find: Callable[[Context], Iterator[Match]]
    needs_whole_cv: bool = False
    needs_digit: bool = False
    anchors: Anchors = ANYWHERE


def of(*categories: Category) -> frozenset[Category]:
    """Return the categories as a recognizer has them."""
    return frozenset(categories)
