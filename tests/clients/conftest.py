from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.deployment import Deployment, deployed
from tests.http.keyed import KeyedDoor, keyed


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service listens that works on jobs."""
    with deployed(Deployment(folder=tmp_path_factory.mktemp("clients"))) as running:
        yield running.address


@pytest.fixture(scope="package")
def keyed_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    """A service that asks for keys, and works on no job."""
    with keyed(tmp_path_factory.mktemp("keyed")) as door:
        yield door


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A PDF that is none."""
    path = tmp_path / "cv.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    return path
