from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests import certificates
from tests.effort import IS_FUZZED, IS_MUTATED
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer
from tests.servers.s3 import KEYS, S3Server

# Time is noise on a shared machine: no example fails for its own. The examples are the same every time, so that whoever
# breaks nothing sees nothing break; `make fuzz` looks for others.
settings.register_profile(
    "cvparser", deadline=None, derandomize=not IS_FUZZED, suppress_health_check=[HealthCheck.too_slow]
)
# A mutant is to be killed, not explained: few examples, always the same, none made smaller.
settings.register_profile(
    "mutant",
    settings.get_profile("cvparser"),
    max_examples=30,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("mutant" if IS_MUTATED else "cvparser")


#: Rooms whose tests wait for processes and pages most of their time, the longest first.
_WAITING = ("chaos", "web", "e2e")
#: In so much of the files those are over: what is left then is short, and leaves no worker alone at the end.
_SPREAD_OVER = 0.6


@pytest.fixture(autouse=True)
def warnings_are_logged() -> None:
    """Undo what an application that was made in this process for another test set for all of it."""
    root = logging.getLogger()
    root.setLevel(min(root.level, logging.WARNING))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that runs; who stops it starts it again."""
    server = PostgresServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that runs; who stops it starts it again."""
    server = RedisServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """An S3 service that runs, and keys for it in the environment."""
    server = S3Server()
    server.start()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in KEYS.items():
            environment.setenv(name, value)
        yield server
    server.stop()


def pytest_configure() -> None:
    """Forget a key in the developer's shell: it must not make the tests ask a paid model."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        os.environ.pop(name, None)
    certificates.share()
    # Until `pytest_collection_finish`.
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the files whose tests wait among the others, which work meanwhile; a file's tests stay together."""
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    waiting = sorted((file for file in files if _room(file) in _WAITING), key=lambda file: _WAITING.index(_room(file)))
    others = [file for file in files if _room(file) not in _WAITING]
    placed = [(_SPREAD_OVER * place / len(waiting), file) for place, file in enumerate(waiting)]
    placed += [((place + 0.5) / len(others), file) for place, file in enumerate(others)]
    items[:] = [item for _, file in sorted(placed, key=lambda each: each[0]) for item in file]


def _room(file: list[pytest.Item]) -> str:
    here = Path(__file__).parent
    return next(iter(file[0].path.relative_to(here).parts), "") if file[0].path.is_relative_to(here) else ""


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave twelve thousand tests and what they import out of every later collection of garbage.

    They live until the end. Going over them took a quarter of a second each time, a third of all time in some files.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
