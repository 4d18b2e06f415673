"""How a public name goes: it warns for a while, says what to use instead, and is gone with a version that it names."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """A name that will go.

    Attributes:
        name: Of the function or method, with its module.
        since: Version with which it began to warn.
        gone: Version that does not have it any more.
        instead: What to use.
    """

    name: str
    since: str
    gone: str
    instead: str

    def __str__(self) -> str:
        """Return the warning."""
        return f"{self.name} is deprecated since {self.since} and gone with {self.gone}: use {self.instead}."


#: Every deprecation of the modules that were imported.
DEPRECATIONS: list[Deprecation] = []


def deprecated(*, since: str, gone: str, instead: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return what makes a function, coroutine function or method warn its caller with a `DeprecationWarning`.

    >>> @deprecated(since="0.2.0", gone="0.4.0", instead="new_name")
    ... def old_name() -> int:
    ...     return 1
    >>> print(DEPRECATIONS.pop())
    cvparser.deprecation.old_name is deprecated since 0.2.0 and gone with 0.4.0: use new_name.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        told = Deprecation(
            name=f"{function.__module__}.{function.__qualname__}", since=since, gone=gone, instead=instead
        )
        DEPRECATIONS.append(told)

        @functools.wraps(function)
        def warning(*arguments: P.args, **named: P.kwargs) -> R:
            warnings.warn(str(told), DeprecationWarning, stacklevel=2)
            return function(*arguments, **named)

        # What editors and type checkers of other tools look for.
        vars(warning)["__deprecated__"] = str(told)
        if inspect.iscoroutinefunction(function):
            return cast("Callable[P, R]", _as_coroutine(warning))
        return warning

    return mark


def _as_coroutine(function: Callable[P, R]) -> Callable[P, R]:
    """Have `inspect` take it for the coroutine function that it stands for, where Python can."""
    mark = getattr(inspect, "markcoroutinefunction", None)
    return function if mark is None else cast("Callable[P, R]", mark(function))
