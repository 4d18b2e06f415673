"""Adapters with one fault each, and whether a conformance suite notices: its tests are run here, without pytest."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from cvparser.testing.conformance import Conformance

#: What a test of the suite is given, by the names of fixtures; made anew for each test.
Fixtures = Mapping[str, object]
#: Seconds after which a test of a faulty adapter is taken for one that hangs, and of a sound one.
HANGS_S, SOUND_S = 1.5, 60.0


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What may be wrong with the adapters of a port."""

    suite: type[Conformance]
    #: Gives fixtures of an adapter that is made by what it is given.
    fixtures: Callable[[Any], Fixtures]
    #: Makes an adapter that keeps every promise.
    sound: Callable[..., object]
    #: Make adapters that break one promise each, which their names tell.
    faults: Sequence[Callable[..., object]]
    #: How many are tried side by side; one where the suite's own tools know one thread.
    at_once: int = 8
    #: Of those that the suite does not catch: why.
    missed: Mapping[str, str] = field(default_factory=dict)


def first_failure(catalogue: Catalogue, adapter: Callable[..., object], *, seconds: float = HANGS_S) -> str | None:
    """Return the first test of the suite that fails with an adapter, or None where all pass or are skipped."""
    for name, test in _tests(catalogue.suite):
        for case in _cases(test):
            try:
                _run(catalogue, adapter, test, case, seconds)
            except pytest.skip.Exception:
                continue
            except (Exception, pytest.fail.Exception, asyncio.CancelledError) as failure:
                return f"{name}: {type(failure).__name__}"
    return None


def _tests(suite: type[Conformance]) -> Iterator[tuple[str, Callable[..., object]]]:
    for cls in reversed(suite.__mro__):
        yield from ((name, test) for name, test in vars(cls).items() if name.startswith("test_"))


def _cases(test: Callable[..., object]) -> Iterator[dict[str, object]]:
    """Yield the arguments of each case of a test, as `pytest.mark.parametrize` says."""
    axes: list[list[dict[str, object]]] = []
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "parametrize":
            given, values = mark.args
            names = [each.strip() for each in given.split(",")] if isinstance(given, str) else list(given)
            axes.append([dict(zip(names, [v] if len(names) == 1 else v, strict=True)) for v in values])
    for chosen in product(*axes):
        yield {name: value for case in chosen for name, value in case.items()}


def _run(
    catalogue: Catalogue, adapter: Callable[..., object], test: Callable[..., object], case: Fixtures, seconds: float
) -> None:
    async def run() -> None:
        suite = catalogue.suite()
        with _logged() as caplog:
            given = {**catalogue.fixtures(adapter), **case, "caplog": caplog}
            request = SimpleNamespace(getfixturevalue=lambda name: _fixture(suite, name, given))
            given["request"] = request
            done = test(suite, **{name: _fixture(suite, name, given) for name in _parameters(test)})
            if inspect.isawaitable(done):
                async with asyncio.timeout(seconds):
                    await done

    asyncio.run(run())


def _parameters(function: Callable[..., object]) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def _fixture(suite: Conformance, name: str, given: Mapping[str, object]) -> object:
    if name in given:
        return given[name]
    made = inspect.unwrap(inspect.getattr_static(type(suite), name))
    return made(suite, **{each: _fixture(suite, each, given) for each in _parameters(made)})


@contextmanager
def _logged() -> Iterator[SimpleNamespace]:
    """Stand in for pytest's `caplog`."""
    kept = SimpleNamespace(text="")

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.text += self.format(record)

    @contextmanager
    def at_level(level: int) -> Iterator[None]:
        root, handler = logging.getLogger(), Keep()
        before = root.level
        root.addHandler(handler)
        root.setLevel(level)
        try:
            yield
        finally:
            root.setLevel(before)
            root.removeHandler(handler)

    kept.at_level = at_level
    yield kept


def faults(names: Mapping[str, object], sound: type) -> list[Callable[..., object]]:
    """Return the classes of a module that derive from `sound`."""
    return [each for each in names.values() if isinstance(each, type) and issubclass(each, sound) and each != sound]
