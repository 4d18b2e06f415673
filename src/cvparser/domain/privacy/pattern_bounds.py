"""Whether a pattern that an operator writes finds its way through any text in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from cvparser.domain.errors import ConfigurationError

#: Characters of what a pattern finds, and ways in which it may try to find it at one place.
LONGEST, MOST_WAYS = 200, 10_000
_LONGEST_PATTERN = 1_000

#: Python's own reader of patterns. It has no public name; what it does not read here is refused, never let through.
_reader = import_module("re._parser")


def require_bounded(pattern: str, *, whose: str) -> None:
    """Return where `pattern`, of the category `whose`, can be searched for in linear time.

    Raises:
        ConfigurationError: it is no pattern, finds nothing or too long a stretch, or can take long.
    """
    said = f"The pattern of {whose}"
    if len(pattern) > _LONGEST_PATTERN:
        raise ConfigurationError(f"{said} has more than {_LONGEST_PATTERN} characters.")
    try:
        re.compile(pattern, re.IGNORECASE)
        parsed = _reader.parse(pattern)
        shortest, longest = parsed.getwidth()
    except (re.error, RecursionError, OverflowError) as error:
        raise ConfigurationError(f"{said} is no regular expression: {type(error).__name__}.") from None
    if not shortest:
        raise ConfigurationError(f"{said} finds an empty stretch. Have it ask for a character at least.")
    if longest > LONGEST:
        raise ConfigurationError(
            f"{said} finds more than {LONGEST} characters. Give each repetition an end: {{1,20}} instead of + or *."
        )
    if _ways(parsed) > MOST_WAYS:
        raise ConfigurationError(
            f"{said} can be tried in more than {MOST_WAYS} ways at one place. Have it repeat less, and nothing that "
            "repeats within."
        )


def _ways(parsed: Any) -> int:  # noqa: ANN401 - of Python's own reader
    """Return in how many ways a pattern may be tried at one place, at most; beyond the bound any number beyond it."""
    ways = 1
    for operation, argument in parsed:
        count = _COUNTED.get(str(operation))
        ways *= (
            1 if count is None and str(operation) in _SINGLE else (MOST_WAYS + 1 if count is None else count(argument))
        )
        if ways > MOST_WAYS:
            break
    return ways


def _ways_of(operation: str, argument: Any) -> int:  # noqa: ANN401 - as `_ways`
    if operation in _SINGLE:
        return 1
    count = _COUNTED.get(operation)
    return MOST_WAYS + 1 if count is None else count(argument)


def _repeated(argument: tuple[int, int, Any]) -> int:
    least, most, body = argument
    each = _ways(body)
    if most > LONGEST:
        return MOST_WAYS + 1
    if each == 1:
        return int(most - least) + 1
    ways = 0
    for times in range(least, most + 1):
        ways += each**times
        if ways > MOST_WAYS:
            break
    return ways


#: What takes one way: a character, a class of them, a place.
_SINGLE = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY", "AT"})
_COUNTED: Mapping[str, Callable[[Any], int]] = {
    "MAX_REPEAT": _repeated,
    "MIN_REPEAT": _repeated,
    "POSSESSIVE_REPEAT": _repeated,
    "BRANCH": lambda argument: sum(map(_ways, argument[1])),
    "SUBPATTERN": lambda argument: _ways(argument[3]),
    "ATOMIC_GROUP": _ways,
    "ASSERT": lambda argument: _ways(argument[1]),
    "ASSERT_NOT": lambda argument: _ways(argument[1]),
}
