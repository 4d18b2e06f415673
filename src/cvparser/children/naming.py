"""Functions by name: who has one run in a child need not import it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A function at the top of a module, `module:function`, and what it is called with beside the bytes."""

    name: str
    arguments: tuple[str, ...] = ()


def function_of(name: str) -> Callable[..., Any]:
    """Return the function of `module:function`, its module imported where that was not done yet."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
