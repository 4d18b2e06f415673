"""Categories that a deployment adds: what nobody else knows to be personal, such as a company's employee numbers.

A category is known to a process from `make_known` on, so that findings of it can be made and sent. It is looked for
where `use` or `using` says so: in the children of one parser, not in those of another beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from functools import cache

from cvparser.domain.errors import ConfigurationError
from cvparser.domain.privacy.categories import Category, Traits, add_category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.pattern_bounds import LONGEST, require_bounded
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Recognizer, Stage

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_LONGEST_NAME = 40
#: Categories that one deployment adds.
_MOST = 50
_LAW = "KVKK art. 3(1)(d), GDPR art. 4(1)"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCategory:
    r"""A category of personal data that a deployment adds, known by its form.

    Attributes:
        name: Lower case with underscores; the placeholder is it in capitals: `employee_number`, `[EMPLOYEE_NUMBER]`.
        pattern: A regular expression of the standard library's, whatever the case of letters. Each of its repetitions
            has an end, so that a text is searched in linear time: `ACME-\d{6}`.
        what: What belongs to it, for people.
        law: Which articles protect it.

    Raises:
        ConfigurationError: it has no such name, or its pattern cannot be used, and why.

    >>> OwnCategory(name="employee_number", pattern=r"ACME-\d{6}", what="Employee numbers of Acme").name
    'employee_number'
    """

    name: str
    pattern: str
    what: str
    law: str = _LAW

    def __post_init__(self) -> None:
        """Refuse what would fail, or take long, over a CV."""
        told: tuple[object, ...] = (self.name, self.pattern, self.what, self.law)
        if not all(isinstance(each, str) and each for each in told):
            raise ConfigurationError("A category of your own has a name, a pattern and what it is, each a string.")
        if not _NAME.fullmatch(self.name) or len(self.name) > _LONGEST_NAME:
            raise ConfigurationError(
                f"A category's name has at most {_LONGEST_NAME} small letters, digits and underscores: employee_number."
            )
        if self.name in Category.__members__.values():
            raise ConfigurationError(f"{self.name} is a category of cvparser's own. Choose another name.")
        require_bounded(self.pattern, whose=self.name)


def of_table(table: Mapping[str, object]) -> tuple[OwnCategory, ...]:
    """Return the categories of a table: by their names a pattern, or `pattern`, `what` and `law`.

    Raises:
        ConfigurationError: the table has another form, too many categories, or one that cannot be used.
    """
    if len(table) > _MOST:
        raise ConfigurationError(f"At most {_MOST} categories of your own can be had.")
    return tuple(_of(name, told) for name, told in table.items())


def _of(name: str, told: object) -> OwnCategory:
    fields = {"pattern": told} if isinstance(told, str) else told
    if not isinstance(fields, Mapping) or not fields.keys() <= {"pattern", "what", "law"}:
        raise ConfigurationError(f"The category {name} is a pattern, or an object with pattern, what and law.")
    given = {"what": name.replace("_", " ").capitalize(), "pattern": "", "law": _LAW} | dict(fields)
    return OwnCategory(name=name, **given)


def make_known(categories: Sequence[OwnCategory]) -> None:
    """Let findings of these be made and sent in this process; nothing is looked for yet."""
    for each in categories:
        add_category(each.name, Traits(each.what, each.law))


def as_text(categories: Sequence[OwnCategory]) -> str:
    """Return categories as they are sent to a child: `use` takes them."""
    return json.dumps([asdict(each) for each in categories], sort_keys=True)


def use(text: str) -> None:
    """Look for categories in this process from now on. Run in a child, before any text."""
    categories = tuple(OwnCategory(**each) for each in json.loads(text))
    make_known(categories)
    _used.set(categories)


@contextmanager
def using(categories: Sequence[OwnCategory]) -> Iterator[None]:
    """Look for categories until the block ends."""
    make_known(categories)
    token = _used.set(tuple(categories))
    try:
        yield
    finally:
        _used.reset(token)


def own_recognizers() -> tuple[Recognizer, ...]:
    """Return the recognizers of the categories that are looked for here."""
    return tuple(map(_recognizer, _used.get()))


def own_patterns() -> Iterator[tuple[Category, re.Pattern[str]]]:
    """Yield each category that is looked for here with its pattern."""
    for each in _used.get():
        yield Category(each.name), _compiled(each.pattern)


_used: ContextVar[tuple[OwnCategory, ...]] = ContextVar("own categories", default=())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _recognizer(category: OwnCategory) -> Recognizer:
    known, pattern = Category(category.name), _compiled(category.pattern)

    def find(context: Context) -> Iterator[Match]:
        text = context.prepared.text
        for start, end in context.changed:
            # What a look-behind asks for may stand in the line before.
            for match in pattern.finditer(text, max(0, start - LONGEST), end):
                if match.end() > match.start():
                    yield Match(match.start(), match.end(), known, category.name)

    return FunctionRecognizer(
        name=category.name,
        stage=Stage.IDENTIFIERS,
        categories=frozenset({known}),
        description=category.what,
        rules={},
        find=find,
    )
